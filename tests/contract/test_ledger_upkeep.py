"""What one process does for the whole cluster."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from contract.samples import a_generation, an_outcome
from vitascope.domain.generation import Generation
from vitascope.domain.request import GenerationKeyframe
from vitascope.errors import InvalidRequest, NotFound
from vitascope.ledger import Ledger
from vitascope.ledger.upkeep import Upkeep
from vitascope.testing.clock import FakeClock

DAY = 24 * 3600.0


def made(ledger: Ledger) -> Generation:
    new = ledger.insert(a_generation())
    lease = ledger.claim("w", 60.0, only=new.id)
    assert lease
    return ledger.complete(lease, (), an_outcome())


def continues(source: Generation, end: str) -> Generation:
    new = a_generation()
    changed = new.request.model_copy(update={end: GenerationKeyframe(id=source.id)})
    return new.model_copy(update={"request": changed})


def test_a_duty_is_one_callers_until_it_is_due_again(ledger: Ledger, url: str, clock: FakeClock) -> None:
    with closing(Ledger.open(url, clock)) as other, ThreadPoolExecutor(8) as threads:
        asked = [Upkeep(one.database) for one in (ledger, other) * 4]
        for _ in range(3):
            taken = list(threads.map(lambda one: one.take("tidy", 60.0), asked))
            assert taken.count(True) == 1
            clock.advance(59)
            assert not asked[0].take("tidy", 60.0)
            clock.advance(1)
        assert asked[0].take("another", 60.0)


def test_what_ended_long_ago_goes_with_its_events(ledger: Ledger, clock: FakeClock) -> None:
    upkeep = Upkeep(ledger.database)
    done, cancelled, waiting = made(ledger), ledger.insert(a_generation()), ledger.insert(a_generation())
    ledger.cancel(cancelled.id, cancelled.owner)
    clock.advance(DAY)
    young = made(ledger)
    clock.advance(DAY)

    assert upkeep.remove_ended(2 * DAY + 1, 10) == []
    assert sorted(upkeep.remove_ended(1.5 * DAY, 10)) == sorted([done.id, cancelled.id])
    assert upkeep.remove_ended(1.5 * DAY, 10) == []

    assert set(ledger.live([one.id for one in (done, cancelled, waiting, young)])) == {waiting.id, young.id}
    with pytest.raises(NotFound):
        ledger.get(done.id)
    assert ledger.events(done.id) == []


@pytest.mark.parametrize("end", ["frame0", "frame1"])
def test_what_another_builds_on_stays_until_that_one_ended(
    ledger: Ledger, clock: FakeClock, end: str
) -> None:
    upkeep, source = Upkeep(ledger.database), made(ledger)
    after = ledger.insert(continues(source, end))
    clock.advance(DAY)
    assert upkeep.remove_ended(1.0, 10) == []

    lease = ledger.claim("w", 60.0)
    assert lease
    assert upkeep.remove_ended(1.0, 10) == []
    ledger.complete(lease, (), an_outcome())

    assert upkeep.remove_ended(1.0, 10) == [source.id]
    assert ledger.get(after.id).state.final


@pytest.mark.parametrize("end", ["frame0", "frame1"])
def test_what_another_builds_on_is_not_deleted_until_that_one_ended(ledger: Ledger, end: str) -> None:
    source = made(ledger)
    after = ledger.insert(continues(source, end))
    with pytest.raises(InvalidRequest, match="begins or ends with it"):
        ledger.delete(source.id, source.owner)
    ledger.cancel(after.id, after.owner)
    ledger.delete(source.id, source.owner)
    with pytest.raises(InvalidRequest, match="was deleted while this request came in"):
        ledger.insert(continues(source, end))


def test_many_create_and_delete_at_once_and_nothing_is_built_on_what_is_gone(ledger: Ledger) -> None:
    sources = [made(ledger) for _ in range(30)]

    def build(source: Generation) -> bool:
        try:
            return bool(ledger.insert(continues(source, "frame0")))
        except InvalidRequest:
            return False

    def delete(source: Generation) -> bool:
        try:
            return bool(ledger.delete(source.id, source.owner))
        except InvalidRequest:
            return False

    with ThreadPoolExecutor(8) as threads:
        tried = [(threads.submit(build, one), threads.submit(delete, one)) for one in sources]
        assert all(built.result() != gone.result() for built, gone in tried)


def test_many_are_removed_a_few_at_a_time(ledger: Ledger, clock: FakeClock) -> None:
    old = {made(ledger).id for _ in range(5)}
    clock.advance(DAY)
    upkeep = Upkeep(ledger.database)
    gone = [upkeep.remove_ended(1.0, 2) for _ in range(4)]
    assert [len(some) for some in gone] == [2, 2, 1, 0]
    assert {one for some in gone for one in some} == old
