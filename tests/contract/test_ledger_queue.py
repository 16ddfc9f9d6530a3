"""What goes in comes out once, in order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from contract.samples import a_generation, an_asset, an_outcome
from vitascope.domain.generation import Progress, State
from vitascope.domain.request import ImageKeyframe
from vitascope.errors import InvalidRequest, NotFound
from vitascope.ledger import Ledger
from vitascope.testing.clock import FakeClock


def test_an_inserted_generation_is_read_back_as_it_was(ledger: Ledger) -> None:
    asset = an_asset("input.frame0", "x/input/frame0")
    new = a_generation(prompt='Ω "quoted" \n🎬', assets=(asset,), priority=3, pool="gpu")
    request = new.request.model_copy(
        update={"frame0": ImageKeyframe(url="asset:x/input/frame0"), "size": (640, 360)}
    )
    new = new.model_copy(update={"request": request})

    assert ledger.insert(new) == new
    assert ledger.get(new.id) == new
    assert ledger.get(new.id, "anna") == new


def test_insert_begins_a_new_life_whatever_it_is_given(ledger: Ledger) -> None:
    used = a_generation(
        state=State.RUNNING, attempt=4, cancel_requested=True, progress=Progress(fraction=0.5)
    )

    stored = ledger.insert(used)

    assert (stored.state, stored.attempt, stored.cancel_requested) == (State.QUEUED, 0, False)
    assert stored.progress == Progress()


def test_an_id_is_used_once(ledger: Ledger) -> None:
    first = ledger.insert(a_generation(prompt="first"))

    with pytest.raises(InvalidRequest, match=first.id):
        ledger.insert(a_generation(id=first.id, prompt="second"))

    assert ledger.get(first.id).request.prompt == "first"
    assert [event.kind for event in ledger.events(first.id)] == ["queued"]


def test_another_owners_id_looks_exactly_like_an_unknown_one(ledger: Ledger) -> None:
    known, unknown = ledger.insert(a_generation("anna")), a_generation()

    with pytest.raises(NotFound) as others:
        ledger.get(known.id, "boris")
    with pytest.raises(NotFound) as nobodys:
        ledger.get(unknown.id, "boris")

    assert others.value.message.replace(known.id, "") == nobodys.value.message.replace(unknown.id, "")


def test_list_is_newest_first_in_pages_and_of_one_owner(ledger: Ledger) -> None:
    mine = [ledger.insert(a_generation("anna")).id for _ in range(5)]
    ledger.insert(a_generation("boris"))

    assert [one.id for one in ledger.list("anna")] == mine[::-1]
    assert [one.id for one in ledger.list("anna", limit=2, offset=1)] == [mine[3], mine[2]]
    assert ledger.list("nobody") == []


def test_claims_go_by_priority_then_by_order_of_creation(ledger: Ledger) -> None:
    made = [ledger.insert(a_generation(priority=priority)).id for priority in (0, 5, 0, 5)]

    claimed = [lease.generation.id for _ in made if (lease := ledger.claim("w", 5.0))]

    assert claimed == [made[1], made[3], made[0], made[2]]
    assert ledger.claim("w", 5.0) is None


def test_a_claim_leases_and_counts_and_remembers_the_first_start(ledger: Ledger, clock: FakeClock) -> None:
    ledger.insert(a_generation())
    first = ledger.claim("w1", 5.0)
    assert first
    assert (first.owner, first.attempt, first.deadline) == ("w1", 1, clock.now() + 5.0)
    assert first.generation.state is State.RUNNING
    assert first.generation.started_at == clock.now()
    began = clock.now()

    ledger.hand_back(first)
    clock.advance(60)
    second = ledger.claim("w2", 5.0)

    assert second
    assert (second.attempt, second.generation.attempt, second.generation.started_at) == (2, 2, began)


def test_pools_do_not_mix_and_only_means_only(ledger: Ledger) -> None:
    gpu = ledger.insert(a_generation(pool="gpu"))
    first, second = ledger.insert(a_generation()), ledger.insert(a_generation())

    assert ledger.claim("w", 5.0, only=gpu.id) is None
    chosen = ledger.claim("w", 5.0, only=second.id)
    assert chosen
    assert chosen.generation.id == second.id
    assert ledger.claim("w", 5.0, only=second.id) is None
    following = ledger.claim("w", 5.0)
    assert following
    assert following.generation.id == first.id
    assert ledger.claim("w", 5.0) is None
    other = ledger.claim("w", 5.0, pool="gpu")
    assert other
    assert other.generation.id == gpu.id


def test_position_counts_what_will_be_claimed_before(ledger: Ledger) -> None:
    low, high, lower = (ledger.insert(a_generation(priority=priority)).id for priority in (0, 9, 0))
    ledger.insert(a_generation(pool="gpu", priority=99))

    assert [ledger.position(one) for one in (low, high, lower)] == [1, 0, 2]
    ledger.claim("w", 5.0)
    assert [ledger.position(one) for one in (low, high, lower)] == [0, 0, 1]
    with pytest.raises(NotFound):
        ledger.position(a_generation().id)


def test_one_walk_along_the_queue_tells_what_counting_tells(ledger: Ledger) -> None:
    made = [ledger.insert(a_generation(priority=n % 3), cost=1.0 + n).id for n in range(9)]
    other = ledger.insert(a_generation(pool="gpu"))
    for slots in (0, 2, 20):
        if slots:
            ledger.here("w", "default", slots, 60.0)
        counted = {one: ledger.standing(one) for one in made}
        assert ledger.standings(made[0], 100) == {one: at for one, at in counted.items() if at is not None}
        ledger.claim("w", 60.0)
    ledger.pause()
    assert all(one.starts_in is None for one in ledger.standings(made[0], 100).values())
    assert sorted(one.position for one in ledger.standings(made[0], 4).values()) == [0, 1, 2, 3]
    assert [*ledger.standings(other.id, 100)] == [other.id]
    with pytest.raises(NotFound):
        ledger.standings(a_generation().id, 1)


def test_counts_name_every_state(ledger: Ledger) -> None:
    assert ledger.counts() == dict.fromkeys(State, 0)
    for _ in range(3):
        ledger.insert(a_generation())
    lease = ledger.claim("w", 5.0)
    assert lease
    ledger.complete(lease, (), an_outcome())
    ledger.claim("w", 5.0)

    assert ledger.counts() == dict.fromkeys(State, 0) | {
        State.QUEUED: 1,
        State.RUNNING: 1,
        State.COMPLETED: 1,
    }


def test_live_finds_those_that_exist_among_many(ledger: Ledger) -> None:
    here = [ledger.insert(a_generation()) for _ in range(3)]
    gone = [a_generation().id for _ in range(1200)]

    assert ledger.live([*gone, *(one.id for one in here)]) == {one.id: one for one in here}


def test_threads_never_claim_the_same_generation(ledger: Ledger) -> None:
    made = {ledger.insert(a_generation()).id for _ in range(60)}

    def drain(worker: str) -> list[str]:
        claimed: list[str] = []
        while lease := ledger.claim(worker, 60.0):
            claimed.append(lease.generation.id)
        return claimed

    with ThreadPoolExecutor(8) as threads:
        hauls = list(threads.map(drain, [f"w{number}" for number in range(8)]))

    claimed = [one for haul in hauls for one in haul]
    assert len(claimed) == len(set(claimed))
    assert set(claimed) == made


def test_every_change_leaves_an_event_in_order(ledger: Ledger, clock: FakeClock) -> None:
    new = ledger.insert(a_generation(), {"callback": {"url": "https://example.com"}})
    lease = ledger.claim("w", 5.0)
    assert lease
    clock.advance(1)
    ledger.cancel(new.id, "anna")
    ledger.cancel(new.id, "anna")
    ledger.beat(lease, Progress(fraction=0.5, stage="rendering"), 5.0)
    ledger.cancelled(lease)

    account = ledger.events(new.id)
    kinds = [event.kind for event in account]
    assert kinds == ["queued", "callback", "running", "cancel_requested", "cancelled"]
    assert [event.sequence for event in account] == [1, 2, 3, 4, 5]
    assert account[1].data == {"url": "https://example.com"}
    assert account[4].at - account[2].at == pytest.approx(1.0, abs=0.5)
    assert ledger.events(new.id, after=3) == account[3:]


def test_check_passes_on_a_ledger_that_works(ledger: Ledger) -> None:
    ledger.check()
    assert ledger.counts()[State.QUEUED] == 0
