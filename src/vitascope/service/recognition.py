"""Recognising a file that was made here and sent back."""

from __future__ import annotations

import hashlib
from pathlib import Path

from vitascope import ids
from vitascope.domain.generation import Generation
from vitascope.errors import NotFound
from vitascope.ledger import Ledger
from vitascope.media import cage

_OWN = ("video", "stitched")


def recognised(path: Path, owner: str, ledger: Ledger) -> Generation | None:
    """The owner's generation whose clip or joined chain this file is, byte for byte; None for any other.

    The file's own words only say where to look. Raises ``MediaError`` for a file that is no video.
    """
    said = cage.tags(path).get("generation")
    if said is None:
        return None
    try:
        found = ledger.get(ids.parse_generation_id(said), owner)
    except NotFound:
        return None
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    stored = [found.asset(name) for name in _OWN]
    return found if digest in {asset.sha256 for asset in stored if asset} else None
