"""The site builds, its links lead somewhere, and it asks nothing of others."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import site


def test_links_lead_to_pages_and_headings_that_are_there() -> None:
    assert site.broken_links() == []


def test_every_page_is_in_the_menu() -> None:
    assert site.outside_the_menu() == []


@pytest.mark.parametrize(
    "link", ["nowhere.md", "two.md#nothing", "#nothing", "../../README.md", "ftp://host/file"]
)
def test_a_broken_link_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: str) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    monkeypatch.setattr(site, "DOCS", docs)
    monkeypatch.setattr(site, "ROOT", tmp_path)
    monkeypatch.setattr(site, "menu", list)
    good = "[a](two.md) [b](two.md#its-heading) [c](#here) [d](https://example.com)\n```\n[no](link)\n```\n"
    (docs / "one.md").write_text(f"# Here\n{good}")
    (docs / "two.md").write_text("## Its heading\n")
    assert site.broken_links() == []
    (docs / "one.md").write_text(f"# Here\n{good}[bad]({link})\n")
    assert site.broken_links() == [f"docs/one.md: {link}"]


def test_what_a_page_fetches_from_elsewhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        '<link rel="canonical" href="https://us/"><a href="https://x/">x</a><script src="https://cdn/x.js">'
    )
    assert site.third_parties(tmp_path) == ["page.html: https://cdn/x.js"]


def test_the_site_builds_strictly_and_fetches_nothing(tmp_path: Path) -> None:
    config = (site.ROOT / "zensical.toml").read_text()
    (tmp_path / "zensical.toml").write_text(config)
    shutil.copytree(site.DOCS, tmp_path / "docs")
    program = str(Path(sys.executable).with_name("zensical"))
    done = subprocess.run(
        [program, "build", "--strict"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    built = tmp_path / "out" / "docs"
    assert {str(page.relative_to(built)) for page in built.rglob("*.html")} >= {
        page.file.replace(".md", ".html") for page in site.menu()
    }
    assert (built / "llms.txt").is_file()
    assert site.third_parties(built) == []
