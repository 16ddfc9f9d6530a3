"""Fetching a file: into a temporary one beside its place, moved there once it is whole."""

from __future__ import annotations

import uuid
from functools import partial
from pathlib import Path

import httpx

from vitascope.client.errors import ConnectionFailed, ServerError
from vitascope.client.session import Session


class Part:
    """A file on its way: ``size`` bytes of it are there, ``total`` should be, if that is known."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._path = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
        self._file = self._path.open("xb")
        self._etag = ""
        self._published = False
        self.size = 0
        self.total: int | None = None

    @property
    def range(self) -> dict[str, str]:
        """The headers that ask for the rest of the same file."""
        if not self.size or not self._etag or self._etag.startswith("W/"):
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self._etag}

    def begin(self, response: httpx.Response) -> None:
        """Take up where it broke off if that is what the server sends, else at the start."""
        if response.status_code == 206:
            if not response.headers.get("content-range", "").startswith(f"bytes {self.size}-"):
                raise ServerError("The server sent another part of the file than was asked for.", status=206)
            return
        self._file.seek(0)
        self._file.truncate()
        length = response.headers.get("content-length", "")
        self.size, self.total = 0, int(length) if length.isdigit() else None
        self._etag = response.headers.get("etag", "")

    def write(self, piece: bytes) -> None:
        """Add what came."""
        self._file.write(piece)
        self.size += len(piece)

    def check(self) -> None:
        """Raise ``ConnectionFailed`` unless it is whole."""
        if self.total is not None and self.size != self.total:
            raise ConnectionFailed(
                f"The file broke off after {self.size:,} of {self.total:,} bytes. Try again."
            )

    def publish(self) -> None:
        """Put it in its place, at once and whole."""
        self._file.close()
        self._path.replace(self._target)
        self._published = True

    def discard(self) -> None:
        """Leave nothing behind, unless it is published."""
        if not self._published:
            self._file.close()
            self._path.unlink(missing_ok=True)


async def download(session: Session, url: str, target: Path) -> None:
    """Fetch a link into a file, which is there whole or not at all.

    A transfer that breaks off goes on where it stopped. Raises ``ConnectionFailed``, ``HttpError`` and, for
    the file, ``OSError``.
    """
    part = await session.wire.run(partial(Part, target))
    try:
        await session.retrying(partial(_attempt, session, url, part))
        await session.wire.run(part.publish)
    finally:
        # At once, for whoever was cancelled gets no turn in another thread.
        part.discard()


async def _attempt(session: Session, url: str, part: Part) -> None:
    call = session.file_call(url)
    call.headers.update(part.range)
    async with session.stream(call) as stream:
        await session.wire.run(partial(part.begin, stream.response))
        async for piece in stream.pieces:
            await session.wire.run(partial(part.write, piece))
    part.check()
