"""Plans as the JSON that is stored with a generation, and back."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from vitascope.domain.render import RenderSpec
from vitascope.engines.previz.picture.plan import PicturePlan, TransitionPlan
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.vocabulary import check_names
from vitascope.errors import EngineError

Plan = ShotPlan | PicturePlan | TransitionPlan

_BY_PATH: dict[str, TypeAdapter[Any]] = {
    "scene": TypeAdapter(ShotPlan),
    "picture": TypeAdapter(PicturePlan),
    "transition": TypeAdapter(TransitionPlan),
}

SAME = 0.01
"""Shapes that differ by less than this share are the same."""


def dump(plan: Plan, spec: RenderSpec) -> dict[str, Any]:
    """The plan as JSON, with the ``size`` in pixels it was made for."""
    return {**plan.model_dump(mode="json"), "size": [spec.width, spec.height]}


def load(stored: dict[str, Any]) -> Plan:
    """The plan in a stored JSON object. Raises ``EngineError`` where it is none of ours."""
    fields = {key: value for key, value in stored.items() if key != "size"}
    path = fields.get("path")
    if path not in _BY_PATH:
        raise EngineError(
            f"The plan's path is {path!r}; expected {', '.join(_BY_PATH)}. Send a plan as previz returned it."
        )
    try:
        plan: Plan = _BY_PATH[path].validate_python(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "plan"
        raise EngineError(
            f"The plan is not valid at {place}: {first['msg']}. Send a plan as previz returned it, or none."
        ) from error
    sides = (plan.first, plan.second) if isinstance(plan, TransitionPlan) else (plan,)
    for side in sides:
        if isinstance(side, ShotPlan):
            check_names(side)
            _check_clip(side)
    return plan


def scene_behind(stored: dict[str, Any] | None, spec: RenderSpec) -> ShotPlan | None:
    """The scene an earlier clip shows, if it has one and its picture has this one's shape."""
    if stored is None or stored.get("path") != "scene" or not _fits(stored.get("size"), spec):
        return None
    plan = load(stored)
    return plan if isinstance(plan, ShotPlan) else None


def _check_clip(plan: ShotPlan) -> None:
    if not 0 <= plan.clip < len(plan.takes):
        raise EngineError(
            f"The plan's clip is {plan.clip}, but it has {len(plan.takes)} takes; "
            f"expected 0 to {len(plan.takes) - 1}."
        )


def _fits(size: object, spec: RenderSpec) -> bool:
    """Whether pixels at one place in both clips show the same part of the scene."""
    match size:
        case [int(width), int(height)] if width > 0 and height > 0:
            return abs(width * spec.height / (height * spec.width) - 1) < SAME
        case None:
            return True
        case _:
            return False
