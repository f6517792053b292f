"""One request through all logs, whoever has written them."""

import gzip
import io
import json
from pathlib import Path

from infra import logs


def ours(time: str, where: str, message: str, request_id: str = "tap-7", **more: object) -> str:
    said = {"time": f"2026-11-29T{time}Z", "level": "INFO", "message": message, "function": where}
    return json.dumps({**said, "request_id": request_id, **more})


GATEWAY = json.dumps(
    {
        "level": "info",
        "ts": 1796000400.25,
        "logger": "http.log.access.log0",
        "msg": "handled request",
        "request": {"proto": "HTTP/1.1", "method": "POST", "host": "artel", "uri": "/api/v1/games/1/events"},
        "duration": 0.06,
        "size": 100,
        "status": 201,
        "request_id": "tap-7",
    }
)
"""As Caddy writes it; at 01:00:00.250 on the 30th of November 2026."""


def test_hops_are_shown_in_the_order_in_which_they_began_with_their_times(tmp_path: Path) -> None:
    (tmp_path / "relay.log").write_text(
        "\n".join(
            [
                "not JSON, about tap-7",
                ours("01:00:00.245000", "outbox_relay", "game.event_recorded published", milliseconds=25.0).replace(
                    "29T", "30T"
                ),
                ours("01:00:00.400000", "outbox_relay", "of another", request_id="tap-70").replace("29T", "30T"),
            ]
        ),
        encoding="utf-8",
    )
    with gzip.open(tmp_path / "game.20261130T010000.log.gz", "wt", encoding="utf-8") as old:
        old.write(
            ours(
                "01:00:00.240000", "game_record_event", "201", milliseconds=30.5, exception="Traceback\nKeyError"
            ).replace("29T", "30T")
        )
    out = io.StringIO()
    assert logs.show("tap-7", [*logs.written(sorted(tmp_path.glob("*.log*"))), GATEWAY], out) == 0
    _, *rows = out.getvalue().splitlines()
    assert [" ".join(row.split()) for row in rows] == [
        "01:00:00.190 0.0 ms 60.0 ms gateway POST /api/v1/games/1/events 201 in 60.0 ms",
        "01:00:00.209 19.5 ms 30.5 ms game_record_event 201",
        "Traceback",
        "KeyError",
        "01:00:00.220 30.0 ms 25.0 ms outbox_relay game.event_recorded published",
    ]


def test_nothing_is_found_of_a_request_that_never_came() -> None:
    out = io.StringIO()
    assert logs.show("tap-8", [GATEWAY], out) == 1
    assert "tap-8" in out.getvalue()


def test_what_is_no_line_of_ours_is_passed_over() -> None:
    assert [logs.read(text) for text in ("", "1", "[]", "{}", '{"ts": 1}', '{"time": "soon"}', "{")] == [None] * 7


def test_a_line_is_short_on_a_terminal() -> None:
    read = logs.read(ours("09:30:01.123456", "game_finish", "slow", exception="Traceback"))
    assert str(read) == "09:30:01.123 INFO    game_finish tap-7 slow\nTraceback"
    warning = '{"level":"warn","ts":1796000400.25,"logger":"http.log.error","msg":"dial: refused"}'
    assert str(logs.read(warning)) == "01:00:00.250 WARN    gateway - dial: refused"
