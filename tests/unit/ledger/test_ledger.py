"""Several processes on one ledger, and processes that are killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contract.samples import a_generation
from vitascope.domain.generation import (
    TRANSITIONS,
    Failure,
    Generation,
    Lease,
    Outcome,
    Progress,
    State,
)
from vitascope.errors import LeaseLost
from vitascope.ledger import Ledger
from vitascope.testing.clock import FakeClock

JOBS = 500
DRAIN = """
import sys
from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
ledger = Ledger.open(sys.argv[1], SystemClock())
print("ready", flush=True)
sys.stdin.read(1)
while lease := ledger.claim(sys.argv[2], 600.0):
    print(lease.generation.id, flush=True)
"""
INSERT = """
import sys
from contract.samples import a_generation
from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
ledger = Ledger.open(sys.argv[1], SystemClock())
while True:
    print(ledger.insert(a_generation()).id, flush=True)
"""


def child(code: str, *arguments: str) -> subprocess.Popen[str]:
    paths = ":".join(path for path in sys.path if path.endswith("/tests"))
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": paths},
    )


def test_two_processes_claim_every_generation_once(ledger: Ledger, url: str) -> None:
    made = {ledger.insert(a_generation()).id for _ in range(JOBS)}
    workers = [child(DRAIN, url, name) for name in ("w1", "w2")]
    for worker in workers:
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"
    hauls = [worker.communicate("g")[0].split() for worker in start_together(workers)]

    claimed = [one for haul in hauls for one in haul]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert len(claimed) == len(set(claimed))
    assert set(claimed) == made
    assert all(hauls), "one process did all the work: this proves nothing"


def start_together(workers: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("g")
        worker.stdin.flush()
    return workers


def test_kill_9_in_the_middle_of_inserts_loses_no_acknowledged_one(ledger: Ledger, url: str) -> None:
    for acknowledged in (1, 7, 30):
        writer = child(INSERT, url)
        assert writer.stdout
        told = [writer.stdout.readline().strip() for _ in range(acknowledged)]
        writer.send_signal(signal.SIGKILL)
        told += [
            line.strip() for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")
        ]

        assert writer.returncode == -signal.SIGKILL
        assert set(told) == set(ledger.live(told))
        assert all([event.kind for event in ledger.events(one)] == ["queued"] for one in told)
    claimed = ledger.claim("survivor", 5.0)
    assert claimed


Word = Callable[[Ledger, Lease], object]
WORDS: dict[str, Word] = {
    "complete": lambda ledger, lease: ledger.complete(
        lease, (), Outcome(width=2, height=2, fps=24, frames=2, duration=0.1)
    ),
    "fail": lambda ledger, lease: ledger.fail(lease, Failure(name="EngineError", message="no")),
    "cancelled": lambda ledger, lease: ledger.cancelled(lease),
    "hand_back": lambda ledger, lease: ledger.hand_back(lease),
    "died": lambda ledger, lease: ledger.died(lease, 0, 2),
    "beat": lambda ledger, lease: ledger.beat(lease, Progress(), 5.0),
}


class AnyOrder(RuleBasedStateMachine):
    """Whatever workers, owners and time do, in any order, the ledger keeps to the table of transitions.

    The model is small: which lease is the newest of each generation, and what was seen of it last.
    """

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock()
        self.ledger = Ledger.open(self.fresh(), self.clock)
        self.seen: dict[str, Generation] = {}
        self.leases: list[Lease] = []

    fresh: Callable[[], str]

    @rule(priority=st.integers(-2, 2))
    def insert(self, priority: int) -> None:
        new = self.ledger.insert(a_generation(priority=priority))
        self.seen[new.id] = new

    @rule()
    def claim(self) -> None:
        waiting = [one for one in self.seen.values() if one.state is State.QUEUED]
        lease = self.ledger.claim("w", 5.0)
        assert (lease is None) == (not waiting)
        if lease:
            assert lease.generation.priority == max(one.priority for one in waiting)
            self.leases.append(lease)

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), word=st.sampled_from(sorted(WORDS)))
    def speak(self, data: st.DataObject, word: str) -> None:
        lease = data.draw(st.sampled_from(self.leases))
        now = self.seen[lease.generation.id]
        holds = now.state is State.RUNNING and now.attempt == lease.attempt
        if holds:
            WORDS[word](self.ledger, lease)
        else:
            with pytest.raises(LeaseLost):
                WORDS[word](self.ledger, lease)

    @precondition(lambda self: self.seen)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        before = self.seen[data.draw(st.sampled_from(sorted(self.seen)))]
        after = self.ledger.cancel(before.id, "anna")
        expected = {State.QUEUED: State.CANCELLED}.get(before.state, before.state)
        assert after.state is expected
        assert after.cancel_requested == (before.state is State.RUNNING or before.cancel_requested)

    @rule(seconds=st.sampled_from([1.0, 3.0, 6.0]))
    def wait_and_sweep(self, seconds: float) -> None:
        self.clock.advance(seconds)
        for one in self.ledger.sweep_expired():
            assert self.seen[one].state is State.RUNNING

    @invariant()
    def every_change_is_in_the_table(self) -> None:
        found = self.ledger.live(self.seen)
        assert set(found) == set(self.seen)
        for one, after in found.items():
            before = self.seen[one]
            if before.state.final:
                assert after == before
            else:
                self.follows(one, before, after)
        self.seen = found

    def follows(self, one: str, before: Generation, after: Generation) -> None:
        """Every event since is a step of the table, and attempts only grow."""
        assert after.attempt - before.attempt in (0, 1)
        kinds = [event.kind for event in self.ledger.events(one)]
        states = [State(kind) for kind in kinds if kind != "cancel_requested"]
        assert states[0] is State.QUEUED
        assert states[-1] is after.state
        assert all(later in TRANSITIONS[earlier] for earlier, later in pairwise(states))

    def teardown(self) -> None:
        self.ledger.close()


def test_any_order_of_words_keeps_to_the_transitions(tmp_path_factory: pytest.TempPathFactory) -> None:
    class HereAnyOrder(AnyOrder):
        @staticmethod
        def fresh() -> str:
            return f"sqlite:///{tmp_path_factory.mktemp('any')}/ledger.sqlite3"

    run = settings(max_examples=25, stateful_step_count=30, deadline=None, database=None)
    run_state_machine_as_test(HereAnyOrder, settings=run)
