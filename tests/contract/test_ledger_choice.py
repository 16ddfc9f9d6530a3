"""A slot takes what it can make, and rather what it has loaded, at nobody's lasting expense."""

from __future__ import annotations

from typing import Any

from contract.samples import a_generation
from vitascope.domain.queue import About, Choice, Place
from vitascope.ledger import Ledger
from vitascope.ledger.claims import PATIENCE
from vitascope.testing.clock import FakeClock

BOTH = frozenset({"small", "large"})


def queued(ledger: Ledger, clock: FakeClock, engine: str, **fields: Any) -> str:
    made = a_generation(**fields, engine=engine, created_at=clock.now())
    return ledger.insert(made).id


def taken(ledger: Ledger, *loaded: str, engines: frozenset[str] = BOTH) -> str | None:
    lease = ledger.claim("w", 60.0, choice=Choice(engines=engines, loaded=frozenset(loaded)))
    return lease.generation.id if lease else None


def test_an_engine_that_is_not_installed_is_never_claimed(ledger: Ledger, clock: FakeClock) -> None:
    foreign = queued(ledger, clock, "large")
    own = queued(ledger, clock, "small")
    small = frozenset({"small"})
    assert taken(ledger, "small", engines=small) == own
    assert taken(ledger, "small", engines=small) is None
    assert taken(ledger, "large", engines=BOTH) == foreign


def test_what_is_loaded_goes_first_for_a_while(ledger: Ledger, clock: FakeClock) -> None:
    first = queued(ledger, clock, "large")
    loaded = [queued(ledger, clock, "small") for _ in range(3)]
    assert taken(ledger, "small") == loaded[0]
    clock.advance(PATIENCE - 1)
    assert taken(ledger, "small") == loaded[1]
    clock.advance(2)
    assert taken(ledger, "small") == first
    assert taken(ledger, "small") == loaded[2]


def test_a_higher_priority_does_not_wait_for_what_is_loaded(ledger: Ledger, clock: FakeClock) -> None:
    queued(ledger, clock, "small")
    urgent = queued(ledger, clock, "large", priority=1)
    assert taken(ledger, "small") == urgent


def test_nothing_loaded_is_nothing_preferred(ledger: Ledger, clock: FakeClock) -> None:
    made = [queued(ledger, clock, "large"), queued(ledger, clock, "small")]
    assert [taken(ledger), taken(ledger)] == made


def test_a_worker_says_what_it_is(ledger: Ledger) -> None:
    place = Place(name="w-0", devices=2, condition="ok", loaded=("small",))
    about = About(version="1", engines=("small", "large"), places=(place,))
    ledger.here("w", "default", 1, 30.0, about)
    ledger.here("old", "default", 1, 30.0)
    assert [one.about for one in ledger.workers()] == [About(), about]


def test_an_estimated_start_counts_what_comes_before(ledger: Ledger, clock: FakeClock) -> None:
    for cost in (10.0, 20.0, 30.0):
        ledger.insert(a_generation(), cost=cost)
    third = ledger.queue()[2].generation.id
    unserved = ledger.standing(third)
    assert unserved is not None
    assert (unserved.position, unserved.starts_in) == (2, None)
    ledger.here("w", "default", 1, 30.0)
    served = ledger.standing(third)
    assert served is not None
    assert (served.position, served.starts_in) == (2, 30.0)
    assert ledger.queue()[2].starts_in == 30.0
    lease = ledger.claim("w", 60.0)
    assert lease is not None
    assert ledger.standing(lease.generation.id) is None
    entry = ledger.queue()[0]
    assert (entry.worker, entry.position) == ("w", None)
