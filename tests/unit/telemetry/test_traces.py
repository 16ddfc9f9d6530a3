from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from support import house
from unit.service.parts import API_KEY, Home
from vitascope import ids
from vitascope.http.app import create_app
from vitascope.telemetry import traces
from vitascope.worker.progress import STARTED

KEY_HEADERS = (("Authorization", "Bearer "), ("X-API-Key", ""))


@pytest.fixture
def recorded() -> Iterator[InMemorySpanExporter]:
    """Spans in memory while traces are on."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    traces.start_with(provider)
    yield exporter
    traces.stop()


def trace_of(span: ReadableSpan) -> int:
    assert span.context is not None
    return int(span.context.trace_id)


def test_a_generation_is_one_trace_from_the_request_to_the_frames(
    recorded: InMemorySpanExporter, tmp_path: Path
) -> None:
    works = house.start(tmp_path)
    try:
        made = works.made(num_frames=4)
    finally:
        works.house.close()
    spans = {span.name: span for span in recorded.get_finished_spans()}
    assert set(spans) == {"accept", "generation", "store", *STARTED}
    assert {trace_of(span) for span in spans.values()} == {UUID(made.id).int}
    whole, render = spans["generation"], spans["render"]
    assert dict(whole.attributes or {}) == {"vitascope.generation": made.id, "vitascope.attempt": 1}
    assert render.parent is not None
    assert whole.context is not None
    assert render.parent.span_id == whole.context.span_id
    assert (render.end_time or 0) > (render.start_time or 0)


def test_the_request_that_created_it_is_linked(recorded: InMemorySpanExporter, tmp_path: Path) -> None:
    home = Home(tmp_path)
    caller = "00-" + "1234567890abcdef" * 2 + "-1234567890abcdef-01"
    headers = {"Authorization": f"Bearer {API_KEY}", "traceparent": caller}
    body = {"model": "luma/ray-2", "prompt": "a fox"}
    answer = TestClient(create_app(home.services), headers=headers).post("/v2/video/generations", json=body)
    home.close()
    assert answer.is_success
    spans = {span.name: span for span in recorded.get_finished_spans()}
    asked = spans["POST /v2/video/generations"]
    assert f"{trace_of(asked):032x}" == "1234567890abcdef" * 2
    assert (asked.attributes or {})["http.response.status_code"] == answer.status_code
    assert [link.context for link in spans["accept"].links] == [asked.context]


def test_no_span_has_a_key(recorded: InMemorySpanExporter, tmp_path: Path) -> None:
    home = Home(tmp_path)
    client = TestClient(create_app(home.services), raise_server_exceptions=False)
    keys = (API_KEY, home.ledger_key, ids.api_key())
    headers = [{name: start + key} for key in keys for name, start in KEY_HEADERS]
    for sent in headers:
        client.post("/v2/video/generations", json={"model": "luma/ray-2", "prompt": "a fox"}, headers=sent)
        client.get(f"/v1/videos?key={API_KEY}", headers=sent)
    home.close()
    spans = recorded.get_finished_spans()
    assert len(spans) >= 2 * len(headers)
    told = "".join(span.to_json() for span in spans)
    assert not [key for key in keys if key in told]


def test_nothing_is_imported_while_it_is_off() -> None:
    code = """
import sys
import vitascope.http.app, vitascope.worker.dispatcher
from vitascope.telemetry import traces
traces.start(None)
assert not traces.is_on()
assert "opentelemetry.sdk" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
