"""Files that nothing refers to go, and no others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from contract.samples import a_generation, an_asset, an_outcome
from support.sqlite import new_ledger
from vitascope import ids
from vitascope.domain.generation import Failure, Generation, Lease
from vitascope.domain.request import ImageKeyframe
from vitascope.ledger import Ledger
from vitascope.storage import LocalStorage, sweep
from vitascope.storage.local import UNFINISHED
from vitascope.testing.clock import FakeClock

OLD, CUT, NEW = 1000.0, 2000.0, 3000.0


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(new_ledger(tmp_path / "ledger.sqlite3"), FakeClock())
    yield opened
    opened.close()


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "storage")


def put(storage: LocalStorage, keys: Iterable[str], modified: float = OLD) -> None:
    for key in keys:
        storage.put_bytes(key, b"x")
        os.utime(storage.path(key), (modified, modified))


def keys(storage: LocalStorage) -> set[str]:
    return {entry.key for entry in storage.entries()}


def claimed(ledger: Ledger) -> Lease:
    lease = ledger.claim("w", 5.0)
    assert lease
    return lease


def test_files_of_unknown_generations_go(storage: LocalStorage, ledger: Ledger) -> None:
    gone = ids.generation_id()
    put(storage, [f"{gone}/1/video.mp4", f"{gone}/input/frame0"])

    assert sweep(storage, ledger.live, CUT) == 2
    assert keys(storage) == set()


def test_files_changed_since_stay(storage: LocalStorage, ledger: Ledger) -> None:
    key = f"{ids.generation_id()}/1/video.mp4"
    put(storage, [key], NEW)

    assert sweep(storage, ledger.live, CUT) == 0
    assert keys(storage) == {key}


@pytest.mark.parametrize("state", ["queued", "running"])
def test_everything_of_a_generation_under_way_stays(
    storage: LocalStorage, ledger: Ledger, state: str
) -> None:
    id_ = ledger.insert(a_generation()).id
    if state == "running":
        claimed(ledger)
    files = {f"{id_}/input/frame0", f"{id_}/1/video.mp4", f"{id_}/2/video.mp4"}
    put(storage, files)

    assert sweep(storage, ledger.live, CUT) == 0
    assert keys(storage) == files


def test_of_a_completed_generation_only_what_it_names_stays(storage: LocalStorage, ledger: Ledger) -> None:
    ledger.insert(a_generation())
    lease = claimed(ledger)
    id_ = lease.generation.id
    named = {"input.frame0": f"{id_}/input/frame0", "video": f"{id_}/2/video.mp4"}
    put(storage, [*named.values(), f"{id_}/1/video.mp4", f"{id_}/2/half.mp4"])
    ledger.complete(lease, tuple(an_asset(name, key) for name, key in named.items()), an_outcome())

    assert sweep(storage, ledger.live, CUT) == 2
    assert keys(storage) == set(named.values())


def test_a_failed_generations_attempts_go_and_its_own_picture_stays(
    storage: LocalStorage, ledger: Ledger
) -> None:
    id_ = ids.generation_id()
    picture = f"{id_}/input/frame0"
    new = a_generation(id=id_)
    request = new.request.model_copy(update={"frame0": ImageKeyframe(url=f"asset:{picture}")})
    ledger.insert(new.model_copy(update={"request": request}))
    ledger.fail(claimed(ledger), Failure(name="EngineError", message="no"))
    put(storage, [picture, f"{id_}/1/video.mp4"])

    assert sweep(storage, ledger.live, CUT) == 1
    assert keys(storage) == {picture}


def test_what_a_crash_left_goes_and_counts(storage: LocalStorage, ledger: Ledger, tmp_path: Path) -> None:
    storage.check()
    half = tmp_path / "storage" / UNFINISHED / "half"
    half.write_bytes(b"x")
    os.utime(half, (OLD, OLD))

    assert sweep(storage, ledger.live, CUT) == 1
    assert not half.exists()


def test_what_lies_under_no_generations_id_is_not_ours(storage: LocalStorage, ledger: Ledger) -> None:
    strange = {"notes/1/video.mp4", "readme", ids.generation_id().upper() + "/1/video.mp4"}
    put(storage, strange)

    assert sweep(storage, ledger.live, CUT) == 0
    assert keys(storage) == strange


def test_many_files_are_looked_up_together(
    storage: LocalStorage, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("vitascope.storage.sweep"), "AT_ONCE", 20)
    alive = ledger.insert(a_generation()).id
    put(storage, [f"{alive}/1/video.mp4"])
    put(storage, [f"{ids.generation_id()}/1/video.mp4" for _ in range(25)])
    asked: list[int] = []

    def counted(some: set[str]) -> dict[str, Generation]:
        asked.append(len(some))
        return ledger.live(some)

    assert sweep(storage, counted, CUT) == 25
    assert keys(storage) == {f"{alive}/1/video.mp4"}
    assert sorted(asked) == [6, 20]
