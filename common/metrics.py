"""What a function counts while it lives."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("artel_http_requests", "Answered HTTP requests", ["function", "status"])
REQUEST_SECONDS = Histogram(
    "artel_http_request_seconds",
    "Time from a request's first byte to the first byte of its answer",
    ["function"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
MESSAGES = Counter("artel_messages", "Messages worked by a consumer", ["function", "outcome"])
TELEGRAM = Counter("artel_telegram_posts", "Posts and boards sent to Telegram, by its answer", ["kind", "answer"])
OUTBOX_SECONDS = Gauge("artel_outbox_oldest_seconds", "For how long the oldest message has waited though it was due")


def answered(function: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    REQUESTS.labels(function, str(status)).inc()
    REQUEST_SECONDS.labels(function).observe(seconds)
