"""How other commands talk to the runner: one line to its socket, one line of JSON back."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Literal

ANSWER_SECONDS = 10.0
Command = Literal["status", "stop", "rotate_keys"]
Document = dict[str, Any]


class NotRunning(Exception):
    """No runner listens on this socket."""


async def listen(path: Path, commands: Mapping[Command, Callable[[], Awaitable[Document]]]) -> asyncio.Server:
    """Answer commands on a unix socket that only its owner can reach (its directory is private)."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = (await reader.readline()).decode().strip()
            for command, act in commands.items():
                if command == asked:
                    writer.write(json.dumps(await act()).encode() + b"\n")
            await writer.drain()
        except ConnectionError:
            return  # whoever asked did not wait for the answer
        finally:
            writer.close()

    return await asyncio.start_unix_server(answer, path)


async def ask(path: Path, command: Command, *, seconds: float = ANSWER_SECONDS) -> Document:
    """The runner's answer. Raises NotRunning, or TimeoutError when it is there but does not answer."""
    try:
        reader, writer = await asyncio.open_unix_connection(path)
    except (FileNotFoundError, ConnectionRefusedError):
        raise NotRunning from None
    try:
        async with asyncio.timeout(seconds):
            writer.write(command.encode() + b"\n")
            line = await reader.readline()
    finally:
        writer.close()
    if not line:
        raise NotRunning
    document: Document = json.loads(line)
    return document
