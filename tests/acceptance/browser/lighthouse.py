"""``make lighthouse``: what Lighthouse says of each page; below ``LEAST`` it fails.

``python -m acceptance.browser.lighthouse``. Lighthouse comes from npm, so it needs Node; ``LIGHTHOUSE`` may
name one that is installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from support import server

VERSION = "12.8.2"
PATHS = ("/", "/admin", "/docs", "/docs/swagger")
CATEGORIES = ("accessibility", "best-practices")
LEAST = 95
ENGINES = "vitascope.testing.engine:StripesEngine"


def command(url: str, report: Path) -> list[str]:
    """How Lighthouse is asked about a page."""
    installed = os.environ.get("LIGHTHOUSE")
    program = [installed] if installed else ["npx", "--yes", f"lighthouse@{VERSION}"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    asked = f"--only-categories={','.join(CATEGORIES)}"
    return [*program, url, asked, "--output=json", f"--output-path={report}", flags, "--quiet"]


def scores(url: str, report: Path, chromium: str) -> dict[str, float]:
    """Each category's score, 0 to 100, and on the way what cost points."""
    env = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(command(url, report), env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"Lighthouse failed at {url}:\n{done.stdout}{done.stderr}")
    found: dict[str, Any] = json.loads(report.read_text())
    for name in CATEGORIES:
        for audit in found["categories"][name]["auditRefs"]:
            told = found["audits"][audit["id"]]
            if audit["weight"] and told["score"] is not None and told["score"] < 1:
                sys.stdout.write(f"  {url}: {told['title']}\n")
    return {name: found["categories"][name]["score"] * 100 for name in CATEGORIES}


def main() -> None:
    """Ask about every page of a live server with something in its gallery."""
    chromium = shutil.which("chromium")
    if chromium is None or (shutil.which("npx") is None and "LIGHTHOUSE" not in os.environ):
        sys.stdout.write("NO NODE OR NO CHROMIUM HERE: Lighthouse was NOT run\n")
        return
    with (
        TemporaryDirectory() as data,
        server.running(Path(data), environment={"VITASCOPE_ENGINES": ENGINES}) as site,
    ):
        site.make(model="stripes", prompt="something to look at", resolution="540p", num_frames=8)
        found = {path: scores(site.url + path, Path(data, "report.json"), chromium) for path in PATHS}
    for path, of_page in found.items():
        told = ", ".join(f"{name} {score:.0f}" for name, score in of_page.items())
        sys.stdout.write(f"{path:<14} {told}\n")
    if min(score for of_page in found.values() for score in of_page.values()) < LEAST:
        sys.exit(f"Expected at least {LEAST} everywhere; what cost points is named above.")


if __name__ == "__main__":
    main()
