"""An owner's clips as somebody looks through them: found by their words, each with what it continues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vitascope import ids
from vitascope.domain.generation import Generation
from vitascope.domain.request import GenerationKeyframe, Keyframe
from vitascope.errors import NotFound
from vitascope.ledger import Ledger
from vitascope.ledger.shelf import Look, Shelf

LONGEST_CHAIN = 60
"""Clips that are followed in one direction."""


@dataclass(frozen=True)
class Chain:
    """What plays before a clip and after it, in the order in which it plays; and what was made from it."""

    before: tuple[Generation, ...]
    after: tuple[Generation, ...]
    continuations: tuple[Generation, ...]


class Gallery:
    """Looks; changes nothing. Ids may be in any form a client was shown."""

    def __init__(self, ledger: Ledger, shelf: Shelf) -> None:
        self._ledger = ledger
        self._shelf = shelf

    def find(self, owner: str, look: Look) -> tuple[list[Generation], bool]:
        """A page, newest first, and whether more follow; ``NotFound`` for an ``after`` that is nobody's."""
        after = None if look.after is None else ids.parse_generation_id(look.after)
        wanted = look.model_copy(update={"after": after, "limit": look.limit + 1})
        found = self._shelf.find(owner, wanted)
        return found[: look.limit], len(found) > look.limit

    def get(self, generation_id: str, owner: str) -> Generation:
        """One clip; ``NotFound`` when there is none, or it is another owner's."""
        return self._ledger.get(ids.parse_generation_id(generation_id), owner)

    def chain(self, generation: Generation) -> Chain:
        """What the clip belongs to, as far as it is still there."""
        before = tuple(self._follow(generation, "frame0"))
        return Chain(
            before[::-1],
            tuple(self._follow(generation, "frame1")),
            tuple(self._shelf.continuations(generation.id, generation.owner)),
        )

    def _follow(self, generation: Generation, end: str) -> Iterator[Generation]:
        for _ in range(LONGEST_CHAIN):
            keyframe: Keyframe | None = getattr(generation.request, end)
            if not isinstance(keyframe, GenerationKeyframe):
                return
            try:
                generation = self._ledger.get(keyframe.id, generation.owner)
            except NotFound:
                return
            yield generation
