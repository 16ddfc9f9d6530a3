"""Limits, idempotency keys and what may be tried again."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from vitascope.domain.generation import TRANSITIONS, State
from vitascope.domain.idempotency import Idempotency
from vitascope.domain.limits import Limits


def test_an_owner_without_limits_has_none() -> None:
    none = Limits(owner="anna")
    assert (none.weight, none.running_cap, none.rate_per_minute, none.queue_bound) == (1.0, None, None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weight": 0.0},
        {"weight": -1.0},
        {"weight": float("nan")},
        {"weight": float("inf")},
        {"running_cap": 0},
        {"rate_per_minute": 0.0},
        {"queue_bound": -1},
        {"colour": "red"},
    ],
)
def test_a_limit_that_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Limits(owner="anna", **wrong)


@pytest.mark.parametrize("wrong", [{"key": ""}, {"key": "k" * 256}, {"body_hash": ""}])
def test_an_idempotency_key_has_1_to_255_characters(wrong: dict[str, str]) -> None:
    given = {"owner": "anna", "key": "k", "body_hash": "b"}
    assert Idempotency(**given).key == "k"
    with pytest.raises(ValidationError):
        Idempotency(**given | wrong)


def test_only_what_failed_or_was_cancelled_may_be_tried_again() -> None:
    again = {state for state in State if state.final and State.QUEUED in TRANSITIONS[state]}
    assert again == {State.FAILED, State.CANCELLED}
    assert TRANSITIONS[State.COMPLETED] == frozenset()
