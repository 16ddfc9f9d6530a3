"""Made-up requests to every operation of the OpenAPI document: answered as documented, never with a 5xx."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.testclient import TestClient

from unit.service.parts import API_KEY, Home, png
from vitascope.http.app import create_app

CASES_EACH = 42
"""For each operation and each way of making them up: what is documented, and what is not."""
PATIENCE_SECONDS = 300.0
"""For one answer; schemathesis would wait ten, which a crowded machine may take."""
WAITS = {"/v1/videos/sync"}
"""Answers when the video is made, and nobody makes any here."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]


@dataclass
class House:
    """A server, its document, and somebody who has something of everything."""

    home: Home
    client: TestClient
    schema: Any

    def things(self) -> dict[str, str]:
        """By the names that paths give them: ids of what there is, new ones each time."""
        made = self.home.finish(self.home.create())
        picture = {"file": ("a.png", png())}
        file = self.client.post("/v1/files", files=picture, data={"purpose": "vision"}).json()["id"]
        for one in self.client.get("/v1/webhooks").json()["data"]:
            self.client.delete(f"/v1/webhooks/{one['id']}")
        hook = self.client.post("/v1/webhooks", json={"url": "http://127.0.0.1:9/"}).json()["id"]
        key, _ = self.home.ledger.create_key("default", "made up")
        return {
            "generation_id": made.id,
            "video_id": f"video_{made.id.replace('-', '')}",
            "file_id": file,
            "endpoint_id": hook,
            "webhook_endpoint_id": hook,
            "key_id": key.id,
            "model": "luma/ray-2",
            "pool": "default",
        }


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    home = Home(tmp_path)
    app = create_app(home.build(fetch_allow="127.0.0.0/8", api_key=API_KEY))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    # A key that is made up is answered 401, and nothing else is tried.
    schema.config.generation.update(with_security_parameters=False)
    client = TestClient(app, headers={"Authorization": f"Bearer {API_KEY}"})
    yield House(home, client, schema)
    home.close()


def tried(house: House, operation: Any, mode: GenerationMode, count: int) -> tuple[Counter[int], list[str]]:
    """The statuses that came, and what was wrong. Every other case names things that there are."""
    statuses: Counter[int] = Counter()
    faults: list[str] = []
    things = house.things() if "{" in operation.path else {}

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if statuses.total() % 2:
            known = {name: things[name] for name in case.path_parameters if name in things}
            case.path_parameters.update(known)
        response = case.call(headers={"Authorization": f"Bearer {API_KEY}"}, timeout=PATIENCE_SECONDS)
        statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except schemathesis.errors.FailureGroup as group:
            faults.extend(f"{operation.label}: {one}" for one in group.exceptions)

    ask()
    return statuses, faults


@pytest.mark.filterwarnings("ignore")
def test_every_operation(house: House, fuzz: int) -> None:
    began = time.process_time()
    statuses: Counter[int] = Counter()
    faults: list[str] = []
    for result in house.schema.get_all_operations():
        operation = result.ok()
        if operation.path in WAITS:
            continue
        modes = [GenerationMode.POSITIVE]
        if operation.body or operation.query or operation.path_parameters:
            modes.append(GenerationMode.NEGATIVE)
        for mode in modes:
            try:
                found, wrong = tried(house, operation, mode, CASES_EACH * fuzz)
            except Unsatisfiable:
                continue
            statuses += found
            faults += wrong
    seconds = time.process_time() - began
    shown = dict(sorted(statuses.items()))
    sys.stdout.write(f"{sum(statuses.values()):,} cases in {seconds:.0f} s CPU: {shown}\n")
    assert not faults, "\n\n".join(dict.fromkeys(faults))
    assert statuses[200]
    assert statuses[400] + statuses[422]
    assert statuses[401] + statuses[403] < 0.01 * statuses.total()
