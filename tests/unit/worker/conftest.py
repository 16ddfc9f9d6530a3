"""Houses whose dispatchers run, with real children."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.house import Works, start


@pytest.fixture
def works(tmp_path: Path) -> Iterator[Works]:
    """A running house of the test's own, with a child that stands by."""
    running = start(tmp_path, standby=True)
    yield running
    running.house.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    """A running house for the tests of one module that leave it as it was."""
    running = start(tmp_path_factory.mktemp("shared"), fetch_allow="127.0.0.0/8")
    yield running
    running.house.close()
