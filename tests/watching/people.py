"""Whoever is woken: takes what Alertmanager says, and remembers what is on."""

import asyncio
import json
from typing import Self

from infra.local.ports import free_port


class People:
    """A webhook."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self.told: list[str] = []
        """The names of all alerts, each time that they began."""
        self.on: set[str] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._hear, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        for alert in json.loads(await reader.readexactly(length))["alerts"]:
            name = alert["labels"]["alertname"]
            if alert["status"] == "firing" and name not in self.on:
                self.told.append(name)
            (self.on.add if alert["status"] == "firing" else self.on.discard)(name)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()
