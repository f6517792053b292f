"""One request through all logs: `python -m infra.logs REQUEST [FILE …]`; without a file it reads standard input.

    make logs REQUEST=01a2…
    docker compose -f compose.local.yml logs --no-log-prefix | python -m infra.logs 01a2…
    kubectl -n artel logs -l app.kubernetes.io/part-of=artel --tail=-1 | python -m infra.logs 01a2…

Read are the JSON lines of functions, handlers and the gateway. Whatever else a log holds is passed over.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TextIO

GATEWAY = "http.log.access"
"""How Caddy's lines about requests begin to be called."""


class Line(NamedTuple):
    """One line of a log, whoever has written it."""

    at: datetime
    level: str
    where: str
    """The function, handler or `gateway`."""
    request_id: str
    message: str
    milliseconds: float | None = None
    """How long what it tells of took; it was over when the line was written."""
    exception: str = ""

    @property
    def began(self) -> datetime:
        return self.at - timedelta(milliseconds=self.milliseconds or 0)

    def __str__(self) -> str:
        """For a person, as on a terminal."""
        text = f"{_clock(self.at)} {self.level:<7} {self.where} {self.request_id} {self.message}"
        return f"{text}\n{self.exception}" if self.exception else text


def read(text: str) -> Line | None:
    """A line of ours or of the gateway; None for any other."""
    try:
        said = dict(json.loads(text))
        return _of_the_gateway(said) if "ts" in said else _ours(said)
    except (ValueError, TypeError, KeyError):
        return None


def _ours(said: dict[str, object]) -> Line:
    took = said.get("milliseconds")
    return Line(
        datetime.fromisoformat(str(said["time"])),
        str(said["level"]),
        str(said["function"]),
        str(said["request_id"]),
        str(said["message"]),
        float(str(took)) if took is not None else None,
        str(said.get("exception", "")),
    )


def _of_the_gateway(said: dict[str, object]) -> Line:
    at = datetime.fromtimestamp(float(str(said["ts"])), UTC)
    if not str(said["logger"]).startswith(GATEWAY):
        return Line(at, str(said["level"]).upper(), "gateway", "-", str(said["msg"]))
    request, milliseconds = said["request"], float(str(said["duration"])) * 1000
    if not isinstance(request, dict):
        raise TypeError
    message = f"{request['method']} {request['uri']} {said['status']} in {milliseconds:.1f} ms"
    return Line(at, str(said["level"]).upper(), "gateway", str(said["request_id"]), message, milliseconds)


def written(files: Iterable[Path]) -> Iterator[str]:
    """All lines of these files, of those that are compressed too."""
    for path in files:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
                yield from lines
        else:
            with path.open(encoding="utf-8", errors="replace") as lines:
                yield from lines


def about(request_id: str, texts: Iterable[str]) -> list[Line]:
    """What was logged of one request, in the order in which it began."""
    lines = (read(text) for text in texts if request_id in text)
    return sorted((line for line in lines if line and line.request_id == request_id), key=lambda line: line.began)


def table(lines: Sequence[Line]) -> str:
    """Each hop: when it began, how long after the first, how long it took, where it was and what it said."""
    first, width = lines[0].began, max(len(line.where) for line in lines)
    shown = [f"{'began (UTC)':<12}  {'after':>10}  {'took':>10}  {'':<{width}}"]
    for line in lines:
        took = "" if line.milliseconds is None else f"{line.milliseconds:.1f} ms"
        after = f"{(line.began - first).total_seconds() * 1000:.1f} ms"
        level = "" if line.level == "INFO" else f"{line.level} "
        shown.append(f"{_clock(line.began):<12}  {after:>10}  {took:>10}  {line.where:<{width}}  {level}{line.message}")
        shown += [f"    {each}" for each in line.exception.splitlines()]
    return "\n".join(shown)


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M:%S.%f")[:-3]


def show(request_id: str, texts: Iterable[str], out: TextIO) -> int:
    """Print the hops of a request; the exit code."""
    lines = about(request_id, texts)
    if not lines:
        out.write(
            f"No log says anything of request {request_id}: it is too old, was left out (LOG_SAMPLE), or never came.\n"
        )
        return 1
    out.write(f"{table(lines)}\n")
    return 0


def main(arguments: Sequence[str]) -> int:
    if not arguments:
        sys.stderr.write(f"{__doc__}")
        return 2
    request_id, *files = arguments
    return show(request_id, written(map(Path, files)) if files else sys.stdin, sys.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
