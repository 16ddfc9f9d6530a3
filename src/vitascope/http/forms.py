"""Reading a request's fields, however they were sent: as JSON, as multipart or as a web form.

What a form says in bracket keys, ``video[id]`` or ``concepts[]``, becomes the object or list it would be
in JSON, so that whoever reads the fields need not know how they came. Values from a form are text.
"""

from __future__ import annotations

import errno
import re
from collections.abc import AsyncGenerator, Generator, Iterable
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast

from anyio import to_thread
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from vitascope.errors import InvalidRequest, PayloadTooLarge, StorageFull, UnsupportedMediaType
from vitascope.http.body import MAX_BODY, bounded, parse_json, read_body

MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
MAX_FIELDS = 100
MAX_FILES = 4
MAX_DEPTH = 5
"""How many brackets a key may have."""
_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_NAME = 100
"""Characters kept of a file's name."""
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class SentFile:
    """A file in a form; open until the request is answered. ``size`` is in bytes."""

    name: str
    size: int
    file: BinaryIO

    def read(self) -> bytes:
        """All of it."""
        self.file.seek(0)
        return self.file.read()

    @contextmanager
    def on_disk(self) -> Generator[Path]:
        """Give a file of its name, made harmless, with its bytes; it is gone after the block."""
        self.file.seek(0)
        with _room(), TemporaryDirectory(prefix="vitascope-") as folder:
            path = Path(folder, _harmless(self.name))
            with path.open("wb") as copy:
                copyfileobj(self.file, copy)
            yield path


@asynccontextmanager
async def read_fields(request: Request, limit: int = MAX_BODY) -> AsyncGenerator[dict[str, Any]]:
    """Give the body's fields; files in it are closed after the block. ``limit`` is in bytes.

    Raises ``UnsupportedMediaType`` for another encoding, ``PayloadTooLarge``, ``TooManyRequests``,
    ``StorageFull`` and ``InvalidRequest`` for what is not well-formed or has too many parts.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind.decode("latin-1").lower() not in {MULTIPART, URLENCODED}:
        yield await _json(request)
        return
    _check_encoding(request, options)
    parse = _multipart if kind.lower() == MULTIPART.encode() else _urlencoded
    with _broken_forms():
        form = await parse(request, limit)
    try:
        yield await to_thread.run_sync(_nested, form.multi_items())
    finally:
        await form.close()


async def _json(request: Request) -> dict[str, Any]:
    body = await read_body(request)
    value = await to_thread.run_sync(parse_json, body)
    if not isinstance(value, dict):
        raise InvalidRequest("The body is JSON, but no object. Expected one object with the fields.")
    return cast("dict[str, Any]", value)


async def _multipart(request: Request, limit: int) -> FormData:
    return await MultiPartParser(
        request.headers,
        bounded(request, limit, partial(_too_large, limit)),
        max_files=MAX_FILES,
        max_fields=MAX_FIELDS,
        max_part_size=min(limit, MAX_BODY),
    ).parse()


async def _urlencoded(request: Request, limit: int) -> FormData:
    size = min(limit, MAX_BODY)
    stream = bounded(request, size, partial(_too_large, size))
    return await FormParser(request.headers, stream, max_fields=MAX_FIELDS, max_part_size=size).parse()


def _check_encoding(request: Request, options: dict[bytes, bytes]) -> None:
    charset = options.get(b"charset", b"utf-8").lower()
    if charset not in {b"utf-8", b"utf8"}:
        raise UnsupportedMediaType(f"The form is in {charset[:40].decode('latin-1')!r}; expected UTF-8.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType(
            "The form is compressed; expected it as it is. Leave out Content-Encoding."
        )


@contextmanager
def _broken_forms() -> Generator[None]:
    try:
        with _room():
            yield
    except MultiPartException as error:
        raise _broken(error.message.rstrip(".")) from error
    except FormParserError as error:
        raise _broken(str(error)[:200]) from error


@contextmanager
def _room() -> Generator[None]:
    """Large files wait on the disk; a full one is nobody's mistake."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise StorageFull("No room for the file that was sent. Free some space, then try again.") from error


def _nested(items: Iterable[tuple[str, str | UploadFile]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, value in items:
        if "\0" in f"{key}{value.filename if isinstance(value, UploadFile) else value}":
            raise _broken(f"{key[:50]!r} has a NUL character in its name or value")
        _put(fields, _path(key), _sent(value) if isinstance(value, UploadFile) else value, key)
    return {name: _with_lists(value) for name, value in fields.items()}


def _path(key: str) -> list[str]:
    """``a[b][]`` as ``a``, ``b`` and an empty name; a key of another form is a name as it is."""
    found = _KEY.fullmatch(key)
    if found is None or not found[2]:
        return [key]
    path = [found[1], *found[2][1:-1].split("][")]
    if len(path) > MAX_DEPTH:
        raise _broken(f"the key {key[:50]!r} has more than {MAX_DEPTH - 1} brackets")
    return path


def _put(fields: dict[str, Any], path: list[str], value: str | SentFile, key: str) -> None:
    node = fields
    for name in path[:-1]:
        inner: Any = node.setdefault(name or str(len(node)), {})
        if not isinstance(inner, dict):
            raise _broken(f"{key[:50]!r} is sent beside {name[:50]!r}; expected one of the two")
        node = cast("dict[str, Any]", inner)
    last = path[-1] or str(len(node))
    if last in node:
        raise _broken(f"{key[:50]!r} comes twice")
    node[last] = value


def _with_lists(value: Any) -> Any:
    """The value, in which an object whose names are all numbers is a list in their order."""
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(item) for name, item in cast("dict[str, Any]", value).items()}
    if all(name.isascii() and name.isdigit() and len(name) < 6 for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def _sent(file: UploadFile) -> SentFile:
    return SentFile(file.filename or "", file.size or 0, file.file)


def _harmless(name: str) -> str:
    """The name without folders and signs that file systems mind."""
    return re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII)[-_NAME:].lstrip(".-") or "upload"


def _broken(why: str) -> InvalidRequest:
    return InvalidRequest(f"The form is not well-formed: {why}. Expected each field once.")


def _too_large(limit: int) -> PayloadTooLarge:
    return PayloadTooLarge(f"The body is larger than {limit:,} bytes. Send a smaller file, or a link.")
