"""Media of strangers, decoded in a child process that may die and can reach nothing.

What is called here has the names and the answers of ``media`` itself; videos that were adopted, that other
servers sent or that somebody wants verified are strangers' too. The bytes are read by a child that
has limits on memory, CPU time and files, and, where the system has them, can open no file, make no socket
and start no process. A child that dies or takes too long is replaced, and its file is a ``MediaError``.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from vitascope.errors import MediaError
from vitascope.media import join as joining
from vitascope.media import limits
from vitascope.media.arrays import Picture, Planes
from vitascope.media.cage.pool import Answer, Pool
from vitascope.media.cage.tasks import SAMPLE
from vitascope.media.file import EncodedVideo
from vitascope.media.image import ImageHeader
from vitascope.media.probe import VideoInfo

CHILDREN = 2
"""A picture of 64 megapixels takes a quarter of a gigabyte while it is looked at."""
_HEADER = TypeAdapter(ImageHeader)
_INFO = TypeAdapter(VideoInfo)
_PART = TypeAdapter(joining.Part)
_TAGS = TypeAdapter(dict[str, str])


@cache
def shared() -> Pool:
    """This process's children; none is started before it is needed."""
    return Pool(CHILDREN)


def check_image(data: bytes) -> ImageHeader:
    """As ``image.check_image``: only the header is read."""
    limits.check_bytes(len(data))
    return _HEADER.validate_python(shared().ask("header", data).value)


def check_pixels(data: bytes) -> ImageHeader:
    """The same, and every pixel is decoded to see that it can be. Raises ``MediaError``."""
    limits.check_bytes(len(data))
    return _HEADER.validate_python(shared().ask("pixels", data).value)


def fitted(data: bytes, width: int, height: int) -> Picture:
    """``(height, width, 3) uint8``: ``cover_fit`` of ``decode_image``. Raises ``MediaError``."""
    limits.check_bytes(len(data))
    answer = shared().ask("fitted", data, width=width, height=height)
    pictures: list[Picture] = list(_pictures(answer, width, height))
    return pictures[0]


def neighbours(
    path: Path, end: Literal["first", "last"], count: int, size: tuple[int, int]
) -> NDArray[np.uint8]:
    """The first or last frames of a video, each fitted to ``size`` (width, height).

    ``(frames, height, width, 3) uint8``. Raises ``MediaError``.
    """
    with path.open("rb") as file:
        answer = shared().ask("neighbours", b"", [file], end=end, count=count, width=size[0], height=size[1])
    return _pictures(answer, *size)


def probe(path: Path) -> VideoInfo:
    """As ``probe.probe``."""
    with path.open("rb") as file:
        return _INFO.validate_python(shared().ask("probe", b"", [file]).value)


def frames(path: Path) -> Generator[Planes]:
    """As ``decode.frames``. To be closed where not all are wanted: a child is kept until then."""
    info = probe(path)
    with path.open("rb") as file, closing(shared().stream("frames", file)) as parts:
        part = b""
        for part in parts:
            yield _planes(part, info.width // 2, info.height // 2)
        if not part:
            raise _odd()


def tags(path: Path) -> dict[str, str]:
    """As ``provenance.read``."""
    with path.open("rb") as file:
        return _TAGS.validate_python(shared().ask("tags", b"", [file]).value)


def stills(path: Path, frames: int, width: int) -> tuple[bytes, bytes]:
    """A WebP thumbnail ``width`` pixels wide and a JPEG contact sheet, of ``frames`` spread frames."""
    with path.open("rb") as file:
        answer = shared().ask("stills", b"", [file], frames=frames, width=width)
    if len(answer.blobs) != 2:
        raise _odd()
    return answer.blobs[0], answer.blobs[1]


def check_joinable(parts: Sequence[Path]) -> None:
    """As ``join.check_joinable``."""
    with ExitStack() as stack:
        shared().ask("joinable", b"", [stack.enter_context(part.open("rb")) for part in parts])


def join(parts: Sequence[Path], out: Path, own: Path, metadata: dict[str, str]) -> EncodedVideo:
    """As ``join.join``: a child reads the parts, and what they are made into is written here.

    ``own`` is the one of them that was made here.
    """
    reader = joining.Reader(_part, _samples)
    return joining.join(parts, out, metadata=metadata, own=own, reader=reader)


def _part(path: Path) -> joining.Part:
    with path.open("rb") as file:
        return _PART.validate_python(shared().ask("part", b"", [file]).value)


def _samples(path: Path) -> Generator[joining.Sample]:
    with path.open("rb") as file, closing(shared().stream("samples", file)) as parts:
        for part in parts:
            if len(part) < SAMPLE.size:
                raise _odd()
            index, key = SAMPLE.unpack_from(part)
            yield joining.Sample(index, key, part[SAMPLE.size :])


def _planes(part: bytes, wide: int, high: int) -> Planes:
    """Three planes, of which those of colour are ``wide`` and ``high``."""
    if len(part) != 6 * wide * high or not part:
        raise _odd()
    pixels = np.frombuffer(bytearray(part), np.uint8)
    y, u, v = np.split(pixels, (4 * wide * high, 5 * wide * high))
    return y.reshape(2 * high, 2 * wide), u.reshape(high, wide), v.reshape(high, wide)


def _pictures(answer: Answer, width: int, height: int) -> NDArray[np.uint8]:
    size = width * height * 3
    if len(answer.blobs) != 1 or not answer.blobs[0] or len(answer.blobs[0]) % size:
        raise _odd()
    pixels = np.frombuffer(answer.blobs[0], np.uint8)
    return pixels.reshape(-1, height, width, 3)


def _odd() -> MediaError:
    return MediaError("The file made its decoder answer nonsense. It is damaged or hostile; send another.")
