"""``/v1/files``."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.http.videos import FILES, refused
from unit.service.parts import OTHER, OWNER, Home, png
from vitascope.domain.limits import Limits
from vitascope.http.dialects.openai.answers import FileObject


def uploaded(client: TestClient, name: str = "fox.png", purpose: str = "vision") -> dict[str, Any]:
    answer = client.post(FILES, files={"file": (name, png()), "purpose": (None, purpose)})
    assert answer.status_code == 200, answer.text
    FileObject.model_validate(answer.json(), strict=True)
    return dict(answer.json())


def test_a_file_s_life(client: TestClient, home: Home) -> None:
    shown = uploaded(client)
    assert shown == {
        "id": shown["id"],
        "object": "file",
        "bytes": len(png()),
        "created_at": int(home.clock.now()),
        "expires_at": None,
        "filename": "fox.png",
        "purpose": "vision",
        "status": "processed",
        "status_details": None,
    }
    path = f"{FILES}/{shown['id']}"
    assert client.get(path).json() == shown
    answer = client.get(f"{path}/content")
    assert (answer.content, answer.headers["content-length"]) == (png(), str(len(png())))
    asked = client.head(f"{path}/content")
    assert (asked.content, asked.headers["content-length"]) == (b"", str(len(png())))
    assert client.delete(path).json() == {"id": shown["id"], "object": "file", "deleted": True}
    assert refused(client.get(path), 404)["code"] == "not_found"
    assert home.files() == []


def test_pages(client: TestClient, home: Home) -> None:
    ids = []
    for purpose in ("vision", "user_data", "vision"):
        ids.append(uploaded(client, purpose=purpose)["id"])
        home.clock.advance(1)

    def listed(**query: str | int) -> tuple[list[str], bool]:
        page = client.get(FILES, params=query).json()
        found = [one["id"] for one in page["data"]]
        assert (page["first_id"], page["last_id"]) == (found[0], found[-1])
        return found, page["has_more"]

    assert listed() == (ids[::-1], False)
    assert listed(order="asc", limit=2) == (ids[:2], True)
    assert listed(after=ids[2]) == ([ids[1], ids[0]], False)
    assert listed(purpose="vision") == ([ids[2], ids[0]], False)


def test_anothers_files(client: TestClient, home: Home) -> None:
    path = home.root / "a.png"
    path.write_bytes(png())
    other = home.services.uploads.add(path, "a.png", "vision", OTHER)
    for method, tail in (("GET", ""), ("GET", "/content"), ("DELETE", "")):
        assert refused(client.request(method, f"{FILES}/{other.id}{tail}"), 404)["code"] == "not_found"
    assert client.get(FILES).json()["data"] == []
    assert len(home.files()) == 1


def test_a_full_store_is_no_matter_of_waiting(client: TestClient, home: Home) -> None:
    home.ledger.set_limits(Limits(owner=OWNER, storage_bytes=10))
    error = refused(client.post(FILES, files={"file": ("a.png", png())}), 403)
    assert (error["type"], error["code"]) == ("permission_error", "insufficient_quota")
    assert home.files() == []


@pytest.mark.parametrize(
    ("sent", "param", "code"),
    [
        ({"purpose": (None, "vision")}, "file", "missing_required_parameter"),
        ({"file": (None, "text")}, "file", "invalid_type"),
        ({"file": ("a.txt", b"hello")}, "file", "invalid_value"),
        ({"file": ("a.png", png()), "purpose": (None, "A B")}, "purpose", "invalid_value"),
        ({"file": ("a.png", png()), "purpose": ("a.png", b"x")}, "purpose", "invalid_type"),
    ],
)
def test_uploads_that_are_refused(
    client: TestClient, home: Home, sent: dict[str, Any], param: str, code: str
) -> None:
    error = refused(client.post(FILES, files=sent))
    assert (error["param"], error["code"]) == (param, code)
    assert home.files() == []
