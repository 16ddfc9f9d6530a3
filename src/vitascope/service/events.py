"""What those who watch a generation are told, and when."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from vitascope.clock import Clock
from vitascope.domain.events import Event
from vitascope.domain.generation import Generation, Progress, State
from vitascope.domain.queue import Standing
from vitascope.errors import NotFound
from vitascope.ledger import Ledger
from vitascope.ledger.glances import Glance, Glances
from vitascope.service.assets import AssetLinks
from vitascope.service.generations import Generations

COUNTED_AT_ONCE = 5
"""Places in the queue that are counted one by one in a look; for more the queue is walked along."""
TOLD_AT_ONCE = 50
"""Places that are told in a look: a queue that moves must not keep all streams busy at once."""
WALKED = 2000
"""How far the queue is walked along."""
ENOUGH = 0.06
"""The fraction of a clip from which on the time it still takes can be told from the time it took."""
STILL_SECONDS = 0.25
"""For how long nothing is read while nothing was written."""
SURE_SECONDS = 1.0
"""How long the latest event is believed to say that nothing left the queue: one that was cancelled and
deleted took its events along."""
PLACE_SECONDS = 1.0
"""How long a place in the queue is not counted again."""
CANCELLING = "cancelling"
_ESTIMATES = {"seconds_left", "starts_in"}
_STATES = {state.value for state in State}

log = logging.getLogger("vitascope.service")


@dataclass(frozen=True)
class Told:
    """One message: ``kind`` is ``state``, ``progress``, ``preview`` or ``end``.

    ``id`` says where to go on after it.
    ``sequence`` is the number of the latest event of the ledger that it tells of.
    """

    kind: str
    id: str
    sequence: int
    data: dict[str, Any]

    @property
    def ends(self) -> bool:
        """Whether nothing follows."""
        return self.kind == "end"


@dataclass
class Track:
    """What watchers of one generation were told last; ``gone`` once it was deleted."""

    generation_id: str
    sequence: int = 0
    running_since: float | None = None
    position: int | None = None
    starts_in: float | None = None
    counted_at: float = float("-inf")
    seen: tuple[Glance, int | None] | None = None
    last: dict[str, Any] = field(default_factory=dict[str, Any])
    gone: bool = False


class Watch:
    """Looks after any number of generations at once."""

    def __init__(
        self, generations: Generations, ledger: Ledger, glances: Glances, links: AssetLinks, clock: Clock
    ) -> None:
        self._generations = generations
        self._ledger = ledger
        self._glances = glances
        self._links = links
        self._clock = clock
        self._looked_at = self._asked_at = float("-inf")
        self._latest: int | None = None
        self._places: dict[str, Standing] = {}
        self._walked_at = float("-inf")

    def allow(self, generation_id: str, owner: str) -> Generation:
        """A generation that this owner may watch, else ``NotFound``."""
        return self._generations.get(generation_id, owner)

    def missed(self, generation_id: str, after: int, before: int) -> list[Told]:
        """The states that were entered between two events, both left out. Only the state is known of them."""
        return [
            Told("state", str(event.sequence), event.sequence, _data(State(event.kind)))
            for event in self._ledger.events(generation_id, after)
            if event.kind in _STATES and event.sequence < before
        ]

    def look(self, tracks: Sequence[Track]) -> list[list[Told]]:
        """What is new for the watchers of each track; one read of the ledger, and one for each new state.

        Nothing is read while nothing was written, but for the places in the queue now and then.
        """
        now = self._clock.monotonic()
        known = all(track.seen is not None for track in tracks)
        if known and self._glances.still() and now - self._looked_at < STILL_SECONDS:
            return [[] for _ in tracks]
        self._looked_at = now
        glances = self._glance(tracks)
        self._count_places([track for track in tracks if _waits(glances.get(track.generation_id))])
        return [self._read(track, glances.get(track.generation_id)) for track in tracks]

    def _read(self, track: Track, glance: Glance | None) -> list[Told]:
        """What is new of one; the watchers of one that cannot be read are let go, all others hear on."""
        try:
            return self._advance(track, glance)
        except ValueError:
            log.exception("Nothing more is told of %s: it cannot be read", track.generation_id)
            track.gone = True
            return []

    def _glance(self, tracks: Sequence[Track]) -> dict[str, Glance]:
        """How each stands; of those that wait in the queue only whether they still do, if that can be."""
        known = {one.generation_id: one.seen[0] for one in tracks if one.seen is not None}
        queued = [id_ for id_, glance in known.items() if _waits(glance)]
        waiting = self._waiting(queued) if queued else ()
        read = self._glances.look(one.generation_id for one in tracks if one.generation_id not in waiting)
        return {id_: known[id_] for id_ in waiting} | read

    def _waiting(self, queued: Sequence[str]) -> Collection[str]:
        """Those that still wait: all, while no event was written."""
        now, latest = self._clock.monotonic(), self._glances.latest_event()
        if latest is not None and latest == self._latest and now - self._asked_at < SURE_SECONDS:
            return set(queued)
        self._latest, self._asked_at = latest, now
        return self._glances.waiting(queued)

    def _count_places(self, waiting: Sequence[Track]) -> None:
        """The places of some of those that wait, of the others the next time."""
        now = self._clock.monotonic()
        due = [track for track in waiting if now - track.counted_at >= PLACE_SECONDS]
        due.sort(key=lambda track: track.counted_at)
        if now - self._walked_at >= PLACE_SECONDS:
            self._places = {}
        if len(due) > COUNTED_AT_ONCE and not self._places:
            self._walked_at = now
            with suppress(NotFound):
                self._places = self._ledger.standings(due[0].generation_id, WALKED)
        known = [track for track in due if track.generation_id in self._places]
        for track in known[:TOLD_AT_ONCE]:
            place = self._places.pop(track.generation_id)
            track.counted_at, track.position, track.starts_in = now, place.position, place.starts_in
        if not known:
            self._count(due[:COUNTED_AT_ONCE], now)

    def _count(self, tracks: Sequence[Track], now: float) -> None:
        for track in tracks:
            track.counted_at = now
            with suppress(NotFound):
                place = self._ledger.standing(track.generation_id)
                track.position, track.starts_in = (place.position, place.starts_in) if place else (None, None)

    def _advance(self, track: Track, glance: Glance | None) -> list[Told]:
        if glance is None:
            track.gone = True
            return []
        before, track.seen = track.seen, (glance, track.position)
        if track.seen == before:
            return []
        if glance.sequence == track.sequence:
            return self._progress(track, glance)
        try:
            events = self._ledger.events(track.generation_id, track.sequence)
            whole = self._ledger.get(track.generation_id)
        except NotFound:
            track.gone = True
            return []
        # The two reads are later than the glance: what it does not know yet is told the next time.
        return self._changed(track, glance, [one for one in events if one.sequence <= glance.sequence], whole)

    def _changed(
        self, track: Track, glance: Glance, events: Iterable[Event], whole: Generation
    ) -> list[Told]:
        before = track.sequence
        states = [event for event in events if event.kind in _STATES]
        running = [event.at for event in states if event.kind == State.RUNNING]
        track.sequence = glance.sequence
        track.running_since = running[-1] if running else track.running_since
        if glance.state is not State.QUEUED:
            track.position = None
        if not states and before:
            return self._progress(track, glance)
        told = [
            Told("state", str(event.sequence), event.sequence, _data(State(event.kind)))
            for event in states[:-1]
            if before
        ]
        data = track.last = self._now(track, glance)
        told.append(Told("state", str(glance.sequence), glance.sequence, data))
        if glance.state.final:
            told.append(self._end(whole, glance, data))
        return told

    def _progress(self, track: Track, glance: Glance) -> list[Told]:
        data = self._now(track, glance)
        if glance.state.final or _shown(data) == _shown(track.last):
            return []
        kind = "progress" if data["preview_url"] == track.last.get("preview_url") else "preview"
        track.last = data
        number = round(data["progress"] * 10_000)
        return [Told(kind, f"{glance.sequence}.{number}", glance.sequence, data)]

    def _end(self, whole: Generation, glance: Glance, data: dict[str, Any]) -> Told:
        error = {"name": whole.error.name, "message": whole.error.message} if whole.error else None
        told = data | {"preview_url": self._links.url(whole, "thumbnail"), "error": error}
        return Told("end", f"{glance.sequence}.end", glance.sequence, told)

    def _now(self, track: Track, glance: Glance) -> dict[str, Any]:
        progress, running = Progress.model_validate(glance.progress), glance.state is State.RUNNING
        data = _data(glance.state)
        data["progress"] = 1.0 if glance.state is State.COMPLETED else round(progress.fraction, 4)
        if running:
            data["stage"] = CANCELLING if glance.cancel_requested else progress.stage
            data["step"], data["steps"] = progress.step, progress.steps
            data["preview_url"] = self._links.preview_url(track.generation_id, progress.preview)
            data["seconds_left"] = self._seconds_left(track, progress.fraction)
        if glance.state is State.QUEUED:
            data["position"], data["starts_in"] = track.position, _rounded(track.starts_in)
        return data

    def _seconds_left(self, track: Track, fraction: float) -> float | None:
        if track.running_since is None or fraction < ENOUGH:
            return None
        took = max(self._clock.now() - track.running_since, 0.0)
        return round(took * (1 - fraction) / fraction, 1)


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)


def _waits(glance: Glance | None) -> bool:
    return glance is not None and glance.state is State.QUEUED


def parse_last_id(text: str) -> tuple[int, bool]:
    """The sequence after which to go on, and whether the end was told; (0, False) for what is no id."""
    number, _, rest = text.strip().partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return 0, False
    return int(number), rest == "end"


def _data(state: State) -> dict[str, Any]:
    return {
        "state": state.value,
        "progress": None,
        "stage": state.value,
        "step": None,
        "steps": None,
        "position": None,
        "starts_in": None,
        "seconds_left": None,
        "preview_url": None,
    }


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    """What is worth a message of its own: estimates move with every look."""
    return {name: value for name, value in data.items() if name not in _ESTIMATES}
