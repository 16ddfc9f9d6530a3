"""The only source of randomness, and the forms in which ids are written.

An API key is ``vsk_`` + 30 base62 characters + 6 base62 characters of CRC-32 over those 30, so that a
mistyped or truncated key, and a key leaked into a text, are recognised without a database.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import uuid
import zlib

from vitascope.errors import NotFound

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
KEY_PREFIX = "vsk_"
_KEY = re.compile(r"vsk_[0-9A-Za-z]{36}")
_UUID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def generation_id() -> str:
    """A new generation's id, a UUID in its usual form."""
    return str(uuid.uuid4())


def parse_generation_id(text: str) -> str:
    """The UUID in ``uuid``, ``uuid:anything`` or ``video_<hex>``.

    Raises ``NotFound`` for every other text: an id nobody has is nobody's.
    """
    core = text.split(":", 1)[0].strip().removeprefix("video_")
    if not _UUID.fullmatch(core):
        raise NotFound(f"No generation has the id {text[:80]!r}. Use the id that the create answered.")
    digits = core.replace("-", "").lower()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def endpoint_id() -> str:
    """A new webhook endpoint's id."""
    return "we_" + token()


def message_id() -> str:
    """The id of a new webhook message, unguessable."""
    return "msg_" + token()


def signing_secret() -> bytes:
    """A new secret for signing webhooks: 32 bytes, as the Standard Webhooks want 24 to 64."""
    return secrets.token_bytes(32)


def request_id() -> str:
    """A new id for one HTTP request."""
    return str(uuid.uuid4())


def seed() -> int:
    """A random seed, 31 bits so that every client's integer holds it."""
    return secrets.randbits(31)


def token(length: int = 24) -> str:
    """An unguessable base62 text, 5.95 bits a character."""
    return "".join(secrets.choice(BASE62) for _ in range(length))


def api_key() -> str:
    """A new API key; shown once, stored as its hash."""
    body = token(30)
    return KEY_PREFIX + body + _checksum(body)


def is_api_key(text: str) -> bool:
    """Whether the text has an API key's form and its checksum holds."""
    return bool(_KEY.fullmatch(text)) and text[-6:] == _checksum(text[4:-6])


def key_hash(key: str) -> str:
    """What is stored of a key: SHA-256 in hex. A key has 178 random bits, so it needs no salt."""
    return hashlib.sha256(key.encode()).hexdigest()


def signature(secret: bytes, text: str) -> str:
    """An HMAC-SHA256 of the text, as 32 hexadecimal digits (128 bits)."""
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:32]


def same(left: str, right: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())


def _checksum(body: str) -> str:
    value, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        value, digit = divmod(value, 62)
        digits = BASE62[digit] + digits
    return digits
