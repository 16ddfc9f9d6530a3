"""Reading a JSON body: never more than the limit, never anything but JSON as RFC 8259 has it."""

from __future__ import annotations

import json
import math
import re
from codecs import BOM_UTF8
from collections.abc import AsyncGenerator, Callable
from typing import Any, NoReturn

from starlette.requests import Request

from vitascope.domain.texts import has_nul
from vitascope.errors import InvalidRequest, PayloadTooLarge, UnsupportedMediaType
from vitascope.http.intake import hold
from vitascope.media.limits import MAX_BYTES

MAX_BODY = 2 * MAX_BYTES
"""Bytes: a picture of the largest size in base64, and room for the rest. Two such pictures go as links."""
_JSON = re.compile(r"application/([\w.-]+\+)?json\s*(;.*)?", re.IGNORECASE)
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\";\s]*)", re.IGNORECASE)
_ESCAPED_NUL = b"\\u0000"
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


async def read_body(request: Request) -> bytes:
    """The bytes of a body that says it is JSON.

    Raises ``UnsupportedMediaType`` for another encoding, and as soon as they were announced or came
    ``PayloadTooLarge`` for more than ``MAX_BODY`` bytes and ``TooManyRequests`` for more than may be held
    with the caller's other bodies.
    """
    _check_type(request)
    return b"".join([chunk async for chunk in bounded(request, MAX_BODY, _too_large)])


def parse_json(body: bytes) -> Any:
    """JSON without Python's extensions: no NaN, no repeated names, no lone surrogates; and no NUL characters.

    PostgreSQL keeps none in a text, and no name and no prompt has one. A byte-order mark before the JSON is
    passed over: what some editors and shells write begins with one.

    Raises ``InvalidRequest`` for everything else. A large body takes its time: not for the event loop.
    """
    try:
        value = json.loads(
            body.removeprefix(BOM_UTF8).decode(),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            object_pairs_hook=_no_repeats,
        )
        if _ESCAPED_SURROGATE.search(body):
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise _broken("it is nested too deep") from error
    except UnicodeDecodeError as error:
        raise _broken(f"byte {error.start} is not UTF-8") from error
    except UnicodeEncodeError as error:
        raise _broken("it has half of a surrogate pair") from error
    except json.JSONDecodeError as error:
        raise _broken(f"{error.msg} at line {error.lineno}, column {error.colno}") from error
    except ValueError as error:
        raise _broken(str(error)[:200]) from error
    if _ESCAPED_NUL in body and has_nul(value):
        raise _broken("a text has a NUL character (\\u0000)")
    return value


def _check_type(request: Request) -> None:
    kind = request.headers.get("content-type")
    if kind is not None and not _is_json(kind):
        raise UnsupportedMediaType(
            f"The body is {kind[:100]!r}; expected application/json in UTF-8. "
            "Send the header Content-Type: application/json."
        )
    encoding = request.headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise UnsupportedMediaType(
            f"The body is compressed ({encoding[:40]!r}); expected it as it is. Leave out Content-Encoding."
        )


def _is_json(kind: str) -> bool:
    """Whether a media type is JSON in UTF-8; what else it has for parameters says nothing (RFC 8259)."""
    charsets = {found.lower() for found in _CHARSET.findall(kind)}
    return _JSON.fullmatch(kind.strip()) is not None and charsets <= {"utf-8", "utf8"}


async def bounded(
    request: Request, limit: int, too_large: Callable[[], PayloadTooLarge]
) -> AsyncGenerator[bytes, None]:
    """The body's bytes, of which at most ``limit`` were announced or came; raises as ``read_body``."""
    held = hold(request)
    announced = request.headers.get("content-length", "")
    if announced.isdigit():
        if len(announced) > 15 or int(announced) > limit:
            raise too_large()
        held.expect(int(announced))
    total = 0
    async for chunk in request.stream():
        total += len(chunk)
        if total > limit:
            raise too_large()
        held.expect(total)
        yield chunk


def _too_large() -> PayloadTooLarge:
    return PayloadTooLarge(
        f"The body is larger than {MAX_BODY:,} bytes. Send pictures as links, or smaller ones."
    )


def _broken(why: str) -> InvalidRequest:
    return InvalidRequest(f"The body is not valid JSON: {why}. Expected one JSON object in UTF-8.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"{digits[:20]} is out of range")
    return value


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise ValueError(f"the name {name[:50]!r} comes twice in one object")
        seen.add(name)
    return found
