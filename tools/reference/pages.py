"""All pages, and which of those on disk are out of date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools.reference import commands, errors, events, plan, routes, settings

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings.page_of_settings,
    "routes.md": routes.page_of_routes,
    "errors.md": errors.page_of_errors,
    "cli.md": commands.page_of_commands,
    "events.md": events.page_of_events,
    "plan.md": plan.page_of_plans,
}


def written() -> dict[str, str]:
    """Each page's text by its file's name. Raises ``Undocumented`` for whatever lacks its description."""
    return {name: page() for name, page in PAGES.items()}


def outdated() -> list[str]:
    """Names of the pages that are not what the code says."""
    return [name for name, text in written().items() if _on_disk(name) != text]


def _on_disk(name: str) -> str:
    file = FOLDER / name
    return file.read_text() if file.exists() else ""
