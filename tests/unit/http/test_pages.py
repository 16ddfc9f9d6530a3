"""The pages and what they consist of."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from vitascope.http.static import PAGE_POLICY, load

PAGES = ["/", "/admin", "/docs", "/docs/swagger"]
MADE = re.compile(r"""(?:src|href)="([^"]+)"|from "([^"]+)\"""")


@pytest.fixture
def anonymous(still_anonymous: TestClient) -> TestClient:
    return still_anonymous


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_and_loads_only_what_is_its_own(anonymous: TestClient, path: str) -> None:
    answer = anonymous.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers.get_list("content-security-policy") == [PAGE_POLICY]
    assert not re.search(
        r"<style|<script(?! (?:type=\"module\"|defer) src)| on\w+=| style=|https?://",
        answer.text.split("<h1>")[0],
    )
    for source, _ in MADE.findall(answer.text.split("<h1>")[0]):
        if source.startswith("/static/"):
            assert anonymous.get(source).status_code == 200, source


def test_the_policy_allows_nothing_unsafe() -> None:
    assert "unsafe" not in PAGE_POLICY
    assert "http" not in PAGE_POLICY
    assert PAGE_POLICY.startswith("default-src 'none'")


def test_every_module_that_is_imported_is_there() -> None:
    files = load()
    for name, file in files.items():
        if name.endswith(".js") and not name.startswith("vendor/"):
            for _, source in MADE.findall(file.content.decode()):
                if source.startswith("node:"):  # in a program that is shown
                    continue
                assert f"js/{source.removeprefix('./')}" in files, (name, source)


@pytest.mark.parametrize("name", sorted(load()))
def test_a_file_is_served_with_its_type_and_asked_for_again(anonymous: TestClient, name: str) -> None:
    answer = anonymous.get(f"/static/{name}")
    assert (answer.status_code, answer.content) == (200, load()[name].content)
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = anonymous.get(f"/static/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["", "nothing.js", "../pages.py", "%2e%2e/pages.py", "js", "/etc/passwd", "js/../../app.py"]
)
def test_nothing_else_is_served(anonymous: TestClient, path: str) -> None:
    assert anonymous.get(f"/static/{path}").status_code == 404


def test_who_cannot_unpack_gets_it_plain(anonymous: TestClient) -> None:
    answer = anonymous.get("/static/js/play.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == load()["js/play.js"].content
