"""A live server that sends its traces to a collector and writes its log as JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import UUID

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from support import server


class Collector(ThreadingHTTPServer):
    """Keeps the names of spans by the trace they belong to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiving)
        self.traces: dict[bytes, set[str]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1/traces"


class Receiving(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Collector)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    self.server.traces.setdefault(span.trace_id, set()).add(span.name)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collecting:
        threading.Thread(target=collecting.serve_forever, args=(0.02,), daemon=True).start()
        yield collecting
        collecting.shutdown()


def test_a_video_is_traced_to_a_collector_and_the_log_is_json(collector: Collector, tmp_path: Path) -> None:
    environment = {
        "VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine",
        "VITASCOPE_LOG_FORMAT": "json",
        "VITASCOPE_OTLP_ENDPOINT": collector.url,
    }
    with server.running(tmp_path, environment=environment) as live:
        made = live.make(prompt="stripes", resolution="540p", num_frames=4)
    names = collector.traces[UUID(made["id"].partition(":")[0]).bytes]
    assert {"accept", "generation", "render", "store"} <= names
    requests = set[str]().union(*collector.traces.values())
    assert "POST /v2/video/generations" in requests
    lines = [json.loads(line) for line in live.log if line.startswith("{")]
    assert lines
    assert all({"time", "level", "logger", "message"} <= set(line) for line in lines)
    others = [line for line in live.log if not line.startswith("{")]
    assert len(others) == 1, others
