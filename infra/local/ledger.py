"""Who was started: written down, so that the next start can end what a killed runner left, and nobody else."""

import asyncio
import signal
from pathlib import Path

from infra.local.processes import Identity

PATIENCE_SECONDS = 20.0


class Ledger:
    """One small file for each living process: its name, the moment it began, and the signal that ends it gently."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def note(self, name: str, pid: int, last_word: signal.Signals = signal.SIGTERM) -> None:
        if identity := Identity.of(pid):
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            line = f"{name} {identity.began.replace(' ', '_')} {last_word.name}\n"
            (self.directory / str(pid)).write_text(line, encoding="utf-8")

    def forget(self, pid: int) -> None:
        (self.directory / str(pid)).unlink(missing_ok=True)

    def left(self) -> list[tuple[str, Identity, signal.Signals]]:
        """What is written down and still alive: neither a stranger with the same pid, nor a half-written line."""
        found = []
        for path in sorted(self.directory.glob("[0-9]*")):
            name, began, last_word = (*path.read_text(encoding="utf-8").split(), "", "", "")[:3]
            identity = Identity.of(int(path.name))
            if identity and identity.began.replace(" ", "_") == began:
                found.append((name, identity, signal.Signals[last_word]))
        return found

    async def clear(self) -> list[str]:
        """End all that is left, gently first; returns the names of what was still there."""
        left = self.left()
        for _, identity, last_word in left:
            identity.signal(last_word)
        await asyncio.gather(*(self._ended(identity) for _, identity, _ in left))
        for path in self.directory.glob("[0-9]*"):
            path.unlink()
        return [name for name, _, _ in left]

    async def _ended(self, identity: Identity) -> None:
        if not await identity.gone(PATIENCE_SECONDS):
            identity.signal(signal.SIGKILL)
            await identity.gone(PATIENCE_SECONDS)
