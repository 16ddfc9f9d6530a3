"""From a plan and the pictures at the clip's ends to a shot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition, Picture
from vitascope.engines.previz.picture.blend import Front
from vitascope.engines.previz.picture.flow import correspond
from vitascope.engines.previz.picture.morph import MorphShot
from vitascope.engines.previz.picture.plan import PicturePlan, Pin, Style, TransitionPlan
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.picture.rife import RifeShot
from vitascope.engines.previz.picture.rife_net import passage
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.scene_shot import SceneShot
from vitascope.engines.previz.script import Ends, ends
from vitascope.engines.previz.shots import PictureShot, Shot
from vitascope.engines.previz.stored import load
from vitascope.engines.previz.transition import TransitionShot, order
from vitascope.errors import EngineError

ORDER_WIDTH = 480
"""Columns of the map that says in which order a front replaces a picture."""


def shot_for(stored: dict[str, Any], spec: RenderSpec, conditions: Sequence[Condition]) -> Shot:
    """The shot a stored plan stands for.

    Raises ``EngineError`` where it is no plan, and where plan and conditions do not belong together.
    """
    plan, sides = load(stored), ends(spec, conditions)
    return _transition(plan, spec, sides) if isinstance(plan, TransitionPlan) else _single(plan, spec, sides)


def _single(plan: ShotPlan | PicturePlan, spec: RenderSpec, sides: Ends) -> Shot:
    if isinstance(plan, PicturePlan):
        _same_length(plan.frames, spec)
        return PictureShot(Plate.of_picture(_beside(plan, sides)), plan)
    pictured = next((side.position for side in sides if side is not None and side.source is None), None)
    if pictured is not None:
        raise EngineError(
            f"The plan shows a scene, but the clip's {pictured} must be a picture. "
            "Leave the plan out, or the picture."
        )
    return SceneShot(plan, spec)


def _transition(plan: TransitionPlan, spec: RenderSpec, sides: Ends) -> Shot:
    _same_length(plan.frames, spec)
    start, end = sides
    if start is None or end is None:
        raise EngineError("The plan joins two ends, but the request gives fewer; give both, or no plan.")
    if plan.style is not Style.FRONT:
        first, second = Plate.of_picture(start.pictures[-1]), Plate.of_picture(end.pictures[0])
        match = correspond(first.small(), second.small())
        if match is not None and plan.style is Style.RIFE:
            return RifeShot(first, second, passage(first, second), plan.frames, plan.seed)
        if match is not None:
            return MorphShot(first, second, match, plan.frames, plan.seed)
    rows = max(2, round(ORDER_WIDTH * spec.height / spec.width))
    front = Front(order(plan.moves, (rows, ORDER_WIDTH), plan.seed), spec.width, spec.height)
    first_shot = _single(plan.first, spec, Ends(start, None))
    return TransitionShot(first_shot, _single(plan.second, spec, Ends(None, end)), front, plan.frames)


def _beside(plan: PicturePlan, sides: Ends) -> Picture:
    """The picture a plan moves over: the one at its end of the clip."""
    starts = plan.pin in {Pin.FIRST, Pin.BEFORE}
    side: Condition | None = sides.start if starts else sides.end
    if side is None:
        raise EngineError(
            f"The plan moves over a picture at the clip's {'start' if starts else 'end'}, "
            "but the request gives none there. Give it, or leave the plan out."
        )
    nearest: Picture = side.pictures[-1] if starts else side.pictures[0]
    return nearest


def _same_length(frames: int, spec: RenderSpec) -> None:
    if frames != spec.frames:
        raise EngineError(
            f"The plan is for {frames} frames and the clip has {spec.frames}; "
            "ask for the plan's length, or leave the plan out."
        )
