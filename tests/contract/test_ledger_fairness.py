"""Whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import pytest

from contract.samples import a_generation, an_outcome
from vitascope.domain.generation import Generation, Lease
from vitascope.domain.limits import Limits
from vitascope.errors import InvalidRequest
from vitascope.ledger import Ledger
from vitascope.testing.clock import FakeClock


def put(ledger: Ledger, owners: Iterable[str], **fields: Any) -> list[Generation]:
    return [ledger.insert(a_generation(owner, **fields)) for owner in owners]


def leases(ledger: Ledger, number: int = 1000, pool: str = "default") -> Iterator[Lease]:
    for _ in range(number):
        lease = ledger.claim("w", 60.0, pool)
        if lease is None:
            return
        yield lease


def served(ledger: Ledger, number: int = 1000, pool: str = "default") -> str:
    return "".join(lease.generation.owner for lease in leases(ledger, number, pool))


def test_owners_take_turns_however_much_each_of_them_queues(ledger: Ledger) -> None:
    put(ledger, "AAAAAABBCC")
    assert served(ledger) == "ABCABCAAAA"


def test_who_comes_later_is_served_in_proportion_from_the_first_job(ledger: Ledger) -> None:
    """A queues 60, some run, then B 10 and C (weight 2) 10."""
    ledger.set_limits(Limits(owner="C", weight=2.0))
    put(ledger, "A" * 60)
    assert served(ledger, 5) == "AAAAA"
    put(ledger, chain("B" * 10, "C" * 10))

    order = served(ledger)

    for end in range(4, 21, 4):
        a, b, c = (order[:end].count(owner) for owner in "ABC")
        assert abs(b - end / 4) <= 1, order
        assert abs(c - end / 2) <= 1, order
        assert abs(a - end / 4) <= 1, order
    assert order.rindex("C") < 22
    assert order[-40:] == "A" * 40


def test_cost_counts_not_number(ledger: Ledger) -> None:
    for _ in range(4):
        ledger.insert(a_generation("A"), cost=30.0)
    for _ in range(12):
        ledger.insert(a_generation("B"), cost=10.0)
    order = served(ledger)
    assert [order[:end].count("B") for end in (4, 8, 12, 16)] == [3, 6, 9, 12]


@pytest.mark.parametrize("cost", [0.0, -1.0, float("inf"), float("nan")])
def test_a_cost_that_is_none_is_refused(ledger: Ledger, cost: float) -> None:
    with pytest.raises(InvalidRequest, match="cost"):
        ledger.insert(a_generation(), cost=cost)


def test_nobody_saves_turns_up_while_away(ledger: Ledger) -> None:
    put(ledger, "A" * 30)
    assert served(ledger) == "A" * 30
    put(ledger, chain("A" * 4, "B" * 4))
    assert served(ledger) == "BABABABA"


def test_who_was_served_alone_owes_nothing_later(ledger: Ledger) -> None:
    put(ledger, "B")
    served(ledger)
    put(ledger, "A" * 20)
    served(ledger)
    put(ledger, chain("A" * 3, "B" * 3))
    assert served(ledger).count("A", 0, 4) == 2


def test_what_comes_back_does_not_turn_the_clock_back(ledger: Ledger, clock: FakeClock) -> None:
    put(ledger, "A" * 50)
    first = next(leases(ledger, 1))
    assert served(ledger, 40) == "A" * 40
    put(ledger, "B" * 10)
    ledger.hand_back(first)

    put(ledger, "C" * 10)  # must not begin where the old one stands

    order = served(ledger)
    assert order[0] == "A"
    assert order[1:13].count("B") == order[1:13].count("C") == 4


def test_pools_and_priorities_are_lanes_of_their_own(ledger: Ledger) -> None:
    put(ledger, "A" * 20, pool="gpu")
    put(ledger, "A" * 5, priority=9)
    put(ledger, "ABAB")
    assert served(ledger, 5) == "AAAAA"
    assert served(ledger) == "ABAB"
    assert served(ledger, pool="gpu") == "A" * 20


def test_a_cancel_gives_the_turn_back_and_lets_later_ones_move_up(ledger: Ledger) -> None:
    mine = put(ledger, "A" * 10)
    put(ledger, "B" * 10)
    for one in mine[:8]:
        ledger.cancel(one.id, "A")
    put(ledger, "A" * 2)
    assert served(ledger, 8) == "ABABBABA"  # of two whose turns begin together the older one is first


def test_a_cancelled_running_one_was_served_and_is_paid(ledger: Ledger) -> None:
    put(ledger, "AA")
    put(ledger, "BB")
    lease = next(leases(ledger, 1))
    ledger.cancel(lease.generation.id, "A")
    ledger.cancelled(lease)
    assert served(ledger) == "BAB"


def test_each_cap_is_kept_and_others_go_on(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="A", running_cap=2))
    put(ledger, chain("A" * 6, "B" * 3))

    running = list(leases(ledger))

    assert sorted(lease.generation.owner for lease in running) == list("AABBB")
    ours = [lease for lease in running if lease.generation.owner == "A"]
    ledger.complete(ours[0], (), an_outcome())
    assert served(ledger) == "A"
    ledger.cancel(ours[1].generation.id, "A")
    assert served(ledger) == ""
    ledger.cancelled(ours[1])
    assert served(ledger) == "A"


def test_a_cap_holds_over_all_pools(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="A", running_cap=2))
    put(ledger, "AAA", pool="one")
    put(ledger, "AAA", pool="two")
    first, second = next(leases(ledger, 1, "one")), next(leases(ledger, 1, "two"))
    assert served(ledger, pool="one") == served(ledger, pool="two") == ""
    ledger.complete(first, (), an_outcome())
    assert served(ledger, pool="two") == "A"
    ledger.complete(second, (), an_outcome())
    assert served(ledger, pool="one") == "A"


def test_a_cap_lets_the_highest_priority_start_first(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="A", running_cap=1))
    low, high, higher = (put(ledger, "A", priority=priority)[0] for priority in (0, 5, 9))
    order: list[str] = []
    for lease in leases(ledger):
        order.append(lease.generation.id)
        ledger.complete(lease, (), an_outcome())
    assert order == [higher.id, high.id, low.id]


def test_what_a_cap_held_back_takes_its_turn_when_it_may(ledger: Ledger) -> None:
    """An owner at its cap neither loses its share nor collects turns."""
    ledger.set_limits(Limits(owner="A", running_cap=1))
    put(ledger, chain("A" * 20, "B" * 20))
    order = ""
    for lease in leases(ledger, 24):
        order += lease.generation.owner
        ledger.complete(lease, (), an_outcome())
    assert abs(order.count("A") - order.count("B")) <= 2, order


def test_a_lease_that_runs_out_counts_no_more_towards_the_cap(ledger: Ledger, clock: FakeClock) -> None:
    ledger.set_limits(Limits(owner="A", running_cap=1))
    first, _ = put(ledger, "AA")
    lost = ledger.claim("w", 5.0)
    assert lost
    clock.advance(6)
    ledger.sweep_expired()
    again = ledger.claim("w", 5.0)
    assert again
    assert again.generation.id == first.id
    assert ledger.claim("w", 5.0) is None


def test_caps_may_be_set_lowered_and_lifted_while_others_wait(ledger: Ledger) -> None:
    put(ledger, "A" * 8)
    ledger.set_limits(Limits(owner="A", running_cap=3))
    running = list(leases(ledger))
    assert len(running) == 3
    ledger.set_limits(Limits(owner="A", running_cap=1))
    ledger.complete(running[0], (), an_outcome())
    ledger.complete(running[1], (), an_outcome())
    assert served(ledger) == ""
    ledger.set_limits(Limits(owner="A"))
    assert served(ledger) == "A" * 5


def test_a_waiting_one_behind_a_cap_may_be_cancelled(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="A", running_cap=1))
    made = put(ledger, "AAA")
    ledger.cancel(made[0].id, "A")
    ledger.cancel(made[2].id, "A")
    (lease,) = leases(ledger)
    assert lease.generation.id == made[1].id


def test_only_takes_the_one_it_names_past_a_cap(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="A", running_cap=1))
    _, named = put(ledger, "AA")
    assert served(ledger) == "A"
    lease = ledger.claim("w", 5.0, only=named.id)
    assert lease
    assert lease.generation.id == named.id


def test_position_follows_the_turns(ledger: Ledger) -> None:
    ledger.set_limits(Limits(owner="C", running_cap=1))
    made = put(ledger, "AAABCC")
    places = {one.id: ledger.position(one.id) for one in made}
    order = [one.generation.id for one in ledger.queue()]
    assert order == sorted(places, key=lambda one: places[one])
    assert sorted(places.values()) == [0, 1, 2, 3, 4, 5]
    assert [lease.generation.id for lease in leases(ledger)] == order[:5]
