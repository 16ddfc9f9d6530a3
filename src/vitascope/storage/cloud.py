"""Files in an object store: S3 and whatever speaks its language, Google Cloud Storage, Azure."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from vitascope import ids
from vitascope.errors import ConfigurationError, InvalidRequest, NotFound, StorageFull, Unavailable
from vitascope.storage.base import CHUNK, Entry, Stored, checked, not_found

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import AzureStore, GCSStore, S3Store

    ObjectStore = AzureStore | GCSStore | S3Store

SCHEMES = frozenset({"s3", "s3a", "gs", "az", "azure", "abfs", "abfss"})
"""The beginnings of URLs that name an object store."""
PART = 8 << 20
"""Bytes of one part of an upload; what is larger than one goes up in parts, side by side."""
PARTS_AT_ONCE = 4
SHA256 = "sha256"
"""The attribute under which a file's own digest lies beside it."""
_CLIENT = {"connect_timeout": "3s", "timeout": "60s"}
_TRIES_AGAIN = 2
_NO_ROOM = ("StorageFull", "InsufficientStorage", "QuotaExceeded", "507 ")


class CloudStorage:
    """A ``Storage`` in a bucket, which any number of machines may share.

    The store makes a file appear whole or not at all, and answers a put once it is kept. Each part goes up
    with its checksum, which the store compares. Credentials come from where the store's own tools take
    them: ``AWS_…``, ``GOOGLE_…`` or ``AZURE_…`` in the environment, or the machine's role.

    What an interrupted upload in parts left is not listed and costs room until the bucket's lifecycle rule
    for incomplete uploads removes it.
    """

    def __init__(self, url: str, endpoint: str | None = None) -> None:
        self._url = url
        self._store = _connect(url, endpoint)

    def put(self, key: str, source: Path) -> Stored:
        """Store a copy of the file, in parts where it is large. Raises ``StorageFull``."""
        checked(key)
        with source.open("rb") as reading:
            digest = hashlib.file_digest(reading, "sha256").hexdigest()
        return self._put(key, source, source.stat().st_size, digest)

    def put_bytes(self, key: str, data: bytes) -> Stored:
        """Store the bytes. Raises ``StorageFull``."""
        return self._put(checked(key), data, len(data), hashlib.sha256(data).hexdigest())

    def stat(self, key: str) -> Entry:
        """What is known without reading. Raises ``NotFound``."""
        with self._translated(checked(key)):
            return _entry(self._store.head(key))

    def path(self, key: str) -> None:
        """No file of this machine. Raises ``NotFound``."""
        self.stat(key)

    def link(self, key: str, seconds: float) -> str:
        """A URL that opens the file for a while, straight from the store."""
        import obstore  # noqa: PLC0415 - an extra

        with self._translated(checked(key)):
            return obstore.sign(self._store, "GET", key, timedelta(seconds=seconds))

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start`` up to ``end`` in chunks of at most 1 MiB. Raises ``NotFound`` at once."""
        if start < 0 or (end is not None and end < 0):
            raise InvalidRequest(f"A file is read from byte 0 on, not from {start} to {end}.")
        size = self.stat(key).size
        return self._chunks(key, start, size if end is None else min(end, size))

    def delete(self, key: str) -> None:
        """Remove the file if it is there."""
        with suppress(NotFound), self._translated(checked(key)):
            self._store.delete(key)

    def delete_prefix(self, prefix: str) -> None:
        """Remove the file of that key and every file below it."""
        base = checked(prefix.removesuffix("/"))
        with self._translated(base):
            for found in self._listed(base):
                with suppress(FileNotFoundError):
                    self._store.delete(found["path"])
        self.delete(base)

    def entries(self, prefix: str = "") -> Iterator[Entry]:
        """Every file below the prefix, or all."""
        base = prefix.removesuffix("/")
        if base:
            with suppress(NotFound):
                yield self.stat(base)
        with self._translated(base):
            yield from (_entry(found) for found in self._listed(base))

    def discard_unfinished(self, before: float) -> int:  # noqa: ARG002 - the contract names it
        """Nothing: what was interrupted is the bucket's own to remove."""
        return 0

    def check(self) -> None:
        """Write a small object and remove it. Raises ``StorageFull`` or ``Unavailable``."""
        name = f".check/{ids.token()}"  # no key begins with a dot
        with self._translated(name):
            self._store.put(name, b"vitascope")
            self._store.delete(name)

    def _listed(self, base: str) -> Iterator[ObjectMeta]:
        """Every object below, but none whose name no key can be."""
        for some in self._store.list(base or None):  # pyright: ignore[reportUnknownMemberType]
            yield from (found for found in some if not found["path"].startswith("."))

    def _put(self, key: str, data: Path | bytes, size: int, digest: str) -> Stored:
        kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
        with self._translated(key):
            self._store.put(
                key,
                data,
                attributes={"Content-Type": kind, SHA256: digest},
                chunk_size=PART,
                max_concurrency=PARTS_AT_ONCE,
            )
        return Stored(key=key, size=size, sha256=digest)

    def _chunks(self, key: str, start: int, end: int) -> Iterator[bytes]:
        if start >= end:
            return
        with self._translated(key):
            for piece in self._store.get(key, options={"range": (start, end)}).stream(min_chunk_size=CHUNK):
                view = memoryview(piece)
                yield from (bytes(view[at : at + CHUNK]) for at in range(0, len(view), CHUNK))

    @contextmanager
    def _translated(self, key: str) -> Generator[None]:
        """Turn whatever the store refuses into errors of ours."""
        from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra

        try:
            yield
        except FileNotFoundError as error:
            raise not_found(key) from error
        except (BaseError, OSError) as error:
            self._refuse(error)

    def _refuse(self, error: Exception) -> NoReturn:
        reason = _first_line(error)
        if any(word in reason for word in _NO_ROOM):
            raise StorageFull(
                f"There is no room in {self._url} ({reason}). Free some or raise its quota; what was "
                "accepted waits."
            ) from error
        raise Unavailable(
            f"The storage {self._url} does not answer as it should ({reason}). Check that it is up, that the "
            "bucket exists and that the credentials in the environment may read and write it."
        ) from error


def _connect(url: str, endpoint: str | None) -> ObjectStore:
    try:
        from obstore.exceptions import BaseError  # noqa: PLC0415 - an extra
        from obstore.store import from_url  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"VITASCOPE_STORAGE_URL is {url}, and what talks to object stores is not installed. "
            "Run: pip install 'vitascope[cloud]'"
        ) from error
    client: dict[str, Any] = {**_CLIENT, "allow_http": (endpoint or "").startswith("http://")}
    retries: dict[str, Any] = {"max_retries": _TRIES_AGAIN, "retry_timeout": timedelta(seconds=10)}
    given = {"config": {"endpoint": endpoint}} if endpoint else {}
    try:
        return from_url(url, client_options=client, retry_config=retries, **given)  # type: ignore[no-any-return,call-overload]
    except (BaseError, ValueError) as error:
        raise ConfigurationError(
            f"VITASCOPE_STORAGE_URL is {url}, which cannot be used ({_first_line(error)}). Write it as "
            "s3://bucket/folder, gs://bucket/folder or az://container/folder; the account's name and keys "
            "come from the environment, as for the store's own tools."
        ) from error


def _first_line(error: Exception) -> str:
    """What happened, without the library's account of its own insides."""
    return str(error).partition("\n")[0].strip() or type(error).__name__


def _entry(found: ObjectMeta) -> Entry:
    return Entry(key=found["path"], size=found["size"], modified=found["last_modified"].timestamp())
