"""Generations that are asked for again and again: read and written anew only where something changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping

from vitascope import ids
from vitascope.errors import NotFound
from vitascope.http.batch import Batch
from vitascope.service.assets import Term
from vitascope.service.generations import Generations, Standing

KEPT = 2048
"""How many bodies are kept; those asked for least lately go first."""


class Polls:
    """One dialect's answers to a poll, as JSON. ``write`` makes one, with links that end by ``term``.

    What it needs beside the standing ``prepare`` reads, which may wait for the ledger as ``write`` may not.
    """

    def __init__(
        self,
        generations: Generations,
        write: Callable[[Standing], bytes],
        term: Term,
        prepare: Callable[[Standing], object] | None = None,
    ) -> None:
        self._generations = generations
        self._write = write
        self._prepare = prepare
        self._term = term
        self._end = term.end
        self._reads = Batch(self._read)
        self._kept: OrderedDict[str, tuple[Standing, bytes]] = OrderedDict()

    async def get(self, generation_id: str, owner: str) -> tuple[Standing, bytes]:
        """How one stands, and its body; ``NotFound`` where there is none, or it is another owner's."""
        uuid = ids.parse_generation_id(generation_id)
        standing = self._generations.recalled(uuid)
        body = None if standing is None else self._known(uuid, standing)
        if standing is None or (body is None and self._prepare is not None):
            standing = await self._reads.get(uuid)
        if standing is None or standing.generation.owner != owner:
            raise NotFound(
                f"No generation has the id {generation_id[:80]!r}. Use the id that the create answered."
            )
        return standing, body or self._body(uuid, standing)

    def _read(self, uuids: Iterable[str]) -> Mapping[str, Standing]:
        found = self._generations.standings(uuids)
        if self._prepare is not None:
            for standing in found.values():
                self._prepare(standing)
        return found

    def _known(self, uuid: str, standing: Standing) -> bytes | None:
        """A generation's values never change, so the same object is shown the same while its links are."""
        if self._end != (end := self._term.end):
            self._kept.clear()
            self._end = end
        kept = self._kept.get(uuid)
        if kept is None or kept[0].generation is not standing.generation or kept[0] != standing:
            return None
        self._kept.move_to_end(uuid)
        return kept[1]

    def _body(self, uuid: str, standing: Standing) -> bytes:
        known = self._known(uuid, standing)
        if known is not None:
            return known
        body = self._write(standing)
        self._kept[uuid] = standing, body
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return body
