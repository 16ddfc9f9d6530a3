"""Pictures and videos of what is made so far, put into storage beside the work and never in its way."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

from vitascope.domain.generation import PREVIEW, RUSHES, Asset
from vitascope.errors import StorageFull, Unavailable
from vitascope.storage import Storage
from vitascope.worker.job import Previewed

log = logging.getLogger(__name__)
KINDS = {PREVIEW: (".webp", "image/webp"), RUSHES: (".mp4", "video/mp4")}
"""A file's extension and its media type."""
KEPT = 2
"""Versions that stay when another is put in: the last may just be read."""


class Showing:
    """What one attempt shows, below ``place`` in storage.

    One version is put away at a time. While a storage is slow or away, those that follow are left out: the
    next is newer anyway, and the work does not wait.
    """

    def __init__(self, storage: Storage, place: str) -> None:
        self._storage = storage
        self._place = place
        self._count = 0
        self._keys: dict[str, list[str]] = {name: [] for name in KINDS}
        self._upload: _Upload | None = None

    def show(self, made: Previewed) -> None:
        """Begin to put these files away, unless earlier ones are still on their way."""
        if self._upload is not None:
            return
        files = dict[str, tuple[str, Path]]()
        for name, path in ((RUSHES, made.video), (PREVIEW, made.path)):
            # taken away, for the next version is written under the same name
            with suppress(FileNotFoundError):
                if path is not None:
                    taken = path.replace(path.with_name(f"{name}-{self._count}{path.suffix}"))
                    files[name] = f"{self._place}/{name}-{self._count}{KINDS[name][0]}", taken
        old = [key for keys in self._keys.values() for key in keys[:-KEPT]]
        self._keys = {name: keys[-KEPT:] for name, keys in self._keys.items()}
        self._count += 1
        self._upload = _Upload(self._storage, files, old)
        self._upload.start()

    def shown(self) -> tuple[Asset, ...]:
        """What was put away since this was asked before; the picture comes last."""
        if self._upload is None or self._upload.is_alive():
            return ()
        assets, self._upload = tuple(self._upload.assets), None
        for asset in assets:
            self._keys[asset.name].append(asset.key)
        return assets

    def settle(self) -> None:
        """Wait for what is on its way, so that it can be deleted for good."""
        if self._upload is not None:
            self._upload.join()


class _Upload(Thread):
    """Puts files away and deletes old ones; what did not work is said and forgotten."""

    def __init__(self, storage: Storage, files: dict[str, tuple[str, Path]], old: Sequence[str]) -> None:
        super().__init__(name="showing", daemon=True)
        self.assets: list[Asset] = []
        self._storage = storage
        self._files = files
        self._old = old

    def run(self) -> None:
        """Once."""
        try:
            for name, (key, path) in self._files.items():
                self._put(name, key, path)
            for key in self._old:
                self._storage.delete(key)
        except (StorageFull, Unavailable, OSError) as error:  # its folder goes when the attempt ends
            log.warning("What is made so far is not shown: %s", error)

    def _put(self, name: str, key: str, path: Path) -> None:
        stored = self._storage.put(key, path)
        path.unlink(missing_ok=True)
        media_type = KINDS[name][1]
        self.assets.append(
            Asset(name=name, key=key, media_type=media_type, size=stored.size, sha256=stored.sha256)
        )
