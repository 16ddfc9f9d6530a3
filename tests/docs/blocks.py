"""The code blocks of the documentation, and what their marks say.

``<!-- runs -->`` above a block: it is run as it stands. ``<!-- runs: NAME -->``: it is written to that file.
``<!-- shown: WHY -->``: it cannot be run by a test, and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(
    r"^(?:<!-- (runs|shown)(?:: ([^\n]*?))? -->\n)?```(sh|bash|python)\n(.*?)^```", re.MULTILINE | re.DOTALL
)


class Block(NamedTuple):
    """``mark`` is ``runs``, ``shown`` or empty; ``note`` what stands behind it."""

    page: str
    mark: str
    note: str
    language: str
    code: str


def blocks(file: Path) -> Iterator[Block]:
    """The blocks of a page in order."""
    for mark, note, language, code in _BLOCK.findall(file.read_text()):
        yield Block(str(file.relative_to(DOCS)), mark, note, language, code)


def pages() -> dict[str, list[Block]]:
    """The blocks of every page written by hand."""
    files = [file for file in sorted(DOCS.rglob("*.md")) if "reference" not in file.parts]
    return {str(file.relative_to(DOCS)): found for file in files if (found := list(blocks(file)))}
