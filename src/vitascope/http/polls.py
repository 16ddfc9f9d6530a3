"""Generations that are asked for again and again: read and written anew only where something changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from vitascope import ids
from vitascope.domain.generation import Generation
from vitascope.errors import NotFound
from vitascope.http.batch import Batch
from vitascope.service.generations import Generations, Standing

KEPT = 2048
"""How many bodies are kept; those asked for least lately go first."""


class Polls:
    """One dialect's answers to a poll, as JSON. ``write`` makes one."""

    def __init__(self, generations: Generations, write: Callable[[Standing], bytes]) -> None:
        self._generations = generations
        self._write = write
        self._reads = Batch(generations.standings)
        self._kept: OrderedDict[str, tuple[Generation, int | None, bytes]] = OrderedDict()

    async def get(self, generation_id: str, owner: str) -> tuple[Standing, bytes]:
        """How one stands, and its body; ``NotFound`` where there is none, or it is another owner's."""
        uuid = ids.parse_generation_id(generation_id)
        standing = self._generations.recalled(uuid) or await self._reads.get(uuid)
        if standing is None or standing.generation.owner != owner:
            raise NotFound(
                f"No generation has the id {generation_id[:80]!r}. Use the id that the create answered."
            )
        return standing, self._body(uuid, standing)

    def _body(self, uuid: str, standing: Standing) -> bytes:
        """A generation's values never change, so the same object is shown the same."""
        generation, position = standing.generation, standing.position
        kept = self._kept.get(uuid)
        if kept is not None and kept[0] is generation and kept[1] == position:
            self._kept.move_to_end(uuid)
            return kept[2]
        body = self._write(standing)
        self._kept[uuid] = generation, position, body
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return body
