"""Looking through what was made, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract.samples import a_generation
from vitascope.domain.generation import Failure, State
from vitascope.domain.request import GenerationKeyframe
from vitascope.errors import NotFound
from vitascope.ledger import Ledger
from vitascope.ledger.database import Database
from vitascope.ledger.shelf import Look, Shelf
from vitascope.testing.clock import FakeClock


@pytest.fixture
def shelf(ledger: Ledger, url: str, clock: FakeClock) -> Iterator[Shelf]:
    database = Database.connect(url, clock)
    yield Shelf(database)
    database.close()


def put(ledger: Ledger, prompt: str, owner: str = "anna", continues: str | None = None) -> str:
    made = a_generation(owner)
    ends = {"frame1": GenerationKeyframe(id=continues)} if continues else {}
    request = made.request.model_copy(update={"prompt": prompt, **ends})
    return ledger.insert(made.model_copy(update={"request": request})).id


def test_words_are_found_as_they_are(ledger: Ledger, shelf: Shelf) -> None:
    texts = ["A Fox", "50 % off", "50 percent off", "under_score", 'a "quote" \\ slash']
    for text in texts:
        put(ledger, text)
    put(ledger, "another fox", "bert")

    def found(text: str) -> list[str]:
        return [one.request.prompt for one in shelf.find("anna", Look(text=text))]

    assert found("fox") == ["A Fox"]
    assert found("50 %") == ["50 % off"]
    assert found("r_s") == ["under_score"]
    assert found('"quote" \\') == ['a "quote" \\ slash']
    assert found("") == texts[::-1]


def test_states_and_pages_narrow_it(ledger: Ledger, shelf: Shelf) -> None:
    ids = [put(ledger, f"number {n}") for n in range(4)]
    ledger.cancel(ids[1], "anna")
    assert [one.id for one in shelf.find("anna", Look(states=(State.CANCELLED,)))] == [ids[1]]
    page = shelf.find("anna", Look(states=(State.QUEUED,), limit=2))
    assert [one.id for one in page] == [ids[3], ids[2]]
    rest = shelf.find("anna", Look(states=(State.QUEUED,), limit=2, after=ids[2]))
    assert [one.id for one in rest] == [ids[0]]
    with pytest.raises(NotFound):
        shelf.find("bert", Look(after=ids[0]))


def test_what_continues_a_clip(ledger: Ledger, shelf: Shelf) -> None:
    source = put(ledger, "source")
    mine = [put(ledger, f"leads into it {n}", continues=source) for n in range(2)]
    put(ledger, "somebody else's", "bert", continues=source)
    assert [one.id for one in shelf.continuations(source, "anna")] == mine
    assert shelf.continuations(mine[0], "anna") == []


def test_failures_and_workers(ledger: Ledger, shelf: Shelf, clock: FakeClock) -> None:
    ids = [put(ledger, f"number {n}") for n in range(3)]
    for id_ in ids[:2]:
        lease = ledger.claim("worker-1", 60.0, "default", id_)
        assert lease is not None
        ledger.fail(lease, Failure(name="EngineError", message=id_))
        clock.advance(1.0)
    assert [one.id for one in shelf.failures(10)] == [ids[1], ids[0]]
    assert [one.id for one in shelf.failures(1)] == [ids[1]]
    ledger.claim("worker-2", 60.0, "default", ids[2])
    assert shelf.workers_of(ids) == {ids[2]: "worker-2"}
