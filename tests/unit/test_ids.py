"""Ids in all their spellings, and keys that can be told from noise."""

from __future__ import annotations

import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope import ids
from vitascope.errors import NotFound


@given(st.uuids(), st.text(max_size=20))
def test_every_spelling_of_an_id_is_the_same_id(made: uuid.UUID, suffix: str) -> None:
    canonical = str(made)
    for text in (canonical, canonical.upper(), f"{canonical}:{suffix}", f"video_{made.hex}", f" {made.hex} "):
        assert ids.parse_generation_id(text) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        ":",
        "video_",
        "../../etc/passwd",
        "0" * 31,
        "0" * 33,
        "{" + "0" * 32 + "}",
        "0-" * 16,
        "٠" * 32,
    ],
)
def test_what_is_no_id_is_nobodys(text: str) -> None:
    with pytest.raises(NotFound):
        ids.parse_generation_id(text)


@given(st.text(max_size=50))
def test_any_text_is_an_id_or_not_found(text: str) -> None:
    try:
        found = ids.parse_generation_id(text)
    except NotFound:
        return
    assert str(uuid.UUID(found)) == found


def test_an_absurdly_long_id_is_not_repeated_to_the_caller() -> None:
    with pytest.raises(NotFound) as refused:
        ids.parse_generation_id("x" * 100_000)
    assert len(refused.value.message) < 300


def test_new_ids_and_seeds_differ_and_fit() -> None:
    assert len({ids.generation_id() for _ in range(100)}) == 100
    assert len({ids.request_id() for _ in range(100)}) == 100
    seeds = {ids.seed() for _ in range(100)}
    assert len(seeds) > 95
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert re.fullmatch(r"[0-9A-Za-z]{40}", ids.token(40))


def test_an_api_key_is_recognised_without_a_database() -> None:
    key = ids.api_key()
    assert re.fullmatch(r"vsk_[0-9A-Za-z]{36}", key)
    assert ids.is_api_key(key)
    assert not ids.is_api_key(key[:-1])
    assert not ids.is_api_key(key + "0")
    assert not ids.is_api_key("")


@given(st.data())
def test_one_changed_character_is_noticed(data: st.DataObject) -> None:
    key = ids.api_key()
    place = data.draw(st.integers(4, len(key) - 1))
    other = data.draw(st.sampled_from([one for one in ids.BASE62 if one != key[place]]))
    assert not ids.is_api_key(key[:place] + other + key[place + 1 :])


def test_what_is_stored_of_a_key_tells_nothing_and_is_always_the_same() -> None:
    key = ids.api_key()
    assert ids.key_hash(key) == ids.key_hash(key)
    assert re.fullmatch("[0-9a-f]{64}", ids.key_hash(key))
    assert key not in ids.key_hash(key)
    assert ids.key_hash(key) != ids.key_hash(ids.api_key())


def test_a_signature_belongs_to_its_secret_and_text() -> None:
    signed = ids.signature(b"secret", "text")
    assert re.fullmatch("[0-9a-f]{32}", signed)
    assert ids.same(signed, ids.signature(b"secret", "text"))
    assert not ids.same(signed, ids.signature(b"secret", "texu"))
    assert not ids.same(signed, ids.signature(b"secreu", "text"))
    assert not ids.same("é", "e")


def test_webhook_ids_say_what_they_are_and_never_repeat() -> None:
    for make, prefix in ((ids.endpoint_id, "we_"), (ids.message_id, "msg_")):
        made = {make() for _ in range(1000)}
        assert len(made) == 1000
        assert all(re.fullmatch(prefix + "[0-9A-Za-z]{24}", one) for one in made)
    assert len({ids.signing_secret() for _ in range(1000)}) == 1000
    assert len(ids.signing_secret()) == 32
