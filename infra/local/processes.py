"""Processes: started so that they cannot outlive us unnoticed, and told apart from strangers with a recycled pid."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LINUX = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class Identity:
    """A pid together with the moment its process began, so that a recycled pid is not mistaken for it."""

    pid: int
    began: str

    @classmethod
    def of(cls, pid: int) -> "Identity | None":
        """The identity of a living process, None for one that is gone or a zombie."""
        began = _began(pid)
        return cls(pid, began) if began else None

    @property
    def alive(self) -> bool:
        return _began(self.pid) == self.began

    def signal(self, number: signal.Signals) -> None:
        """Signal this process, and never a stranger that has its pid now."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def gone(self, seconds: float) -> bool:
        """Wait up to `seconds` for the process to end; whether it did."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self.alive:
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(0.02)
        return True


def _began(pid: int) -> str:
    if LINUX:
        try:
            # The command name, in parentheses, may itself hold spaces and parentheses.
            state, *rest = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except (OSError, ValueError):
            return ""
        return "" if state in "ZX" else rest[18]
    ps = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, began = ps.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else began.strip()


def command_of(pid: int) -> str:
    """The command line of a process, empty if it is gone."""
    if LINUX:
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ").strip()
        except OSError:
            return ""
    ps = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return ps.stdout.strip()


def tied(command: Sequence[str], last_word: signal.Signals) -> list[str]:
    """The command, made to receive `last_word` when the process that starts it dies, however it dies.

    Only Linux can do this; elsewhere the next start finds and ends what was left.
    """
    setpriv = shutil.which("setpriv") if LINUX else None
    return [setpriv, "--pdeathsig", last_word.name, "--", *command] if setpriv else list(command)


async def spawn(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    cwd: Path | None = None,
    stdin: int = subprocess.DEVNULL,
) -> asyncio.subprocess.Process:
    """Start a foreground child in a session of its own (a Ctrl-C at our terminal is not for it), output into `log`."""
    with open_log(log) as output:
        return await asyncio.create_subprocess_exec(
            *command, stdin=stdin, stdout=output, stderr=output, env=env, cwd=cwd, start_new_session=True
        )


@contextlib.contextmanager
def open_log(path: Path) -> Iterator[int]:
    """A file descriptor that appends to the log: so its beginning may be cut off at any time (rotation.py)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


async def stop(process: asyncio.subprocess.Process, number: signal.Signals, seconds: float) -> None:
    """Ask a child to end, wait, and kill its whole session if it does not."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(number)
    try:
        await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def finished(process: asyncio.subprocess.Process) -> int:
    """The exit code of a child that ends by itself. Cancelled, it kills the child's session: the work is half done."""
    try:
        return await process.wait()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        raise


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log, for the person who asks why something did not start."""
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
    except FileNotFoundError:
        return ""


def private_megabytes(pids: Collection[int]) -> dict[int, float]:
    """For each process, the memory that no other shares, with that of its descendants not asked for themselves."""
    if not LINUX:
        return {pid: _resident_megabytes(pid) for pid in pids}
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                children[int(stat[1])].append(int(entry.name))
    return {pid: round(sum(map(_private_kilobytes, _family(pid, children, pids))) / 1024, 1) for pid in pids}


def _family(pid: int, children: Mapping[int, Sequence[int]], apart: Collection[int]) -> Iterator[int]:
    yield pid
    for child in children.get(pid, ()):
        if child not in apart:
            yield from _family(child, children, apart)


def _private_kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _resident_megabytes(pid: int) -> float:
    ps = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return round(int(ps.stdout.strip() or 0) / 1024, 1)
