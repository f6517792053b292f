"""The steps of a trace, recorded by OpenTelemetry where OTEL_EXPORTER_OTLP_ENDPOINT says who collects them.

Without it a step is nothing but its ids, and no package of OpenTelemetry is imported: they are the dependency group
`traces`, which an image holds only when it is built with EXTRA=traces. How its exporter signs in it reads by itself,
from OTEL_EXPORTER_OTLP_HEADERS.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

from common.correlation import Trace, request_id, trace
from common.settings import Settings, SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span

Kind = Literal["server", "producer", "consumer", "client", "internal"]
End: TypeAlias = Callable[..., None]
"""Called once with the step's name, whether it failed (`error=True`), and attributes of OpenTelemetry's conventions."""
Record: TypeAlias = Callable[[Kind, Trace | None], End]

EXPORT_SECONDS = 2.0
"""For a collector that does not answer: the end of a process waits no longer for it."""
EACH_MILLISECONDS = 1000


def _not_recorded(name: str, *, error: bool = False, **attributes: object) -> None:
    """The end of a step that nobody records."""


def _only_ids(kind: Kind, parent: Trace | None) -> End:
    trace.set(parent.step() if parent else Trace.begin())
    return _not_recorded


def _nothing_to_close() -> None:
    """Where nothing is recorded."""


_record: Record = _only_ids
_close: Callable[[], None] = _nothing_to_close


def begin(kind: Kind, parent: Trace | None) -> End:
    """Go on with a trace, or begin one, from here on in this context. Without its end a step is not recorded."""
    return _record(kind, parent)


def configure(service: str, settings: Settings) -> None:
    """Record from now on, if somebody collects. Raises SettingsError where the packages for it are not there."""
    global _record, _close
    if settings.traces_url:
        _record, _close = _recording(service, settings)


def close() -> None:
    """Hand over what is recorded; from now on nothing is."""
    global _record, _close
    _close()
    _record, _close = _only_ids, _nothing_to_close


def _recording(service: str, settings: Settings) -> tuple[Record, Callable[[], None]]:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
    except ImportError:
        raise SettingsError(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but this image was built without OpenTelemetry: EXTRA=traces."
        ) from None
    exporter = OTLPSpanExporter(f"{settings.traces_url.rstrip('/')}/v1/traces", timeout=EXPORT_SECONDS)
    provider = TracerProvider(
        # By the trace's id alone, so that every process decides alike, and no caller decides for us.
        sampler=TraceIdRatioBased(float(settings.traces_sample)),
        resource=Resource.create({"service.name": service, "service.version": settings.version}),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=EACH_MILLISECONDS))
    return _recorder(provider), provider.shutdown


def _recorder(provider: "TracerProvider") -> Record:
    from opentelemetry import trace as api

    tracer = provider.get_tracer("artel")

    def record(kind: Kind, parent: Trace | None) -> End:
        context = api.set_span_in_context(_remote(parent) if parent else api.INVALID_SPAN)
        span = tracer.start_span("step", context, api.SpanKind[kind.upper()])
        here = span.get_span_context()
        trace.set(Trace(f"{here.trace_id:032x}", f"{here.span_id:016x}", here.trace_flags.sampled))

        def end(name: str, *, error: bool = False, **attributes: str | int) -> None:
            span.update_name(name)
            span.set_attributes({"artel.request_id": request_id.get(), **attributes})
            if error:
                span.set_status(api.StatusCode.ERROR)
            span.end()

        return end

    return record


def _remote(parent: Trace) -> "Span":
    from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

    flags = TraceFlags(TraceFlags.SAMPLED if parent.sampled else TraceFlags.DEFAULT)
    return NonRecordingSpan(SpanContext(int(parent.trace_id, 16), int(parent.span_id, 16), True, flags))
