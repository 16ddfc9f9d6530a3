"""Videos as they are answered, with what has to be looked up for that."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.domain.generation import Generation
from vitascope.http.dialects.openai.answers import VideoObject
from vitascope.http.dialects.openai.present import present
from vitascope.http.polls import Polls
from vitascope.service import Services
from vitascope.service.generations import Standing


class Shown:
    """Looks videos up: one of many polls together with the others, or one that was just changed."""

    def __init__(self, services: Services) -> None:
        self._generations = services.generations
        self._wholes = services.wholes
        self._links = services.assets
        self._kept_seconds = services.settings.retention_seconds
        self._polls = Polls(services.generations, self._written, services.assets.term, self._frames)

    async def polled(self, text: str, owner: str) -> tuple[Standing, bytes]:
        """How the owner's video of that id stands, and its JSON; ``NotFound`` when there is none."""
        return await self._polls.get(text, owner)

    def video(self, generation: Generation, ignored: Sequence[str] = ()) -> VideoObject:
        """A generation; reads the ledger, so not for the event loop."""
        return self._present(self._generations.standing(generation), ignored)

    def _frames(self, standing: Standing) -> int:
        """Frames with those of what it continues; from memory, once they were looked up."""
        return self._wholes.frames(standing.generation)

    def _written(self, standing: Standing) -> bytes:
        return self._present(standing).model_dump_json().encode()

    def _present(self, standing: Standing, ignored: Sequence[str] = ()) -> VideoObject:
        ended = standing.generation.finished_at
        expires = None if ended is None or self._kept_seconds is None else int(ended + self._kept_seconds)
        return present(standing, self._frames(standing), self._links, expires, ignored)
