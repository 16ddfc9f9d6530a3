"""One look at the ledger for every open stream: who watches what, and who is told."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from anyio import CapacityLimiter, to_thread

from vitascope.errors import StorageFull, Unavailable
from vitascope.service.events import Told, Track, Watch

QUICKEST, SLOWEST = 0.01, 0.25
"""Seconds between the beginnings of two looks; between these, so that looking takes a third of the time."""
SHARE = 3
TROUBLE_SECONDS = 1.0
"""The same while the ledger does not answer."""
KEEP_ALIVE_SECONDS = 15.0
"""After how long a silent stream says that it is there: proxies cut what says nothing for a minute."""
KEEP_ALIVE = b": still here\n\n"

log = logging.getLogger("vitascope.http")


def encode(told: Told) -> bytes:
    """A message as ``text/event-stream`` has it."""
    data = json.dumps(told.data, separators=(",", ":"))
    return f"id: {told.id}\nevent: {told.kind}\ndata: {data}\n\n".encode()


@dataclass
class Topic:
    """What those who watch one generation share.

    ``states`` are the messages that everybody must get, in order; of ``progress`` only the newest
    counts, so that a slow client costs no memory. ``moved`` is set when there is more, and replaced.
    """

    track: Track
    watchers: int = 0
    states: list[tuple[Told, bytes]] = field(default_factory=list[tuple[Told, bytes]])
    progress: bytes | None = None
    closed: bool = False
    beats: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, told: list[Told]) -> None:
        """Keep the messages and wake who waits for them."""
        for one in told:
            if one.kind == "progress":
                self.progress = encode(one)
            else:
                self.states.append((one, encode(one)))
                self.progress = None
                self.closed = self.closed or one.ends
        self.closed = self.closed or self.track.gone
        if told or self.closed:
            self.wake()

    def wake(self) -> None:
        """Let every stream look for what is new."""
        self.moved.set()
        self.moved = asyncio.Event()


class Hub:
    """The streams of one process. Lives on one event loop; works only while somebody watches.

    Every stream ends soon after ``stopping()`` turns true: the server must not wait for them.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.stopping: Callable[[], bool] = lambda: False
        self._topics: dict[str, Topic] = {}
        self._task: asyncio.Task[None] | None = None

    async def follow(self, generation_id: str, after: int = 0) -> AsyncGenerator[bytes]:
        """The messages about one generation that follow the event numbered ``after``, until its end.

        Begins with what is so now. Ends too when the generation is deleted.
        """
        topic = self._join(generation_id)
        try:
            while not topic.states and not topic.closed:
                await topic.moved.wait()
            # Whoever comes first reads the topic's first messages, whoever comes later what is so now.
            seen = self._newest(topic)
            known = topic.states[seen][0].sequence if topic.states else 0
            if 0 < after < known:
                for told in await to_thread.run_sync(self._watch.missed, generation_id, after, known):
                    yield encode(told)
            if after == known:
                seen += 1  # the client knows this state
            async for chunk in _live(topic, seen):
                yield chunk
        finally:
            self._leave(generation_id, topic)

    def _close(self) -> None:
        for topic in self._topics.values():
            topic.closed = True
            topic.wake()

    def _join(self, generation_id: str) -> Topic:
        topic = self._topics.get(generation_id)
        if topic is None or topic.closed:
            topic = self._topics[generation_id] = Topic(Track(generation_id))
        topic.watchers += 1
        if self._task is None or self._task.done() or self._task.get_loop() is not asyncio.get_running_loop():
            self._task = asyncio.create_task(self._run())
        return topic

    def _leave(self, generation_id: str, topic: Topic) -> None:
        topic.watchers -= 1
        if topic.watchers == 0 and self._topics.get(generation_id) is topic:
            del self._topics[generation_id]

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
            began = loop.time()
            if self.stopping():
                self._close()
            topics = [topic for topic in self._topics.values() if not topic.closed]
            try:
                told = await to_thread.run_sync(
                    self._watch.look, [topic.track for topic in topics], limiter=limiter
                )
            except (Unavailable, StorageFull) as error:
                log.warning("Streams wait: %s", error.message)
                told, pause = [], TROUBLE_SECONDS
            else:
                pause = min(max(SHARE * (loop.time() - began), QUICKEST), SLOWEST)
            for topic, news in zip(topics, told, strict=False):
                topic.add(news)
            if loop.time() >= beat:
                beat = loop.time() + KEEP_ALIVE_SECONDS
                self._keep_alive()
            await asyncio.sleep(max(pause - (loop.time() - began), 0.001))

    def _keep_alive(self) -> None:
        for topic in self._topics.values():
            topic.beats += 1
            topic.wake()


async def _live(topic: Topic, seen: int) -> AsyncGenerator[bytes]:
    """States from the one at the place ``seen`` on, the newest progress between them, and signs of life."""
    progress: bytes | None = None
    beats = topic.beats
    while True:
        moved = topic.moved
        news = b"".join(chunk for _, chunk in topic.states[seen:])
        seen = len(topic.states)
        if topic.progress is not None and topic.progress is not progress:
            news += topic.progress
        progress = topic.progress
        if not news and topic.beats != beats:
            news = KEEP_ALIVE
        beats = topic.beats
        if news:
            yield news
        elif topic.closed:
            return
        else:
            await moved.wait()
