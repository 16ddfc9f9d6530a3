from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.far import Far, running
from support.patience import PATIENCE
from vitascope.engines.remote import line


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long before a request is made again."""
    monkeypatch.setattr(line, "FIRST_PAUSE", 0.01)


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a cancel waits for comes, however long it takes."""
    monkeypatch.setattr(line, "STOP_SECONDS", PATIENCE)
    monkeypatch.setattr(line, "LEARN_SECONDS", PATIENCE)


@pytest.fixture
def far() -> Iterator[Far]:
    """A server elsewhere."""
    with running() as server:
        yield server
