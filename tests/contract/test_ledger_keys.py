"""API keys and secrets."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from vitascope import ids
from vitascope.domain.key import USUAL, Scope
from vitascope.errors import InvalidRequest, NotFound
from vitascope.ledger import Ledger
from vitascope.testing.clock import FakeClock


def test_a_new_key_opens_until_it_is_revoked(ledger: Ledger, clock: FakeClock) -> None:
    assert not ledger.has_keys()
    made, text = ledger.create_key("anna", "laptop")
    assert ids.is_api_key(text)
    assert (made.owner, made.name, made.prefix) == ("anna", "laptop", text[:8])
    assert ledger.has_keys()
    found = ledger.find_key(text)
    assert found
    assert found.id == made.id

    clock.advance(10)
    revoked = ledger.revoke_key(made.prefix)

    assert revoked.revoked_at == clock.now()
    assert ledger.find_key(text) is None
    assert not ledger.has_keys()
    assert ledger.revoke_key(made.prefix) == revoked


@pytest.mark.parametrize("named_by", ["prefix", "id", "text"])
def test_a_key_is_revoked_by_prefix_id_or_itself_and_no_other_is(ledger: Ledger, named_by: str) -> None:
    made, text = ledger.create_key("anna", "laptop")
    other, others_text = ledger.create_key("boris", "server")

    ledger.revoke_key({"prefix": made.prefix, "id": made.id, "text": text}[named_by])

    assert ledger.find_key(text) is None
    assert ledger.find_key(others_text)
    assert {key.id: key.revoked_at is None for key in ledger.list_keys()} == {made.id: False, other.id: True}


def test_an_unknown_key_opens_nothing_and_cannot_be_revoked(ledger: Ledger) -> None:
    ledger.create_key("anna", "laptop")
    assert ledger.find_key(ids.api_key()) is None
    assert ledger.find_key("") is None
    with pytest.raises(NotFound):
        ledger.revoke_key("vsk_none")


def test_the_last_use_is_noted_to_the_minute(ledger: Ledger, clock: FakeClock) -> None:
    _, text = ledger.create_key("anna", "laptop")
    noted: list[float | None] = []
    for _ in range(5):
        ledger.find_key(text)
        noted.append(ledger.list_keys()[0].last_used_at)
        clock.advance(25)

    began = noted[0]
    assert began
    assert noted == [began, began, began, began + 75, began + 75]


def test_a_secret_is_made_once_for_all_who_ask(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(ledger.secret, ["links"] * 32))

    assert len(found) == 1
    assert len(found.pop()) == 32
    assert ledger.secret("links") != ledger.secret("cookies")


def test_a_key_opens_until_it_expires_and_says_what_it_may_do(ledger: Ledger, clock: FakeClock) -> None:
    made, text = ledger.create_key("anna", "reader", (Scope.READ,), clock.now() + 60)
    assert made.scopes == (Scope.READ,)
    assert ledger.find_key(text)
    assert ledger.create_key("anna", "laptop")[0].scopes == USUAL
    clock.advance(61)
    assert ledger.find_key(text) is None


def test_an_expired_key_alone_is_no_key(ledger: Ledger, clock: FakeClock) -> None:
    ledger.create_key("anna", "short", expires_at=clock.now() + 5)
    assert ledger.has_keys()
    clock.advance(6)
    assert not ledger.has_keys()


def test_rotation_keeps_owner_and_scopes_and_ends_the_old_key_after_its_grace(
    ledger: Ledger, clock: FakeClock
) -> None:
    old, text = ledger.create_key("anna", "ops", (Scope.ADMIN,))
    new, new_text = ledger.rotate_key(old.id, 100.0)
    assert (new.owner, new.name, new.scopes, new.expires_at) == ("anna", "ops", (Scope.ADMIN,), None)
    clock.advance(99)
    assert ledger.find_key(text)
    clock.advance(2)
    assert ledger.find_key(text) is None
    assert ledger.find_key(new_text)
    with pytest.raises(InvalidRequest, match="closed already"):
        ledger.rotate_key(old.id, 100.0)
