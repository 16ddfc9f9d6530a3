"""Every way in which a codec library fails becomes one ``MediaError``.

PyAV, Pillow and OpenCV let a dozen unrelated exception types out when bytes are damaged. They are
listed here once; nothing else in the package catches them.
"""

from __future__ import annotations

import errno
import struct
import zlib
from collections.abc import Generator
from contextlib import contextmanager

import cv2
from av.error import FFmpegError
from PIL import Image

from vitascope.errors import MediaError, StorageFull

READ_FAULTS: tuple[type[Exception], ...] = (
    FFmpegError,
    cv2.error,
    Image.DecompressionBombError,
    struct.error,
    zlib.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What damaged bytes have been seen, or are documented, to raise."""

WRITE_FAULTS: tuple[type[Exception], ...] = (FFmpegError, cv2.error, MemoryError, OSError, ValueError)
"""What an encoder or muxer raises; our own mistakes stay what they are."""

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def reading(what: str) -> Generator[None]:
    """Raise ``MediaError`` for whatever a library raises while it reads ``what``.

    A full disk stays ``StorageFull``: what is read may be copied elsewhere in the same block.
    """
    try:
        yield
    except READ_FAULTS as error:
        if _is_full(error):
            raise write_fault(what, error) from error
        raise MediaError(
            f"{what} cannot be read: {reason(error)}. "
            "It is damaged or not in the format it claims; send it again."
        ) from error


@contextmanager
def writing(what: str) -> Generator[None]:
    """Raise ``StorageFull`` where the disk is full, else ``MediaError``, while ``what`` is written."""
    try:
        yield
    except WRITE_FAULTS as error:
        raise write_fault(what, error) from error


def write_fault(what: str, error: Exception) -> MediaError | StorageFull:
    """The error to raise for one that was caught while ``what`` was written."""
    if _is_full(error):
        return StorageFull(f"{what} cannot be written: the disk is full. Free some space.")
    return MediaError(f"{what} cannot be written: {reason(error)}.")


def _is_full(error: Exception) -> bool:
    return getattr(error, "errno", None) in _FULL


def reason(error: Exception) -> str:
    """One line that says what went wrong without naming our files or memory addresses."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    line = str(text).splitlines()[0]
    return line.split(" <_io.", 1)[0].strip().rstrip(".")[:200]
