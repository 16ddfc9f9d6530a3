"""The outbox: written with the change, taken by one, settled once, for the endpoints of an owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from contract.samples import a_generation, an_asset, an_outcome
from vitascope.domain.generation import ADOPTED, Failure, Generation, Lease
from vitascope.domain.request import GenerationRequest
from vitascope.domain.webhook import (
    CALLBACK_KIND,
    ENDINGS,
    EVENT_KINDS,
    Busy,
    Delivery,
    MessageState,
    Parcel,
)
from vitascope.errors import InvalidRequest, LeaseLost, NotFound
from vitascope.ledger import Ledger, outbox
from vitascope.ledger.database import Database
from vitascope.ledger.endpoints import MOST
from vitascope.ledger.tables import webhook_secret
from vitascope.ledger.webhooks import WebhookLedger
from vitascope.testing.clock import FakeClock

URL = "https://hooks.example/in"
HOUR = 3600.0


@pytest.fixture
def database(url: str, clock: FakeClock, ledger: Ledger) -> Iterator[Database]:
    made = Database.connect(url, clock)
    yield made
    made.close()


@pytest.fixture
def book(database: Database) -> WebhookLedger:
    return WebhookLedger(database)


def asked(**fields: Any) -> Generation:
    return a_generation(request=GenerationRequest(model="ray-2", prompt="a fox", **fields))


def leased(ledger: Ledger) -> Lease:
    lease = ledger.claim("worker", 60.0)
    assert lease
    return lease


def tried(parcel: Parcel, status: int | None = 204) -> Delivery:
    fault = None if status else "No answer within 15 s."
    return Delivery(message=parcel.message.id, attempt=1, at=1.0, seconds=0.5, status=status, fault=fault)


def kinds(book: WebhookLedger, owner: str = "anna") -> list[str]:
    """What is in the owner's outbox, the first put in first."""
    return [message.kind for message, _ in reversed(book.messages(owner))]


ENDS: dict[str, Callable[[Ledger, Lease], object]] = {
    "completed": lambda ledger, lease: ledger.complete(
        lease, (an_asset("video", "x/1/video.mp4"),), an_outcome({"shots": [1]})
    ),
    "failed": lambda ledger, lease: ledger.fail(lease, Failure(name="EngineError", message="no")),
    "cancelled": lambda ledger, lease: ledger.cancelled(lease),
}


@pytest.mark.parametrize("end", sorted(ENDS))
def test_every_state_is_told_to_who_wants_to_know(ledger: Ledger, book: WebhookLedger, end: str) -> None:
    endpoint, _ = book.create("anna", URL, EVENT_KINDS)
    book.create("anna", URL, ["generation.running"])
    book.create("boris", URL, EVENT_KINDS)
    made = ledger.insert(a_generation())
    ENDS[end](ledger, leased(ledger))

    last = "video.completed" if end == "completed" else "video.failed"
    running = ["generation.running"] * 2
    assert kinds(book) == ["generation.queued", *running, f"generation.{end}", last]
    assert kinds(book, "boris") == []
    final = book.messages("anna", endpoint.id)[0][0]
    told = Generation.model_validate(final.payload["generation"])
    kept = ledger.get(made.id)
    assert told.state == kept.state
    assert told.assets == kept.assets
    assert told.error == kept.error
    assert told.finished_at == kept.finished_at
    assert "shots" not in str(final.payload)


def test_a_cancel_while_it_waits_and_a_lease_that_ran_out_are_told_too(
    ledger: Ledger, book: WebhookLedger, clock: FakeClock
) -> None:
    book.create("anna", URL, ["generation.queued", "generation.cancelled"])
    waiting = ledger.insert(a_generation())
    ledger.cancel(waiting.id, "anna")
    ledger.insert(a_generation())
    leased(ledger)
    clock.advance(61)
    ledger.sweep_expired()
    queued, cancelled = "generation.queued", "generation.cancelled"
    assert kinds(book) == [queued, cancelled, queued, queued]


def test_addresses_that_come_with_a_request(ledger: Ledger, book: WebhookLedger) -> None:
    ledger.insert(asked(callback_url=f"{URL}/callback", webhook=f"{URL}/webhook"))
    ENDS["completed"](ledger, leased(ledger))
    found = {(message.kind, message.url) for message, _ in book.messages("anna")}
    assert found == {(CALLBACK_KIND, f"{URL}/callback"), ("generation.completed", f"{URL}/webhook")}
    assert kinds(book) == [CALLBACK_KIND, CALLBACK_KIND, "generation.completed"]
    assert all(message.endpoint is None for message, _ in book.messages("anna"))


def test_nothing_is_told_of_a_change_that_was_undone(
    ledger: Ledger, book: WebhookLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.create("anna", URL, EVENT_KINDS)
    made = ledger.insert(a_generation())
    lease = leased(ledger)
    before = kinds(book)

    def broken(*_: object, **__: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(outbox, "put", broken)
    with pytest.raises(ZeroDivisionError):
        ENDS["completed"](ledger, lease)
    assert ledger.get(made.id).state == "running"
    assert kinds(book) == before


def test_who_lost_the_lease_tells_nothing(ledger: Ledger, book: WebhookLedger, clock: FakeClock) -> None:
    book.create("anna", URL, ENDINGS)
    ledger.insert(a_generation())
    lost = leased(ledger)
    clock.advance(61)
    ledger.sweep_expired()
    ENDS["completed"](ledger, leased(ledger))
    with pytest.raises(LeaseLost):
        ENDS["failed"](ledger, lost)
    assert kinds(book) == ["generation.completed"]


def test_a_message_is_taken_by_one_and_settled_once(
    ledger: Ledger, book: WebhookLedger, clock: FakeClock
) -> None:
    endpoint, secret = book.create("anna", URL, ["generation.queued"])
    assert not book.is_due()
    ledger.insert(a_generation())
    assert book.is_due()
    (parcel,) = book.take(10, 20.0)
    assert (parcel.message.url, parcel.message.endpoint) == (URL, endpoint.id)
    assert parcel.secrets == (secret,)
    assert not book.is_due()
    assert book.take(10, 20.0) == []

    settled = book.settle(parcel, tried(parcel), 5.0)
    assert settled
    assert (settled.state, settled.tries) == (MessageState.DELIVERED, 1)
    assert book.settle(parcel, tried(parcel), 5.0) is None
    clock.advance(1000)
    assert not book.is_due()
    ((message, tries),) = book.messages("anna", endpoint.id)
    assert message == settled
    assert tries == [tried(parcel)]


def test_one_whose_taker_died_is_taken_again_and_the_dead_may_not_settle(
    ledger: Ledger, book: WebhookLedger, clock: FakeClock
) -> None:
    book.create("anna", URL, ["generation.queued"])
    ledger.insert(a_generation())
    (dead,) = book.take(1, 20.0)
    clock.advance(21)
    (alive,) = book.take(1, 20.0)
    assert alive.message.id == dead.message.id
    assert book.settle(dead, tried(dead, 500), None) is None
    settled = book.settle(alive, tried(alive, 500), 5.0)
    assert settled
    assert (settled.state, settled.tries) == (MessageState.WAITING, 1)
    assert not book.is_due()
    clock.advance(5.1)
    assert [parcel.message.id for parcel in book.take(1, 20.0)] == [dead.message.id]


def test_many_couriers_take_each_message_once(ledger: Ledger, book: WebhookLedger) -> None:
    book.create("anna", URL, ["generation.queued"])
    for _ in range(40):
        ledger.insert(a_generation())

    def courier(_: int) -> list[str]:
        mine = list[str]()
        while parcels := book.take(3, 60.0):
            mine += [parcel.message.id for parcel in parcels]
            for parcel in parcels:
                assert book.settle(parcel, tried(parcel), None)
        return mine

    with ThreadPoolExecutor(4) as threads:
        taken = [id_ for mine in threads.map(courier, range(4)) for id_ in mine]
    assert len(taken) == len(set(taken)) == 40
    assert {message.state for message, _ in book.messages("anna")} == {MessageState.DELIVERED}


def test_busy_addresses_are_passed_by(ledger: Ledger, book: WebhookLedger) -> None:
    endpoint, _ = book.create("anna", URL, ["generation.cancelled"])
    made = ledger.insert(asked(webhook=f"{URL}/webhook"))
    ledger.cancel(made.id, "anna")
    busy = Busy(addresses=[endpoint.id])
    (other,) = book.take(9, 60.0, busy)
    assert other.message.url == f"{URL}/webhook"
    assert not book.is_due(busy)
    assert not book.is_due(Busy(addresses=[endpoint.id, f"{URL}/webhook"]))
    assert book.is_due()


def test_busy_owners_are_passed_by(ledger: Ledger, book: WebhookLedger) -> None:
    for owner in ("anna", "boris"):
        book.create(owner, URL, ["generation.queued"])
        ledger.insert(a_generation(owner))
    busy = Busy(owners=["anna"])
    (other,) = book.take(9, 60.0, busy)
    assert other.message.owner == "boris"
    assert not book.is_due(busy)
    assert book.is_due()


def test_a_disabled_endpoint_is_held_and_gets_everything_when_it_is_enabled(
    ledger: Ledger, book: WebhookLedger
) -> None:
    endpoint, _ = book.create("anna", URL, ["generation.queued"])
    ledger.insert(a_generation())
    book.disable(endpoint.id, "anna", "It answered 410.")
    found = book.get(endpoint.id, "anna")
    assert (found.enabled, found.disabled_reason) == (False, "It answered 410.")
    assert not book.is_due()
    ((held, _),) = book.messages("anna")
    assert held.state is MessageState.HELD
    ledger.insert(a_generation())
    assert len(book.messages("anna")) == 1, "what happens while it is disabled is not told"
    with pytest.raises(InvalidRequest, match="disabled"):
        book.redeliver(held.id, "anna")

    assert book.update(endpoint.id, "anna", {"enabled": True}).disabled_reason is None
    (parcel,) = book.take(9, 60.0)
    assert parcel.message.id == held.id
    assert parcel.message.state is MessageState.WAITING


def test_a_message_sent_again_keeps_its_id_and_has_all_its_tries(
    ledger: Ledger, book: WebhookLedger, clock: FakeClock
) -> None:
    book.create("anna", URL, ["generation.queued"])
    ledger.insert(a_generation())
    (parcel,) = book.take(1, 60.0)
    given_up = book.settle(parcel, tried(parcel, None), None)
    assert given_up
    assert given_up.state is MessageState.GIVEN_UP
    clock.advance(HOUR)
    again = book.redeliver(parcel.message.id, "anna")
    assert (again.id, again.state, again.tries) == (parcel.message.id, MessageState.WAITING, 0)
    (second,) = book.take(1, 60.0)
    assert book.settle(second, tried(second), None)
    ((_, tries),) = book.messages("anna")
    assert [one.status for one in tries] == [None, 204]
    with pytest.raises(NotFound):
        book.redeliver(parcel.message.id, "boris")


def test_a_replaced_secret_signs_for_one_more_day(
    ledger: Ledger, book: WebhookLedger, clock: FakeClock
) -> None:
    endpoint, first = book.create("anna", URL, ["generation.queued"])
    clock.advance(1)
    second = book.rotate("anna", endpoint.id)
    clock.advance(12 * HOUR)
    third = book.rotate("anna", endpoint.id)
    assert len({first.text, second.text, third.text}) == 3

    def signing() -> tuple[object, ...]:
        ledger.insert(a_generation())
        return book.take(1, 60.0)[0].secrets

    assert signing() == (third, second, first)
    clock.advance(12 * HOUR)
    assert signing() == (third, second)
    clock.advance(12 * HOUR)
    assert signing() == (third,)
    assert book.rotate("anna", endpoint.id) != third
    last = book.rotate("anna", endpoint.id, keep_old=False)
    assert signing() == (last,), "one that others know signs no more"


def test_an_owner_has_one_secret_made_when_it_is_first_needed(
    ledger: Ledger, book: WebhookLedger, database: Database
) -> None:
    ledger.insert(asked(webhook=URL))
    ENDS["completed"](ledger, leased(ledger))
    (parcel,) = book.take(1, 60.0)
    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(book.secret, ["anna"] * 12))
    assert found == set(parcel.secrets)
    assert book.secret("boris") not in found
    book.create("anna", URL, ENDINGS)
    assert book.rotate("anna") not in found
    with database.read() as tx:
        assert len(tx.connection.execute(select(webhook_secret)).all()) == 4


def test_another_owners_endpoint_is_as_unknown_as_none(book: WebhookLedger) -> None:
    endpoint, _ = book.create("anna", URL, ENDINGS)
    attempts: list[Callable[[str], object]] = [
        lambda owner: book.get(endpoint.id, owner),
        lambda owner: book.update(endpoint.id, owner, {"name": "mine"}),
        lambda owner: book.update(endpoint.id, owner, {"enabled": False}),
        lambda owner: book.rotate(owner, endpoint.id),
        lambda owner: book.delete(endpoint.id, owner),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt("boris")
    assert book.get(endpoint.id, "anna") == endpoint
    assert [one.id for one in book.list("anna")] == [endpoint.id]
    assert book.list("boris") == []


def test_deleting_an_endpoint_takes_what_it_was_not_told_along(ledger: Ledger, book: WebhookLedger) -> None:
    endpoint, _ = book.create("anna", URL, ["generation.queued"])
    ledger.insert(a_generation())
    (parcel,) = book.take(1, 60.0)
    book.delete(endpoint.id, "anna")
    assert book.settle(parcel, tried(parcel), None) is None
    assert book.messages("anna") == []


def test_a_video_that_was_only_taken_in_is_told_to_nobody(ledger: Ledger, book: WebhookLedger) -> None:
    book.create("anna", URL, ENDINGS)
    ledger.insert(a_generation(engine=ADOPTED, pool=ADOPTED))
    lease = ledger.claim("adoption", 60.0, ADOPTED)
    assert lease
    ledger.complete(lease, (), an_outcome())
    assert book.messages("anna") == []


def test_a_deleted_generation_is_told_of_all_the_same(ledger: Ledger, book: WebhookLedger) -> None:
    book.create("anna", URL, ENDINGS)
    made = ledger.insert(a_generation())
    ENDS["completed"](ledger, leased(ledger))
    ledger.delete(made.id, "anna")
    (parcel,) = book.take(9, 60.0)
    assert parcel.message.generation == made.id


def test_what_ended_is_forgotten_after_thirty_days(
    ledger: Ledger, book: WebhookLedger, clock: FakeClock
) -> None:
    book.create("anna", URL, ["generation.queued"])
    for _ in range(2):
        ledger.insert(a_generation())
    (parcel,) = book.take(1, 60.0)
    book.settle(parcel, tried(parcel), None)
    clock.advance(30 * 24 * HOUR - 1)
    book.forget()
    assert len(book.messages("anna")) == 2
    clock.advance(2)
    book.forget()
    assert [message.state for message, _ in book.messages("anna")] == [MessageState.WAITING]


def test_an_owner_has_so_many_endpoints_and_no_more(book: WebhookLedger) -> None:
    for _ in range(MOST):
        book.create("anna", URL, ENDINGS)
    with pytest.raises(InvalidRequest, match="the most"):
        book.create("anna", URL, ENDINGS)
    book.create("boris", URL, ENDINGS)


def test_secrets_show_in_no_text(book: WebhookLedger) -> None:
    _, secret = book.create("anna", URL, ENDINGS)
    for text in (repr(secret), str(secret), f"{secret}", repr([secret])):
        assert secret.text not in text
        assert repr(secret.value) not in text
