"""``vitascope queue`` and ``vitascope ps`` over a ledger with something in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contract.samples import a_generation
from vitascope.cli.app import app
from vitascope.cli.moments import span
from vitascope.clock import SystemClock
from vitascope.domain.generation import Progress, State
from vitascope.domain.queue import About, Place
from vitascope.errors import InvalidRequest
from vitascope.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setenv("VITASCOPE_DATA_DIR", str(tmp_path))
    with closing(Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite3", SystemClock())) as opened:
        yield opened


def said(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == code, done.output
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def here(ledger: Ledger, slots: int = 1) -> None:
    """A worker is at work."""
    places = tuple(Place(name=f"w-{n}", condition="ok", loaded=("previz",)) for n in range(slots))
    ledger.here("w", "default", slots, 60.0, About(version="1", engines=("previz",), places=places))


def a_busy_worker(ledger: Ledger) -> str:
    """The generation that the only slot of the only worker makes."""
    here(ledger)
    ledger.insert(a_generation(), cost=8.0)
    lease = ledger.claim("w-0", 60.0)
    assert lease is not None
    ledger.beat(lease, Progress(fraction=0.25, stage="render", step=30, steps=120), 60.0)
    return lease.generation.id


def test_what_runs_and_what_waits_is_listed(ledger: Ledger) -> None:
    running = a_busy_worker(ledger)
    waiting = [ledger.insert(a_generation(prompt="a tram in the rain"), cost=90.0).id for _ in range(2)]

    shown = said("queue", "list")

    assert said("queue") == shown, "alone it shows the queue"
    assert "1 running, 2 waiting (about 3m 00s of work" in shown
    assert [line.split()[1] for line in shown.splitlines()[2:]] == [running, *waiting]
    assert all(word in shown for word in ("25%", "6s", "1m 36s", "a tram in the rain", "1 slot of 1 worker"))
    (pool,) = json.loads(said("queue", "list", "--json"))
    assert [entry["starts_in"] for entry in pool["entries"]] == [0.0, 6.0, 96.0]
    assert [entry["worker"] for entry in pool["entries"]] == ["w-0", None, None]


def test_nobody_at_work_is_said_loudly(ledger: Ledger) -> None:
    ledger.insert(a_generation())
    assert "no worker serves it" in said("queue", "list")
    assert "no pool 'large'" in said("queue", "list", "--pool", "large")
    assert "No worker is here" in said("ps")


def test_a_pool_is_paused_and_resumed(ledger: Ledger) -> None:
    ledger.insert(a_generation())
    said("queue", "pause")
    assert ledger.paused()
    assert "paused" in said("queue", "list")
    here(ledger)
    assert "waiting in default: paused; `vitascope queue resume --pool default` ends it" in said("ps")
    said("queue", "resume")
    assert not ledger.paused()


def test_generations_are_cancelled_retried_and_moved(ledger: Ledger) -> None:
    first, second = (ledger.insert(a_generation()).id for _ in range(2))
    assert said("queue", "cancel", first, f"{second}:luma/ray-2").count("cancelled") == 2
    said("queue", "retry", first)
    assert (ledger.get(first).state, ledger.get(second).state) == (State.QUEUED, State.CANCELLED)
    said("queue", "priority", "5", first)
    assert ledger.get(first).priority == 5
    said("queue", "priority", "--", "-5", first)
    assert ledger.get(first).priority == -5
    with pytest.raises(InvalidRequest):
        said("queue", "retry", first, code=1)


def test_ps_shows_slots_and_what_they_make(ledger: Ledger) -> None:
    running = a_busy_worker(ledger)

    shown = said("ps")

    line = next(line for line in shown.splitlines() if line.startswith("w-0"))
    assert all(word in line for word in ("busy", running, "25% render", "previz", "default"))
    assert "1 slot, 1 busy" in shown
    (row,) = json.loads(said("ps", "--json"))
    assert (row["worker"], row["generation"], row["progress"], row["loaded"]) == (
        "w",
        running,
        0.25,
        ["previz"],
    )


def test_ps_shows_every_slot_of_many(ledger: Ledger) -> None:
    here(ledger, 120)
    for number in range(120):
        ledger.insert(a_generation())
        assert ledger.claim(f"w-{number}", 60.0)
    assert "120 slots, 120 busy" in said("ps")


def test_ps_shows_work_of_a_worker_that_fell_silent(ledger: Ledger) -> None:
    running = a_busy_worker(ledger)
    ledger.gone("w")
    (row,) = json.loads(said("ps", "--json"))
    assert (row["slot"], row["generation"]) == ("w-0", running)
    assert row["condition"].startswith("silent")


def test_ps_says_why_a_slot_makes_nothing(ledger: Ledger) -> None:
    place = Place(name="w-0", condition="The engine died.")
    ledger.here("w", "default", 0, 60.0, About(places=(place,)))
    assert "The engine died." in said("ps")


def test_a_running_one_is_asked_to_stop(ledger: Ledger) -> None:
    running = a_busy_worker(ledger)
    assert "cancelling" in said("queue", "cancel", running)
    assert ledger.get(running).cancel_requested


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "-"), (0, "0s"), (59.6, "1m 00s"), (125, "2m 05s"), (12_000, "3h 20m"), (367_200, "4d 06h")],
)
def test_spans(seconds: float | None, text: str) -> None:
    assert span(seconds) == text
