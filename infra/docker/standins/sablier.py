#!/usr/bin/python3
"""A stand-in for Sablier 1.16 with its Docker provider, for machines that cannot have its image.

It keeps to what compose.local.yml uses: `start` with its flags, `health`, the labels `sablier.enable` and
`sablier.group`, and the blocking strategy: 200 when a group's containers are ready, 404 for an unknown group, 504 after
the timeout. As in the original a container is ready when it is healthy, or running if it has no health check; a
request prolongs the session of its group; and what is stopped from outside is forgotten.
"""

import argparse
import asyncio
import http.client
import json
import re
import socket
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, urlsplit

SOCKET = "/var/run/docker.sock"
STOP_SECONDS = 10
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}


def seconds(duration: str) -> float:
    """A duration as Go writes it: 200ms, 20s, 1m30s."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(ms|s|m|h)", duration)
    if not parts or "".join(map("".join, parts)) != duration:
        raise ValueError(f"{duration!r} is no duration")
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


class Docker:
    """The few calls to the engine that are needed."""

    class _Connection(http.client.HTTPConnection):
        def connect(self) -> None:
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.settimeout(60)
            self.sock.connect(SOCKET)

    def _ask(self, method: str, path: str) -> object:
        connection = self._Connection("docker")
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            raise OSError(f"{method} {path}: {answer.status} {body.decode()}")
        return json.loads(body) if body else None

    def members(self, group: str | None = None) -> list[str]:
        """The ids of all containers of a group, or of all groups."""
        labels = ["sablier.enable=true", *([f"sablier.group={group}"] if group else [])]
        found = self._ask("GET", f"/containers/json?all=true&filters={quote(json.dumps({'label': labels}))}")
        return [each["Id"] for each in found]  # type: ignore[attr-defined]

    def state(self, container: str) -> dict:
        return self._ask("GET", f"/containers/{container}/json")["State"]  # type: ignore[index]

    def start(self, container: str) -> None:
        self._ask("POST", f"/containers/{container}/start")

    def stop(self, container: str) -> None:
        self._ask("POST", f"/containers/{container}/stop?t={STOP_SECONDS}")


@dataclass
class Sablier:
    docker: Docker
    refresh: float
    expires: dict[str, float] = field(default_factory=dict)
    """When the session of a container ends."""

    async def ready(self, container: str, duration: float) -> bool:
        """Prolong the session, start what is not running; whether it can be used."""
        self.expires[container] = time.monotonic() + duration
        state = await asyncio.to_thread(self.docker.state, container)
        if not state["Running"]:
            await asyncio.to_thread(self.docker.start, container)
            return False
        return state.get("Health", {"Status": "healthy"})["Status"] == "healthy"

    async def blocking(self, group: str, duration: float, patience: float) -> int:
        members = await asyncio.to_thread(self.docker.members, group)
        if not members:
            return 404
        deadline = time.monotonic() + patience
        while not all(await asyncio.gather(*(self.ready(each, duration) for each in members))):
            if time.monotonic() > deadline:
                return 504
            await asyncio.sleep(self.refresh)
        return 200

    async def expire(self, interval: float) -> None:
        """Stop whose session is over, for ever."""
        while True:
            await asyncio.sleep(interval)
            over = [each for each, end in self.expires.items() if end < time.monotonic()]
            for container in over:
                del self.expires[container]
            for answer in await asyncio.gather(
                *(asyncio.to_thread(self.docker.stop, each) for each in over), return_exceptions=True
            ):
                if isinstance(answer, BaseException):
                    print(f"could not stop: {answer}", file=sys.stderr, flush=True)


async def start(options: argparse.Namespace) -> None:
    docker = Docker()
    sablier = Sablier(docker, seconds(options.refresh))
    if options.stop_on_startup == "true":
        for container in docker.members():
            if docker.state(container)["Running"]:
                docker.stop(container)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while asked := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                _, target, _ = asked.partition("\r\n")[0].split(" ")
                url = urlsplit(target)
                query = {name: values[0] for name, values in parse_qs(url.query).items()}
                try:
                    status = await _status(url.path, query)
                except (OSError, ValueError) as error:
                    print(error, file=sys.stderr, flush=True)
                    status = 500
                writer.write(f"HTTP/1.1 {status} .\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # whoever asked has gone
        finally:
            writer.close()

    async def _status(path: str, query: dict[str, str]) -> int:
        if path == "/health":
            return 200
        if path != "/api/strategies/blocking":
            return 404
        duration = seconds(query.get("session_duration", options.duration))
        return await sablier.blocking(query["group"], duration, seconds(query.get("timeout", options.timeout)))

    expiring = asyncio.create_task(sablier.expire(seconds(options.interval)))
    server = await asyncio.start_server(answer, None, options.port)
    async with server:
        await asyncio.wait([expiring, asyncio.create_task(server.serve_forever())], return_when="FIRST_COMPLETED")


def main() -> int:
    parser = argparse.ArgumentParser(prog="sablier")
    commands = parser.add_subparsers(dest="command", required=True)
    starting = commands.add_parser("start")
    starting.add_argument("--provider.name", dest="provider", choices=["docker"], default="docker")
    starting.add_argument("--provider.auto-stop-on-startup", dest="stop_on_startup", default="true")
    starting.add_argument("--server.port", dest="port", type=int, default=10000)
    starting.add_argument("--sessions.default-duration", dest="duration", default="5m")
    starting.add_argument("--sessions.expiration-interval", dest="interval", default="20s")
    starting.add_argument("--strategy.blocking.default-timeout", dest="timeout", default="1m")
    starting.add_argument("--strategy.blocking.default-refresh-frequency", dest="refresh", default="5s")
    commands.add_parser("health").add_argument("--url", default="http://localhost:10000/health")
    options = parser.parse_args()
    if options.command == "health":
        urllib.request.urlopen(options.url, timeout=5)  # noqa: S310  # the address is whose container it is
    else:
        asyncio.run(start(options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
