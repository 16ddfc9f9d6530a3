"""``--kills`` and ``--seed`` for the chaos tests."""

from __future__ import annotations

import pytest

from support.figures import pytest_terminal_summary, tell

__all__ = ["pytest_terminal_summary", "tell"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many kills each test makes, and which."""
    parser.addoption("--kills", type=int, default=6, help="kills in each chaos test")
    parser.addoption("--seed", type=int, default=1, help="another seed is another storm")


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> int:
    """As many as ``--kills`` says; 6 where these tests are not named on the command line."""
    return int(pytestconfig.getoption("--kills", 6))


@pytest.fixture
def seed(pytestconfig: pytest.Config) -> int:
    """What ``--seed`` says."""
    return int(pytestconfig.getoption("--seed", 1))
