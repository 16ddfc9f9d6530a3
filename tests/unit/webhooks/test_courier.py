"""The loop that empties the outbox, on the machine's own clock."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest

from support.patience import PATIENCE
from support.receiver import Receiver, receiving
from support.sqlite import new_ledger
from unit.webhooks.conftest import LOOPBACK, Post, link
from vitascope.clock import SystemClock
from vitascope.domain.webhook import ENDINGS, EVENT_KINDS, MessageState
from vitascope.errors import Unavailable
from vitascope.ledger import Ledger
from vitascope.ledger.webhooks import WebhookLedger
from vitascope.testing.clock import FakeClock
from vitascope.webhooks import deliverer, schedule
from vitascope.webhooks.courier import AT_ONCE, OF_ONE, Courier
from vitascope.webhooks.deliverer import Deliverer
from vitascope.webhooks.payloads import Payloads


@pytest.fixture
def post(tmp_path: Path, receiver: Receiver) -> Iterator[Post]:
    clock = SystemClock()
    ledger = Ledger.open(new_ledger(tmp_path / "ledger.sqlite3"), clock)
    book = WebhookLedger(ledger.database)
    payloads = Payloads(link, {"luma.callback": lambda generation: generation.id.encode()})
    yield Post(ledger, book, Deliverer(book, payloads, clock, LOOPBACK, PATIENCE), FakeClock(), receiver)
    ledger.close()


def courier(post: Post) -> Courier:
    return Courier(post.book, post.deliverer, SystemClock())


def states(post: Post) -> set[MessageState]:
    return {message.state for message, _ in post.book.messages("anna")}


def test_what_waits_and_what_comes_is_delivered(post: Post) -> None:
    _, secret = post.book.create("anna", post.receiver.url, EVENT_KINDS)
    post.complete()
    with courier(post):
        post.receiver.wait(4)
        post.complete()
        post.receiver.wait(8)
        post.receiver.until(lambda: states(post) == {MessageState.DELIVERED})
    for heard in post.receiver.heard:
        heard.verified(secret.text)
    assert len({heard.id for heard in post.receiver.heard}) == 8


def test_two_couriers_deliver_each_once(post: Post) -> None:
    post.book.create("anna", post.receiver.url, EVENT_KINDS)
    with courier(post), courier(post):
        for _ in range(10):
            post.complete()
        post.receiver.until(lambda: states(post) == {MessageState.DELIVERED})
    assert len(post.receiver.heard) == len({heard.id for heard in post.receiver.heard}) == 40


def test_a_callback_is_tried_again_after_a_tenth_of_a_second(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other messages would wait for hours here."""
    monkeypatch.setattr(schedule, "PAUSES", tuple(schedule.HOUR for _ in schedule.PAUSES))
    monkeypatch.setattr(deliverer, "CALLBACK_SECONDS", PATIENCE)
    post.receiver.answer = lambda _heard: 200 if len(post.receiver.heard) > 2 else 500
    with courier(post):
        made = post.complete(callback_url=post.receiver.url)
        post.receiver.until(lambda: states(post) == {MessageState.DELIVERED})
    assert made.id.encode() in {heard.body for heard in post.receiver.heard}


def test_a_slow_receiver_does_not_hold_up_the_others(post: Post) -> None:
    let_go = Event()
    with ExitStack() as stack:
        slow = stack.enter_context(receiving())
        stack.callback(let_go.set)
        slow.answer = lambda _heard: 200 if let_go.wait(PATIENCE) else 500
        post.book.create("anna", slow.url, ENDINGS)
        post.book.create("anna", post.receiver.url, ENDINGS)
        for _ in range(3 * OF_ONE):
            post.complete()
        stack.enter_context(courier(post))
        post.receiver.wait(3 * OF_ONE)
        slow.wait(1)
        assert 1 <= len(slow.heard) <= 2 * OF_ONE
        let_go.set()
        slow.wait(3 * OF_ONE)


def test_owners_whose_receivers_hang_do_not_hold_up_the_others(post: Post) -> None:
    let_go = Event()
    with ExitStack() as stack:
        slow = stack.enter_context(receiving())
        slow.answer = lambda _heard: 200 if let_go.wait(PATIENCE) else 500
        for owner in ("anna", "berta", "clara"):
            for number in range(AT_ONCE):
                post.complete(owner, webhook=f"{slow.url}/{owner}/{number}")
        stack.enter_context(courier(post))
        stack.callback(let_go.set)
        slow.wait(AT_ONCE // 2 + AT_ONCE // 4 + AT_ONCE // 8)
        post.complete("boris", webhook=post.receiver.url)
        post.receiver.wait(1)
        assert not let_go.is_set()
        tries = Counter(heard.path.split("/")[1] for heard in slow.heard)
        assert tries == {"anna": AT_ONCE // 2, "berta": AT_ONCE // 4, "clara": AT_ONCE // 8}


def test_stopping_does_not_wait_for_a_receiver_that_hangs(post: Post) -> None:
    let_go = Event()
    post.receiver.answer = lambda _heard: 200 if let_go.wait(PATIENCE) else 500
    post.book.create("anna", post.receiver.url, ENDINGS)
    post.complete()
    with courier(post):
        post.receiver.wait(1)
        started = time.monotonic()
    assert time.monotonic() - started < PATIENCE / 2
    assert states(post) == {MessageState.WAITING}
    let_go.set()


def test_a_ledger_that_does_not_answer_is_asked_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[float]()
    is_due = WebhookLedger.is_due

    def broken_once(book: WebhookLedger, *busy: object) -> bool:
        asked.append(time.monotonic())
        if len(asked) == 1:
            raise Unavailable("The ledger does not answer.")
        return is_due(book)

    monkeypatch.setattr(WebhookLedger, "is_due", broken_once)
    post.book.create("anna", post.receiver.url, ENDINGS)
    post.complete()
    with courier(post):
        post.receiver.wait(1)
