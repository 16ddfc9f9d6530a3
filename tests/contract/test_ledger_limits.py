"""What each owner may ask for, and how much at once on every side."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from contract.samples import a_generation, an_asset, an_outcome
from support.patience import PATIENCE
from vitascope.domain.limits import Limits
from vitascope.domain.price import CREDITS_PER_DOLLAR
from vitascope.errors import QuotaReached, TooManyRequests
from vitascope.ledger import Ledger
from vitascope.ledger.spending import Spending, Window
from vitascope.ledger.upkeep import Upkeep
from vitascope.testing.clock import FakeClock


def test_limits_are_off_until_set_and_read_back_as_they_were(ledger: Ledger) -> None:
    assert ledger.get_limits("anna") == Limits(owner="anna")
    limits = Limits(owner="anna", weight=2.5, running_cap=3, rate_per_minute=7.5, queue_bound=0)
    ledger.set_limits(Limits(owner="anna", weight=9.0))
    ledger.set_limits(limits)
    assert ledger.get_limits("anna") == limits
    assert ledger.get_limits("boris") == Limits(owner="boris")


def refused(ledger: Ledger, owner: str = "anna") -> float:
    with pytest.raises(TooManyRequests) as error:
        ledger.insert(a_generation(owner), cost=20.0)
    return error.value.retry_after


@pytest.mark.parametrize("rate", [20.0, 7.0, 1.0, 0.5])
def test_a_minutes_worth_at_once_then_the_rate(ledger: Ledger, clock: FakeClock, rate: float) -> None:
    ledger.set_limits(Limits(owner="anna", rate_per_minute=rate))
    burst = max(1, int(rate))
    for _ in range(burst):
        ledger.insert(a_generation())
    ledger.insert(a_generation("boris"))

    wait = refused(ledger)

    assert wait == pytest.approx(60.0 / rate, abs=0.01)
    clock.advance(wait - 0.1)
    assert refused(ledger) == pytest.approx(0.1, abs=0.01)
    clock.advance(0.11)
    ledger.insert(a_generation())
    refused(ledger)
    clock.advance(3600)
    for _ in range(burst):
        ledger.insert(a_generation())
    refused(ledger)


def test_a_refused_create_leaves_nothing(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="anna", queue_bound=2))
    for _ in range(2):
        ledger.insert(a_generation())
    assert refused(ledger) == 20.0
    assert len(ledger.list("anna")) == 2
    assert ledger.claim("w", 5.0)
    ledger.insert(a_generation())
    refused(ledger)


def test_the_bounds_hold_when_many_create_at_once(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="anna", rate_per_minute=30, queue_bound=20))
    ledger.set_limits(Limits(owner="boris", rate_per_minute=15))

    def create(number: int) -> str | None:
        try:
            return ledger.insert(a_generation("anna" if number % 2 else "boris")).owner
        except TooManyRequests:
            return None

    with ThreadPoolExecutor(16) as threads:
        made = list(threads.map(create, range(100)))

    assert (made.count("anna"), made.count("boris")) == (20, 15)


def test_a_cap_holds_when_many_claim_in_several_pools_at_once(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="anna", running_cap=2))
    made = {ledger.insert(a_generation(pool=pool)).id for pool in ("one", "two") for _ in range(15)}
    at_once, most, lock, met = 0, 0, Lock(), Event()
    done: list[str] = []

    def work(worker: int) -> None:
        nonlocal at_once, most
        while len(done) < len(made):
            lease = ledger.claim(f"w{worker}", 60.0, ("one", "two")[worker % 2])
            if lease is None:
                time.sleep(0.01)
                continue
            with lock:
                at_once += 1
                most = max(most, at_once)
                if most > 1:
                    met.set()
            met.wait(PATIENCE)  # not one after the other, however slowly the others come
            time.sleep(0.005)
            with lock:
                at_once -= 1
            done.append(ledger.complete(lease, (), an_outcome()).id)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(work, range(6)))

    assert sorted(done) == sorted(made)
    assert most == 2


def test_what_is_made_and_what_waits_is_spent_and_no_more_than_the_limit(
    ledger: Ledger, clock: FakeClock
) -> None:
    ledger.set_limits(Limits(owner="anna", spend_limit=1.0))
    first = ledger.insert(a_generation(created_at=clock.now()), price=CREDITS_PER_DOLLAR // 2)
    ledger.insert(a_generation(created_at=clock.now()), price=CREDITS_PER_DOLLAR // 2)
    with pytest.raises(QuotaReached, match=r"has used \$1 of \$1"):
        ledger.insert(a_generation(created_at=clock.now()), price=1)
    assert ledger.usage("anna").credits == CREDITS_PER_DOLLAR
    ledger.insert(a_generation("boris", created_at=clock.now()), price=10 * CREDITS_PER_DOLLAR)
    ledger.cancel(first.id, "anna")
    ledger.insert(a_generation(created_at=clock.now()), price=CREDITS_PER_DOLLAR // 2)


def test_what_was_spent_stays_spent_when_the_video_goes(ledger: Ledger, clock: FakeClock) -> None:
    ledger.set_limits(Limits(owner="anna", spend_limit=2.0))
    spending, upkeep, dollar = Spending(ledger.database), Upkeep(ledger.database), CREDITS_PER_DOLLAR
    outcome = an_outcome().model_copy(update={"credits": dollar})
    for remove in (lambda id_: ledger.delete(id_, "anna"), lambda _: upkeep.remove_ended(-1.0, 9)):
        made = ledger.insert(a_generation(created_at=clock.now()), price=dollar)
        lease = ledger.claim("w", 60.0)
        assert lease
        ledger.complete(lease, (), outcome)
        remove(made.id)
    assert ledger.list("anna") == []
    assert ledger.usage("anna").credits == spending.total("anna") == 2 * dollar
    window = Window(since=clock.now() - 1.0, until=clock.now() + 1.0)
    assert [(one.requests, one.credits) for one in spending.by_model("anna", window)] == [(2, 2 * dollar)]
    assert spending.total("boris") == 0
    with pytest.raises(QuotaReached, match="has used"):
        ledger.insert(a_generation(created_at=clock.now()), price=1)


def test_many_at_once_do_not_overspend(ledger: Ledger, clock: FakeClock) -> None:
    ledger.set_limits(Limits(owner="anna", spend_limit=3.0))

    def create(_: int) -> bool:
        try:
            ledger.insert(a_generation(created_at=clock.now()), price=CREDITS_PER_DOLLAR)
        except QuotaReached:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(create, range(24))) == 3


def test_the_bytes_of_what_was_made_are_counted_until_it_is_deleted(ledger: Ledger) -> None:
    made = ledger.insert(a_generation())
    lease = ledger.claim("w", 60.0)
    assert lease
    ledger.complete(lease, (an_asset("video", f"{made.id}/1/video.mp4"),), an_outcome())
    assert ledger.usage("anna").bytes == len(b"pixels")
    ledger.delete(made.id, "anna")
    assert ledger.usage("anna").bytes == 0
