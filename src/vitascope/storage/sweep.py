"""Remove the files that nothing refers to: of interrupted writes, lost attempts and deleted generations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from vitascope import ids
from vitascope.domain.generation import Generation
from vitascope.domain.request import ImageKeyframe
from vitascope.errors import NotFound
from vitascope.storage.base import Entry, Storage

Referenced = Callable[[set[str]], dict[str, Generation]]
"""From ids to those generations that exist, as ``Ledger.live`` does."""
AT_ONCE = 1000
"""Files looked up together."""
ASSET = "asset:"


def sweep(storage: Storage, referenced: Referenced, before: float) -> int:
    """Remove unreferenced files last changed before that moment (epoch seconds); how many went.

    A file goes when its generation is unknown, or has ended and names it nowhere. All files of a queued or
    running generation stay, listed or not: an attempt may be about to list them. ``before`` must lie
    further back than a create takes from its first stored input to its row. Files under anything but a
    generation's id are not looked at.
    """
    removed = storage.discard_unfinished(before)
    old = (entry for entry in storage.entries() if entry.modified < before and _generation(entry))
    for some in _in_groups(old):
        # asked after the files were listed: a generation that appeared meanwhile is known
        known = referenced({_generation(entry) for entry in some})
        for entry in some:
            if not _is_needed(entry.key, known.get(_generation(entry))):
                storage.delete(entry.key)
                removed += 1
    return removed


def _is_needed(key: str, generation: Generation | None) -> bool:
    if generation is None:
        return False
    return not generation.state.final or key in _keys(generation)


def _keys(generation: Generation) -> Iterator[str]:
    yield from (asset.key for asset in generation.assets)
    for frame in (generation.request.frame0, generation.request.frame1):
        if isinstance(frame, ImageKeyframe) and frame.url.startswith(ASSET):
            yield frame.url.removeprefix(ASSET)


def _generation(entry: Entry) -> str:
    """The id that the key begins with, or an empty text where it begins with something else."""
    name = entry.key.split("/", 1)[0]
    try:
        return name if ids.parse_generation_id(name) == name else ""
    except NotFound:
        return ""


def _in_groups(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    remaining = iter(entries)
    while group := list(islice(remaining, AT_ONCE)):
        yield group
