"""From what was asked to a plan: which path each end of the clip takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from vitascope.domain.concepts import camera_words
from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition
from vitascope.engines.previz.director import direct
from vitascope.engines.previz.joint import launch
from vitascope.engines.previz.picture.flow import correspond
from vitascope.engines.previz.picture.journey import final_speed
from vitascope.engines.previz.picture.move import default_move
from vitascope.engines.previz.picture.plan import PicturePlan, Pin, Style, TransitionPlan
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.picture.rife_weights import missing
from vitascope.engines.previz.picture.stir import stirs
from vitascope.engines.previz.plan import CameraMove, ShotPlan
from vitascope.engines.previz.planner import extend_shot, lead_shot, picture_words
from vitascope.engines.previz.stored import Plan, dump, load, scene_behind
from vitascope.errors import EngineError
from vitascope.settings import Settings


class Ends(NamedTuple):
    """What is asked of the clip's start and end."""

    start: Condition | None
    end: Condition | None


def ends(spec: RenderSpec, conditions: Sequence[Condition]) -> Ends:
    """The conditions by position. Raises ``EngineError`` for pictures that do not fit the render."""
    found: dict[str, Condition] = {}
    for condition in conditions:
        shape = condition.pictures.shape
        if len(shape) != 4 or shape[0] < 1 or shape[1:] != (spec.height, spec.width, 3):
            raise EngineError(
                f"The pictures for the clip's {condition.position} have the shape {shape}; "
                f"expected (n, {spec.height}, {spec.width}, 3): fit them to the render's size."
            )
        if condition.position in found:
            raise EngineError(f"Two conditions for the clip's {condition.position}; expected one at most.")
        found[condition.position] = condition
    return Ends(found.get("start"), found.get("end"))


def planned(spec: RenderSpec, conditions: Sequence[Condition]) -> dict[str, Any]:
    """The plan as it is stored: the one in ``spec``, checked, or a new one."""
    return dump(write(spoken(spec), conditions) if spec.plan is None else load(spec.plan), spec)


def spoken(spec: RenderSpec) -> RenderSpec:
    """The same with its concepts written into the prompt, where the planner reads them."""
    words = [f"{camera_words(concept).capitalize()}." for concept in spec.concepts]
    if not words:
        return spec
    said = spec.prompt.rstrip()
    stop = "." if said[-1:].isalnum() else ""
    return spec.model_copy(update={"prompt": " ".join([said + stop, *words])})


def write(spec: RenderSpec, conditions: Sequence[Condition]) -> Plan:
    """The plan for a clip. Raises ``EngineError`` where the conditions cannot be met."""
    start, end = ends(spec, conditions)
    if start is not None and end is not None:
        return _joined(spec, start, end)
    if start is not None:
        return _from(spec, start, camera(spec))
    if end is not None:
        return _towards(spec, end, camera(spec))
    return direct(spec, Settings())


def camera(spec: RenderSpec) -> tuple[CameraMove, ...]:
    """The camera moves that the prompt asks for over a picture."""
    return picture_words(spec.prompt, spec.seconds).moves


def _from(spec: RenderSpec, start: Condition, moves: tuple[CameraMove, ...]) -> PicturePlan | ShotPlan:
    """A clip that begins with a picture, or goes on after a video."""
    if start.source is None:
        return _picture(spec, Pin.FIRST, moves)
    earlier = scene_behind(start.source.plan, spec)
    if earlier is not None:
        later = extend_shot(earlier, spec.prompt, spec.seconds, spec.loop)
        if later is not None:
            return later
    return _beside(spec, start, Pin.BEFORE, moves)


def _towards(spec: RenderSpec, end: Condition, moves: tuple[CameraMove, ...]) -> PicturePlan | ShotPlan:
    """A clip that ends with a picture, or leads into a video."""
    if end.source is None:
        return _picture(spec, Pin.LAST, moves)
    later = scene_behind(end.source.plan, spec)
    if later is not None:
        earlier = lead_shot(later, spec.prompt, spec.seconds)
        if earlier is not None:
            return _looped(earlier) if spec.loop else earlier
    return _beside(spec, end, Pin.AFTER, moves)


def _looped(plan: ShotPlan) -> ShotPlan:
    """The plan whose clip closes on itself."""
    takes = list(plan.takes)
    takes[plan.clip] = plan.take.model_copy(update={"loop": True})
    return plan.model_copy(update={"takes": tuple(takes)})


def _picture(spec: RenderSpec, pin: Pin, moves: tuple[CameraMove, ...]) -> PicturePlan:
    words = picture_words(spec.prompt, spec.seconds)
    ambient = stirs(words.ambient)
    if not moves and words.pace != 1.0:
        usual = default_move(spec.seconds, away=pin in {Pin.LAST, Pin.AFTER})
        moves = (usual.model_copy(update={"amount": words.pace}),)
    return PicturePlan(
        seed=spec.seed, frames=spec.frames, pin=pin, loop=spec.loop, moves=moves, ambient=ambient
    )


def _beside(spec: RenderSpec, joint: Condition, pin: Pin, moves: tuple[CameraMove, ...]) -> PicturePlan:
    """Next to a video through its nearest picture, at the speed the video has there."""
    plan = _picture(spec, pin, moves)
    plan = plan.model_copy(update={"inherited": _velocity(joint, pin)})
    return plan.model_copy(update={"launch": launch(joint.pictures, plan)})


def _velocity(joint: Condition, pin: Pin) -> tuple[float, ...] | None:
    """The camera's velocity in the video at the joint, where its plan tells it."""
    stored: dict[str, Any] | None = joint.source.plan if joint.source else None
    if stored is None or stored.get("path") not in {"picture", "transition"}:
        return None
    plan = load(stored)
    if isinstance(plan, TransitionPlan):
        if plan.style is not Style.FRONT:
            return None
        side = plan.second if pin is Pin.BEFORE else plan.first
        plan = side
    return tuple(final_speed(plan, pin is Pin.AFTER)) if isinstance(plan, PicturePlan) else None


def _joined(spec: RenderSpec, start: Condition, end: Condition) -> TransitionPlan:
    """From one end to the other. Scenes go on as they are: the prompt's place is where they change."""
    alone = spec.model_copy(update={"loop": False})
    moves = camera(spec) or (default_move(spec.seconds),)
    first, second = _from(alone, start, moves), _towards(alone, end, moves)
    unchanged = alone.model_copy(update={"prompt": ""})
    if isinstance(first, PicturePlan) and start.source is not None:
        first = _from(unchanged, start, moves)
    if isinstance(second, PicturePlan) and end.source is not None:
        second = _towards(unchanged, end, moves)
    return TransitionPlan(
        seed=spec.seed,
        frames=spec.frames,
        style=_style(start, end),
        moves=moves,
        first=first,
        second=second,
    )


def _style(start: Condition, end: Condition) -> Style:
    """Two pictures of one thing follow what moved between them; everything else gives way to what comes."""
    if start.source is not None or end.source is not None:
        return Style.FRONT
    first, second = (Plate.of_picture(side.pictures[0]).small() for side in (start, end))
    if correspond(first, second) is None:
        return Style.FRONT
    return Style.MORPH if missing() else Style.RIFE
