"""Four dashboards → infra/grafana/: a person looks here first.

evening    is the evening going well, for those who play
functions  who is awake, who starts how fast, what it costs
queues     what waits, what fails
database   PostgreSQL and Valkey
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from common.manifest import ROOT
from infra.render.alerts import EDGE

FOLDER = ROOT / "infra" / "grafana"
SOURCE = {"type": "prometheus", "uid": "prometheus"}
WIDTH, HEIGHT, COLUMNS = 8, 8, 3
_ANSWERS, _BUCKETS = EDGE.format("count", ""), EDGE.format("bucket", "")
_FAILED = EDGE.format("count", ',code=~"5.."')


class Panel(NamedTuple):
    """One picture. `legend` names the label by which its lines are told apart."""

    title: str
    query: str
    legend: str = ""
    unit: str = "short"
    """Grafana's own word: short, s, bytes, reqps, percentunit …"""


def _quantile(quantile: float, histogram: str, by: str = "") -> str:
    labels = f"{by}, le" if by else "le"
    return f"histogram_quantile({quantile}, sum by ({labels}) (rate({histogram}[$__rate_interval])))"


DASHBOARDS: dict[str, tuple[str, Sequence[Panel]]] = {
    "evening": (
        "Is the evening going well",
        (
            Panel("Games in play", "sum by (kind) (artel_games_in_play) or vector(0)", "kind"),
            Panel("Evenings that are open", "artel_sessions_open"),
            Panel("Connected players", "sum by (kind) (artel_connected_players) or vector(0)", "kind"),
            Panel(
                "Taps a second, by kind",
                'sum by (kind) (rate(artel_events_total{topic="game.event_recorded"}[$__rate_interval]))',
                "kind",
                "reqps",
            ),
            Panel(
                "Games and evenings that end",
                'sum by (topic) (increase(artel_events_total{topic=~"game.(finished|cancelled)|session.closed"}[1h]))',
                "topic",
            ),
            Panel(
                "Answers, by status",
                f"sum by (code) (rate({_ANSWERS}[$__rate_interval]))",
                "code",
                "reqps",
            ),
            Panel(
                "Share that fails",
                f"(sum(rate({_FAILED}[$__rate_interval])) or vector(0)) / sum(rate({_ANSWERS}[$__rate_interval]))",
                "",
                "percentunit",
            ),
            Panel("Slowest of a hundred answers", _quantile(0.99, _BUCKETS), "", "s"),
            Panel("Refusals, by code", "sum by (code) (rate(artel_refusals_total[$__rate_interval]))", "code", "reqps"),
            Panel("Settled up: payments of a day", 'artel_payments_confirmed{job="artel"}'),
            Panel("Off zero in the ledger, kopecks", "max(artel_ledger_imbalance_kopecks)"),
        ),
    ),
    "functions": (
        "Functions",
        (
            Panel("Awake; what is not here is at zero", "sum by (function) (artel_instances)", "function"),
            Panel(
                "Requests", "sum by (function) (rate(artel_http_requests_total[$__rate_interval]))", "function", "reqps"
            ),
            Panel(
                "Slowest of twenty answers",
                _quantile(0.95, "artel_http_request_duration_seconds_bucket", "function"),
                "function",
                "s",
            ),
            Panel(
                "Cold starts an hour",
                'sum by (function) (increase(artel_cold_start_seconds_count{part="import"}[1h]))',
                "function",
            ),
            Panel(
                "Parts of a cold start",
                "sum by (part) (rate(artel_cold_start_seconds_sum[1h]))"
                " / sum by (part) (rate(artel_cold_start_seconds_count[1h]))",
                "part",
                "s",
            ),
            Panel("Memory", "sum by (function) (artel_process_resident_memory_bytes)", "function", "bytes"),
            Panel(
                "Processors",
                "sum by (function) (rate(artel_process_cpu_seconds_total[$__rate_interval]))",
                "function",
            ),
            Panel(
                "Exceptions an hour",
                "sum by (exception) (increase(artel_exceptions_total[1h])) or vector(0)",
                "exception",
            ),
            Panel("Counts that had to wait", "sum(increase(artel_telemetry_flush_failures_total[1h])) or vector(0)"),
        ),
    ),
    "queues": (
        "Queues",
        (
            Panel("Messages that wait", "sum by (queue) (rabbitmq_queue_messages)", "queue"),
            Panel("Dead letters", 'sum(rabbitmq_queue_messages{queue=~".+\\\\.dead"})'),
            Panel("In the outbox", 'artel_outbox_messages{job="artel"}'),
            Panel("Age of the oldest in the outbox", 'artel_outbox_oldest_seconds{job="artel"}', "", "s"),
            Panel(
                "Messages worked, by outcome",
                "sum by (outcome) (rate(artel_messages_total[$__rate_interval]))",
                "outcome",
                "reqps",
            ),
            Panel(
                "Slowest of twenty messages",
                _quantile(0.95, "artel_message_duration_seconds_bucket", "function"),
                "function",
                "s",
            ),
            Panel(
                "From a tap to the end of its work",
                _quantile(0.95, "artel_message_age_seconds_bucket", "function"),
                "function",
                "s",
            ),
            Panel(
                "Telegram, by its answer",
                "sum by (answer) (increase(artel_telegram_posts_total[1h])) or vector(0)",
                "answer",
            ),
            Panel("Still to be said in Telegram", 'artel_telegram_posts_waiting{job="artel"}'),
        ),
    ),
    "database": (
        "Database and cache",
        (
            Panel("Connections, by state", "sum by (state) (pg_stat_activity_count)", "state"),
            Panel("Of so many", "min(pg_settings_max_connections)"),
            Panel("Longest transaction", "max(pg_stat_activity_max_tx_duration)", "", "s"),
            Panel("Time for a question", 'artel_database_answer_seconds{job="artel"}', "", "s"),
            Panel(
                "Commits", "sum by (datname) (rate(pg_stat_database_xact_commit[$__rate_interval]))", "datname", "reqps"
            ),
            Panel("Deadlocks", "sum(increase(pg_stat_database_deadlocks[1h]))"),
            Panel("Size", "sum by (datname) (pg_database_size_bytes)", "datname", "bytes"),
            Panel("Valkey's memory", "redis_memory_used_bytes", "", "bytes"),
            Panel("Valkey's commands", "rate(redis_commands_processed_total[$__rate_interval])", "", "reqps"),
            Panel("Keys that Valkey has forgotten for want of memory", "increase(redis_evicted_keys_total[1h])"),
        ),
    ),
}


def render() -> Iterator[tuple[Path, str]]:
    """Each generated file with its text."""
    for name in DASHBOARDS:
        yield FOLDER / f"{name}.json", json.dumps(dashboard(name), indent=2) + "\n"


def dashboard(name: str) -> dict[str, Any]:
    """As Grafana reads it."""
    title, panels = DASHBOARDS[name]
    return {
        "uid": f"artel-{name}",
        "title": f"Artel: {title}",
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "panels": [_panel(number, panel) for number, panel in enumerate(panels)],
    }


def _panel(number: int, panel: Panel) -> dict[str, Any]:
    row, column = divmod(number, COLUMNS)
    legend = f"{{{{{panel.legend}}}}}" if panel.legend else panel.title
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": panel.title,
        "datasource": SOURCE,
        "gridPos": {"x": column * WIDTH, "y": row * HEIGHT, "w": WIDTH, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": [{"refId": "A", "datasource": SOURCE, "expr": panel.query, "legendFormat": legend}],
    }
