"""Every back end of the ledger and of storage; a new one is a new name in these lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support import postgres, s3
from support.sqlite import new_ledger
from vitascope.ledger import Ledger
from vitascope.storage import LocalStorage, Storage
from vitascope.storage.cloud import CloudStorage
from vitascope.testing.clock import FakeClock

LEDGERS: dict[str, Callable[[Path, FakeClock], str]] = {
    "sqlite": lambda folder, _clock: new_ledger(folder / "ledger.sqlite3"),
    "postgresql": lambda _folder, clock: postgres.database_with(clock),
}


def _s3(_folder: Path) -> Storage:
    s3.trust()
    live = s3.server()
    return CloudStorage(f"s3://{live.bucket()}/some/folder", live.endpoint)


STORAGES: dict[str, Callable[[Path], Storage]] = {
    "local": lambda folder: LocalStorage(folder / "storage"),
    "s3": _s3,
}


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
