"""Files that were sent ahead, to be named in later requests."""

from __future__ import annotations

import base64
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from vitascope import ids
from vitascope.clock import Clock
from vitascope.domain.request import Frozen
from vitascope.errors import InvalidRequest, MediaError, NotFound, PayloadTooLarge
from vitascope.media import cage
from vitascope.media.limits import MAX_BYTES
from vitascope.service.room import Room, uploads_of
from vitascope.storage import Entry, Storage, on_disk

MAX_UPLOAD = 128 * 1024 * 1024
"""Bytes of a file; a picture may have at most ``MAX_BYTES`` of them."""
PREFIX = "file-"
_ID = re.compile(r"file-[0-9a-f]{11}[0-9A-Za-z]{20}")
_PURPOSE = re.compile(r"[a-z][a-z_-]{0,39}")
_NAME_BYTES = 90
"""Of a file's name: in base64 they fit one part of a storage key."""


class Upload(Frozen):
    """One file: its id and name, what it was sent for, bytes, and epoch seconds."""

    id: str
    name: str
    purpose: str
    size: int
    created_at: float
    key: str


def is_file_id(text: str) -> bool:
    """Whether the text is meant as an upload's id."""
    return text.startswith(PREFIX)


class Uploads:
    """Keeps the files of each owner apart from everybody else's.

    All that is known of a file is in its id, which begins with the time, and in its key, so that it is
    there whole or not at all.
    """

    def __init__(self, storage: Storage, clock: Clock, room: Room) -> None:
        self._storage = storage
        self._clock = clock
        self._room = room

    def add(self, path: Path, name: str, purpose: str, owner: str) -> Upload:
        """Keep a copy of a picture or an MP4 video.

        Raises ``InvalidRequest`` for anything else and for a purpose that is no plain word,
        ``PayloadTooLarge``, ``StorageFull``, and ``QuotaReached`` where the owner may keep no more.
        """
        if not _PURPOSE.fullmatch(purpose):
            raise InvalidRequest(
                f"The purpose {purpose[:40]!r} is not known; expected a word such as vision or user_data.",
                "purpose",
            )
        _check(path)
        now = self._clock.now()
        file_id = f"{PREFIX}{int(now * 1000):011x}{ids.token(20)}"
        kept = _cut(name.strip() or "upload")
        key = f"{uploads_of(owner)}/{file_id}/{purpose}/{_packed(kept)}"
        with self._room.adding(owner, path.stat().st_size):
            stored = self._storage.put(key, path)
        return Upload(
            id=file_id, name=kept, purpose=purpose, size=stored.size, created_at=_created(file_id), key=key
        )

    def get(self, file_id: str, owner: str) -> Upload:
        """One file; ``NotFound`` when there is none, or it is another owner's."""
        if _ID.fullmatch(file_id):
            for entry in self._storage.entries(f"{uploads_of(owner)}/{file_id}"):
                return _upload(entry)
        raise NotFound(f"No file has the id {file_id[:80]!r}. Use the id that the upload answered.")

    def list(self, owner: str) -> list[Upload]:
        """All of an owner's files, the newest first."""
        found = (_upload(entry) for entry in self._storage.entries(uploads_of(owner)))
        return sorted(found, key=lambda upload: upload.id, reverse=True)

    def delete(self, file_id: str, owner: str) -> Upload:
        """Remove a file; generations that used it have their own copy. Raises ``NotFound``."""
        upload = self.get(file_id, owner)
        self._storage.delete(upload.key)
        return upload

    def read(self, upload: Upload) -> Iterator[bytes]:
        """The file's bytes. Raises ``NotFound`` at once."""
        return self._storage.read(upload.key)

    @contextmanager
    def on_disk(self, file_id: str, owner: str) -> Generator[Path]:
        """Give a file of this machine with an upload's bytes, to be read only. Raises ``NotFound``."""
        with on_disk(self._storage, self.get(file_id, owner).key) as path:
            yield path


def _check(path: Path) -> None:
    """Refuse what no request could use."""
    size = path.stat().st_size
    if size > MAX_UPLOAD:
        raise PayloadTooLarge(f"The file has {size:,} bytes; at most {MAX_UPLOAD:,} are kept. Send less.")
    with path.open("rb") as file:
        if file.read(8)[4:] == b"ftyp":
            return
    if size > MAX_BYTES:
        raise PayloadTooLarge(
            f"The file has {size:,} bytes and is no MP4 video; a picture may have at most {MAX_BYTES:,}. "
            "Scale it down."
        )
    try:
        cage.check_image(path.read_bytes())
    except MediaError as error:
        raise InvalidRequest(f"{error.message} An MP4 video is taken too.", "file") from error


def _cut(name: str) -> str:
    """A name of at most ``_NAME_BYTES`` in UTF-8; one that had to be cut keeps its end."""
    return name.encode("utf-8", "replace")[-_NAME_BYTES:].decode("utf-8", "ignore")


def _packed(name: str) -> str:
    return base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


def _unpacked(part: str) -> str:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()


def _created(file_id: str) -> float:
    return int(file_id.removeprefix(PREFIX)[:11], 16) / 1000


def _upload(entry: Entry) -> Upload:
    file_id, purpose, packed = entry.key.split("/")[2:]
    return Upload(
        id=file_id,
        name=_unpacked(packed),
        purpose=purpose,
        size=entry.size,
        created_at=_created(file_id),
        key=entry.key,
    )
