"""What the tests of ``/v1/videos`` have in common."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from unit.service.parts import Home
from vitascope import ids
from vitascope.domain.generation import Generation
from vitascope.http.dialects.openai.answers import OpenAIError, VideoObject

VIDEOS, FILES = "/v1/videos", "/v1/files"
PROMPT = "a fox in snow"


def multipart(*fields: tuple[str, str]) -> dict[str, Any]:
    """Arguments that send these fields as multipart, as every SDK does."""
    return {"files": [(name, (None, value)) for name, value in fields]}


def created(client: TestClient, **fields: Any) -> dict[str, Any]:
    """Create with JSON; the answer, which must be a good one."""
    return video(client.post(VIDEOS, json={"prompt": PROMPT} | fields))


def video(answer: Any) -> dict[str, Any]:
    """The video that an answer holds."""
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    VideoObject.model_validate(found, strict=True)
    assert answer.headers["openai-poll-after-ms"].isdigit()
    return found


def kept(home: Home, shown: dict[str, Any]) -> Generation:
    """The generation behind an answer."""
    return home.ledger.get(ids.parse_generation_id(shown["id"]))


def refused(answer: Any, status: int = 400) -> dict[str, Any]:
    """The error that an answer holds."""
    assert answer.status_code == status, answer.text
    OpenAIError.model_validate(answer.json(), strict=True)
    assert answer.headers["x-should-retry"] == "false"
    error: dict[str, Any] = answer.json()["error"]
    return error
