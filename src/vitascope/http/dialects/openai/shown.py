"""Videos as they are answered, with what has to be looked up for that."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.domain.generation import Generation
from vitascope.errors import Unavailable
from vitascope.http.dialects.openai.answers import VideoObject
from vitascope.http.dialects.openai.present import present
from vitascope.http.polls import Polls
from vitascope.service import Services
from vitascope.service.generations import Standing


class Shown:
    """Looks videos up: one of many polls together with the others, or one by itself."""

    def __init__(self, services: Services) -> None:
        self._generations = services.generations
        self._wholes = services.wholes
        self._links = services.assets
        self._kept_seconds = services.settings.retention_seconds
        self._polls = Polls(services.generations, self._written, services.assets.term, self._frames)

    async def polled(self, text: str, owner: str) -> tuple[Standing, bytes]:
        """How the owner's video of that id stands, and its JSON; ``NotFound`` when there is none."""
        return await self._polls.get(text, owner)

    def video(self, generation: Generation) -> VideoObject:
        """A generation; reads the ledger, so not for the event loop."""
        standing = self._generations.standing(generation)
        return self._present(standing, self._wholes.frames(generation))

    def accepted(self, generation: Generation, ignored: Sequence[str] = ()) -> VideoObject:
        """One that was just accepted: what cannot be read of the ledger now is left out.

        ``ignored`` are fields of the request that were not read.
        """
        standing = self._generations.accepted(generation)
        try:
            frames = self._wholes.frames(standing.generation)
        except Unavailable:
            frames = self._wholes.alone(standing.generation)
        return self._present(standing, frames, ignored)

    def _frames(self, standing: Standing) -> int:
        """Frames with those of what it continues; from memory, once they were looked up."""
        return self._wholes.frames(standing.generation)

    def _written(self, standing: Standing) -> bytes:
        return self._present(standing, self._frames(standing)).model_dump_json().encode()

    def _present(self, standing: Standing, frames: int, ignored: Sequence[str] = ()) -> VideoObject:
        ended = standing.generation.finished_at
        expires = None if ended is None or self._kept_seconds is None else int(ended + self._kept_seconds)
        return present(standing, frames, self._links, expires, ignored)
