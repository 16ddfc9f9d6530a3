"""What a prompt, a name or an error may do in the pages: be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from unit.service.parts import API_KEY, Home
from vitascope.http import static
from vitascope.http.app import create_app

MARKUP = "<img src=x onerror=alert(1)>"
WRITES_MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|srcdoc"
    r"|\beval\(|new Function|setTimeout\(\s*[\"'`]|javascript:"
)
OWN = [name for name in static.load() if not name.startswith("vendor/")]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    home = Home(tmp_path)
    yield TestClient(create_app(home.services), headers={"Authorization": f"Bearer {API_KEY}"})
    home.close()


@pytest.mark.parametrize("name", [name for name in OWN if name.endswith(".js")])
def test_no_script_makes_markup_of_text(name: str) -> None:
    found = WRITES_MARKUP.search(static.load()[name].content.decode())
    assert found is None, found


@pytest.mark.parametrize("name", [name for name in OWN if name.endswith(".html")])
def test_no_page_has_a_script_of_its_own(name: str) -> None:
    """The policy would not run one."""
    text = static.load()[name].content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+\s*=|<style|\sstyle=", text)


@pytest.mark.parametrize("path", ["/", "/admin", "/docs"])
def test_the_policy_lets_no_text_run(client: TestClient, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert (parts["default-src"], parts["script-src"], parts["base-uri"]) == ("'none'", "'self'", "'none'")
    assert parts["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


def test_markup_in_what_is_asked_comes_back_as_data_only(client: TestClient) -> None:
    body = {"model": "luma/ray-2", "prompt": MARKUP}
    answers = [
        client.post("/v2/video/generations", json=body),
        client.post("/v2/video/generations", json=body | {"model": MARKUP}),
        client.post(
            "/v2/video/generations", json=body | {"keyframes": {"frame0": {"type": "image", "url": MARKUP}}}
        ),
        client.get(f"/{MARKUP}"),
        client.get("/v1/videos", params={"after": MARKUP}),
        client.get("/v1/models/" + MARKUP),
    ]
    for answer in answers:
        assert answer.headers["content-type"].startswith("application/json"), answer.url
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["..%2f..%2fpyproject.toml", "js/..%2f..%2f..%2fapp.py", "%2fetc%2fpasswd", "js/"]
)
def test_no_path_leads_out_of_the_static_files(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404
