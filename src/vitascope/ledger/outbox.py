"""What is to be told: written in the transaction of the change it tells of, taken and settled later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Text,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from vitascope import ids
from vitascope.domain.generation import ADOPTED
from vitascope.domain.webhook import (
    CALLBACK_KIND,
    CALLBACK_STATES,
    ENDINGS,
    KINDS,
    Busy,
    Delivery,
    Message,
    MessageState,
)
from vitascope.errors import InvalidRequest, NotFound
from vitascope.ledger.database import Transaction
from vitascope.ledger.rows import to_generation
from vitascope.ledger.tables import generation
from vitascope.ledger.tables import webhook_delivery as delivery
from vitascope.ledger.tables import webhook_endpoint as endpoint
from vitascope.ledger.tables import webhook_message as message

KEPT_SECONDS = 30 * 24 * 3600.0
"""How long a message is shown after it was delivered or given up."""
_WAITING = message.c.state == literal_column("'waiting'")  # written out for the partial index
_ENDED = (MessageState.DELIVERED, MessageState.GIVEN_UP)


def tell(tx: Transaction, generation_id: str, state: str) -> None:
    """Put what tells of a generation's new state into the outbox, once for everybody who wants to know.

    States whose name is none, such as ``cancel_requested``, are told to nobody.
    """
    if state not in KINDS:
        return
    rows = tx.connection.execute(_listeners(), {"of": generation_id}).all()
    told = [one for row in rows for one in _wanted(row.id, row.events, state)]
    if rows:
        told += _with_request(rows[0].callback, rows[0].webhook, state)
    if not told:
        return
    happened = _snapshot(tx, generation_id)
    for address in told:
        put(tx, happened | address)


def put(tx: Transaction, values: dict[str, Any], *, hold: float = 0.0) -> str:
    """A new message, due after ``hold`` seconds; its id."""
    new = {"id": ids.message_id(), "state": MessageState.WAITING, "tries": 0, "claim": 0}
    times = {"created_at": tx.now, "due": tx.now + hold}
    tx.connection.execute(insert(message).values(new | times | values))
    return str(new["id"])


@cache
def _listeners() -> Select[Any, Any, Any, Any]:
    """The addresses in a generation's request, beside each enabled endpoint of its owner.

    Of a video that was only taken in, nobody is told: it was never asked for.
    """
    asked = generation.c.request
    listening = and_(endpoint.c.owner == generation.c.owner, endpoint.c.enabled == literal_column("true"))
    return (
        select(
            asked["callback_url"].as_string().label("callback"),
            asked["webhook"].as_string().label("webhook"),
            endpoint.c.id,
            endpoint.c.events,
        )
        .select_from(generation.outerjoin(endpoint, listening))
        .where(generation.c.id == bindparam("of", type_=Text()), generation.c.engine != ADOPTED)
    )


def _wanted(id_: str | None, events: Sequence[str] | None, state: str) -> Iterator[dict[str, Any]]:
    if id_ is not None:
        yield from ({"endpoint": id_, "kind": kind} for kind in KINDS[state] if kind in (events or ()))


def _with_request(callback: str | None, webhook: str | None, state: str) -> Iterator[dict[str, Any]]:
    if callback is not None and state in CALLBACK_STATES:
        yield {"url": callback, "kind": CALLBACK_KIND}
    if webhook is not None:
        yield from ({"url": webhook, "kind": kind} for kind in KINDS[state] if kind in ENDINGS)


def _snapshot(tx: Transaction, generation_id: str) -> dict[str, Any]:
    """What every message of this moment says; without plans, which are large and told to nobody."""
    row = tx.connection.execute(select(generation).where(generation.c.id == generation_id)).mappings().one()
    seen = to_generation(row).model_dump(
        mode="json", exclude={"request": {"plan"}, "outcome": {"plan"}}, exclude_none=True
    )
    return {"owner": row["owner"], "generation": generation_id, "payload": {"generation": seen}}


def is_due(tx: Transaction, busy: Busy) -> bool:
    """Whether some message waits for its try."""
    first = select(message.c.number).where(*_due(tx, busy)).limit(1)
    return tx.connection.execute(first).first() is not None


def take(tx: Transaction, limit: int, seconds: float, busy: Busy) -> list[tuple[Message, int]]:
    """Take messages that are due, each with the number of this taking.

    One whose taker says nothing more is due again after ``seconds``.
    """
    due = (
        select(message.c.number)
        .where(*_due(tx, busy))
        .order_by(message.c.due, message.c.number)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = {"claim": message.c.claim + 1, "due": tx.now + seconds}
    statement = update(message).where(message.c.number.in_(due)).values(taken).returning(message.c.number)
    numbers = tx.connection.execute(statement).scalars().all()
    if not numbers:
        return []
    rows = _read(tx, message.c.number.in_(numbers))
    return [(_to_message(row), row["claim"]) for row in sorted(rows, key=lambda row: row["number"])]


def _due(tx: Transaction, busy: Busy) -> list[ColumnElement[bool]]:
    """True for what waits for its try and goes to nobody who is busy."""
    due = [_WAITING, message.c.due <= tx.now]
    if busy.addresses:
        due.append(func.coalesce(message.c.endpoint, message.c.url).not_in(busy.addresses))
    if busy.owners:
        due.append(message.c.owner.not_in(busy.owners))
    return due


def settle(tx: Transaction, id_: str, claim: int, tried: Delivery, pause: float | None) -> Message | None:
    """Record a try, after which the message is delivered, due again after ``pause``, or given up (None).

    None where the message was taken by somebody else meanwhile, or is gone: nothing is recorded then.
    """
    values: dict[str, Any] = {"tries": message.c.tries + 1}
    if not tried.accepted and pause is not None:
        values["due"] = tx.now + pause
    else:
        values["state"] = MessageState.DELIVERED if tried.accepted else MessageState.GIVEN_UP
        values["ended_at"] = tx.now
    held = and_(message.c.id == id_, message.c.claim == claim, _WAITING)
    statement = update(message).where(held).values(values).returning(message.c.tries)
    tries = tx.connection.execute(statement).scalar_one_or_none()
    if tries is None:
        return None
    tx.connection.execute(insert(delivery).values(tried.model_dump() | {"attempt": tries}))
    return _to_message(_read(tx, message.c.id == id_)[0])


def get(tx: Transaction, id_: str, owner: str) -> Message:
    """One message of the owner's. Raises ``NotFound``."""
    rows = _read(tx, and_(message.c.id == id_, message.c.owner == owner))
    if not rows:
        raise NotFound(f"No webhook message has the id {id_[:80]!r}. List the messages to see them.")
    return _to_message(rows[0])


def page(
    tx: Transaction, owner: str, endpoint_id: str | None, generation_id: str | None, limit: int
) -> list[Message]:
    """The owner's newest messages, of one endpoint or about one generation where these are named."""
    which = message.c.owner == owner
    if endpoint_id is not None:
        which = and_(which, message.c.endpoint == endpoint_id)
    if generation_id is not None:
        which = and_(which, message.c.generation == generation_id)
    newest = _messages(which).order_by(message.c.number.desc()).limit(limit)
    return [_to_message(row) for row in tx.connection.execute(newest).mappings()]


def tries(tx: Transaction, ids_: Sequence[str]) -> list[Delivery]:
    """Every recorded try of these messages, in order."""
    found = select(delivery).where(delivery.c.message.in_(ids_)).order_by(delivery.c.number)
    names = Delivery.model_fields
    rows = tx.connection.execute(found).mappings()
    return [Delivery.model_validate({name: row[name] for name in names}) for row in rows]


def again(tx: Transaction, id_: str, owner: str) -> Message:
    """Let a message be tried now and, if need be, as often as a new one.

    Raises ``NotFound``, and ``InvalidRequest`` while its endpoint is disabled.
    """
    known = get(tx, id_, owner)
    open_ = select(endpoint.c.enabled).where(endpoint.c.id == known.endpoint)
    if known.endpoint is not None and not tx.connection.execute(open_).scalar_one():
        raise InvalidRequest(
            f"The endpoint {known.endpoint} is disabled, so nothing is sent to it. Enable it first: what is "
            "held for it is sent then."
        )
    fresh = {"state": MessageState.WAITING, "tries": 0, "due": tx.now, "ended_at": None}
    tx.connection.execute(update(message).where(message.c.id == id_).values(fresh))
    return get(tx, id_, owner)


def hold(tx: Transaction, endpoint_id: str) -> None:
    """Keep what waits for an endpoint until it is enabled again."""
    waiting = and_(message.c.endpoint == endpoint_id, _WAITING)
    tx.connection.execute(update(message).where(waiting).values(state=MessageState.HELD))


def release(tx: Transaction, endpoint_id: str) -> None:
    """Let what was held for an endpoint go, with as many tries as a new message has."""
    held = and_(message.c.endpoint == endpoint_id, message.c.state == MessageState.HELD)
    fresh = {"state": MessageState.WAITING, "due": tx.now, "tries": 0}
    tx.connection.execute(update(message).where(held).values(fresh))


def forget(tx: Transaction) -> None:
    """Remove what was delivered or given up long enough ago."""
    old = and_(message.c.state.in_(_ENDED), message.c.ended_at < tx.now - KEPT_SECONDS)
    tx.connection.execute(delete(message).where(old))


def _messages(which: ColumnElement[bool]) -> Select[Any]:
    columns = [column for column in message.c if column.name != "url"]
    address = func.coalesce(endpoint.c.url, message.c.url).label("url")
    return select(*columns, address).select_from(message.outerjoin(endpoint)).where(which)


def _read(tx: Transaction, which: ColumnElement[bool]) -> Sequence[RowMapping]:
    return tx.connection.execute(_messages(which)).mappings().all()


def _to_message(row: RowMapping) -> Message:
    return Message.model_validate({name: row[name] for name in Message.model_fields})
