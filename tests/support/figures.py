"""Figures that tests measure: ``tell`` writes one, and a table of all is printed at the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.console import Console
from rich.table import Table

Tell = Callable[[str, object], None]
FIGURE = "figure"
_printed = pytest.StashKey[bool]()


@pytest.fixture
def tell(record_property: Callable[[str, object], None], request: pytest.FixtureRequest) -> Tell:
    """Put a figure into the table that is printed at the end."""

    def write(what: str, figure: object) -> None:
        record_property(FIGURE, (request.node.name, what, str(figure)))

    return write


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One table of all figures, once, whoever imports this."""
    stash = terminalreporter.config.stash
    reports = [one for outcome in ("passed", "failed") for one in terminalreporter.getreports(outcome)]
    told = [one.user_properties for one in reports if one.when == "call"]
    rows = [row for properties in told for name, row in properties if name == FIGURE]
    if not rows or stash.get(_printed, False):
        return
    stash[_printed] = True
    table = Table(title="What these tests measured")
    for column in ("test", "what", "figure"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table)
