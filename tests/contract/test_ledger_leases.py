"""Who holds a lease may speak for a generation, and nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract.samples import a_generation, an_asset, an_outcome
from vitascope.domain.generation import PREVIEW, RUSHES, Failure, Generation, Lease, Progress, State
from vitascope.errors import InvalidRequest, LeaseLost, NotFound
from vitascope.ledger import Ledger
from vitascope.testing.clock import FakeClock

SPEAKING: dict[str, Callable[[Ledger, Lease], object]] = {
    "beat": lambda ledger, lease: ledger.beat(lease, Progress(fraction=0.9), 5.0),
    "keep_input": lambda ledger, lease: ledger.keep_input(lease, an_asset("input.frame0", "x/input/frame0")),
    "keep_plan": lambda ledger, lease: ledger.keep_plan(lease, {"shots": 1}),
    "hand_back": lambda ledger, lease: ledger.hand_back(lease),
    "died": lambda ledger, lease: ledger.died(lease, 3, 3),
    "complete": lambda ledger, lease: ledger.complete(lease, (), an_outcome()),
    "fail": lambda ledger, lease: ledger.fail(lease, Failure(name="EngineError", message="no")),
    "cancelled": lambda ledger, lease: ledger.cancelled(lease),
}


def running(ledger: Ledger, worker: str = "w", seconds: float = 5.0) -> Lease:
    ledger.insert(a_generation())
    return claimed(ledger, worker, seconds)


def claimed(ledger: Ledger, worker: str = "w", seconds: float = 5.0) -> Lease:
    lease = ledger.claim(worker, seconds)
    assert lease
    return lease


@pytest.mark.parametrize("word", SPEAKING)
def test_a_frozen_worker_whose_generation_was_given_away_changes_nothing(
    ledger: Ledger, clock: FakeClock, word: str
) -> None:
    frozen = running(ledger, "same name")
    clock.advance(6)
    assert ledger.sweep_expired() == [frozen.generation.id]
    successor = claimed(ledger, "same name")

    with pytest.raises(LeaseLost, match="Attempt 1"):
        SPEAKING[word](ledger, frozen)

    assert ledger.get(frozen.generation.id) == successor.generation


@pytest.mark.parametrize("word", SPEAKING)
def test_nothing_is_said_of_a_generation_that_waits_again_or_has_ended(
    ledger: Ledger, clock: FakeClock, word: str
) -> None:
    waiting = running(ledger)
    clock.advance(6)
    ledger.sweep_expired()
    ended = claimed(ledger)
    ledger.complete(ended, (), an_outcome())
    before = ledger.get(ended.generation.id)

    for lost in (waiting, ended):
        with pytest.raises(LeaseLost):
            SPEAKING[word](ledger, lost)

    assert ledger.get(ended.generation.id) == before


def test_a_beat_renews_and_tells_progress_and_cancel(ledger: Ledger, clock: FakeClock) -> None:
    lease = running(ledger)
    clock.advance(4)
    progress = Progress(fraction=0.25, stage="rendering", step=30, steps=120)

    renewed = ledger.beat(lease, progress, 5.0)
    assert renewed.deadline == clock.now() + 5.0
    assert renewed.generation.progress == progress
    assert not renewed.generation.cancel_requested
    clock.advance(4)
    assert ledger.sweep_expired() == []
    ledger.cancel(lease.generation.id, "anna")
    assert ledger.beat(renewed, progress, 5.0).generation.cancel_requested


def test_a_lease_that_ran_out_and_was_given_to_nobody_may_still_be_used(
    ledger: Ledger, clock: FakeClock
) -> None:
    lease = running(ledger)
    clock.advance(600)
    assert ledger.complete(lease, (), an_outcome()).state is State.COMPLETED


def test_what_was_shown_of_an_attempt_goes_with_it(ledger: Ledger, clock: FakeClock) -> None:
    lease = running(ledger)
    kept = an_asset("input.frame0", "x/input/frame0")
    ledger.keep_input(lease, kept)
    for name in (PREVIEW, RUSHES):
        ledger.keep_input(lease, an_asset(name, f"x/1/{name}"))
    clock.advance(600)
    assert ledger.sweep_expired() == [lease.generation.id]
    assert ledger.get(lease.generation.id).assets == (kept,)


def test_complete_records_everything_at_once(ledger: Ledger, clock: FakeClock) -> None:
    lease = running(ledger)
    kept = an_asset("input.frame0", "x/input/frame0")
    video = an_asset("video", "x/1/video.mp4")
    ledger.keep_input(lease, kept)
    ledger.keep_plan(lease, {"shots": ["wide"]})
    clock.advance(2)

    done = ledger.complete(lease, (video,), an_outcome())

    assert done == ledger.get(lease.generation.id)
    assert (done.state, done.finished_at, done.progress.fraction) == (State.COMPLETED, clock.now(), 1.0)
    assert done.assets == (kept, video)
    assert done.outcome == an_outcome(plan={"shots": ["wide"]})


def test_an_outcomes_own_plan_wins_over_the_early_one(ledger: Ledger) -> None:
    lease = running(ledger)
    ledger.keep_plan(lease, {"early": True})
    assert ledger.complete(lease, (), an_outcome({"late": True})).outcome == an_outcome({"late": True})


def test_a_kept_plan_comes_back_with_the_next_lease(ledger: Ledger) -> None:
    lease = running(ledger)
    assert lease.plan is None
    ledger.keep_plan(lease, {"id": "far-1"})
    ledger.died(lease, 0, 3)
    again = ledger.claim("w2", 5.0)
    assert again is not None
    assert again.plan == {"id": "far-1"}


def test_a_kept_input_survives_to_the_next_attempt_and_is_replaced_by_name(ledger: Ledger) -> None:
    lease = running(ledger)
    ledger.keep_input(lease, an_asset("input.frame0", "x/input/frame0", b"old"))
    ledger.keep_input(lease, an_asset("input.frame1", "x/input/frame1"))
    ledger.keep_input(lease, an_asset("input.frame0", "x/input/frame0", b"new"))
    ledger.hand_back(lease)

    kept = claimed(ledger).generation

    assert [asset.name for asset in kept.assets] == ["input.frame1", "input.frame0"]
    assert kept.asset("input.frame0") == an_asset("input.frame0", "x/input/frame0", b"new")


def test_what_comes_back_takes_its_old_place_in_the_queue(ledger: Ledger, clock: FakeClock) -> None:
    first = running(ledger).generation.id
    second = ledger.insert(a_generation()).id
    clock.advance(6)

    assert ledger.sweep_expired() == [first]
    assert ledger.sweep_expired() == []
    assert ledger.get(first).progress == Progress()
    assert [claimed(ledger).generation.id for _ in range(2)] == [first, second]


@pytest.mark.parametrize("again", ["sweep", "hand_back", "died"])
def test_a_cancelled_generation_does_not_go_back_to_the_queue(
    ledger: Ledger, clock: FakeClock, again: str
) -> None:
    lease = running(ledger)
    ledger.cancel(lease.generation.id, "anna")

    if again == "sweep":
        clock.advance(6)
        assert ledger.sweep_expired() == [lease.generation.id]
    else:
        SPEAKING[again](ledger, lease)

    ended = ledger.get(lease.generation.id)
    assert (ended.state, ended.error and ended.error.name) == (State.CANCELLED, "Cancelled")
    assert ended.finished_at == clock.now()
    assert ledger.claim("w", 5.0) is None


def ending(word: str) -> Callable[[Ledger], Generation]:
    def end(ledger: Ledger) -> Generation:
        lease = running(ledger)
        SPEAKING[word](ledger, lease)
        return ledger.get(lease.generation.id)

    return end


@pytest.mark.parametrize("word", ["complete", "fail", "cancelled"])
def test_cancel_leaves_what_has_ended_as_it_is(ledger: Ledger, word: str) -> None:
    ended = ending(word)(ledger)
    assert ended.state.final
    assert ledger.cancel(ended.id, "anna") == ended
    assert ledger.get(ended.id) == ended


def test_cancel_in_the_queue_ends_at_once_and_may_be_repeated(ledger: Ledger, clock: FakeClock) -> None:
    waiting = ledger.insert(a_generation())

    ended = ledger.cancel(waiting.id, "anna")

    assert (ended.state, ended.finished_at) == (State.CANCELLED, clock.now())
    assert ended.error == Failure(name="Cancelled", message="The owner cancelled this generation.")
    assert ledger.cancel(waiting.id, "anna") == ended
    assert ledger.claim("w", 5.0) is None


def test_cancel_while_running_asks_the_worker_and_may_be_repeated(ledger: Ledger) -> None:
    lease = running(ledger)

    asked = ledger.cancel(lease.generation.id, "anna")

    assert (asked.state, asked.cancel_requested) == (State.RUNNING, True)
    assert ledger.cancel(lease.generation.id, "anna") == asked
    assert ledger.cancelled(lease).state is State.CANCELLED


def test_nobody_cancels_or_deletes_anothers(ledger: Ledger) -> None:
    mine = ledger.insert(a_generation("anna"))
    for word in (ledger.cancel, ledger.delete):
        with pytest.raises(NotFound):
            word(mine.id, "boris")
    assert ledger.get(mine.id) == mine


@pytest.mark.parametrize("word", ["complete", "fail", "cancelled"])
def test_delete_removes_what_has_ended_and_answers_it(ledger: Ledger, word: str) -> None:
    ended = ending(word)(ledger)

    assert ledger.delete(ended.id, "anna") == ended
    with pytest.raises(NotFound):
        ledger.get(ended.id)
    with pytest.raises(NotFound):
        ledger.delete(ended.id, "anna")
    assert ledger.events(ended.id) == []


def test_delete_refuses_what_has_not_ended(ledger: Ledger) -> None:
    lease = running(ledger)
    waiting = ledger.insert(a_generation())
    for one in (lease.generation, waiting):
        with pytest.raises(InvalidRequest, match=one.state.value):
            ledger.delete(one.id, "anna")
        assert ledger.get(one.id) == one


def deaths(ledger: Ledger, poison_after: int, furthest: list[int]) -> list[State]:
    ledger.insert(a_generation())
    return [ledger.died(claimed(ledger), frames, poison_after).state for frames in furthest]


@pytest.mark.parametrize(
    ("furthest", "expected"),
    [
        ([0, 0, 0], "qqf"),
        ([10, 10, 10], "qqf"),
        ([10, 4, 10], "qqf"),
        ([0, 0, 10, 3, 10], "qqqqf"),
        ([1, 2, 3, 4, 5, 6], "qqqqqq"),
    ],
)
def test_three_deaths_in_a_row_without_getting_further_are_poison(
    ledger: Ledger, furthest: list[int], expected: str
) -> None:
    assert [state.value[0] for state in deaths(ledger, 3, furthest)] == list(expected)


def test_poison_says_why(ledger: Ledger) -> None:
    deaths(ledger, 2, [17, 9])
    (failed,) = ledger.list("anna")
    assert failed.error
    assert failed.error.name == "Poisoned"
    assert "2 times in a row" in failed.error.message
    assert "frame 17" in failed.error.message


def test_nothing_is_poison_where_the_rule_is_off(ledger: Ledger) -> None:
    assert set(deaths(ledger, 0, [0] * 10)) == {State.QUEUED}


def test_only_deaths_count_towards_poison(ledger: Ledger, clock: FakeClock) -> None:
    ledger.insert(a_generation())
    for _ in range(5):
        claimed(ledger)
        clock.advance(6)
        ledger.sweep_expired()
        ledger.hand_back(claimed(ledger))

    assert ledger.died(claimed(ledger), 0, 2).state is State.QUEUED
    assert ledger.died(claimed(ledger), 0, 2).state is State.FAILED


def test_a_failure_is_kept(ledger: Ledger, clock: FakeClock) -> None:
    lease = running(ledger)
    failure = Failure(name="KeyframeUnreachable", message="The host does not answer.")

    failed = ledger.fail(lease, failure)

    assert (failed.state, failed.error, failed.finished_at) == (State.FAILED, failure, clock.now())
    assert ledger.get(failed.id) == failed
