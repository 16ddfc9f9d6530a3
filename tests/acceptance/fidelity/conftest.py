"""How much of what the engines make is looked at."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many known nouns are drawn, and on how many scenes the camera is measured."""
    parser.addoption("--nouns", type=int, default=40, help="how many of the two hundred known nouns are seen")
    parser.addoption("--scenes", type=int, default=1, help="scenes on which each camera concept is measured")
