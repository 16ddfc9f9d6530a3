"""Reading ``data:`` URLs (RFC 2397), as forgiving about base64 as browsers are."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from vitascope.errors import KeyframeRefused

SCHEME = "data:"
_SPACE = re.compile(rb"[ \t\r\n\f]+")
_EXPECTED = "Expected data:image/png;base64,… with the picture's bytes in base64"


def is_data_url(url: str) -> bool:
    """Whether the URL carries its own bytes."""
    return url[: len(SCHEME)].lower() == SCHEME


def read_data_url(url: str, limit: int, field: str) -> bytes:
    """The bytes in a data URL, at most ``limit`` of them; ``KeyframeRefused`` for anything else."""
    head, comma, body = url[len(SCHEME) :].partition(",")
    if not comma:
        raise KeyframeRefused(f"The data URL has no comma before its data. {_EXPECTED}.", field)
    is_base64 = head.lower().replace(" ", "").endswith(";base64")
    fewest = len(body) * 3 // 4 - 2 if is_base64 and "%" not in body else 0
    data = b"" if fewest > limit else _decode(body, is_base64, field)
    if max(fewest, len(data)) > limit:
        raise KeyframeRefused(
            f"The data URL holds {max(fewest, len(data)):,} bytes; a picture may have at most {limit:,}. "
            "Scale it down, or store it as JPEG or WebP.",
            field,
        )
    if not data:
        raise KeyframeRefused(f"The data URL is empty. {_EXPECTED}.", field)
    return data


def _decode(body: str, is_base64: bool, field: str) -> bytes:
    raw = unquote_to_bytes(body) if "%" in body else body.encode()
    if not is_base64:
        return raw
    packed = _SPACE.sub(b"", raw).rstrip(b"=")
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except binascii.Error as error:
        raise KeyframeRefused(f"The data URL is not valid base64: {error}. {_EXPECTED}.", field) from error
