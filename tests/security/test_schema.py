"""Made-up requests to every operation of the OpenAPI document: answered as documented, never with a 5xx."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
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

from unit.service.parts import API_KEY, Home
from vitascope.http.app import create_app

CASES_EACH = 3
"""For each operation and each way of making them up: what is documented, and what is not."""
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


@pytest.fixture
def schema(tmp_path: Path) -> Iterator[Any]:
    home = Home(tmp_path)
    app = create_app(home.services)
    yield schemathesis.openapi.from_asgi("/openapi.json", app)
    home.ledger.close()


def tried(operation: Any, mode: GenerationMode, count: int) -> tuple[Counter[int], list[str]]:
    """The statuses that came, and what was wrong."""
    statuses: Counter[int] = Counter()
    faults: list[str] = []

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
        headers = {"Authorization": f"Bearer {API_KEY}"}
        response = case.call(headers=headers)
        statuses[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except schemathesis.errors.FailureGroup as group:
            faults.extend(f"{operation.label}: {one}" for one in group.exceptions)

    ask()
    return statuses, faults


@pytest.mark.filterwarnings("ignore")
def test_every_operation(schema: Any, fuzz: int) -> None:
    began = time.process_time()
    statuses: Counter[int] = Counter()
    faults: list[str] = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path in WAITS:
            continue
        modes = [GenerationMode.POSITIVE]
        if operation.body or operation.query or operation.path_parameters:
            modes.append(GenerationMode.NEGATIVE)
        for mode in modes:
            try:
                found, wrong = tried(operation, mode, CASES_EACH * fuzz)
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
