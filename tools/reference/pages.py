"""All pages, and which of those on disk are out of date."""

from __future__ import annotations

from collections.abc import Callable

from tools.reference import commands, errors, events, index, models, plan, routes, settings
from tools.site import DOCS

PAGES: dict[str, Callable[[], str]] = {
    "reference/settings.md": settings.page_of_settings,
    "reference/routes.md": routes.page_of_routes,
    "reference/errors.md": errors.page_of_errors,
    "reference/cli.md": commands.page_of_commands,
    "reference/models.md": models.page_of_models,
    "reference/events.md": events.page_of_events,
    "reference/plan.md": plan.page_of_plans,
    "explanation/architecture.md": index.architecture,
    "llms.txt": index.llms,
}


def written() -> dict[str, str]:
    """Each page's text by its file in ``docs``. Raises ``Undocumented``."""
    return {name: page() for name, page in PAGES.items()}


def outdated() -> list[str]:
    """Names of the pages that are not what the code says."""
    return [name for name, text in written().items() if _on_disk(name) != text]


def _on_disk(name: str) -> str:
    file = DOCS / name
    return file.read_text() if file.exists() else ""
