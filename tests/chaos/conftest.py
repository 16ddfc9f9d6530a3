"""``--kills`` for the chaos tests, and the table of what they measured."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.console import Console
from rich.table import Table

Tell = Callable[..., None]
FIGURE = "figure"


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many kills each test makes."""
    parser.addoption("--kills", type=int, default=6, help="kills in each chaos test")


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> int:
    """As many as ``--kills`` says; 6 where these tests are not named on the command line."""
    return int(pytestconfig.getoption("--kills", 6))


@pytest.fixture
def tell(record_property: Callable[[str, object], None], request: pytest.FixtureRequest) -> Tell:
    """Put a figure into the table that is printed at the end."""

    def write(what: str, figure: object) -> None:
        record_property(FIGURE, (request.node.name, what, str(figure)))

    return write


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One table of all figures."""
    reports = [one for outcome in ("passed", "failed") for one in terminalreporter.getreports(outcome)]
    rows = [
        row for one in reports if one.when == "call" for name, row in one.user_properties if name == FIGURE
    ]
    if not rows:
        return
    table = Table(title="What the chaos tests measured")
    for column in ("test", "what", "figure"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table)
