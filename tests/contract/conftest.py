"""Every back end of the ledger and of storage; a new one is a new name in these lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support import postgres
from vitascope.ledger import Ledger
from vitascope.storage import LocalStorage, Storage
from vitascope.testing.clock import FakeClock

settings.register_profile("nightly", max_examples=10_000)
LEDGERS: dict[str, Callable[[Path, FakeClock], str]] = {
    "sqlite": lambda folder, _clock: f"sqlite:///{folder}/ledger.sqlite3",
    "postgresql": lambda _folder, clock: postgres.database_with(clock),
}
STORAGES: dict[str, Callable[[Path], Storage]] = {"local": lambda folder: LocalStorage(folder / "storage")}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=sorted(LEDGERS))
def url(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> str:
    return LEDGERS[request.param](tmp_path, clock)


@pytest.fixture
def ledger(url: str, clock: FakeClock) -> Iterator[Ledger]:
    opened = Ledger.open(url, clock)
    yield opened
    opened.close()


@pytest.fixture(params=sorted(STORAGES))
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return STORAGES[request.param](tmp_path)
