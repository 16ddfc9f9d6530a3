"""``make screenshots``: pictures of every page in every state, to be looked at and to be shown in the docs.

``python -m acceptance.browser.screenshots FOLDER``
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from acceptance.browser.pages import FLAGS
from support import server

WIDE, PHONE = (1440, 900), (390, 844)
COLOURS = 160
"""A screenshot's; enough for a page, a sixth of the bytes."""
PROMPTS = (
    "A shark glides through deep blue water, light from above",
    "An eagle over snowy mountains in golden light, slow push in",
    "A red dragon circles over hills at dusk",
)
ENGINES = "vitascope.testing.engine:SlowStripes"
SLOW = {"model": "slow-stripes", "resolution": "540p"}


@dataclass
class Album:
    """Takes pictures of a server's pages and keeps them in a folder."""

    browser: Browser
    site: server.Server
    folder: Path

    def page(self, path: str, size: tuple[int, int], scheme: Literal["light", "dark"]) -> Page:
        """A page that has settled."""
        width, height = size
        page = self.browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.goto(f"{self.site.url}{path}")
        page.wait_for_selector("body.ready")
        page.wait_for_timeout(500)
        return page

    def keep(self, name: str, page: Page, *, whole: bool = False) -> None:
        """Store a picture of the page as it stands, and close it."""
        with Image.open(io.BytesIO(page.screenshot(full_page=whole))) as taken:
            small = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG)
            small.save(self.folder / f"playground-{name}.png", optimize=True)
        page.close()


def videos(site: server.Server) -> str:
    """Fill the gallery; the id of the clip that is shown, which continues another."""
    small = {"model": "previz", "resolution": "540p", "num_frames": 36, "seed": 3}
    made = [site.make(prompt=prompt, **small)["generation_id"] for prompt in reversed(PROMPTS)]
    ends = {"frame0": {"type": "generation", "id": made[-1]}}
    return str(site.make(prompt="The shark turns towards us", keyframes=ends, **small)["generation_id"])


def states(album: Album, shown: str) -> None:
    """The playground: empty, done, as code, as a plan."""
    album.keep("empty", album.page("/", WIDE, "light"))
    album.keep("empty-phone", album.page("/", PHONE, "light"))
    for scheme in ("light", "dark"):
        album.keep(f"done-{scheme}", album.page(f"/#g={shown}", WIDE, scheme))
    album.keep("done-phone", album.page(f"/#g={shown}", PHONE, "dark"), whole=True)
    concepts = album.page("/", WIDE, "light")
    concepts.click("#concepts > summary")
    concepts.eval_on_selector("input[value=orbit_left]", "(box) => box.click()")
    concepts.wait_for_timeout(600)
    album.keep("concepts", concepts)
    code = album.page(f"/#g={shown}&panel=code", WIDE, "light")
    album.keep("code", code)
    album.keep("plan", album.page(f"/#g={shown}&panel=plan", WIDE, "dark"))


def work(album: Album) -> None:
    """What runs, waits and fails."""
    nowhere = {"type": "image", "url": "http://127.0.0.1:9/nothing.png"}
    failed = album.site.create(
        prompt="Begins with a picture nobody has", keyframes={"frame0": nowhere}, **SLOW
    )
    album.site.wait(failed["id"])
    album.keep("error", album.page(f"/#g={failed['generation_id']}", WIDE, "light"))
    running = [
        album.site.create(prompt=prompt, num_frames=240, **SLOW)["generation_id"] for prompt in PROMPTS
    ]
    page = album.page(f"/#g={running[0]}", WIDE, "dark")
    page.wait_for_timeout(3000)
    album.keep("rendering", page)
    album.keep("admin", album.page("/admin", WIDE, "light"), whole=True)
    album.keep("admin-phone", album.page("/admin", PHONE, "dark"), whole=True)
    for one in running:
        album.site.http.post(f"/v2/video/generations/{one}/cancel")


def main(folder: Path) -> None:
    """Take them all."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as data,
        server.running(Path(data), environment={"VITASCOPE_ENGINES": ENGINES}) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        album = Album(browser, site, folder)
        states(album, videos(site))
        work(album)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
