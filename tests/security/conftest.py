"""How much is tried: a little in every run of the tests, as much as one likes with ``make fuzz``."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", type=int, default=1, help="how many times the usual number of cases is tried")


@pytest.fixture
def fuzz(request: pytest.FixtureRequest) -> int:
    """By how much the numbers of cases are multiplied."""
    return int(request.config.getoption("--fuzz", 1))
