"""Tables, and the rule that everything is described."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

WRITTEN = "<!-- Written by `make reference` from the code: change that. -->"


class Undocumented(Exception):
    """Something that users meet has no description. Give it one, then run `make reference`."""


def described(what: str, text: str | None) -> str:
    """The text on one line, its reStructuredText code marks as Markdown's; ``Undocumented`` without any."""
    told = " ".join((text or "").split())
    if not told:
        raise Undocumented(f"{what} has no description.")
    return told.replace("``", "`")


def first_paragraph(text: str | None) -> str:
    """What a docstring says first."""
    return (text or "").strip().split("\n\n", maxsplit=1)[0]


def page(title: str, intro: str, parts: Iterable[str]) -> str:
    """A whole page."""
    body = "\n\n".join(part.strip("\n") for part in [f"# {title}", WRITTEN, intro, *parts] if part)
    return body + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars in cells are escaped."""
    lines = [_line(header), "|" + "---|" * len(header), *map(_line, rows)]
    return "\n".join(lines)


def code(text: str) -> str:
    """Inline code, or nothing for nothing."""
    return f"`{text}`" if text else ""


def anchor(text: str) -> str:
    """What a heading is linked by."""
    return re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
