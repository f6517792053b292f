"""What a function counts while it lives. common/telemetry.py keeps the counts when the function is gone.

Every label has few values: names of our own functions, codes, kinds and topics, never what a client may make up.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
"""Of our own: what the interpreter says of itself means nothing when many short lives are added up."""

PROBES = ("/healthz", "/readyz")
"""Asked by machines all the time: not counted."""

HTTP_REQUESTS = Counter(
    "artel_http_requests", "Answered HTTP requests, by status", ["function", "status"], registry=REGISTRY
)
HTTP_SECONDS = Histogram(
    "artel_http_request_duration_seconds",
    "From a request's arrival in its function to the end of its answer",
    ["function"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.3, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
REFUSALS = Counter(
    "artel_refusals",
    "Requests that were refused, by code: token_revoked is the deny-list, too_many_requests a limit",
    ["function", "code"],
    registry=REGISTRY,
)
EXCEPTIONS = Counter(
    "artel_exceptions",
    "Exceptions that nobody expected, and those that say that a backing service is away",
    ["function", "exception"],
    registry=REGISTRY,
)
COLD_STARTS = Histogram(
    "artel_cold_start_seconds",
    "A process's way to its first answer: import (from its birth until all is built), listen, answer (the first one)",
    ["function", "part"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
CPU_SECONDS = Counter(
    "artel_process_cpu_seconds",
    "Processor time of all processes, those that are gone too",
    ["function"],
    registry=REGISTRY,
)
INSTANCES = Gauge(
    "artel_instances", "Processes that are alive: none where it is at zero", ["function"], registry=REGISTRY
)
MEMORY_BYTES = Gauge(
    "artel_process_resident_memory_bytes", "Memory of the processes that are alive", ["function"], registry=REGISTRY
)
CONNECTED_PLAYERS = Gauge(
    "artel_connected_players", "Players with an open socket, added up over instances", ["kind"], registry=REGISTRY
)
SOCKETS = Gauge("artel_live_sockets", "Open sockets, by what is told on them", ["kind"], registry=REGISTRY)
EVENTS = Counter(
    "artel_events",
    "What has happened and was told: each message of the outbox once, by its topic and, where it has one, its kind",
    ["topic", "kind"],
    registry=REGISTRY,
)
MESSAGES = Counter(
    "artel_messages",
    "Messages worked by a handler: done, seen (delivered again), retried, dead",
    ["function", "outcome"],
    registry=REGISTRY,
)
MESSAGE_SECONDS = Histogram(
    "artel_message_duration_seconds",
    "Time that a consumer has spent on one message",
    ["function"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
MESSAGE_AGE_SECONDS = Histogram(
    "artel_message_age_seconds",
    "From what a message tells of to the end of its work, retries included",
    ["function"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600),
    registry=REGISTRY,
)
TELEGRAM_POSTS = Counter(
    "artel_telegram_posts",
    "Notifications and boards sent to Telegram, by its answer",
    ["kind", "answer"],
    registry=REGISTRY,
)
FLUSH_FAILURES = Counter(
    "artel_telemetry_flush_failures", "Times that counts could not be handed in, and had to wait", registry=REGISTRY
)


def answered(function: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    HTTP_REQUESTS.labels(function, str(status)).inc()
    HTTP_SECONDS.labels(function).observe(seconds)
