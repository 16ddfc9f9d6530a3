"""How much is tried by ``make fuzz``: as many times what CI tries as one likes."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", type=int, default=1, help="how many times the number of cases of CI is tried")


@pytest.fixture
def fuzz(request: pytest.FixtureRequest) -> int:
    """By how much the numbers of cases are multiplied."""
    return int(request.config.getoption("--fuzz", 1))
