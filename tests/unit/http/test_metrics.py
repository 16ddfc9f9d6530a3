"""Who may read the metrics, and what is counted."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from unit.service.parts import Home
from vitascope.http.app import create_app


def counted(client: TestClient, route: str, status: str) -> float:
    answer = client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return sum(
        sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name == "vitascope_http_requests_total"
        and (sample.labels["route"], sample.labels["status"]) == (route, status)
    )


def test_it_needs_the_key_of_who_runs_the_server(anonymous: TestClient, home: Home) -> None:
    assert anonymous.get("/metrics").status_code == 401
    others = {"Authorization": f"Bearer {home.ledger_key}"}
    assert anonymous.get("/metrics", headers=others).status_code == 403


@pytest.mark.parametrize(("access", "status"), [("open", 200), ("off", 404)])
def test_it_can_be_opened_and_taken_away(home: Home, access: str, status: int) -> None:
    client = TestClient(create_app(home.build(metrics=access)), raise_server_exceptions=False)
    assert client.get("/metrics").status_code == status


def test_requests_are_counted_by_route_and_not_by_path(client: TestClient, home: Home) -> None:
    route, before = "/health", counted(client, "/health", "200")
    client.get("/health")
    assert counted(client, route, "200") == before + 1
    lost = counted(client, "none", "404")
    client.get("/a/path/somebody/made/up")
    assert counted(client, "none", "404") == lost + 1
    assert "made/up" not in client.get("/metrics").text


def test_the_queue_is_told(client: TestClient, home: Home) -> None:
    home.create()
    text = client.get("/metrics").text
    assert 'vitascope_queued{pool="default"} 1.0' in text
    assert 'vitascope_slots{pool="default"} 0.0' in text
