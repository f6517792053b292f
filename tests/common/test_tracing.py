"""Where somebody collects traces, a request's steps arrive as one; where nobody does, they are ids and cost nothing."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from litestar import get
from litestar.testing import AsyncTestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from common import correlation, tracing
from common.correlation import Trace
from common.settings import Settings, SettingsError
from common.web import PUBLIC, create_app

CAME = Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", sampled=False)


@get("/broken", opt=PUBLIC)
async def broken() -> None:
    raise ValueError("on purpose")


class Collector:
    """Takes OTLP over HTTP, as a collector's port 4318 does."""

    def __init__(self) -> None:
        self.address = ""
        self.received: list[ExportTraceServiceRequest] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        assert head.startswith("post /v1/traces ")
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        self.received.append(ExportTraceServiceRequest.FromString(await reader.readexactly(length)))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    @property
    def spans(self) -> dict[str, Span]:
        scopes = (scope for each in self.received for spans in each.resource_spans for scope in spans.scope_spans)
        return {span.name: span for scope in scopes for span in scope.spans}


@asynccontextmanager
async def collected(**settings: str) -> AsyncIterator[Collector]:
    """Everything between is recorded, and at the end has arrived."""
    collector = Collector()
    async with await asyncio.start_server(collector.answer, "127.0.0.1") as server:
        collector.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        tracing.configure("game_finish", Settings(traces_url=collector.address, version="1.4.2", **settings))
        try:
            yield collector
        finally:
            await asyncio.to_thread(tracing.close)


async def test_the_steps_of_a_request_arrive_as_one_trace() -> None:
    async with collected() as collector:
        app = create_app(broken, settings=Settings())
        async with AsyncTestClient(app, raise_server_exceptions=False) as phone:
            await phone.get("/api/v1/broken", headers={"Traceparent": str(CAME), "X-Request-Id": "tap-7"})
            await phone.get("/healthz")
        ended = tracing.begin("producer", CAME)
        told = correlation.traceparent()
        ended("publish game.finished")
        ended = tracing.begin("consumer", Trace.read(told))
        ended("stats_update")
    spans = collector.spans
    assert spans.keys() == {"broken", "publish game.finished", "stats_update"}
    assert {span.trace_id.hex() for span in spans.values()} == {CAME.trace_id}
    assert spans["broken"].parent_span_id.hex() == spans["publish game.finished"].parent_span_id.hex() == CAME.span_id
    assert spans["stats_update"].parent_span_id == spans["publish game.finished"].span_id
    assert spans["broken"].status.code == Status.STATUS_CODE_ERROR
    said = {each.key: each.value.string_value or each.value.int_value for each in spans["broken"].attributes}
    assert said == {
        "artel.request_id": "tap-7",
        "http.request.method": "GET",
        "url.path": "/api/v1/broken",
        "http.response.status_code": 500,
    }
    resource = {
        each.key: each.value.string_value for each in collector.received[0].resource_spans[0].resource.attributes
    }
    assert (resource["service.name"], resource["service.version"]) == ("game_finish", "1.4.2")


async def test_what_is_not_sampled_is_passed_on_but_not_recorded() -> None:
    async with collected(traces_sample="0") as collector:
        tracing.begin("server", CAME._replace(sampled=True))("game_finish")
        here = correlation.trace.get()
    assert here is not None
    assert (here.trace_id, here.sampled) == (CAME.trace_id, False)
    assert collector.received == []


def test_without_a_collector_nothing_of_opentelemetry_is_loaded() -> None:
    program = (
        "import sys; from common import tracing, correlation; from common.settings import Settings\n"
        "tracing.configure('game_finish', Settings()); tracing.begin('server', None)('done')\n"
        "assert correlation.traceparent(); tracing.close()\n"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_image_without_opentelemetry_says_how_to_build_one_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(SettingsError, match="EXTRA=traces"):
        tracing.configure("game_finish", Settings(traces_url="http://collector:4318"))
