"""Objectives and alerts → infra/prometheus/: what wakes a person, with a proof for each that it does, and does not.

rules.yml       for Prometheus
tests.yml       for `promtool test rules`: each alert once with what makes it fire, and once with what does not
alertmanager.yml  who is told, and which alert makes another one needless

With a scale below 1 the same rules can be tried against faults that are really made, without waiting for hours.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from common.manifest import ROOT
from infra.render.files import yaml_text

FOLDER = ROOT / "infra" / "prometheus"
RUNBOOKS = "infra/runbooks.md"
AVAILABLE = 0.999
"""Of all requests to the API, over 30 days: answered by something else than 5xx."""
QUICK, QUICK_SECONDS = 0.99, 1
"""Of all requests to the API, answered within so many seconds, cold starts among them."""
FAST_BURN, SLOW_BURN = 14.4, 6
"""How many times faster than allowed the 30 days' budget is used: two per cent in an hour, five in six hours."""

Severity = Literal["page", "ticket"]
Series = Mapping[str, str]
"""Values each minute by series, as promtool writes them: `0+60x10`, `1x5`."""


@dataclass(frozen=True)
class Alert:
    """What to look at, and for how long before somebody is told."""

    name: str
    severity: Severity
    expr: str
    """PromQL; what begins with `$` is a number of seconds, and shortened with the windows."""
    lasting: int
    """In seconds: so long it must hold."""
    summary: str
    fires: Series
    quiet: Series
    within: int
    """In minutes: it has told somebody so long after the fault began."""

    def rule(self, scale: float = 1) -> dict[str, Any]:
        """As Prometheus reads it; with a scale below 1, all its times are shorter."""
        rule = {"alert": self.name, "expr": scaled(self.expr, scale)}
        if self.lasting:
            rule["for"] = duration(self.lasting * scale)
        anchor = f"{RUNBOOKS}#{self.name.lower()}"
        about = {"summary": self.summary, "runbook_url": anchor}
        return rule | {"labels": {"severity": self.severity}, "annotations": about}


def scaled(expr: str, scale: float) -> str:
    """PromQL with its windows and its numbers of seconds times `scale`."""
    seconds = {"s": 1, "m": 60, "h": 3600}
    expr = re.sub(r"\[(\d+)([smh])\]", lambda m: f"[{duration(int(m[1]) * seconds[m[2]] * scale)}]", expr)
    return re.sub(r"\$(\d+)", lambda m: f"{int(m[1]) * scale:g}", expr)


def duration(seconds: float) -> str:
    """As Prometheus writes it."""
    milliseconds = round(seconds * 1000)
    if milliseconds % 1000:
        return f"{milliseconds}ms"
    whole = milliseconds // 1000
    return f"{whole // 60}m" if whole % 60 == 0 and whole else f"{whole}s"


EDGE = 'caddy_http_request_duration_seconds_{}{{handler="request_body",code!="101"{}}}'
"""What the gateway has answered of the API (infra/caddy/site.caddy), without sockets: these last for hours."""


def _errors(window: str) -> str:
    failed, all_of_them = EDGE.format("count", ',code=~"5.."'), EDGE.format("count", "")
    return f"sum(rate({failed}[{window}])) / sum(rate({all_of_them}[{window}]))"


def _late(window: str) -> str:
    quick, all_of_them = EDGE.format("bucket", f',le="{QUICK_SECONDS}"'), EDGE.format("count", "")
    return f"1 - sum(rate({quick}[{window}])) / sum(rate({all_of_them}[{window}]))"


def _burns(ratio: Callable[[str], str], objective: float, burn: float, long: str, short: str) -> str:
    """The long window says that it matters, the short one that it goes on."""
    limit = f"{burn * (1 - objective):g}"
    return f"({ratio(long)}) > {limit} and ({ratio(short)}) > {limit}"


def _edge(code: str, values: str, *, quick: str = "") -> dict[str, str]:
    name, labels = "caddy_http_request_duration_seconds_", f'handler="request_body",code="{code}",method="POST"'
    series = {f"{name}count{{{labels}}}": values}
    if quick:
        series[f'{name}bucket{{{labels},le="{QUICK_SECONDS}"}}'] = quick
    return series


ALERTS = (
    Alert(
        "ApiErrors",
        "page",
        _burns(_errors, AVAILABLE, FAST_BURN, "1h", "5m"),
        120,
        "Requests fail so fast that two per cent of the month's budget is gone in an hour.",
        fires=_edge("201", "0+60x20") | _edge("503", "0+3x20"),
        quiet=_edge("201", "0+6000x20") | _edge("503", "0+3x20"),
        within=10,
    ),
    Alert(
        "ApiErrorsSlowly",
        "ticket",
        _burns(_errors, AVAILABLE, SLOW_BURN, "6h", "30m"),
        900,
        "Requests fail, not fast, but for hours: five per cent of the month's budget is gone in six of them.",
        fires=_edge("201", "0+600x60") | _edge("500", "0+6x60"),
        quiet=_edge("201", "0+600x60") | _edge("500", "0+1x60"),
        within=45,
    ),
    Alert(
        "ApiSlow",
        "page",
        _burns(_late, QUICK, FAST_BURN, "1h", "5m"),
        120,
        f"More than one in seven answers takes longer than {QUICK_SECONDS} s.",
        fires=_edge("201", "0+60x20", quick="0+40x20"),
        quiet=_edge("201", "0+60x20", quick="0+59x20") | _edge("101", "0+60x20", quick="0x20"),
        within=10,
    ),
    Alert(
        "UnexpectedExceptions",
        "ticket",
        'sum by (function) (increase(artel_refusals_total{code="internal"}[5m])) > 0',
        0,
        "{{ $labels.function }} has failed in a way that nobody expected.",
        fires={'artel_refusals_total{function="game_show",code="internal"}': "0 0 1x5"},
        quiet={'artel_refusals_total{function="game_show",code="not_found"}': "0+5x10"},
        within=5,
    ),
    Alert(
        "LedgerImbalance",
        "page",
        "artel_ledger_imbalance_kopecks != 0",
        0,
        "Money does not add up to zero by {{ $value }} kopecks.",
        fires={"artel_ledger_imbalance_kopecks": "0 0 100x5"},
        quiet={"artel_ledger_imbalance_kopecks": "0x10"},
        within=3,
    ),
    Alert(
        "DeadLetters",
        "page",
        'sum by (queue) (rabbitmq_queue_messages{queue=~".+\\\\.dead"}) > 0',
        60,
        "{{ $value }} messages in {{ $labels.queue }}: nobody tries them again.",
        fires={'rabbitmq_queue_messages{queue="stats_update.dead"}': "0 0 1x5"},
        quiet={'rabbitmq_queue_messages{queue="stats_update.retry.1"}': "1x10"},
        within=5,
    ),
    Alert(
        "OutboxStuck",
        "page",
        "artel_outbox_oldest_seconds > $60",
        60,
        "A message has waited {{ $value | humanizeDuration }} to leave: the relay or RabbitMQ is away.",
        fires={"artel_outbox_oldest_seconds": "0+60x10"},
        quiet={"artel_outbox_oldest_seconds": "0 10 20 0x10"},
        within=5,
    ),
    Alert(
        "QueueGrows",
        "ticket",
        'max by (queue) (rabbitmq_queue_messages_ready{queue!~".+\\\\.(dead|retry.*)|artel\\\\.unheard"}) > 1000',
        600,
        "{{ $labels.queue }} has {{ $value }} messages that nobody works on.",
        fires={'rabbitmq_queue_messages_ready{queue="stats_update"}': "2000x20"},
        quiet={'rabbitmq_queue_messages_ready{queue="stats_update"}': "2000x5 0x15"},
        within=15,
    ),
    Alert(
        "MessagesFail",
        "ticket",
        'sum by (function) (increase(artel_messages_total{outcome="retried"}[10m])) > 20',
        0,
        "{{ $labels.function }} fails again and again, and tries again.",
        fires={'artel_messages_total{function="stats_update",outcome="retried"}': "0+5x15"},
        quiet={'artel_messages_total{function="stats_update",outcome="retried"}': "0+1x15"},
        within=10,
    ),
    Alert(
        "TelegramInDoubt",
        "ticket",
        'sum(increase(artel_telegram_posts_total{answer="indoubt"}[10m])) > 0',
        0,
        "Nobody knows whether {{ $value }} posts have arrived in Telegram.",
        fires={'artel_telegram_posts_total{kind="post",answer="indoubt"}': "0 0 1x5"},
        quiet={'artel_telegram_posts_total{kind="post",answer="sent"}': "0+9x10"},
        within=5,
    ),
    Alert(
        "ColdStartsSlow",
        "ticket",
        "sum by (function) (rate(artel_cold_start_seconds_sum[30m]))"
        ' / (sum by (function) (rate(artel_cold_start_seconds_count{part="answer"}[30m])) > 0) > 3',
        300,
        "{{ $labels.function }} takes {{ $value }} s from its birth to its first answer.",
        fires={
            'artel_cold_start_seconds_sum{function="game_show",part="import"}': "0+4x40",
            'artel_cold_start_seconds_count{function="game_show",part="answer"}': "0+1x40",
        },
        quiet={
            'artel_cold_start_seconds_sum{function="game_show",part="import"}': "0+1x40",
            'artel_cold_start_seconds_count{function="game_show",part="answer"}': "0+1x40",
        },
        within=10,
    ),
    Alert(
        "DatabaseAway",
        "page",
        "min(pg_up) == 0 or artel_database_up == 0",
        60,
        "PostgreSQL does not answer.",
        fires={"pg_up": "1 1 0x5"},
        quiet={"pg_up": "1 1 0 1x5", "artel_database_up": "1x8"},
        within=5,
    ),
    Alert(
        "DatabaseSlow",
        "ticket",
        "artel_database_answer_seconds > 0.5 and artel_database_up == 1",
        120,
        "PostgreSQL takes {{ $value }} s for a question that it answers in milliseconds.",
        fires={"artel_database_answer_seconds": "0.01 1x9", "artel_database_up": "1x10"},
        quiet={"artel_database_answer_seconds": "0.01 1 0.1x8", "artel_database_up": "1x10"},
        within=5,
    ),
    Alert(
        "ConnectionsRunOut",
        "ticket",
        "sum(pg_stat_activity_count) / min(pg_settings_max_connections) > 0.8",
        300,
        "More than four fifths of PostgreSQL's connections are in use.",
        fires={'pg_stat_activity_count{state="idle"}': "90x10", "pg_settings_max_connections": "100x10"},
        quiet={'pg_stat_activity_count{state="idle"}': "90 90 20x8", "pg_settings_max_connections": "100x10"},
        within=10,
    ),
    Alert(
        "BrokerAway",
        "page",
        'min(up{job="rabbitmq"}) == 0',
        60,
        "RabbitMQ does not answer: messages wait in the outbox.",
        fires={'up{job="rabbitmq"}': "1 0x6"},
        quiet={'up{job="rabbitmq"}': "1 0 1x6"},
        within=4,
    ),
    Alert(
        "CacheAway",
        "page",
        "min(redis_up) == 0 or artel_telemetry_up == 0",
        60,
        "Valkey does not answer: writes are refused, because revoked tokens are in there.",
        fires={"redis_up": "1 0x6"},
        quiet={"redis_up": "1 0 1x6", "artel_telemetry_up": "1x8"},
        within=4,
    ),
    Alert(
        "CacheEvicts",
        "page",
        "increase(redis_evicted_keys_total[10m]) > 0",
        0,
        "Valkey forgets keys for want of memory: revoked tokens are among them.",
        fires={"redis_evicted_keys_total": "0 0 5x5"},
        quiet={"redis_evicted_keys_total": "0x10"},
        within=5,
    ),
    Alert(
        "GatewayAway",
        "page",
        'min(up{job="gateway"}) == 0',
        60,
        "A gateway does not answer.",
        fires={'up{job="gateway"}': "1 0x6"},
        quiet={'up{job="gateway"}': "1 0 1x6"},
        within=4,
    ),
    Alert(
        "NobodyLooks",
        "ticket",
        'min by (job) (up{job=~"artel|postgres|valkey"}) == 0 or absent(up{job="artel"})',
        180,
        "An exporter does not answer: what it knows is not looked at.",
        fires={'up{job="artel"}': "1 0x8"},
        quiet={'up{job="artel"}': "1 0 0 1x8"},
        within=6,
    ),
)

SCRAPE_SECONDS = 15
COMPOSE = {
    "artel": "metrics-export:8000",
    "gateway": "caddy:9180",
    "rabbitmq": "rabbitmq:15692",
    "postgres": "postgres-exporter:9187",
    "valkey": "valkey-exporter:9121",
    "alertmanager": "alertmanager:9093",
    "prometheus": "127.0.0.1:9090",
}
"""Whom Prometheus asks in compose.local.yml. The functions are not asked: what they have counted is in the exporter."""

CAUSES = {
    "DatabaseAway": ("ApiErrors", "ApiErrorsSlowly", "ApiSlow", "OutboxStuck", "DatabaseSlow", "MessagesFail"),
    "DatabaseSlow": ("ApiSlow",),
    "BrokerAway": ("OutboxStuck",),
    "CacheAway": ("ApiErrors", "ApiErrorsSlowly", "ApiSlow"),
    "ApiErrors": ("ApiErrorsSlowly",),
}
"""Who is told of the first need not be told of the others, which come of it."""


def render() -> Iterator[tuple[Path, str]]:
    """Each generated file with its text."""
    yield FOLDER / "rules.yml", yaml_text(rules())
    yield FOLDER / "tests.yml", yaml_text(tests())
    yield FOLDER / "alertmanager.yml", yaml_text(alertmanager())
    yield FOLDER / "prometheus.yml", yaml_text(prometheus(COMPOSE, "alertmanager:9093", SCRAPE_SECONDS))


def rules(scale: float = 1) -> dict[str, Any]:
    """Prometheus's rules, with a scale below 1 for who cannot wait for hours."""
    return {"groups": [{"name": "artel", "rules": [alert.rule(scale) for alert in ALERTS]}]}


def tests() -> dict[str, Any]:
    """promtool's: each alert alone, in time with its fault, and never without."""
    cases = [case for alert in ALERTS for case in (_case(alert, alert.fires, True), _case(alert, alert.quiet, False))]
    return {"rule_files": ["rules.yml"], "evaluation_interval": "15s", "tests": cases}


def alertmanager(address: str = "", scale: float = 1) -> dict[str, Any]:
    """Who is told: whoever listens on `address`, a webhook. Without one, only who looks at Alertmanager."""
    told = {"name": "people"} | ({"webhook_configs": [{"url": address, "send_resolved": True}]} if address else {})
    return {
        "route": {
            "receiver": "people",
            "group_by": ["alertname"],
            "group_wait": duration(30 * scale),
            "group_interval": duration(300 * scale),
            "repeat_interval": "4h",
        },
        "receivers": [told],
        "inhibit_rules": [
            {
                "source_matchers": [f'alertname="{cause}"'],
                "target_matchers": [f'alertname=~"{"|".join(needless)}"'],
            }
            for cause, needless in CAUSES.items()
        ],
    }


def prometheus(targets: Mapping[str, str], alertmanager: str, scrape_seconds: float) -> dict[str, Any]:
    """Prometheus's own configuration, for targets by their job."""
    every = duration(scrape_seconds)
    # One queue at a time, because an alert names it: without this path RabbitMQ says only sums.
    paths = {"rabbitmq": {"metrics_path": "/metrics/per-object"}}
    return {
        "global": {
            "scrape_interval": every,
            "scrape_timeout": duration(min(scrape_seconds, 10)),
            "evaluation_interval": every,
        },
        "rule_files": ["rules.yml"],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [alertmanager]}]}]},
        "scrape_configs": [
            {"job_name": job, **paths.get(job, {}), "static_configs": [{"targets": [target]}]}
            for job, target in targets.items()
        ],
    }


def _case(alert: Alert, series: Series, fires: bool) -> dict[str, Any]:
    times = (alert.within,) if fires else range(1, alert.within + 1)
    return {
        "name": f"{alert.name} {'fires' if fires else 'is quiet'}",
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "promql_expr_test": [
            {
                "expr": f'count(ALERTS{{alertname="{alert.name}",alertstate="firing"}}) or vector(0)',
                "eval_time": f"{minutes}m",
                "exp_samples": [{"labels": "{}", "value": int(fires)}],
            }
            for minutes in times
        ],
    }
