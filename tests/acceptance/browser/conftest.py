"""Debian's Chromium, driven by Playwright, before a live server with the engines of the tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from acceptance.browser.pages import FLAGS, PATIENCE, Playground
from support import server
from support.engines import HELD

ENGINES = f"vitascope.testing.engine:SlowStripes,vitascope.testing.engine:StripesEngine,{HELD}"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """A server on loopback."""
    with server.running(
        tmp_path_factory.mktemp("site"), environment={"VITASCOPE_ENGINES": ENGINES}
    ) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of the machine; not for longer, for Playwright occupies the thread's event loop."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("NO CHROMIUM HERE: the playground is UNTESTED")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that knows nothing yet."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Page:
    """A page that waits as long as a busy machine may take."""
    page = window.new_page()
    page.set_default_timeout(PATIENCE)
    return page


@pytest.fixture
def play(page: Page, site: server.Server) -> Iterator[Playground]:
    """The playground, open; afterwards nothing may have been asked of anybody else, and no rule broken."""
    playground = Playground(page, site.url)
    playground.open()
    yield playground
    assert playground.elsewhere == []
    assert playground.complaints == []


@pytest.fixture
def picture(tmp_path: Path, images: dict[str, bytes]) -> Path:
    """A picture on the disk."""
    path = tmp_path / "landscape.jpg"
    path.write_bytes(images["landscape.jpg"])
    return path
