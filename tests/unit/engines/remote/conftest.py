from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.far import Far, running


@pytest.fixture
def far() -> Iterator[Far]:
    """A server elsewhere."""
    with running() as server:
        yield server
