"""Lists by cursor."""

from __future__ import annotations

import pytest

from contract.samples import a_generation
from vitascope.errors import NotFound
from vitascope.ledger import Ledger


def filled(ledger: Ledger) -> list[str]:
    """Five of Anna's ids, the oldest first, with another's between them."""
    found = []
    for _ in range(5):
        found.append(ledger.insert(a_generation()).id)
        ledger.insert(a_generation("bert"))
    return found


def test_pages_follow_on_each_other(ledger: Ledger) -> None:
    ids = filled(ledger)
    for oldest_first, order in ((False, ids[::-1]), (True, ids)):
        seen: list[str] = []
        while page := ledger.page("anna", 2, seen[-1] if seen else None, oldest_first=oldest_first):
            seen += [one.id for one in page]
        assert seen == order


def test_a_new_one_does_not_move_the_pages(ledger: Ledger) -> None:
    ids = filled(ledger)
    ledger.insert(a_generation())
    assert [one.id for one in ledger.page("anna", 2, ids[3])] == [ids[2], ids[1]]


def test_a_cursor_is_ones_own(ledger: Ledger) -> None:
    filled(ledger)
    other = ledger.page("bert", 1)[0].id
    for after in (other, a_generation().id):
        with pytest.raises(NotFound):
            ledger.page("anna", 2, after)
