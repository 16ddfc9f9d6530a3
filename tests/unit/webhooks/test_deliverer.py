"""Tries of messages: what is sent, and what each answer leads to."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from standardwebhooks.webhooks import Webhook

from support.receiver import Heard
from unit.webhooks.conftest import Post
from vitascope.domain.webhook import ENDINGS, EVENT_KINDS, MessageState, SigningSecret
from vitascope.webhooks.schedule import HOUR, JITTER, PAUSES


def signed_by(secret: SigningSecret, heard: Heard) -> bool:
    """Whether the signature is the secret's, whatever the time."""
    moment = datetime.fromtimestamp(int(heard.headers["webhook-timestamp"]), UTC)
    signature = Webhook(secret.value).sign(heard.id, moment, heard.body.decode())
    return signature in heard.headers["webhook-signature"].split()


def test_a_receiver_that_is_down_for_hours_gets_everything_in_the_end(post: Post) -> None:
    _, secret = post.book.create("anna", post.receiver.url, ENDINGS)
    made = {post.complete().id for _ in range(5)}
    post.receiver.status = 503
    down = 20 * HOUR
    began = post.clock.now()
    while any(message.state is MessageState.WAITING for message, _ in post.book.messages("anna")):
        if post.clock.now() - began > down:
            post.receiver.status = 200
        post.deliver_due()
        post.skip()
    tries: dict[str, list[Heard]] = {}
    for heard in post.receiver.heard:
        assert signed_by(secret, heard)
        tries.setdefault(heard.id, []).append(heard)
    assert len(tries) == 5
    assert {one.body for same in tries.values() for one in same} == {same[0].body for same in tries.values()}
    assert {len(same) for same in tries.values()} == {8}
    told = {message.generation for message, _ in post.book.messages("anna")}
    assert told == made
    assert {message.state for message, _ in post.book.messages("anna")} == {MessageState.DELIVERED}
    stamps = [int(heard.headers["webhook-timestamp"]) for heard in next(iter(tries.values()))]
    pauses = [after - before for before, after in pairwise(stamps)]
    assert pauses == pytest.approx(PAUSES[:7], rel=JITTER, abs=2)


def test_ten_tries_and_no_more(post: Post) -> None:
    post.book.create("anna", post.receiver.url, ENDINGS)
    post.complete()
    post.receiver.status = 500
    began = post.clock.now()
    while post.clock.now() < began + 200 * HOUR:
        post.deliver_due()
        post.skip()
    ((message, tries),) = post.book.messages("anna")
    assert message.state is MessageState.GIVEN_UP
    assert [one.attempt for one in tries] == list(range(1, 11))
    assert {one.status for one in tries} == {500}
    assert 70 * HOUR < tries[-1].at - tries[0].at < 81 * HOUR


def test_gone_disables_the_endpoint_and_holds_the_rest(post: Post) -> None:
    endpoint, _ = post.book.create("anna", post.receiver.url, ENDINGS)
    post.receiver.status = 410
    post.complete()
    post.complete()
    (first,) = post.book.take(1, 60.0)
    _, pause = post.deliverer.attempt(first)
    assert pause is None
    found = post.book.get(endpoint.id, "anna")
    assert not found.enabled
    assert found.disabled_reason == f"It answered 410 to {first.message.id}."
    assert post.deliver_due() == 0
    states = [message.state for message, _ in post.book.messages("anna")]
    assert states == [MessageState.HELD, MessageState.GIVEN_UP]
    post.complete()
    assert len(post.book.messages("anna")) == 2

    post.receiver.status = 200
    post.book.update(endpoint.id, "anna", {"enabled": True})
    assert post.deliver_due() == 1
    post.book.redeliver(first.message.id, "anna")
    assert post.deliver_due() == 1
    assert {message.state for message, _ in post.book.messages("anna")} == {MessageState.DELIVERED}
    assert post.receiver.heard[-1].id == first.message.id


def test_gone_ends_a_message_to_an_address_that_came_with_a_request(post: Post) -> None:
    post.receiver.status = 410
    post.complete(webhook=post.receiver.url)
    assert post.deliver_due() == 1
    ((message, _),) = post.book.messages("anna")
    assert message.state is MessageState.GIVEN_UP


def test_a_webhook_of_a_request_is_signed_with_the_owners_secret(post: Post) -> None:
    post.complete(webhook=f"{post.receiver.url}/own")
    post.deliver_due()
    (heard,) = post.receiver.heard
    assert heard.path == "/own"
    assert signed_by(post.book.secret("anna"), heard)
    assert not signed_by(post.book.secret("boris"), heard)


def test_a_callback_is_not_signed(post: Post) -> None:
    made = post.complete(callback_url=f"{post.receiver.url}/cb")
    post.deliver_due()
    assert [heard.body for heard in post.receiver.heard] == [made.id.encode()] * 2
    assert not [name for heard in post.receiver.heard for name in heard.headers if name.startswith("webhook")]


def test_a_callback_is_tried_three_times_at_once_and_then_as_the_others(post: Post) -> None:
    post.receiver.status = 500
    post.complete(callback_url=post.receiver.url)
    first = post.deliver_due()
    for _ in range(2):
        post.clock.advance(0.11)
        post.deliver_due()
    assert len(post.receiver.heard) == 3 * first
    post.clock.advance(0.11)
    assert post.deliver_due() == 0
    post.clock.advance(5)
    assert post.deliver_due() == first


def test_a_name_that_turns_inward_later_is_not_followed(post: Post) -> None:
    """DNS rebinding: public when it was added, private when there is something to tell."""
    deliverer = dataclasses.replace(post.deliverer, allow=(), resolver=lambda _host: ["127.0.0.1"])
    post.book.create("anna", "http://rebound.example:8080/", ENDINGS)
    post.complete()
    (parcel,) = post.book.take(1, 60.0)
    tried, pause = deliverer.attempt(parcel)
    assert tried.status is None
    assert tried.fault
    assert "not resolve to a public address" in tried.fault
    assert "127.0.0.1" not in tried.fault, "the log would tell of the inner network"
    assert pause == 5.0


def test_an_event_that_cannot_be_read_is_recorded_and_stops_nobody(post: Post) -> None:
    post.book.create("anna", post.receiver.url, ["generation.completed"])
    post.complete()
    (parcel,) = post.book.take(1, 60.0)
    strange = parcel.message.model_copy(update={"payload": {"generation": {"id": "x"}}})
    tried, _ = post.deliverer.attempt(dataclasses.replace(parcel, message=strange))
    assert tried.fault
    assert tried.fault.startswith("This version cannot read the event")
    assert post.receiver.heard == []


def test_every_kind_arrives_once_and_is_accepted(post: Post) -> None:
    _, secret = post.book.create("anna", post.receiver.url, EVENT_KINDS)
    post.complete()
    assert post.deliver_due() == 4
    assert all(signed_by(secret, heard) for heard in post.receiver.heard)
    assert len({heard.id for heard in post.receiver.heard}) == 4


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 429, 500])
def test_all_but_success_is_tried_again(post: Post, status: int) -> None:
    post.receiver.status = status
    post.book.create("anna", post.receiver.url, ENDINGS)
    post.complete()
    (parcel,) = post.book.take(1, 60.0)
    tried, pause = post.deliverer.attempt(parcel)
    assert (tried.status, pause) == (status, 5.0)
    assert len(post.receiver.heard) == 1
