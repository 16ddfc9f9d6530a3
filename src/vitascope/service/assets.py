"""Links to stored files: unguessable, needing no key, and good for one file each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from urllib.parse import urlsplit

from vitascope import ids
from vitascope.clock import Clock
from vitascope.domain.generation import PREVIEW, Asset, Generation
from vitascope.errors import NotFound
from vitascope.ledger import Ledger
from vitascope.storage import Entry, Storage

PREFIX = "/assets/"
DIRECT_SECONDS = 900.0
"""How long a link to the storage itself is good: longer than a client takes to follow it."""
SECRET = "assets"  # noqa: S105 - the secret's name in the ledger
EXTENSIONS = {
    "video/mp4": ".mp4",
    "image/webp": ".webp",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "application/json": ".json",
}


def file_name(asset: Asset) -> str:
    """The last part of an asset's link: its name and the extension of its media type."""
    return asset.name + EXTENSIONS.get(asset.media_type, ".bin")


@dataclass(frozen=True)
class Served:
    """One file behind a link that was found good."""

    asset: Asset
    file: str
    entry: Entry
    generation: Generation


@dataclass(frozen=True)
class Term:
    """How long links open: ``seconds`` at least and twice that at most; 0: for as long as the file is kept.

    Links end in steps, so that answers that are given again within one are the same.
    """

    clock: Clock
    seconds: float = 0.0

    @property
    def end(self) -> int | None:
        """When links that are made now end, in epoch seconds; None: never."""
        if not self.seconds:
            return None
        step = ceil(self.seconds)
        return (int(self.clock.now()) // step + 2) * step

    def is_over(self, end: str) -> bool:
        """Whether a link that says this of its end opens nothing now."""
        if not end:
            return bool(self.seconds)
        return not (end.isascii() and end.isdigit()) or self.clock.now() >= int(end)


class AssetLinks:
    """Makes the links, and finds what is behind one.

    A link is ``<public url>/assets/<signature>/<generation id>/<file>``: the signature is over the
    last two parts with the server's own secret, so that nobody can make one and none opens another file.
    One that ends is signed with its end, which stands behind the signature and a dot.
    """

    def __init__(
        self, ledger: Ledger, storage: Storage, public_url: str, term: Term, *, presigned: bool = False
    ) -> None:
        self._ledger = ledger
        self._storage = storage
        self._presigned = presigned
        self.term = term
        self.public_url = public_url.rstrip("/")

    @cached_property
    def _secret(self) -> bytes:
        return self._ledger.secret(SECRET)

    def url(self, generation: Generation, name: str) -> str | None:
        """The link to the generation's file of that name, or None where it has none."""
        asset = generation.asset(name)
        return None if asset is None else self._link(f"{generation.id}/{file_name(asset)}")

    def unfinished_url(self, generation: Generation, name: str) -> str | None:
        """The same for a file that is replaced while the generation runs: each version has its own link."""
        asset = generation.asset(name)
        link = self.url(generation, name)
        return f"{link}?v={asset.sha256[:8]}" if asset and link else None

    def preview_url(self, generation_id: str, version: str) -> str | None:
        """The link to the picture of what is made so far; None without a ``version``, which is part of it."""
        link = self._link(f"{generation_id}/{PREVIEW}{EXTENSIONS['image/webp']}")
        return f"{link}?v={version}" if version else None

    def _link(self, tail: str) -> str:
        end = self.term.end
        until = "" if end is None else f".{end}"
        return f"{self.public_url}{PREFIX}{ids.signature(self._secret, tail + until)}{until}/{tail}"

    def is_own(self, url: str) -> bool:
        """Whether a URL points at this server's assets, whatever its signature."""
        return _without_query(url).startswith(self.public_url + PREFIX)

    def find_url(self, url: str) -> Served:
        """What is behind a whole URL for which ``is_own`` holds; ``NotFound`` as ``find``."""
        return self.find(_without_query(url).removeprefix(self.public_url + PREFIX))

    def find(self, tail: str) -> Served:
        """What is behind ``<signature>/<generation id>/<file>``.

        Raises ``NotFound`` alike for a wrong signature, one that ended, a deleted generation and a missing
        file.
        """
        signed, _, rest = tail.partition("/")
        signature, dot, end = signed.partition(".")
        good = ids.same(signature, ids.signature(self._secret, rest + dot + end))
        if not good or self.term.is_over(end):
            raise _nothing()
        generation_id, _, file = rest.partition("/")
        generation = self._ledger.get(generation_id)
        asset = next((asset for asset in generation.assets if file_name(asset) == file), None)
        if asset is None:
            raise _nothing()
        return Served(asset, file, self._storage.stat(asset.key), generation)

    def served(self, generation: Generation, name: str) -> Served | None:
        """The generation's file of that name, or None where it has none; ``NotFound`` if it is lost."""
        asset = generation.asset(name)
        if asset is None:
            return None
        return Served(asset, file_name(asset), self._storage.stat(asset.key), generation)

    def direct(self, served: Served) -> str | None:
        """A URL that opens the file at the storage itself for a while; None where this server sends it."""
        return self._storage.link(served.asset.key, DIRECT_SECONDS) if self._presigned else None

    def read(self, served: Served, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The file's bytes from ``start`` up to ``end``."""
        yield from self._storage.read(served.asset.key, start, end)


def _without_query(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _nothing() -> NotFound:
    return NotFound("No such asset. Links are made by the server: take them from the generation's answer.")
