"""Creating, reading, cancelling and deleting generations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from vitascope import ids
from vitascope.domain.generation import Asset, Generation, State
from vitascope.domain.idempotency import Idempotency
from vitascope.domain.price import credits_for
from vitascope.domain.queue import Standing as Place
from vitascope.domain.render import FPS, frame_count
from vitascope.domain.request import GenerationRequest
from vitascope.engines.base import ModelCard
from vitascope.errors import LeaseLost, NotFound, Unavailable
from vitascope.ledger.pace import Paces
from vitascope.service.adoption import ADOPTER, ADOPTING_SECONDS, adopted, pictures_of
from vitascope.service.callback import check_callback
from vitascope.service.estimates import Estimates
from vitascope.service.keyframes import Admitted, KeyframeDesk
from vitascope.service.parts import Parts
from vitascope.service.room import Room
from vitascope.service.rules import (
    check_concepts,
    check_length,
    check_loop,
    check_options,
    check_plan,
    check_priority,
    check_prompt,
    check_size,
    inherit_size,
)
from vitascope.storage import Stored
from vitascope.telemetry import traces

PLACE_SECONDS = 1.0
"""How long a place in the queue is not counted again; counting costs more than reading the generation."""
PLACES_KEPT = 10_000


@dataclass(frozen=True)
class Standing:
    """A generation and, while it is queued, how many are served before it and in how many seconds it starts.

    ``starts_in`` is an estimate, None also where nobody serves the queue.
    """

    generation: Generation
    position: int | None = None
    starts_in: float | None = None


@dataclass(frozen=True)
class Page:
    """Some of an owner's generations, the newest first unless asked otherwise, and whether more follow."""

    generations: tuple[Generation, ...]
    has_more: bool


class Generations:
    """The use cases around one generation. Every ``id`` may be in any form a client was shown."""

    def __init__(
        self,
        parts: Parts,
        desk: KeyframeDesk,
        room: Room,
        on_created: Callable[[], None],
    ) -> None:
        self._ledger = parts.ledger
        self._storage = parts.storage
        self._registry = parts.registry
        self._clock = parts.clock
        self._settings = parts.settings
        self._desk = desk
        self._room = room
        self._on_created = on_created
        self._places: dict[str, tuple[Place | None, float]] = {}
        self._estimates = Estimates(Paces(parts.database), parts.clock)

    def create(
        self,
        request: GenerationRequest,
        owner: str,
        pictures: Mapping[str, bytes] | None = None,
        idempotency: Idempotency | None = None,
    ) -> Generation:
        """Accept a request, or refuse it and keep nothing.

        With ``idempotency`` a request that was accepted before under its key answers what it made then;
        ask ``repeated`` first, for what was accepted once need not be acceptable now.

        Fields that are not in ``request.model_fields_set`` were not given: an extension takes its
        resolution and ratio from its source then. ``pictures`` are the bytes of image keyframes
        (``frame0``, ``frame1``) that came along, whose URL says nothing. Raises ``InvalidRequest`` and
        what is below it, ``Forbidden`` for a priority above the owner's, and ``NotFound`` for a keyframe
        that is not there for this owner.
        """
        check_prompt(request)
        check_loop(request)
        check_length(request)
        check_concepts(request)
        check_priority(request, self._settings.highest_priority(owner))
        card = self._registry.resolve(request.model, request.capabilities)
        check_options(request, card)
        if request.plan is not None:
            check_plan(request.plan, self._registry.engine(card.engine))
        sent = pictures or {}
        ends = {
            name: self._desk.picture(sent[name], name)
            if name in sent
            else self._desk.admit(keyframe, name, owner)
            for name, keyframe in (("frame0", request.frame0), ("frame1", request.frame1))
            if keyframe is not None
        }
        source = next((end.source for end in ends.values() if end.source is not None), None)
        if source is not None:
            request = inherit_size(request, source)
        return self.accept(request, owner, card, ends, idempotency)

    def accept(
        self,
        request: GenerationRequest,
        owner: str,
        card: ModelCard,
        ends: Mapping[str, Admitted],
        idempotency: Idempotency | None = None,
    ) -> Generation:
        """Queue a request whose model is chosen and whose ends (``frame0``, ``frame1``) are admitted.

        Raises ``InvalidRequest`` for a size that no frame can have and a webhook that may not be reached,
        ``PolicyRefused`` for a prompt that the operator's policy does not let through, and ``QuotaReached``.
        """
        check_size(request)
        self._desk.moderation.check_prompt(request.prompt)
        if request.rework is not None:
            self._desk.moderation.check_prompt(request.rework.prompt)
        if request.webhook is not None:
            check_callback(request.webhook, self._desk.allow, "webhook")
        self._room.check(owner)
        generation = Generation(
            id=ids.generation_id(),
            owner=owner,
            request=request,
            engine=card.engine,
            model=card.name,
            seed=ids.seed() if request.seed is None else request.seed,
            priority=request.priority,
            created_at=self._clock.now(),
        )
        kept = self._keep(generation, ends, idempotency)
        if kept.id == generation.id:
            traces.accepted(kept.id, kept.created_at)
        return kept

    def repeated(self, idempotency: Idempotency | None) -> Generation | None:
        """What an earlier request under the same key made, whatever a new one would need by now.

        Its keyframes may be deleted and its limits lowered since. Raises ``IdempotencyMismatch`` where the
        key was used with another body, and ``NotFound`` where what it made was deleted.
        """
        return None if idempotency is None else self._ledger.made(idempotency)

    def get(self, generation_id: str, owner: str) -> Generation:
        """One generation; ``NotFound`` when there is none, or it is another owner's."""
        return self._ledger.get(ids.parse_generation_id(generation_id), owner)

    def standings(self, generation_ids: Iterable[str]) -> dict[str, Standing]:
        """Those of the ids (UUIDs) that exist, whoever owns them, and how long their queues are.

        For many polls at once: the caller compares the owner.
        """
        found = self._ledger.live(generation_ids)
        return {key: self.standing(one) for key, one in found.items()}

    def recalled(self, generation_id: str) -> Standing | None:
        """The standing of an id (a UUID) if that is known without waiting; None: ask ``standings``."""
        generation = self._ledger.recall(generation_id)
        if generation is None:
            return None
        if generation.state is not State.QUEUED:
            return Standing(generation)
        place, until = self._places.get(generation_id, (None, 0.0))
        return _standing(generation, place) if self._clock.monotonic() < until else None

    def standing(self, generation: Generation) -> Standing:
        """The generation with its place in the queue."""
        return _standing(generation, self._place(generation))

    def accepted(self, generation: Generation) -> Standing:
        """The same of one that was just accepted or changed, without its place if that cannot be read.

        It is on the disk: to answer that the server is unavailable would ask for it a second time.
        """
        try:
            return self.standing(generation)
        except (Unavailable, NotFound):
            return Standing(generation)

    def list(self, owner: str, limit: int = 100, offset: int = 0) -> Page:
        """The owner's generations, the newest first."""
        found = self._ledger.list(owner, limit + 1, offset)
        return Page(tuple(found[:limit]), len(found) > limit)

    def page(self, owner: str, limit: int, after: str | None = None, *, oldest_first: bool = False) -> Page:
        """The owner's generations from the one that follows ``after`` on; ``NotFound`` where that is none."""
        place = None if after is None else ids.parse_generation_id(after)
        found = self._ledger.page(owner, limit + 1, place, oldest_first=oldest_first)
        return Page(tuple(found[:limit]), len(found) > limit)

    def position(self, generation: Generation) -> int | None:
        """How many are served before this one, at most a second ago; None when it does not wait."""
        return self.standing(generation).position

    def _place(self, generation: Generation) -> Place | None:
        """Where it stands in the queue, at most a second ago."""
        if generation.state is not State.QUEUED:
            return None
        now = self._clock.monotonic()
        place, until = self._places.get(generation.id, (None, now))
        if now >= until:
            if len(self._places) >= PLACES_KEPT:
                self._places.clear()
            place = self._ledger.standing(generation.id)
            self._places[generation.id] = (place, now + PLACE_SECONDS)
        return place

    def cancel(self, generation_id: str, owner: str) -> Generation:
        """Stop a generation; one that is finished is left as it is, so that asking twice is the same."""
        return self._ledger.cancel(ids.parse_generation_id(generation_id), owner)

    def delete(self, generation_id: str, owner: str) -> Generation:
        """Remove a generation and its files; those that continue it keep theirs.

        Raises ``InvalidRequest`` while it, or one that continues it, waits or runs.
        """
        gone = self._ledger.delete(ids.parse_generation_id(generation_id), owner)
        self._storage.delete_prefix(f"{gone.id}/")
        return gone

    def adopt(self, path: Path, owner: str) -> Generation:
        """Take in a video file as a finished generation, so that it can be extended.

        It has a thumbnail and a sheet like any other. Raises ``MediaError`` for a file that is no video we
        read, ``InvalidRequest`` for one whose size or length no clip of ours has, and ``QuotaReached``.
        """
        generation = adopted(path, owner, self._clock.now())
        with self._room.adding(owner, path.stat().st_size), ExitStack() as undo:
            undo.callback(self._storage.delete_prefix, f"{generation.id}/")
            kept = tuple(
                asset.model_copy(update={"size": stored.size, "sha256": stored.sha256})
                for asset, stored in self._stored(generation, path)
            )
            self._ledger.insert(generation)
            lease = self._ledger.claim(ADOPTER, ADOPTING_SECONDS, generation.pool, generation.id)
            if lease is None or generation.outcome is None:
                raise LeaseLost(f"The adopted generation {generation.id} was taken by somebody else.")
            inserted = self._ledger.complete(lease, kept, generation.outcome)
            undo.pop_all()
        return inserted

    def _stored(self, generation: Generation, video: Path) -> Iterator[tuple[Asset, Stored]]:
        """Store what a generation that is adopted lists."""
        with pictures_of(video, self._settings.thumbnail_width) as files:
            for asset in generation.assets:
                yield asset, self._storage.put(asset.key, files[asset.name])

    def _price(self, generation: Generation) -> int:
        request = generation.request
        seconds = frame_count(request) / FPS
        return credits_for(self._settings.prices, generation.model, seconds)

    def _keep(
        self, generation: Generation, ends: Mapping[str, Admitted], idempotency: Idempotency | None
    ) -> Generation:
        keyframes = {name: end.stored_under(generation.id, name) for name, end in ends.items()}
        inputs: list[Asset] = []
        with ExitStack() as undo:
            for name, (_, asset) in keyframes.items():
                if asset is not None:
                    undo.callback(self._storage.delete, asset.key)
                    self._storage.put_bytes(asset.key, ends[name].data or b"")
                    inputs.append(asset)
            request = generation.request.model_copy(
                update={name: key for name, (key, _) in keyframes.items()}
            )
            inserted = self._ledger.insert(
                generation.model_copy(update={"request": request, "assets": tuple(inputs)}),
                idempotency=idempotency,
                cost=self._estimates.cost(generation),
                price=self._price(generation),
            )
            if inserted.id == generation.id:  # else it was made before, with pictures of its own
                undo.pop_all()
        self._on_created()
        return inserted


def _standing(generation: Generation, place: Place | None) -> Standing:
    if place is None:
        return Standing(generation)
    return Standing(generation, place.position, place.starts_in)
