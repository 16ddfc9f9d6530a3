"""What an operator sees and does."""

from __future__ import annotations

import pytest

from contract.samples import CREATED_AT, a_generation, an_asset, an_outcome
from vitascope.domain.generation import Failure, Progress, State
from vitascope.domain.limits import Limits
from vitascope.errors import InvalidRequest, LeaseLost, NotFound
from vitascope.ledger import Ledger
from vitascope.testing.clock import FakeClock


def test_a_paused_pool_starts_nothing_until_it_is_resumed(ledger: Ledger) -> None:
    ledger.insert(a_generation())
    running = ledger.claim("w", 5.0)
    assert running
    waiting = ledger.insert(a_generation())
    other = ledger.insert(a_generation(pool="gpu"))

    ledger.pause()
    ledger.pause()

    assert ledger.paused()
    assert ledger.claim("w", 5.0) is None
    ledger.complete(running, (), an_outcome())
    ledger.insert(a_generation())
    elsewhere = ledger.claim("w", 5.0, "gpu")
    assert elsewhere
    assert elsewhere.generation.id == other.id
    ledger.resume()
    assert not ledger.paused()
    lease = ledger.claim("w", 5.0)
    assert lease
    assert lease.generation.id == waiting.id


def test_only_takes_the_one_it_names_out_of_a_paused_pool(ledger: Ledger) -> None:
    named = ledger.insert(a_generation())
    ledger.pause()
    assert ledger.claim("w", 5.0, only=named.id)


@pytest.mark.parametrize("ended", ["failed", "cancelled", "cancelled while queued"])
def test_retry_queues_what_failed_or_was_cancelled_under_its_id(
    ledger: Ledger, clock: FakeClock, ended: str
) -> None:
    made = ledger.insert(a_generation())
    lease = None if ended == "cancelled while queued" else ledger.claim("w", 5.0)
    if lease:
        ledger.keep_input(lease, an_asset("input.frame0", "x/input/frame0"))
        ledger.beat(lease, Progress(fraction=0.5, stage="render"), 5.0)
    ledger.cancel(made.id, "anna")
    if lease and ended == "failed":
        ledger.fail(lease, Failure(name="EngineError", message="no"))
    elif lease:
        ledger.cancelled(lease)
    clock.advance(5)

    again = ledger.retry(made.id, "anna")

    assert again == ledger.get(made.id)
    assert (again.state, again.error, again.finished_at) == (State.QUEUED, None, None)
    assert (again.cancel_requested, again.progress) == (False, Progress())
    assert len(again.assets) == (0 if lease is None else 1)
    told = ledger.events(made.id)[-1]
    assert (told.kind, told.data["reason"]) == ("queued", "retried")
    following = ledger.claim("w", 5.0)
    assert following
    assert following.attempt == (1 if lease is None else 2)
    if lease:
        with pytest.raises(LeaseLost):
            ledger.complete(lease, (), an_outcome())
    assert ledger.complete(following, (), an_outcome()).state is State.COMPLETED


def test_retry_begins_a_new_count_of_deaths(ledger: Ledger) -> None:
    made = ledger.insert(a_generation())
    states: list[State] = []
    for furthest in (5, 5, 0, 0):
        if states and states[-1] is State.FAILED:
            ledger.retry(made.id)
        lease = ledger.claim("w", 5.0)
        assert lease
        states.append(ledger.died(lease, furthest, 2).state)
    assert states == [State.QUEUED, State.FAILED, State.QUEUED, State.FAILED]


def test_only_what_failed_or_was_cancelled_is_tried_again(ledger: Ledger) -> None:
    done, running, waiting = (ledger.insert(a_generation()) for _ in range(3))
    lease = ledger.claim("w", 5.0)
    assert lease
    ledger.complete(lease, (), an_outcome())
    ledger.claim("w", 5.0)
    for one, state in ((done, "completed"), (running, "running"), (waiting, "queued")):
        before = ledger.get(one.id)
        with pytest.raises(InvalidRequest, match=state):
            ledger.retry(one.id)
        assert ledger.get(one.id) == before
    with pytest.raises(NotFound):
        ledger.retry(done.id, "boris")


def test_another_priority_moves_what_waits_and_nothing_else(ledger: Ledger) -> None:
    first, second, third = (ledger.insert(a_generation()) for _ in range(3))

    assert ledger.reprioritise(third.id, 5).priority == 5

    assert [ledger.position(one.id) for one in (first, second, third)] == [1, 2, 0]
    assert ledger.events(third.id)[-1].data == {"attempt": 0, "from": 0, "to": 5}
    lease = ledger.claim("w", 5.0)
    assert lease
    assert lease.generation.id == third.id
    with pytest.raises(InvalidRequest, match="running"):
        ledger.reprioritise(third.id, 1)
    with pytest.raises(NotFound):
        ledger.reprioritise(first.id, 1, "boris")
    assert ledger.reprioritise(first.id, 0) == ledger.get(first.id)


def test_another_priority_gives_the_old_turn_back(ledger: Ledger) -> None:
    mine = [ledger.insert(a_generation("A")) for _ in range(5)]
    for _ in range(4):
        ledger.insert(a_generation("B"))
    for one in mine[:3]:
        ledger.reprioritise(one.id, -1)
    order = [lease.generation.owner for _ in range(6) if (lease := ledger.claim("w", 5.0))]
    assert order == list("ABABBB")


def test_the_queue_shows_what_runs_and_what_waits_with_estimates(ledger: Ledger, clock: FakeClock) -> None:
    for cost in (10.0, 20.0, 30.0, 40.0):
        ledger.insert(a_generation(), cost=cost)
    ledger.insert(a_generation(pool="gpu"))
    ledger.here("box", "default", 2, 60.0)
    for _ in range(2):
        lease = ledger.claim("w", 60.0)
        assert lease
        ledger.beat(lease, Progress(fraction=0.5), 60.0)

    shown = ledger.queue()

    assert [entry.position for entry in shown] == [None, None, 0, 1]
    assert [entry.cost for entry in shown] == [10.0, 20.0, 30.0, 40.0]
    assert [entry.starts_in for entry in shown] == [0.0, 0.0, 5.0, 10.0]
    assert [entry.generation.state.value for entry in shown] == ["running"] * 2 + ["queued"] * 2
    assert len(ledger.queue(limit=1)) == 2
    ledger.pause()
    assert [entry.starts_in for entry in ledger.queue()] == [0.0, 0.0, None, None]
    ledger.resume()
    clock.advance(61)
    assert [entry.starts_in for entry in ledger.queue()] == [0.0, 0.0, None, None]


def test_the_signal_counts_one_pool(ledger: Ledger, clock: FakeClock) -> None:
    idle = ledger.signal()
    assert (idle.queued, idle.queued_seconds, idle.oldest_seconds, idle.slots) == (0, 0.0, 0.0, 0)
    for cost in (10.0, 20.0, 30.0):
        ledger.insert(a_generation(), cost=cost)
    ledger.insert(a_generation(pool="gpu"), cost=100.0)
    ledger.here("one", "default", 2, 30.0)
    ledger.here("two", "default", 1, 90.0)
    ledger.here("two", "gpu", 4, 90.0)
    ledger.claim("one", 60.0)

    found = ledger.signal()

    assert (found.queued, found.running, found.queued_seconds) == (2, 1, 50.0)
    assert found.oldest_seconds == pytest.approx(clock.now() - CREATED_AT)
    assert (found.workers, found.slots, found.paused) == (2, 3, False)
    assert ledger.pools() == ["default", "gpu"]


def test_what_a_cap_holds_back_asks_for_no_more_slots(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="anna", running_cap=1))
    for _ in range(3):
        ledger.insert(a_generation("anna"), cost=10.0)
    ledger.insert(a_generation("boris"), cost=7.0)
    before = ledger.signal()
    ledger.claim("one", 60.0)
    after = ledger.signal()
    assert (before.queued, before.held, before.queued_seconds) == (4, 2, 17.0)
    assert (after.queued, after.held, after.queued_seconds) == (3, 2, 7.0)


def test_workers_are_there_while_they_say_so(ledger: Ledger, clock: FakeClock) -> None:
    ledger.here("one", "default", 2, 30.0)
    ledger.here("two", "gpu", 1, 90.0)
    assert [(one.worker, one.pool, one.slots) for one in ledger.workers()] == [
        ("one", "default", 2),
        ("two", "gpu", 1),
    ]
    clock.advance(20)
    ledger.here("one", "default", 3, 30.0)
    assert [(one.slots, one.until) for one in ledger.workers("default")] == [(3, clock.now() + 30.0)]
    clock.advance(31)
    assert [one.worker for one in ledger.workers()] == ["two"]
    ledger.sweep_expired()
    ledger.gone("two")
    ledger.gone("two")
    assert ledger.workers() == []


def test_what_a_cap_holds_back_is_moved_and_tried_again_behind_it(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="anna", running_cap=1))
    first, second, third = (ledger.insert(a_generation()) for _ in range(3))
    ledger.reprioritise(third.id, 9)
    lease = ledger.claim("w", 5.0)
    assert lease
    assert lease.generation.id == third.id
    ledger.fail(lease, Failure(name="EngineError", message="no"))
    ledger.retry(third.id)
    order: list[str] = []
    while lease := ledger.claim("w", 5.0):
        order.append(lease.generation.id)
        ledger.complete(lease, (), an_outcome())
    assert order == [third.id, first.id, second.id]


def test_under_a_cap_with_room_a_retry_and_a_move_may_start_at_once(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="anna", running_cap=2))
    tried, moved = ledger.insert(a_generation()), ledger.insert(a_generation())
    ledger.cancel(tried.id, "anna")
    ledger.retry(tried.id)
    ledger.reprioritise(moved.id, -3)
    claimed = [lease.generation.id for _ in range(2) if (lease := ledger.claim("w", 5.0))]
    assert claimed == [tried.id, moved.id]
