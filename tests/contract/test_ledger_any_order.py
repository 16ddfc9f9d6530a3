"""Whatever clients, workers, operators and time do, in any order, the ledger keeps to its rules.

``pytest tests/contract/test_ledger_any_order.py --hypothesis-profile=nightly`` tries 10,000 orders on each
database, ``--hypothesis-profile=hundreds`` 300, as `make chaos` does, and without a profile each gets few.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contract.samples import a_generation, an_outcome
from vitascope.domain.generation import TRANSITIONS, Failure, Generation, Lease, Progress, State
from vitascope.domain.idempotency import Idempotency
from vitascope.domain.limits import Limits
from vitascope.errors import IdempotencyMismatch, InvalidRequest, LeaseLost
from vitascope.ledger import Ledger
from vitascope.ledger.tables import metadata
from vitascope.testing.clock import FakeClock

SECONDS = 5.0
OWNERS = ("anna", "boris", "clara")
EXAMPLES = {"sqlite": 60, "postgresql": 20}
WORDS: dict[str, Callable[[Ledger, Lease], object]] = {
    "complete": lambda ledger, lease: ledger.complete(lease, (), an_outcome()),
    "fail": lambda ledger, lease: ledger.fail(lease, Failure(name="EngineError", message="no")),
    "cancelled": lambda ledger, lease: ledger.cancelled(lease),
    "hand_back": lambda ledger, lease: ledger.hand_back(lease),
    "died": lambda ledger, lease: ledger.died(lease, 0, 2),
    "beat": lambda ledger, lease: ledger.beat(lease, Progress(), SECONDS),
    "keep_plan": lambda ledger, lease: ledger.keep_plan(lease, {"shots": 1}),
}
some = st.integers(0, 1000)
"""Which one of a list that is as long as it is."""


class AnyOrder(RuleBasedStateMachine):
    """The model: what was seen of each generation last, who works on what, and which caps were set."""

    ledger: Ledger
    clock: FakeClock

    def __init__(self) -> None:
        super().__init__()
        with self.ledger._database.write() as tx:
            for table in reversed(metadata.sorted_tables):
                tx.connection.execute(table.delete())
        self.seen: dict[str, Generation] = {}
        self.working: list[Lease] = []
        self.frozen: list[Lease] = []
        self.caps: dict[str, int | None] = {}
        self.keys: dict[str, tuple[str, str]] = {}
        self.paused = False

    @initialize(cap=st.sampled_from([None, 1, 2]), number=st.integers(0, 4))
    def begin_with_some(self, cap: int | None, number: int) -> None:
        self.limit("anna", cap, 1.0)
        for priority in range(number):
            self.create("anna", priority % 2, 1.0)

    def teardown(self) -> None:
        """What ended was told of once, in an order that the table allows."""
        for one, generation in self.ledger.live(self.seen).items():
            kinds = [event.kind for event in self.ledger.events(one)]
            states = [State(kind) for kind in kinds if kind in set(State)]
            assert states[0] is State.QUEUED
            assert states[-1] is generation.state
            assert all(later in TRANSITIONS[earlier] for earlier, later in pairwise(states))
            assert states.count(State.COMPLETED) <= 1
            assert states.count(State.RUNNING) == generation.attempt

    def one(self, number: int) -> Generation:
        return list(self.seen.values())[number % len(self.seen)]

    def running(self, owner: str) -> int:
        return sum(one.state is State.RUNNING and one.owner == owner for one in self.seen.values())

    def may_start(self) -> list[Generation]:
        if self.paused:
            return []
        return [one for one in self.seen.values() if one.state is State.QUEUED and self.free(one.owner)]

    def free(self, owner: str) -> bool:
        cap = self.caps.get(owner)
        return cap is None or self.running(owner) < cap

    @rule(owner=st.sampled_from(OWNERS), priority=st.integers(-1, 1), cost=st.sampled_from([0.5, 1.0, 30.0]))
    def create(self, owner: str, priority: int, cost: float) -> None:
        new = self.ledger.insert(a_generation(owner, priority=priority), cost=cost)
        self.seen[new.id] = new

    @rule(key=st.sampled_from("xy"), body=st.sampled_from("12"))
    def create_with_a_key(self, key: str, body: str) -> None:
        new = a_generation()
        given = Idempotency(owner="anna", key=key, body_hash=body)
        used = self.keys.setdefault(key, (body, new.id))
        if used[0] != body:
            with pytest.raises(IdempotencyMismatch):
                self.ledger.insert(new, idempotency=given)
            return
        answered = self.ledger.insert(new, idempotency=given)
        assert answered.id == used[1]
        self.seen.setdefault(answered.id, answered)

    @rule()
    def claim(self) -> None:
        ready = self.may_start()
        lease = self.ledger.claim("w", SECONDS)
        assert (lease is None) == (not ready)
        if lease:
            assert lease.generation.id in {one.id for one in ready}
            assert lease.generation.priority == max(one.priority for one in ready)
            self.working.append(lease)

    @precondition(lambda self: self.working)
    @rule(number=some, word=st.sampled_from(sorted(WORDS)))
    def speak(self, number: int, word: str) -> None:
        self.say(self.working[number % len(self.working)], word)

    @precondition(lambda self: self.working)
    @rule(number=some)
    def crash(self, number: int) -> None:
        self.working.pop(number % len(self.working))

    @precondition(lambda self: self.working)
    @rule(number=some)
    def freeze(self, number: int) -> None:
        self.frozen.append(self.working.pop(number % len(self.working)))
        self.expire(SECONDS + 1)

    @precondition(lambda self: self.frozen)
    @rule(number=some, word=st.sampled_from(sorted(WORDS)))
    def thaw(self, number: int, word: str) -> None:
        self.say(self.frozen[number % len(self.frozen)], word)

    def say(self, lease: Lease, word: str) -> None:
        now = self.seen[lease.generation.id]
        if now.state is State.RUNNING and now.attempt == lease.attempt:
            WORDS[word](self.ledger, lease)
            return
        with pytest.raises(LeaseLost):
            WORDS[word](self.ledger, lease)

    @rule(seconds=st.sampled_from([1.0, 3.0, 6.0]))
    def expire(self, seconds: float) -> None:
        self.clock.advance(seconds)
        for one in self.ledger.sweep_expired():
            assert self.seen[one].state is State.RUNNING

    @precondition(lambda self: self.seen)
    @rule(number=some)
    def cancel(self, number: int) -> None:
        before = self.one(number)
        after = self.ledger.cancel(before.id, before.owner)
        assert after.state is {State.QUEUED: State.CANCELLED}.get(before.state, before.state)
        assert after.cancel_requested == (before.state is State.RUNNING or before.cancel_requested)

    @precondition(lambda self: self.seen)
    @rule(number=some)
    def retry(self, number: int) -> None:
        before = self.one(number)
        if before.state in {State.FAILED, State.CANCELLED}:
            after = self.ledger.retry(before.id)
            assert (after.state, after.attempt) == (State.QUEUED, before.attempt)
            self.seen[before.id] = after
            return
        with pytest.raises(InvalidRequest):
            self.ledger.retry(before.id)

    @precondition(lambda self: self.seen)
    @rule(number=some, priority=st.integers(-1, 1))
    def reprioritise(self, number: int, priority: int) -> None:
        before = self.one(number)
        if before.state is State.QUEUED:
            assert self.ledger.reprioritise(before.id, priority).priority == priority

    @rule(
        owner=st.sampled_from(OWNERS), cap=st.sampled_from([None, 1, 2]), weight=st.sampled_from([1.0, 3.0])
    )
    def limit(self, owner: str, cap: int | None, weight: float) -> None:
        self.ledger.set_limits(Limits(owner=owner, running_cap=cap, weight=weight))
        self.caps[owner] = cap

    @rule()
    def pause_or_resume(self) -> None:
        (self.ledger.resume if self.paused else self.ledger.pause)()
        self.paused = not self.paused

    @rule()
    def look_at_the_queue(self) -> None:
        waiting = [entry for entry in self.ledger.queue() if entry.position is not None]
        assert [entry.position for entry in waiting] == list(range(len(waiting)))
        assert len(waiting) == sum(one.state is State.QUEUED for one in self.seen.values())
        if waiting:
            last = waiting[-1]
            assert self.ledger.position(last.generation.id) == last.position

    @invariant()
    def nothing_is_lost_and_what_ended_stays(self) -> None:
        found = self.ledger.live(self.seen)
        assert set(found) == set(self.seen)
        for one, after in found.items():
            before = self.seen[one]
            assert after.attempt - before.attempt in (0, 1)
            assert after == before or not before.state.final
        self.seen = {one: found[one] for one in self.seen}


@pytest.fixture
def examples(url: str) -> int:
    if settings.get_current_profile_name() in {"hundreds", "nightly"} and settings.default:
        return settings.default.max_examples
    return EXAMPLES[url.partition(":")[0]]


@pytest.mark.timeout(0)
def test_any_order_keeps_to_the_rules(ledger: Ledger, clock: FakeClock, examples: int) -> None:
    run = settings(
        max_examples=examples,
        stateful_step_count=20,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    here = type("Here", (AnyOrder,), {"ledger": ledger, "clock": clock})
    run_state_machine_as_test(here, settings=run)
