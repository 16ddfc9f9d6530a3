"""The playground as a test uses it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

from support import patience

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
EXPECTED = re.compile(r"the server responded with a status of (401|404)|ERR_NETWORK_CHANGED")

PATIENCE = 1000 * patience.PATIENCE
"""Milliseconds that anything may take."""
UNHURRIED = """(() => {
  const wait = window.setTimeout;
  window.setTimeout = (act, after, ...given) => wait(act, after > 5000 ? 100 * after : after, ...given);
})()"""
"""Words that go by themselves after some seconds stay: they may be looked for late."""


class Playground:
    """One page at ``/``; keeps what it asks of others and what the browser complains of."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.add_init_script(UNHURRIED)
        page.on("request", self._asked)
        page.on("console", self._told)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, state: str = "") -> None:
        """Load it in a state."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}/{'#' + state if state else ''}")
        self.page.wait_for_selector("body.ready")

    def ask(self, prompt: str, *, model: str = "stripes", frames: int = 12) -> None:
        """Fill in a small request."""
        page = self.page
        page.fill("#prompt", prompt)
        if not page.is_visible("#model"):
            page.click("#more > summary")
        page.select_option("#model", model)
        page.fill("#frames", str(frames))
        page.press("#frames", "Tab")
        page.check("#size-540p", force=True)

    def create(self) -> str:
        """Press Create; the id of what is being made."""
        before = self.shown
        self.page.click("#create")
        return self.after(before)

    def make(self, prompt: str, **asked: Any) -> str:
        """Create and wait for the player."""
        self.ask(prompt, **asked)
        made = self.create()
        self.finished()
        return made

    def finished(self) -> None:
        """Wait until the video that the address names can be played."""
        video = f'.player[data-id="{self.shown}"] video'
        self.page.wait_for_selector(video)
        self.page.wait_for_function("(video) => document.querySelector(video)?.readyState >= 2", arg=video)

    def after(self, generation_id: str) -> str:
        """Wait until another video is shown than this; its id."""
        left = "(id) => !location.hash.includes(`g=${id}`) && location.hash.includes('g=')"
        self.page.wait_for_function(left, arg=generation_id)
        return self.shown

    @property
    def state(self) -> dict[str, str]:
        """What the address says."""
        found = parse_qs(urlsplit(self.page.url).fragment)
        return {name: values[0] for name, values in found.items()}

    @property
    def shown(self) -> str:
        """The id of what is shown."""
        return self.state.get("g", "-")

    def action(self, words: str) -> None:
        """Press a button under the player."""
        self.page.click(f".actions >> text={words}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url, "blob:", "data:", "about:")):
            self.elsewhere.append(request.url)

    def _told(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not EXPECTED.search(message.text):
            self.complaints.append(message.text)


def serious(page: Page) -> list[str]:
    """What axe finds that keeps people out, in the page as it stands."""
    found: dict[str, Any] = Axe().run(page)
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
