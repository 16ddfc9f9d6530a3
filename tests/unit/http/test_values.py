from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from vitascope.http.dialects.values import PLAN_BYTES, PLAN_LEVELS, Plan

PLAN: TypeAdapter[dict[str, Any]] = TypeAdapter(Plan)


def nested(levels: int) -> dict[str, Any]:
    """Objects within objects, so many in all."""
    inner: dict[str, Any] = {}
    for _ in range(levels - 1):
        inner = {"a": inner}
    return inner


def sized(size: int) -> dict[str, Any]:
    """A plan with so many bytes as JSON."""
    return {"a": "x" * (size - len('{"a": ""}'))}


@pytest.mark.parametrize("plan", [nested(PLAN_LEVELS), sized(PLAN_BYTES)])
def test_a_plan_up_to_the_bounds_is_read_as_object_and_as_text(plan: dict[str, Any]) -> None:
    assert PLAN.validate_python(plan) == plan
    assert PLAN.validate_python(json.dumps(plan)) == plan


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (nested(PLAN_LEVELS + 1), "32 levels"),
        ({"a": [[nested(PLAN_LEVELS - 2)]]}, "32 levels"),
        (nested(300), "32 levels"),
        (sized(PLAN_BYTES + 1), "262,144 bytes"),
        ({"a": "é" * (PLAN_BYTES // 2)}, "262,144 bytes"),
    ],
    ids=range(5),
)
def test_a_plan_beyond_them_is_refused(plan: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        PLAN.validate_python(plan)
