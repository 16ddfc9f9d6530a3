"""Outlines of the things in ``props.toml``, drawn by a browser from two packaged icon sets.

``python -m tools.silhouettes FLUENT MDI`` reads ``icons.json`` in the folders of the npm packages
``@iconify-json/fluent-emoji-high-contrast`` (MIT) and ``@iconify-json/mdi`` (Apache-2.0), and writes
``rigs/silhouettes.z``: for each form in order, ``SIDE`` rows of as many bits.
"""

from __future__ import annotations

import json
import shutil
import sys
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import sync_playwright

from vitascope.engines.previz import rigs
from vitascope.engines.previz.props import props
from vitascope.engines.previz.rigs.silhouette import SIDE

TABLE = Path(rigs.__file__).with_name("silhouettes.z")
MARGIN = 4
"""Pixels around every outline."""


def main(folders: list[str]) -> int:
    """Write the table."""
    sets = {
        name: json.loads((Path(folder) / "icons.json").read_text("utf-8"))
        for name, folder in zip(("fluent", "mdi"), folders, strict=True)
    }
    drawn = [_svg(sets, prop.icon) for prop in props().values() if prop.icon]
    page = "".join(f'<div style="float:left;width:{SIDE}px;height:{SIDE}px">{svg}</div>' for svg in drawn)
    inked = _photographed(f'<body style="margin:0;background:white">{page}', len(drawn))
    TABLE.write_bytes(zlib.compress(np.packbits(inked, axis=-1).tobytes(), 9))
    return 0


def _svg(sets: dict[str, Any], icon: str) -> str:
    name, key = icon.split(":")
    found = sets[name]["icons"][key]
    wide = found.get("width", sets[name].get("width", 16))
    high = found.get("height", sets[name].get("height", 16))
    inner = SIDE - 2 * MARGIN
    style = f'width="{inner}" height="{inner}" style="margin:{MARGIN}px;display:block"'
    return f'<svg viewBox="0 0 {wide} {high}" {style}>{found["body"]}</svg>'


def _photographed(page: str, count: int) -> Any:
    """Where there is ink, ``(count, SIDE, SIDE) bool``."""
    columns = 8
    rows = -(-count // columns)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        sheet = browser.new_page(viewport={"width": SIDE * columns, "height": SIDE * rows})
        sheet.set_content(page)
        png = np.frombuffer(sheet.screenshot(), np.uint8)
        browser.close()
    grey = cv2.imdecode(png, cv2.IMREAD_GRAYSCALE)
    assert grey is not None
    tiles = grey.reshape(rows, SIDE, columns, SIDE).swapaxes(1, 2).reshape(-1, SIDE, SIDE)
    return tiles[:count] < 128


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
