"""Videos as they are answered, with what has to be looked up for that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vitascope import ids
from vitascope.domain.generation import Generation
from vitascope.errors import NotFound
from vitascope.http.batch import Batch
from vitascope.http.dialects.openai.answers import VideoObject
from vitascope.http.dialects.openai.present import present
from vitascope.service import Services
from vitascope.service.generations import Standing

Seen = tuple[Standing, int]
"""A generation and its frames, with those of what it continues."""


class Shown:
    """Looks videos up: one of many polls together with the others, or one that was just changed."""

    def __init__(self, services: Services) -> None:
        self._generations = services.generations
        self._wholes = services.wholes
        self._links = services.assets
        self._polls = Batch(self._seen)

    async def polled(self, text: str, owner: str) -> VideoObject:
        """The owner's video of that id; ``NotFound`` when there is none."""
        seen = await self._polls.get(ids.parse_generation_id(text))
        if seen is None or seen[0].generation.owner != owner:
            raise NotFound(f"No video has the id {text[:80]!r}. Use the id that the create answered.")
        return present(*seen, self._links)

    def video(self, generation: Generation, ignored: Sequence[str] = ()) -> VideoObject:
        """A generation; reads the ledger, so not for the event loop."""
        standing = self._generations.standing(generation)
        return present(standing, self._wholes.frames(generation), self._links, ignored)

    def _seen(self, generation_ids: Iterable[str]) -> dict[str, Seen]:
        found = self._generations.standings(generation_ids)
        return {key: (one, self._wholes.frames(one.generation)) for key, one in found.items()}
