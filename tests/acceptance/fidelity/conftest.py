"""How much of what the engines make is looked at."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many known nouns are drawn."""
    parser.addoption("--nouns", type=int, default=40, help="how many of the two hundred known nouns are seen")
