"""The documentation's pages as a whole: their links, the menu, and what the built site asks of others."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from tools.reference.markdown import anchor

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SITE = ROOT / "out" / "docs"
_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?: \"[^\"]*\")?\)")
_CODE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_ASKING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
_HARMLESS = {"canonical", "alternate", "prev", "next", "me"}
"""Relations of ``<link>`` that make a browser fetch nothing."""


class Page(NamedTuple):
    """One entry of the menu."""

    section: str
    title: str
    file: str


def menu() -> list[Page]:
    """The menu of ``zensical.toml`` in order."""
    project: dict[str, Any] = tomllib.loads((ROOT / "zensical.toml").read_text())["project"]
    return list(_entries(project["nav"], ""))


def _entries(nav: list[dict[str, Any]], section: str) -> Iterator[Page]:
    for entry in nav:
        for title, inside in entry.items():
            if isinstance(inside, str):
                yield Page(section, title, inside)
            else:
                yield from _entries(inside, title)


def broken_links() -> list[str]:
    """Links of the pages to files, headings or menu entries that do not exist, or that leave ``docs``."""
    faults = [f"zensical.toml: {page.file}" for page in menu() if not (DOCS / page.file).is_file()]
    for file in sorted(DOCS.rglob("*.md")):
        prose = _CODE.sub("", file.read_text())
        faults += [
            f"{file.relative_to(ROOT)}: {link}" for link in _LINK.findall(prose) if _broken(file, link)
        ]
    return faults


def outside_the_menu() -> list[str]:
    """Pages that nobody finds."""
    listed = {page.file for page in menu()}
    return [name for file in DOCS.rglob("*.md") if (name := str(file.relative_to(DOCS))) not in listed]


def third_parties(site: Path) -> list[str]:
    """What the built pages would fetch from elsewhere."""
    return [f"{page.name}: {url}" for page in site.rglob("*.html") for url in _fetched(page.read_text())]


def _broken(file: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return parts.scheme not in {"http", "https"}
    target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    if not target.is_relative_to(DOCS) or not target.is_file():
        return True
    return bool(parts.fragment) and parts.fragment not in _anchors(target)


def _anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _CODE.sub("", file.read_text()), re.MULTILINE)
    return {anchor(heading) for heading in headings}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a browser would fetch."""
        given = dict(attrs)
        url = given.get(_ASKING.get(tag, "")) or ""
        if urlsplit(url).netloc and not (tag == "link" and given.get("rel") in _HARMLESS):
            self.urls.append(url)


def _fetched(html: str) -> list[str]:
    tags = _Tags()
    tags.feed(html)
    return tags.urls


if __name__ == "__main__":
    found = [*broken_links(), *outside_the_menu(), *third_parties(SITE)]
    sys.exit("\n".join(["Broken, unlisted or fetched from elsewhere:", *found]) if found else 0)
