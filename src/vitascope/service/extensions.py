"""A clip made longer, old and new as one file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from vitascope.domain.generation import ADOPTED, Generation
from vitascope.domain.idempotency import Idempotency
from vitascope.domain.render import FPS, frame_count
from vitascope.domain.request import GenerationKeyframe, GenerationRequest
from vitascope.errors import InvalidRequest, MediaError, VitascopeError
from vitascope.ledger import Ledger
from vitascope.media import cage
from vitascope.media.limits import MAX_FRAMES
from vitascope.media.sample import sample
from vitascope.service.generations import Generations
from vitascope.service.recognition import recognised
from vitascope.service.reworks import outcome_of
from vitascope.service.wholes import Wholes, continues, leads_on
from vitascope.storage import Storage, on_disk


@dataclass(frozen=True)
class Extension:
    """What is to follow on a clip.

    ``given`` are further fields of ``GenerationRequest``; without a ``model`` among them the clip's own is
    asked again, or ``fallback`` for a clip that was made elsewhere.
    """

    prompt: str
    given: dict[str, Any]
    fallback: str


class Extensions:
    """Continues a clip only where old and new can be joined without encoding the old again."""

    def __init__(self, generations: Generations, ledger: Ledger, storage: Storage, wholes: Wholes) -> None:
        self._generations = generations
        self._ledger = ledger
        self._storage = storage
        self._wholes = wholes

    def extend(
        self, generation_id: str, owner: str, wish: Extension, idempotency: Idempotency | None = None
    ) -> Generation:
        """A new generation that goes on after a completed one, whose size it has.

        Raises ``NotFound``, and ``InvalidRequest`` where the two could not be one file.
        """
        source = self._generations.get(generation_id, owner)
        request = _request(source, wish)
        self._check(source, request)
        return self._generations.create(request, owner, idempotency=idempotency)

    def extend_file(
        self, path: Path, owner: str, wish: Extension, idempotency: Idempotency | None = None
    ) -> Generation:
        """The same for a video file: one that was made here is recognised, another is taken in.

        Raises ``InvalidRequest`` for what is no video or cannot be joined with what is made here.
        """
        try:
            known = recognised(path, owner, self._ledger)
            if known is not None:
                return self.extend(known.id, owner, wish, idempotency)
            _check_joint(path)
            source = self._generations.adopt(path, owner)
        except MediaError as error:
            raise _apart(error.message) from error
        try:
            made = self.extend(source.id, owner, wish, idempotency)
        except VitascopeError:
            with suppress(InvalidRequest):  # it was accepted, and its answer was lost
                self._generations.delete(source.id, owner)
            raise
        if source.id not in made.request.parents:  # made before, from a copy of its own
            self._generations.delete(source.id, owner)
        return made

    def _check(self, source: Generation, request: GenerationRequest) -> None:
        outcome = outcome_of(source)
        joined = source.asset("stitched")
        if leads_on(source):
            raise _apart("its end already leads into another clip. Extend that one.")
        if continues(source) and joined is None:
            raise _apart(outcome.stitched_reason or "it is itself not joined to what it continues.")
        total = self._wholes.frames(source) + frame_count(request)
        if total > MAX_FRAMES:
            raise _apart(f"together they would have {total:,} frames, and at most {MAX_FRAMES:,} are joined.")
        file = joined or source.asset("video")
        if file is not None:
            try:
                with on_disk(self._storage, file.key) as path:
                    _check_joint(path)
            except MediaError as error:
                raise _apart(error.message) from error


def _check_joint(path: Path) -> None:
    """Raise ``MediaError`` unless a video made here can follow on this one in the same file."""
    info = cage.probe(path)
    width, height = info.width - info.width % 2, info.height - info.height % 2
    with TemporaryDirectory(prefix="vitascope-") as folder:
        out = Path(folder, "sample.mp4")
        sample(out, width, height, FPS)
        cage.check_joinable([path, out])


def _request(source: Generation, wish: Extension) -> GenerationRequest:
    model = wish.fallback if source.engine == ADOPTED else source.request.model
    given: dict[str, Any] = {"model": model, "prompt": wish.prompt} | wish.given
    return GenerationRequest(**given, frame0=GenerationKeyframe(id=source.id))


def _apart(why: str) -> InvalidRequest:
    return InvalidRequest(
        f"The video cannot be extended into one whole: {why} To have the new part alone, create a "
        "generation whose first keyframe is this video's generation.",
        "video",
    )
