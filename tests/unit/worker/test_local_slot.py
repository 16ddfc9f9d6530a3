from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from support.engines import HELD
from support.patience import PATIENCE
from support.patience import until as _until
from vitascope.clock import SystemClock
from vitascope.domain.render import RenderSpec
from vitascope.testing.clock import FakeClock
from vitascope.worker.job import Answer, Died, Done, Job, Progressed, Setup, Stopped
from vitascope.worker.slots.local import FIRST_PAUSE, LocalSlot
from vitascope.worker.slots.process import Process

SPEC = RenderSpec(prompt="/", width=320, height=256, frames=8, seed=1)
ENDLESS = "/this/file/never/comes"


def _setup(tmp_path: Path) -> Setup:
    return Setup(path=tuple(sys.path), engines=(HELD,), cache_dir=tmp_path / "cache")


@pytest.fixture
def slot(tmp_path: Path) -> Iterator[LocalSlot]:
    made = LocalSlot(_setup(tmp_path), SystemClock(), "held", standby=False)
    yield made
    made.close()


@pytest.fixture
def relieved(tmp_path: Path) -> Iterator[LocalSlot]:
    """One with a child that stands by."""
    made = LocalSlot(_setup(tmp_path), SystemClock(), "held")
    yield made
    made.close()


def _job(scratch: Path, attempt: int = 1, held_by: str = "/") -> Job:
    scratch.mkdir(exist_ok=True)
    return Job("generation", attempt, "held", "held", SPEC.model_copy(update={"prompt": held_by}), scratch)


def _answers(slot: LocalSlot, last: type[Answer]) -> list[Answer]:
    heard = list[Answer]()
    deadline = time.monotonic() + PATIENCE
    while not heard or not isinstance(heard[-1], last):
        assert time.monotonic() < deadline, heard
        answer = slot.poll(0.5)
        if answer is not None:
            heard.append(answer)
    return heard


@pytest.mark.skipif(sys.platform != "linux", reason="others do not show a process's environment")
def test_a_child_knows_no_key_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = (
        "VITASCOPE_API_KEY",
        "VITASCOPE_DATABASE_URL",
        "AWS_SECRET_ACCESS_KEY",
        "PGPASSWORD",
        "HF_TOKEN",
    )
    for name in (*secret, "VITASCOPE_PLANNER_URL", "CUDA_VISIBLE_DEVICES"):
        monkeypatch.setenv(name, "of-this-process")
    process = Process(_setup(tmp_path))
    try:
        known = psutil.Process(process.pid).environ()
    finally:
        process.kill()
    assert not set(secret) & set(known)
    assert {"PATH", "VITASCOPE_PLANNER_URL", "CUDA_VISIBLE_DEVICES"} <= set(known)


def test_a_job_is_reported_from_start_to_end(slot: LocalSlot, tmp_path: Path) -> None:
    _until(slot.revive)
    slot.start(_job(tmp_path / "a"))
    heard = _answers(slot, Done)
    assert isinstance(heard[0], Progressed)
    done = heard[-1]
    assert isinstance(done, Done)
    assert {made.name: made.path.exists() for made in done.files} == {
        "video": True, "thumbnail": True, "sheet": True
    }  # fmt: skip


def test_a_stop_is_for_one_attempt_only(slot: LocalSlot, tmp_path: Path) -> None:
    _until(slot.revive)
    slot.start(_job(tmp_path / "a", held_by=ENDLESS))
    _answers(slot, Progressed)
    slot.cancel()
    _answers(slot, Stopped)
    slot.start(_job(tmp_path / "b", 2))
    _answers(slot, Done)


def test_after_a_death_the_standby_is_ready_at_once(relieved: LocalSlot, tmp_path: Path) -> None:
    slot = relieved
    _until(lambda: slot.revive() and slot.relieved)
    slot.start(_job(tmp_path / "a", held_by=ENDLESS))
    _answers(slot, Progressed)
    assert slot.child_pid is not None
    os.kill(slot.child_pid, signal.SIGKILL)
    died = _answers(slot, Died)[-1]
    assert died == Died(-9)
    assert slot.revive()
    slot.start(_job(tmp_path / "b", 2))
    _answers(slot, Done)


def test_a_child_that_the_machine_cannot_end_yet_does_not_end_the_slot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vitascope.worker.slots.process.KILL_SECONDS", 0.0)
    process = Process(_setup(tmp_path))
    process.kill()
    _until(lambda: not process.alive)


def test_a_wake_ends_a_poll(slot: LocalSlot) -> None:
    began = time.monotonic()
    threading.Timer(0.1, slot.wake).start()
    assert slot.poll(2 * PATIENCE) is None
    assert time.monotonic() - began < PATIENCE
    for _ in range(100_000):
        slot.wake()
    assert slot.poll(PATIENCE) is None


def test_an_engine_that_dies_while_it_loads_is_tried_again_later(tmp_path: Path) -> None:
    clock = FakeClock()
    slot = LocalSlot(_setup(tmp_path), clock, "no-such-engine", standby=False)
    assert not slot.revive()
    died = _answers(slot, Died)[-1]
    assert died == Died(1)
    assert not slot.revive()
    assert slot.child_pid is None
    clock.advance(FIRST_PAUSE)
    assert not slot.revive()
    assert slot.child_pid is not None
    slot.close()


def test_a_child_that_stands_by_reads_nothing_that_is_compiled_already(tmp_path: Path) -> None:
    setup = replace(_setup(tmp_path), engines=("support.engines:CompilingStripes",))
    setup.cache_dir.mkdir()
    (setup.cache_dir / "compiled").touch()
    slot = LocalSlot(setup, SystemClock(), "compiling")
    try:
        _until(lambda: slot.revive() and slot.relieved)
        slot.kill()
        _until(slot.revive)
        slot.start(replace(_job(tmp_path / "scratch"), engine="compiling", model="compiling"))
        assert isinstance(_answers(slot, Done)[-1], Done)
        assert not list(setup.cache_dir.glob("*.warm"))
    finally:
        slot.close()


def test_only_the_second_child_compiles_ahead_so_that_the_first_is_ready_at_once(tmp_path: Path) -> None:
    setup = replace(_setup(tmp_path), engines=("support.engines:CompilingStripes",))
    slot = LocalSlot(setup, SystemClock(), "compiling")
    try:
        _until(slot.revive)
        first = slot.child_pid
        _until(lambda: slot.revive() and slot.relieved)
        slot.kill()
        _until(slot.revive)
        _until((setup.cache_dir / f"{slot.child_pid}.warm").exists)
        assert not (setup.cache_dir / f"{first}.warm").exists()
    finally:
        slot.close()
