"""Following a generation: by polling, and by the server's events where it sends them."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from vitascope.client import reading
from vitascope.client.errors import ConnectionFailed, HttpError
from vitascope.client.records import Event, EventKind, Generation, bare_id
from vitascope.client.session import Session
from vitascope.client.sse import Message, Messages
from vitascope.client.wire import Call, Stream

PATH = "/v2/video/generations"
FIRST_POLL, LONGEST_POLL, GROWTH = 0.2, 2.0, 1.3
"""Seconds between polls, and how they grow."""
OUTAGE_SECONDS = 30.0
"""How long a server may be away while somebody waits: long enough to be restarted."""
_NO_STREAM = frozenset({404, 405, 501})


async def fetch(session: Session, generation_id: str) -> Generation:
    """A generation as it stands."""
    return reading.generation(await session.send(session.call("GET", PATH, generation_id=generation_id)))


async def polls(
    session: Session, found: Generation, deadline: float | None = None
) -> AsyncGenerator[Generation, None]:
    """The generation as it is known, then as it stands at each poll, to its end or the deadline.

    ``deadline`` is in the seconds of ``time.monotonic``.
    """
    pause = FIRST_POLL
    while True:
        yield found
        left = LONGEST_POLL if deadline is None else deadline - time.monotonic()
        if found.done or left <= 0:
            return
        await session.wire.pause(min(pause, left))
        pause = min(pause * GROWTH, LONGEST_POLL)
        found = await _fetch_patiently(session, found.id, deadline)


async def _fetch_patiently(session: Session, generation_id: str, deadline: float | None) -> Generation:
    """The generation, although the server may be away for a while."""
    until = time.monotonic() + OUTAGE_SECONDS
    until = until if deadline is None else min(until, deadline)
    while True:
        try:
            return await fetch(session, generation_id)
        except (ConnectionFailed, HttpError) as error:
            pause = error.retry_after or LONGEST_POLL
            if not error.retryable or time.monotonic() + pause > until:
                raise
            await session.wire.pause(pause)


async def events(session: Session, generation_id: str) -> AsyncGenerator[Event, None]:
    """Everything that happens to a generation, to its end.

    Where the server sends no events, or they break off again and again, it is polled instead. Raises
    ``NotFound`` for an unknown generation, and what ``fetch`` raises.
    """
    place = _Place(generation_id)
    while not place.ended and place.tries <= session.retry.times:
        async with aclosing(_streamed(session, place)) as stream:
            async for event in stream:
                yield event
    if not place.ended:
        async with aclosing(_polled(session, generation_id)) as polled:
            async for event in polled:
                yield event


class _Place:
    """How far into a stream of events one has come, and how often in vain."""

    def __init__(self, generation_id: str) -> None:
        self._path = f"{PATH}/{bare_id(generation_id)}/events"
        self._last_id = ""
        self.tries = 0
        self.ended = False

    def call(self, session: Session) -> Call:
        """The request for what comes after."""
        call = session.call("GET", self._path)
        call.headers.update({"Accept": "text/event-stream", "Accept-Encoding": "identity"})
        if self._last_id:
            call.headers["Last-Event-ID"] = self._last_id
        return call

    def take(self, message: Message) -> Event | None:
        """The event in a message, if it is one."""
        self.tries, self._last_id = 0, message.id
        event = reading.event(message.kind, message.id, message.data)
        self.ended = event is not None and event.kind == "end"
        return event

    def give_up(self, session: Session) -> None:
        """There is nothing to be had here."""
        self.tries = session.retry.times + 1


async def _streamed(session: Session, place: _Place) -> AsyncGenerator[Event, None]:
    """What one connection brings."""
    place.tries += 1
    try:
        async with session.stream(place.call(session)) as stream:
            if not stream.response.headers.get("content-type", "").startswith("text/event-stream"):
                place.give_up(session)
                return
            async with aclosing(_messages(stream)) as messages:
                async for message in messages:
                    event = place.take(message)
                    if event:
                        yield event
                    if place.ended:
                        return
    except (ConnectionFailed, HttpError) as error:
        if isinstance(error, HttpError) and error.status in _NO_STREAM:
            place.give_up(session)
            return
        if not error.retryable:
            raise
    await session.wire.pause(session.retry.pause(max(place.tries, 1)) or 0)


async def _messages(stream: Stream) -> AsyncGenerator[Message, None]:
    messages = Messages()
    async for piece in stream.pieces:
        for message in messages.feed(piece):
            yield message


async def _polled(session: Session, generation_id: str) -> AsyncGenerator[Event, None]:
    """The same, seen from outside."""
    before: Generation | None = None
    async with aclosing(polls(session, await fetch(session, generation_id))) as seen:
        async for found in seen:
            for kind in _news(before, found):
                yield Event(
                    kind,
                    found.status,
                    progress=found.progress,
                    stage=found.meta.stage,
                    position=found.meta.queue_position,
                    raw=found.raw,
                )
            before = found


def _news(before: Generation | None, found: Generation) -> list[EventKind]:
    """What happened between two polls."""
    news: list[EventKind] = []
    if before is None or before.status != found.status:
        news.append("state")
    if not found.done and (before is None or standing(before) != standing(found)):
        news.append("progress")
    return [*news, "end"] if found.done else news


def standing(found: Generation) -> tuple[object, ...]:
    """What of a generation is worth telling when it changes."""
    return found.status, found.progress, found.meta.stage, found.meta.queue_position
