"""One create, one generation, however often and by how many it is sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from contract.samples import a_generation, an_outcome
from vitascope.domain.generation import State
from vitascope.domain.idempotency import Idempotency
from vitascope.domain.limits import Limits
from vitascope.errors import IdempotencyMismatch, InvalidRequest, NotFound, TooManyRequests
from vitascope.ledger import Ledger
from vitascope.testing.clock import FakeClock

DAY = 24 * 3600.0


def same(body: str = "body", key: str = "k", owner: str = "anna") -> Idempotency:
    return Idempotency(owner=owner, key=key, body_hash=body)


def total(ledger: Ledger) -> int:
    return sum(ledger.counts().values())


def test_a_repeated_create_answers_the_first_generation_as_it_is_now(ledger: Ledger) -> None:
    first = ledger.insert(a_generation(), idempotency=same())
    lease = ledger.claim("w", 5.0)
    assert lease
    done = ledger.complete(lease, (), an_outcome())

    again = ledger.insert(a_generation(), {"callback": {"url": "x"}}, same())

    assert again == done
    assert again.id == first.id
    assert total(ledger) == 1
    assert "callback" not in [event.kind for event in ledger.events(first.id)]


def test_the_same_key_with_another_body_is_refused_and_makes_nothing(ledger: Ledger) -> None:
    ledger.insert(a_generation(), idempotency=same("one"))
    with pytest.raises(IdempotencyMismatch, match="another body"):
        ledger.insert(a_generation(), idempotency=same("two"))
    assert total(ledger) == 1


def test_what_a_key_made_is_looked_up_without_making_anything(ledger: Ledger, clock: FakeClock) -> None:
    assert ledger.made(same()) is None
    first = ledger.insert(a_generation(), idempotency=same())
    assert ledger.made(same()) == first
    assert [ledger.made(same(owner="boris")), ledger.made(same(key="other"))] == [None, None]
    with pytest.raises(IdempotencyMismatch, match="another body"):
        ledger.made(same("two"))
    clock.advance(DAY)
    assert ledger.made(same()) == first
    clock.advance(DAY)
    assert ledger.made(same("two")) is None  # forgotten, though not swept yet
    assert total(ledger) == 1


def test_owners_and_keys_do_not_mix(ledger: Ledger) -> None:
    keys = [same(), same(owner="boris"), same(key="other")]
    made = {ledger.insert(a_generation(key.owner), idempotency=key).id for key in keys}
    assert len(made) == 3


def test_a_key_is_kept_for_a_day_and_then_forgotten(ledger: Ledger, clock: FakeClock) -> None:
    first = ledger.insert(a_generation(), idempotency=same())
    clock.advance(DAY)
    ledger.sweep_expired()
    assert ledger.insert(a_generation(), idempotency=same()).id == first.id

    clock.advance(DAY)
    second = ledger.insert(a_generation(), idempotency=same("another body"))
    assert second.id != first.id
    assert ledger.insert(a_generation(), idempotency=same("another body")).id == second.id
    clock.advance(2 * DAY)
    ledger.sweep_expired()
    with ledger._database.read() as tx:
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM idempotency").scalar_one() == 0


def test_a_refused_create_does_not_use_its_key(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="anna", queue_bound=0))
    with pytest.raises(TooManyRequests):
        ledger.insert(a_generation(), idempotency=same())
    taken = ledger.insert(a_generation("boris"))
    with pytest.raises(InvalidRequest):
        ledger.insert(a_generation("boris", id=taken.id), idempotency=same(owner="boris"))

    ledger.set_limits(Limits(owner="anna"))
    new = a_generation()
    assert ledger.insert(new, idempotency=same("another body")).id == new.id


def test_a_repeated_create_is_not_counted(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="anna", rate_per_minute=1, queue_bound=1))
    first = ledger.insert(a_generation(), idempotency=same())
    assert {ledger.insert(a_generation(), idempotency=same()).id for _ in range(5)} == {first.id}


def test_what_was_deleted_is_not_made_again(ledger: Ledger) -> None:
    first = ledger.insert(a_generation(), idempotency=same())
    ledger.cancel(first.id, "anna")
    ledger.delete(first.id, "anna")
    with pytest.raises(NotFound, match="was deleted"):
        ledger.insert(a_generation(), idempotency=same())
    assert total(ledger) == 0


def test_a_hundred_creates_at_once_with_each_of_ten_keys_make_ten_generations(ledger: Ledger) -> None:
    def create(number: int) -> str:
        return ledger.insert(a_generation(), idempotency=same(key=f"k{number % 10}")).id

    with ThreadPoolExecutor(25) as threads:
        answers = list(threads.map(create, range(1000)))

    assert total(ledger) == 10
    assert all(len({*answers[key::10]}) == 1 for key in range(10))
    assert ledger.counts()[State.QUEUED] == 10
