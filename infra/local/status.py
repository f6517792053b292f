"""What runs, what it costs, and how fast it last started: for people a table, for programs JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Row:
    """One service, function or handler."""

    kind: Literal["service", "function", "handler"]
    name: str
    state: str
    """A function or handler: zero, starting, warm or failed. A service: running, starting, down, or zero so far."""
    pid: int | None = None
    starts: int = 0
    cold_start_ms: float | None = None
    """Milliseconds from the connection that woke it to the end of its first answer, last time."""
    memory_mb: float | None = None
    """Memory that its processes share with no other: what ending them gives back."""
    waiting: int | None = None
    """Messages that wait for a handler."""


@dataclass(frozen=True, slots=True)
class Status:
    url: str
    ready: bool
    pid: int
    rows: Sequence[Row]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        return cls(**{**document, "rows": [Row(**row) for row in document["rows"]]})

    def table(self) -> str:
        """One line for each row under a heading, one block for each kind."""
        width = max((len(row.name) for row in self.rows), default=0) + len(INDENT) + 2
        lines = [_line(("", "state", "pid", "starts", "cold start", "memory", "waiting"), width)]
        for kind in ("service", "function", "handler"):
            rows = [row for row in self.rows if row.kind == kind]
            lines += ["", f"{kind}s" if rows else f"no {kind}s", *(_line(_cells(row), width) for row in rows)]
        memory = sum(row.memory_mb or 0 for row in self.rows)
        return "\n".join([*lines, "", f"{self.url}   {memory:.0f} MB in all"])


def _cells(row: Row) -> tuple[str, ...]:
    return (
        INDENT + row.name,
        row.state,
        _or_dash(row.pid),
        str(row.starts),
        _or_dash(row.cold_start_ms, "{:.0f} ms"),
        _or_dash(row.memory_mb, "{:.1f} MB"),
        "" if row.kind != "handler" else _or_dash(row.waiting),
    )


def _or_dash(value: float | None, form: str = "{}") -> str:
    return "–" if value is None else form.format(value)


def _line(cells: Sequence[str], width: int) -> str:
    name, *others = cells
    return name.ljust(width) + "{:<10}{:>8}{:>8}{:>12}{:>11}{:>9}".format(*others).rstrip()
