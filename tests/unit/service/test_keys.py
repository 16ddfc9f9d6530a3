from __future__ import annotations

import pytest

from unit.service.parts import API_KEY, OTHER, OWNER, Home
from vitascope.domain.key import USUAL
from vitascope.errors import Unauthenticated
from vitascope.service.keys import REMEMBERED_KEYS, REMEMBERED_SECONDS, Caller

UNKNOWN = "vsk_000000000000000000000000000001010Ohw"
"""Well formed, checksum and all, and nobody's. Fixed: every test process must collect the same names."""


def test_the_configured_key_is_the_default_owners(home: Home) -> None:
    assert home.services.keys.authenticate(API_KEY).owner == OWNER


def test_a_ledger_key_is_its_owners(home: Home) -> None:
    _, key = home.ledger.create_key(OTHER, "laptop")
    assert home.services.keys.authenticate(key).owner == OTHER


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (None, "No API key"),
        ("", "No API key"),
        (API_KEY[:-1], "mistyped"),
        (API_KEY + "x", "mistyped"),
        ("vsk_" + "a" * 36, "mistyped"),
        ("kéy", "mistyped"),
        (UNKNOWN, "unknown or revoked"),
    ],
)
def test_no_other_key_opens(home: Home, key: str | None, words: str) -> None:
    with pytest.raises(Unauthenticated, match=words):
        home.services.keys.authenticate(key)
    assert home.services.keys.remembered(key) is None


def test_without_a_configured_key_there_is_none(home: Home) -> None:
    keys = home.build(api_key=None).keys
    with pytest.raises(Unauthenticated):
        keys.authenticate(API_KEY)


def test_a_revoked_key_is_remembered_for_a_moment_only(home: Home) -> None:
    keys = home.services.keys
    record, key = home.ledger.create_key(OTHER, "laptop")
    assert keys.remembered(key) is None
    keys.authenticate(key)
    home.ledger.revoke_key(record.id)
    assert keys.remembered(key) == Caller(OTHER, frozenset(USUAL), record.prefix)
    home.clock.advance(REMEMBERED_SECONDS)
    assert keys.remembered(key) is None
    with pytest.raises(Unauthenticated):
        keys.authenticate(key)


def test_memory_is_bounded(home: Home) -> None:
    keys = home.services.keys
    made = [home.ledger.create_key(OTHER, "one of many")[1] for _ in range(3)]
    for key in made:
        keys.authenticate(key)
    keys._seen.update({str(number): (Caller(OTHER), 0.0) for number in range(REMEMBERED_KEYS)})
    keys.authenticate(API_KEY)
    assert len(keys._seen) == 1
