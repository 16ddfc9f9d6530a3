"""What the tests of the Luma dialect share."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from unit.service.parts import OWNER, Home
from vitascope.domain.generation import Generation
from vitascope.http.dialects.luma.answers import LumaGeneration

BASE = "/dream-machine/v1"
GENERATIONS = f"{BASE}/generations"
LEAST: dict[str, Any] = {"prompt": "a fox in snow"}
PICTURE = {"type": "image", "url": "https://x.example/a.png"}
UNKNOWN = "11111111-2222-3333-4444-555555555555"


def shown(answer: Any, status: int = 200) -> dict[str, Any]:
    """A generation in the documented form."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    LumaGeneration.model_validate(body, strict=True)
    return body


def create(
    client: TestClient, home: Home, path: str = f"{GENERATIONS}/video", **body: Any
) -> tuple[dict[str, Any], Generation]:
    """A new generation as it is shown and as it is kept."""
    found = shown(client.post(path, json=LEAST | body), 201)
    return found, home.ledger.get(found["id"], OWNER)


def sentence(answer: Any, status: int = 400) -> str:
    """The one sentence of a refusal."""
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"detail"}
    detail = answer.json()["detail"]
    assert isinstance(detail, str)
    assert len(detail) > 10
    return detail


def faults(answer: Any) -> list[dict[str, Any]]:
    """The list of a refusal: every place and every input a text, as strict clients read them."""
    assert answer.status_code == 422, answer.text
    assert set(answer.json()) == {"detail"}
    found: list[dict[str, Any]] = answer.json()["detail"]
    assert found
    for fault in found:
        assert set(fault) <= {"type", "loc", "msg", "input", "ctx"}
        assert all(isinstance(fault[name], str) for name in ("type", "msg", "input"))
        assert all(isinstance(part, str) for part in fault["loc"])
        assert fault["loc"][0] in {"body", "query"}
        assert "ctx" not in fault or isinstance(fault["ctx"]["expected"], str)
    return found
