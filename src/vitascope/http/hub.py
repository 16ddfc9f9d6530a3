"""One look at the ledger for every open stream: who watches what, and who is told."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from anyio import CapacityLimiter, to_thread

from vitascope.clock import SystemClock
from vitascope.errors import StorageFull, Unavailable, VitascopeError
from vitascope.service.events import Told, Track, Watch

QUICKEST, SLOWEST = 0.01, 0.25
"""Seconds between two looks; between these, so that looking takes a quarter of the time."""
SHARE = 3
LOOKS = 3
"""Of so many looks the quickest says what looking costs: a machine that was busy for a moment slows one, and
streams that then waited three times as long would all be late."""
TROUBLE_SECONDS = 1.0
"""The same while the ledger does not answer."""
BREATH_SECONDS = 0.1
"""For how long the thread that looks goes on by itself while there is nothing to tell."""
KEEP_ALIVE_SECONDS = 15.0
"""After how long a silent stream says that it is there: proxies cut what says nothing for a minute."""
KEEP_ALIVE = b": still here\n\n"

Put = Callable[[bytes], bool]
"""Writes to a connection at once; False where nothing was written, for it is full or closed."""

Look = Callable[[Sequence[Track]], list[list[Told]]]

log = logging.getLogger("vitascope.http")


def encode(told: Told) -> bytes:
    """A message as ``text/event-stream`` has it."""
    data = json.dumps(told.data, separators=(",", ":"))
    return f"id: {told.id}\nevent: {told.kind}\ndata: {data}\n\n".encode()


class Place(NamedTuple):
    """What a stream was given: how many states and signs of life, and which progress last."""

    states: int
    progress: bytes | None
    beats: int


@dataclass(eq=False)
class Stream:
    """One client of a topic."""

    place: Place
    put: Put | None = None
    behind: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Topic:
    """What those who watch one generation share.

    ``states`` are the messages that everybody must get, in order; of ``progress`` only the newest
    counts, so that a slow client costs no memory. ``level`` are the streams that have everything: they
    lack the same bytes when there is more, and get them at once where their connections take them.
    """

    track: Track
    watchers: int = 0
    states: list[tuple[Told, bytes]] = field(default_factory=list[tuple[Told, bytes]])
    progress: bytes | None = None
    closed: bool = False
    beats: int = 0
    level: set[Stream] = field(default_factory=set[Stream])

    @property
    def place(self) -> Place:
        """Of a stream that has everything."""
        return Place(len(self.states), self.progress, self.beats)

    def since(self, place: Place) -> bytes:
        """What a stream lacks that was given this much: states, the newest progress, else a sign of life."""
        news = b"".join(chunk for _, chunk in self.states[place.states :])
        if self.progress is not None and self.progress is not place.progress:
            news += self.progress
        return KEEP_ALIVE if not news and self.beats != place.beats else news

    def add(self, told: list[Told]) -> None:
        """Keep the messages and give them to the streams."""
        before = self.place
        for one in told:
            if one.kind == "progress":
                self.progress = encode(one)
            else:
                self.states.append((one, encode(one)))
                self.progress = None
                self.closed = self.closed or one.ends
        self.closed = self.closed or self.track.gone
        self._give(before)

    def beat(self) -> None:
        """Give the streams a sign of life."""
        before = self.place
        self.beats += 1
        self._give(before)

    def close(self) -> None:
        """End the streams once they have everything."""
        self.closed = True
        self._give(self.place)

    async def wait(self, stream: Stream) -> None:
        """Until a stream that has everything so far lacks something, or nothing will follow."""
        stream.behind.clear()
        self.level.add(stream)
        try:
            await stream.behind.wait()
        finally:
            self.level.discard(stream)

    def _give(self, before: Place) -> None:
        if news := self.since(before):
            self._wake([one for one in self.level if one.put is None or not one.put(news)], before)
        if self.closed:
            self._wake([*self.level], self.place)

    def _wake(self, streams: list[Stream], place: Place) -> None:
        self.level.difference_update(streams)
        for stream in streams:
            stream.place = place
            stream.behind.set()


class Hub:
    """The streams of one process. Lives on one event loop; works only while somebody watches.

    Every stream ends soon after ``stopping()`` turns true: the server must not wait for them.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.stopping: Callable[[], bool] = lambda: False
        self._topics: dict[str, Topic] = {}
        self._new: list[Topic] = []
        self._hurry = threading.Event()
        self._pause = QUICKEST
        self._took: deque[float] = deque([0.0], LOOKS)
        self._clock = SystemClock()
        self._task: asyncio.Task[None] | None = None

    async def follow(
        self, generation_id: str, after: int = 0, put: Put | None = None
    ) -> AsyncGenerator[bytes]:
        """The messages about one generation that follow the event numbered ``after``, until its end.

        Begins with what is so now. Ends too when the generation is deleted. While the caller waits for the
        next chunk, what ``put`` takes is not yielded.
        """
        topic = self._join(generation_id)
        try:
            while not topic.states and not topic.closed:
                await topic.wait(Stream(topic.place))
            # Whoever comes first reads the topic's first messages, whoever comes later what is so now.
            seen = self._newest(topic)
            known = topic.states[seen][0].sequence if topic.states else 0
            if 0 < after < known:
                for told in await to_thread.run_sync(self._watch.missed, generation_id, after, known):
                    yield encode(told)
            if after == known:
                seen += 1  # the client knows this state
            async for chunk in _live(topic, Stream(Place(seen, None, topic.beats), put)):
                yield chunk
        finally:
            self._leave(generation_id, topic)

    def _join(self, generation_id: str) -> Topic:
        topic = self._topics.get(generation_id)
        if topic is None or topic.closed:
            topic = self._topics[generation_id] = Topic(Track(generation_id))
            self._new.append(topic)
            self._hurry.set()
        topic.watchers += 1
        if self._task is None or self._task.done() or self._task.get_loop() is not asyncio.get_running_loop():
            self._task = asyncio.create_task(self._run())
        return topic

    def _leave(self, generation_id: str, topic: Topic) -> None:
        topic.watchers -= 1
        if topic.watchers == 0 and self._topics.get(generation_id) is topic:
            del self._topics[generation_id]
            self._hurry.set()

    @staticmethod
    def _newest(topic: Topic) -> int:
        """The place of the newest state; an end comes right behind its state."""
        places = [n for n, (told, _) in enumerate(topic.states) if told.kind == "state"]
        return places[-1] if places else 0

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        limiter = CapacityLimiter(1)  # a look must not wait for the threads that create generations
        beat = loop.time() + KEEP_ALIVE_SECONDS
        while self._topics:
            if self.stopping():
                self._each(Topic.close)
            self._hurry.clear()
            new, self._new = self._new, []
            topics = new or [topic for topic in self._topics.values() if not topic.closed]
            look = self._watch.look if new else self._look
            told = await to_thread.run_sync(self._tried, look, [one.track for one in topics], limiter=limiter)
            for topic, news in zip(topics, told, strict=False):
                if news or topic.track.gone:
                    topic.add(news)
            if loop.time() >= beat:
                beat = loop.time() + KEEP_ALIVE_SECONDS
                self._each(Topic.beat)

    def _tried(self, look: Look, tracks: Sequence[Track]) -> list[list[Told]]:
        """Nothing new, and a longer pause, while the ledger does not answer or cannot be read."""
        try:
            return look(tracks)
        except (Unavailable, StorageFull) as error:
            log.warning("Streams wait: %s", error.message)
        except (VitascopeError, ValueError):
            # The thread lives on: rows that cannot be read are left out where they are looked at.
            log.exception("Streams wait: what they tell of could not be read")
        self._pause = TROUBLE_SECONDS
        return []

    def _look(self, tracks: Sequence[Track]) -> list[list[Told]]:
        """Rest and look until there is something to tell, somebody comes, or for a breath.

        Going back and forth between this thread and the event loop costs more than a look at what is still.
        """
        end = self._clock.monotonic() + BREATH_SECONDS
        while not self._hurry.wait(self._pause):
            began = self._clock.monotonic()
            told = self._watch.look(tracks)
            now = self._clock.monotonic()
            self._took.append(now - began)
            self._pause = min(max(SHARE * min(self._took), QUICKEST), SLOWEST)
            if now >= end or any(told) or any(track.gone for track in tracks):
                return told
        return []

    def _each(self, do: Callable[[Topic], None]) -> None:
        for topic in self._topics.values():
            do(topic)


async def _live(topic: Topic, stream: Stream) -> AsyncGenerator[bytes]:
    """What the stream lacks, whenever it lacks something that was not put on its connection."""
    while True:
        news, stream.place = topic.since(stream.place), topic.place
        if news:
            yield news
        elif topic.closed:
            return
        else:
            await topic.wait(stream)
