"""Who gets in, on what screens, with what help, and what is sent."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from acceptance.browser.pages import Playground, serious
from support import server
from support.server import KEY, Server
from vitascope.http.static import load

REACH = """async (url) => {
  const wish = {method: "POST", body: "{}", credentials: "include"};
  return (await fetch(url, wish).catch(() => ({status: "refused"}))).status;
}"""
BUDGET = 150_000
"""Bytes in gzip of everything that the pages consist of."""


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that gives no session to the browser of its own machine."""
    environment = {
        "VITASCOPE_LOCAL_SESSION": "false",
        "VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine",
    }
    with server.running(tmp_path_factory.mktemp("locked"), environment=environment) as running:
        yield running


def test_a_key_is_asked_for_once_and_kept(page: Page, locked: Server) -> None:
    page.goto(locked.url)
    page.fill("#key", "vsk_wrong")
    page.press("#key", "Enter")
    page.wait_for_selector("dialog .fault:not(:empty)")
    page.fill("#key", KEY)
    page.press("#key", "Enter")
    page.wait_for_selector("body.ready")
    page.reload()
    page.wait_for_selector("body.ready")
    assert page.locator("dialog").count() == 0
    assert page.context.cookies() == []
    assert page.evaluate("() => localStorage.getItem('vitascope.key')") == KEY


def test_this_machines_browser_needs_no_key(play: Playground) -> None:
    cookie = play.page.context.cookies()[0]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert play.page.evaluate("() => document.cookie") == ""


def test_another_origin_cannot_use_the_session(play: Playground, site: Server) -> None:
    """A page of another port is the same site to a browser: the cookie comes along and opens nothing."""
    evil = play.page.context.new_page()
    evil.goto(f"{site.url.replace('127.0.0.1', 'localhost')}/health")
    status = evil.evaluate(REACH, f"{site.url}/v2/video/generations")
    assert status == "refused"
    evil.close()


@pytest.mark.parametrize(
    ("size", "scheme"), [((1280, 900), "light"), ((1280, 900), "dark"), ((390, 844), "dark")]
)
def test_it_keeps_nobody_out(chromium: Browser, site: Server, size: tuple[int, int], scheme: str) -> None:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    play = Playground(context.new_page(), site.url)
    play.open()
    page = play.page
    for fold in ("#concepts", "#more"):
        page.click(f"{fold} > summary")
    assert serious(page) == []
    if size[0] > 1000:
        play.make("for everybody")
        assert serious(page) == []
        page.click("#code")
        assert serious(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") == size[0]
    context.close()


def test_a_phone_makes_a_video(chromium: Browser, site: Server) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    play = Playground(context.new_page(), site.url)
    play.open()
    play.make("on a phone")
    assert play.page.evaluate("() => document.documentElement.scrollWidth") == 390
    box = play.page.locator(".player video").bounding_box()
    assert box is not None
    assert box["width"] <= 390
    context.close()


def test_the_pages_are_small(site: Server) -> None:
    files = {name: one for name, one in load().items() if not name.startswith("vendor/")}
    assert {"index.html", "admin.html", "js/play.js", "css/base.css"} <= files.keys()
    total = sum(len(one.compressed) for one in files.values())
    assert total <= BUDGET, f"{total:,} bytes in gzip"
    answer = site.http.get("/static/js/play.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(files["js/play.js"].compressed) == answer.content


def test_swagger_ui_calls_a_route_and_nobody_else(page: Page, site: Server) -> None:
    watched = Playground(page, site.url)
    page.goto(f"{site.url}/docs/swagger")
    page.wait_for_selector("body.ready")
    page.click(".opblock-tag >> nth=0")
    page.wait_for_selector(".opblock")
    assert page.locator(".opblock").count() > 2
    assert watched.elsewhere == []
    assert watched.complaints == []


def test_no_file_names_another_host() -> None:
    for name, file in load().items():
        if name.startswith("vendor/"):
            continue  # that it asks nobody is seen in the browser
        hosts = {
            line for line in file.content.decode().splitlines() if "://" in line and "www.w3.org" not in line
        }
        assert not {line for line in hosts if "http" in line and "${" not in line}, name
