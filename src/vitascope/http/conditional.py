"""Conditional and range requests (RFC 9110, sections 13 and 14), as far as they are honoured."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from starlette.datastructures import Headers

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.IGNORECASE)


class RangeNotSatisfiable(Exception):
    """The range lies beyond the file's end."""


def is_fresh(headers: Headers, etag: str, modified: float | None = None) -> bool:
    """Whether the client already has what would be sent.

    ``modified`` is in epoch seconds; it counts only where no entity tag is compared.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or etag in known
    since = headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        return int(modified) <= parsedate_to_datetime(since).timestamp()
    except (ValueError, OverflowError):
        return False


def one_range(value: str, size: int) -> tuple[int, int] | None:
    """First byte and the byte after the last of a Range header that asks for one part of a file.

    None for what is not honoured: another unit, several parts, nonsense; the whole file is the answer
    then. Raises ``RangeNotSatisfiable`` for a part of which the file has no byte.
    """
    match = _ONE_RANGE.fullmatch(value)
    if match is None or match.group(1, 2) == ("", ""):
        return None
    first, last = match.group(1), match.group(2)
    if first and last and int(first) > int(last):
        return None
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= end:
        raise RangeNotSatisfiable
    return start, end


def range_holds(headers: Headers, etag: str, modified: str) -> bool:
    """Whether If-Range, where it is sent, names exactly the file that there is."""
    return headers.get("if-range", etag) in {etag, modified}
