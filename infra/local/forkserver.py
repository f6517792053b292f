"""A warm parent: it has imported every folder of one dependency group, and forks one for each order of the runner.

    python -m infra.local.forkserver http /path/of/the/shelf        (orders come on the socket that is fd 0)

It holds no secret: a child is given its own with the order. It does not watch its children: each has a channel to the
runner, and the end of that channel is the end of the child, even when this process is gone.
"""

import asyncio
import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import NoReturn

from common import logs, serve
from common.manifest import Manifest, shelf
from common.settings import Settings
from infra.local import orders
from infra.local.orders import Order


class Folder:
    """One function or handler, imported and built: it only lacks what a child is given."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        if manifest.kind == "http":
            self.app = serve.application(manifest, settings=Settings())
            serve.rehearse(self.app, manifest)
        else:
            manifest.handler()
            importlib.import_module("common.worker")

    async def work(self, settings: Settings, sockets: list[socket.socket], life: serve.Life) -> None:
        if self.manifest.kind == "http":
            self.app.state.settings = settings
            await serve.serve_http(self.app, self.manifest, sockets[0], life)
        else:
            await serve.serve_queues([self.manifest], settings, life, sockets[0] if sockets else None)


def main(group: str, root: Path) -> None:
    incoming = serve.inherited(0)
    incoming.setblocking(True)
    logs.configure(f"forkserver-{group}", as_json=False)
    manifests = {manifest.name: manifest for manifest in shelf(root) if manifest.group == group}
    warm = {name: _warm(manifest) for name, manifest in manifests.items()}
    # What is alive now is shared with every child until it is written to: the collector must not touch it there.
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    incoming.sendall(orders.READY)
    while received := orders.receive(incoming):
        order, descriptors = received
        if os.fork() == 0:
            incoming.close()
            _end_with(order, descriptors, manifests[order.name], warm[order.name])
        for descriptor in descriptors:
            os.close(descriptor)


def _warm(manifest: Manifest) -> Folder | None:
    try:
        return Folder(manifest)
    except Exception:  # one broken folder must not keep the others from starting; its child shows the error again
        traceback.print_exc()
        return None


def _end_with(order: Order, descriptors: list[int], manifest: Manifest, folder: Folder | None) -> NoReturn:
    """Be the child: serve, and end without ever returning into the parent's code."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _redirect_output(order.log)
        channel, *sockets = (serve.inherited(descriptor) for descriptor in descriptors)
        channel.sendall(f"pid {os.getpid()}\n".encode())
        _serve(order, channel, sockets, folder or Folder(manifest))
        channel.sendall(b"done\n")
        code = 0
    except BaseException:  # whatever it was, it must not reach the parent's loop above
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _serve(order: Order, channel: socket.socket, sockets: list[socket.socket], folder: Folder) -> None:
    # The order holds no more than this; what it leaves out must not get a default either.
    settings = serve.settings_of(folder.manifest, order.environ)
    serve.say_as(order.name, settings, as_json=True)

    def tell(word: serve.Word) -> None:
        with contextlib.suppress(OSError):  # the runner is gone; the end of the channel says so too
            channel.sendall(f"{word}\n".encode())

    life = serve.Life(order.idle_seconds, tell)

    async def until_runner_ends() -> None:
        asyncio.get_running_loop().add_reader(channel, life.stop.set)
        try:
            await folder.work(settings, sockets, life)
        finally:
            asyncio.get_running_loop().remove_reader(channel)

    serve.run(until_runner_ends(), life)


def _redirect_output(log: str) -> None:
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
