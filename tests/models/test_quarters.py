"""One of the two processes that compute a model is on another machine: a network's line away."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Client
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import pytest

from models.studio import Studio
from support.patience import PATIENCE
from vitascope.engines.diffusers.crew import serve
from vitascope.engines.diffusers.quarters import Quarters
from vitascope.errors import EngineError

MODEL = "tiny-wan-small"


@pytest.fixture
def quarters() -> Iterator[Quarters]:
    made = Quarters("127.0.0.1", serve)
    yield made
    made.close()


@pytest.fixture
def two(models_dir: Path, quarters: Quarters) -> Iterator[Studio]:
    """A slot with a device here and one there."""
    made = Studio(models_dir)
    made.bay.settle(f"cpu,{quarters.address}/cpu")
    yield made
    made.bay.close()


def test_it_ends_with_its_crew_and_is_replaced(models_dir: Path, two: Studio) -> None:
    alone = Studio(models_dir).make(MODEL).luma.astype(float)
    first = two.make(MODEL).luma
    assert np.abs(first - alone).mean() < 0.5
    assert len(multiprocessing.active_children()) == 1
    two.bay.close()
    gone(multiprocessing.active_children())
    assert np.array_equal(two.make(MODEL).luma, first)
    for process in multiprocessing.active_children():
        process.kill()
        process.join(PATIENCE)
    with pytest.raises(EngineError, match="could not make this clip"):
        two.make(MODEL)
    assert np.array_equal(two.make(MODEL).luma, first)


def test_a_machine_that_does_not_answer(quarters: Quarters, two: Studio) -> None:
    quarters.close()
    with pytest.raises(EngineError, match="on another machine does not answer"):
        two.make(MODEL)


def test_strangers_are_turned_away(quarters: Quarters, two: Studio) -> None:
    host, _, port = quarters.address.rpartition(":")
    with pytest.raises((multiprocessing.AuthenticationError, EOFError, ConnectionError)):
        Client((host, int(port)), authkey=b"a guess")
    assert not multiprocessing.active_children()
    assert two.make(MODEL).luma.size


def gone(processes: Sequence[BaseProcess]) -> None:
    """Wait until they have ended."""
    for process in processes:
        process.join(PATIENCE)
        assert not process.is_alive()
