"""Where the individuals of a subject belong on the screen, before anything happens."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from vitascope.engines.previz.apparent import usual_size
from vitascope.engines.previz.catalogue import HAND_IN_HAND, IN_FILE, IN_LANE, LANDMARK, TOGETHER, form_of
from vitascope.engines.previz.faraway import afar
from vitascope.engines.previz.focus import (
    SKYWARD,
    VAST,
    backed,
    far_behind,
    focus_distance,
    leads,
    opponents,
    overhead,
    seated,
    shown_length,
)
from vitascope.engines.previz.plan import Medium, Near, ShotPlan, Subject
from vitascope.engines.previz.portraits import FOREGROUND, Portrait, portrait
from vitascope.engines.previz.relative import LOW, height_above, offset, rank
from vitascope.engines.previz.spots import Layout, Numbers, apart, dry, filed, spread, thinned
from vitascope.engines.previz.stage import Framing, Stage, ground_at, seen_from

__all__ = ["Layout", "Numbers", "layout"]

BESIDE = {2: (-0.36, 0.40), 3: (0.0, 0.58, -0.58), 4: (-0.2, 0.24, 0.7, -0.66)}
"""Where the first, second, … of so many subjects stands across the picture, in half widths."""
BESIDE_MANY = (0.0, 0.42, -0.42, 0.8, -0.8, 0.2, -0.2)
CLOSE = {TOGETHER: 0.62, HAND_IN_HAND: 0.36}
"""How far from one another those are that are close together, in lengths, by trait."""
CLOSER = 0.5
"""How much nearer to the middle different ones are then."""
COMPANY = {1: 1.0, 2: 0.80, 3: 0.66}
COMPANY_MANY = 0.55
"""How much smaller each of so many subjects is shown than alone."""
LEAST_FIGHTING, OUTMATCHED = 0.7, 3.0
"""The same of those who fight, or meet; how much longer one of them is that is shown as if alone."""
COMPARED = 12.0
"""How many times longer another may be, for the two to be compared."""
BESIDE_LARGER, LEAST_BESIDE = 0.35, 0.42
"""The power of its length's share of the longest by which one is shown smaller, and the least of that."""
PLACES = {
    "left": (-0.5, 0.0, 0.0),
    "right": (0.5, 0.0, 0.0),
    "distance": (0.12, 0.22, -1.7),
    "foreground": (0.0, -0.05, FOREGROUND),
    "above": (0.0, 0.55, -0.4),
}
"""Offsets of a place: across and up in half pictures, and in the logarithm of the apparent length."""
AFAR = (0.3, 0.0, -0.9)
"""The same of a landmark."""
FOREMOST = 4
"""Of how many of them what is behind is behind."""
ASIDE = 0.66
"""How far from the middle one is at most, in half pictures."""
WORLD, BELOW = "ringed", (0.34, -0.75, math.log(1.5))
"""What in space is far behind and below whoever is named before it, and larger than the picture is high."""
SMALLEST = 0.08
"""Apparent length of something far above a peak, in picture heights: small, and still a subject."""
LIFT = 0.16
"""How far above a peak, in half heights."""
STRUNG, SPANNED, HANGING = 0.3, 2.6, 3.0
"""Of what hangs over somebody: how much farther each next one is, in distances to these; metres to either
side, and above the ground."""
LANE, GAP = 2.4, 1.7
"""Metres from a street's middle to that of a lane; lengths from one car to the next."""
BOLT, BOW = 0.62, 1.15
"""The apparent length of lightning, and of a rainbow, in picture heights."""
ALOFT, HOVERING = 0.45, frozenset({"ufo", "helicopter"})
"""How much higher than the middle several balloons are, and what hovers, in half pictures."""
LOOKED_DOWN_UPON, DOWN = 0.29, -0.12
"""The same as ``LOW`` of a camera that looks down so far."""
HIGH, STANDING, UPON_ROCK = 0.40, frozenset({"building", "tree"}), 0.13
"""How far above the middle the tops of these rigs are at most, in heights; a rock's in their lengths."""
CLOSEST = 0.5
"""How far before somebody something stands at most, as a share of their distance that is left."""
VASTNESS, BACKDROP, NEARER = 0.44, 0.22, 0.9
"""The apparent length of the largest far behind somebody, how far from the middle it is, in half pictures,
and how much nearer flames are."""


def layout(plan: ShotPlan, stage: Stage, number: int, frame: Framing) -> Layout:
    """Spread one subject's individuals over the screen, no two in the same place.

    Of two of which one carries the other, the first that is listed has the place of both.
    """
    subject = plan.subjects[number]
    rooted = subject.medium == Medium.GROUND and form_of(subject.rig, subject.form).rooted
    if subject.near is not None:
        made = _with(plan, stage, number, subject.near, frame)
        return dry(made, stage, frame) if rooted else made
    leader = _leader(plan, number)
    if leader != number:
        made = layout(plan, stage, leader, frame)
        length = shown_length(plan.subjects[number], plan, stage.home)
        larger = math.log(length / made.length)
        made = replace(made, length=length, size=made.size + larger, largest=made.largest + larger)
        return thinned(made, plan.subjects[number].count)
    made = _laid(plan, stage, number, frame)
    return dry(made, stage, frame) if rooted else made


def _with(plan: ShotPlan, stage: Stage, number: int, near: Near, frame: Framing) -> Layout:
    """What stands with somebody: at its true size, so far from the first of them."""
    subject = plan.subjects[number]
    host = layout(plan, stage, near.subject, frame)
    length = shown_length(subject, plan, stage.home)
    aside, back = offset(subject, plan.subjects[near.subject], near.where)
    if far_behind(subject, plan):
        return _far(plan, stage, number, length, frame)
    half, wide = 0.5 * (host.length + length), stage.ratio / 2.0 / frame.focal
    behind = host.size[:FOREMOST].min() if back > 0.0 else host.size[0]
    own = host.length * frame.focal / math.exp(float(behind))
    depth = max(own + back * half, CLOSEST * own)
    side = -1.0 if host.across[0] > 0.05 else 1.0
    side = side if rank(plan, number, near) % 2 == 0 else -side
    several = near.where == "before" and host.count > 1
    middle = (
        _middle(host) if near.where == "between" else float(host.across.mean()) if several else host.across[0]
    )
    right = middle * wide * own + side * (0.0 if several else aside) * half
    order = np.arange(subject.count, dtype=np.float64)
    across = right / (wide * depth) + 0.7 * (order - 0.5 * (subject.count - 1)) * length / (wide * depth)
    if near.where == "flanking" and subject.count > 1:
        sides = np.where(order % 2 == 0, -1.0, 1.0) * (1.0 + order // 2)
        across = (host.across[0] * own + sides * aside * half / wide) / depth
    up = (
        host.up[0]
        if near.where != "above"
        else height_above(plan.subjects[near.subject], math.exp(float(host.size[0])), float(host.up[0]))
    )
    return Layout(
        length=length,
        across=across,
        up=np.zeros(subject.count) + up,
        size=np.full(subject.count, math.log(length * frame.focal / depth)),
        side=np.full(subject.count, side if near.where == "facing" else -side),
        delay=order / subject.count,
        phase=(0.37 * order) % 1.0,
    )


def _far(plan: ShotPlan, stage: Stage, number: int, length: float, frame: Framing) -> Layout:
    """Far behind somebody, with all of the largest that is there in the picture, whatever burns before it."""
    subject = plan.subjects[number]
    vast = [each for each in plan.subjects if far_behind(each, plan)]
    largest = max(shown_length(each, plan, stage.home) for each in vast)
    depth = largest * frame.focal / VASTNESS * (NEARER if subject.form == "blaze" else 1.0)
    wide = stage.ratio / 2.0 / frame.focal * depth
    order = np.arange(subject.count, dtype=np.float64)
    across = BACKDROP + 0.7 * (order - 0.5 * (subject.count - 1)) * length / wide
    return Layout(
        length=length,
        across=across,
        up=np.zeros(subject.count),
        size=np.full(subject.count, math.log(length * frame.focal / depth)),
        side=np.full(subject.count, -1.0),
        delay=order / subject.count,
        phase=(0.37 * order) % 1.0,
    )


def _middle(host: Layout) -> float:
    """Where two meet: the first pair of a kind, or one and somebody else."""
    return float(np.mean(host.across[:2])) if host.count > 1 else 0.0


def _leader(plan: ShotPlan, number: int) -> int:
    own = plan.subjects[number]
    if own.upon is not None and not leads(own, plan.subjects[own.upon]):
        return own.upon
    riders = [i for i, each in enumerate(plan.subjects) if each.upon == number and leads(each, own)]
    if riders and not form_of(own.rig, own.form).rooted:
        return riders[0]
    return min([number, *riders])


def _laid(plan: ShotPlan, stage: Stage, number: int, frame: Framing) -> Layout:
    subject = plan.subjects[number]
    random = np.random.default_rng([plan.seed & 0xFFFFFFFF, 31 + number])
    length = shown_length(subject, plan, stage.home)
    if subject.form in SKYWARD:
        return _striking(subject, stage, frame)
    if overhead(subject, plan):
        return _hung(subject, stage, frame, focus_distance(plan, stage.home))
    middle = _centre(plan, stage, number, frame, length)
    made = spread(subject, middle, random, length)
    if IN_FILE in subject.traits and made.count > 1:
        made = filed(made, stage.ratio)
    elif made.count > 1 and not CLOSE.keys().isdisjoint(subject.traits):
        made = _gathered(made, stage.ratio, max(CLOSE.get(trait, 0.0) for trait in subject.traits))
    elif made.count > 1:
        made = apart(made, stage, frame.focal)
    if IN_LANE in subject.traits:
        made = _laned(made, stage, frame)
    near = portrait(plan, subject)
    if near is not None:
        return _portrayed(made, near, stage, frame)
    return _grounded(made, stage, frame, subject)


def _centre(
    plan: ShotPlan, stage: Stage, number: int, frame: Framing, length: float
) -> tuple[float, float, float]:
    """The middle of a kind: across and up in half pictures, and the logarithm of the apparent length."""
    subject = plan.subjects[number]
    size = usual_size(subject, stage.ratio) * _share(plan, number) * seated(subject, plan)
    size = math.log(size * backed(plan))
    across = _beside(plan, number)
    shift = AFAR if LANDMARK in subject.traits else PLACES.get(subject.place, (0.0, 0.0, 0.0))
    across = min(max(across + shift[0], -ASIDE), ASIDE) if shift[0] else across
    hovers = (subject.rig == "balloon" and subject.count > 1) or subject.form in HOVERING
    lift = ALOFT if hovers and not shift[1] and subject.medium == Medium.AIR else 0.0
    middle = across, shift[1] + lift, size + shift[2]
    if subject.place == "distance" and subject.form in VAST and LANDMARK not in subject.traits:
        return afar(middle, length, (stage, frame), alone=_together(plan, number) == [number])
    if subject.place == "above_peak" and "peak" in stage.anchors:
        return _above_peak(stage, frame, length)
    if subject.form == WORLD and number and subject.count == 1:
        return BELOW
    return middle


def _portrayed(made: Layout, near: Portrait, stage: Stage, frame: Framing) -> Layout:
    """So near that what is meant of one is seen: its head is where else its middle would be."""
    size = made.size + near.nearer
    depth = made.length * frame.focal / np.exp(size)
    across, ahead = 0.6 * made.across, near.ahead * made.length
    aside = ahead * math.sin(near.turned) * made.side / (stage.ratio / 2.0 / frame.focal * depth)
    behind = 1.0 + ahead * math.cos(near.turned) / depth
    return replace(made, across=(across + aside) / behind, size=size - np.log(behind))


def _gathered(made: Layout, ratio: float, apart: float) -> Layout:
    """Side by side, so many lengths from one to the next, all as near as the first."""
    step = apart * math.exp(float(made.size[0])) * 2.0 / ratio
    order = np.arange(made.count, dtype=np.float64) - 0.5 * (made.count - 1)
    return replace(
        made,
        across=float(made.across.mean()) + step * order,
        up=0.0 * made.up,
        size=0.0 * made.size + made.size[0],
        side=np.where(order > 0.0, -1.0, 1.0),
        delay=0.0 * made.delay,
    )


def _striking(subject: Subject, stage: Stage, frame: Framing) -> Layout:
    """Lightning, from the clouds to the horizon, spread over the picture, or a rainbow."""
    bolts = subject.form == "lightning"
    size = BOLT if bolts else BOW
    order = np.arange(subject.count, dtype=np.float64)
    across = (0.85 if bolts else 0.3) * (2.0 * ((0.19 + 0.618 * order) % 1.0) - 1.0)
    depth = subject.length * frame.focal / size
    stand = form_of(subject.rig, subject.form).stand
    level = (stand * subject.length - frame.y + stage.ground(frame.x, frame.z)) / depth - math.tan(
        frame.pitch
    )
    return Layout(
        length=subject.length,
        across=across,
        up=np.zeros(subject.count) + 2.0 * frame.focal * level,
        size=np.full(subject.count, math.log(size)),
        side=np.where(order % 2 == 0, 1.0, -1.0),
        delay=order / subject.count,
        phase=(0.067 * order) % 1.0,
    )


def _hung(subject: Subject, stage: Stage, frame: Framing, distance: float) -> Layout:
    """At their own size over those who are ``distance`` metres away, and on into the depth of the picture."""
    order = np.arange(subject.count, dtype=np.float64)
    depth = distance * (0.85 + STRUNG * order)
    right = SPANNED * (2.0 * ((0.31 + 0.618 * order) % 1.0) - 1.0)
    high = HANGING + 0.6 * ((0.43 * order) % 1.0)
    floor = np.array([stage.ground(frame.x, frame.z + each) for each in depth])
    wide = stage.ratio / 2.0 / frame.focal
    return Layout(
        length=subject.length,
        across=right / (wide * depth),
        up=((floor + high - frame.y) / depth - math.tan(frame.pitch)) * 2.0 * frame.focal,
        size=np.log(subject.length * frame.focal / depth),
        side=np.where(order % 2 == 0, 1.0, -1.0),
        delay=order / subject.count,
        phase=(0.37 * order) % 1.0,
    )


def _together(plan: ShotPlan, number: int) -> list[int]:
    """Who is there beside one from the start: one of those that are upon one another stands for both."""
    same = [
        i
        for i, each in enumerate(plan.subjects)
        if each.since == plan.subjects[number].since or each.since is None
    ]
    near = [i for i in same if plan.subjects[i].place != "distance" or i == number]
    near = [i for i in near if plan.subjects[i].near is None and plan.subjects[i].form not in SKYWARD]
    return [i for i in near if _leader(plan, i) == i]


def _beside(plan: ShotPlan, number: int) -> float:
    """Several subjects share the width; the first of three or more has the middle."""
    company = _together(plan, number)
    places = BESIDE.get(len(company), BESIDE_MANY if len(company) > 1 else (0.0,))
    closer = CLOSER if TOGETHER in plan.subjects[number].traits else 1.0
    return closer * places[company.index(number) % len(places)] if number in company else 0.0


def _share(plan: ShotPlan, number: int) -> float:
    """How large one is shown beside others: what is shorter than the longest is smaller."""
    company = _together(plan, number)
    if len(company) < 2:
        return 1.0
    own = plan.subjects[number].length
    lengths = [own, *(length for i in company if (length := plan.subjects[i].length) < COMPARED * own)]
    least = LEAST_FIGHTING if number in opponents(plan) else LEAST_BESIDE
    if number in opponents(plan) and own > OUTMATCHED * min(lengths[1:]):
        return 1.0
    smaller = max(math.pow(own / max(lengths), BESIDE_LARGER), least)
    return COMPANY.get(len(company), COMPANY_MANY) * smaller


def _laned(made: Layout, stage: Stage, frame: Framing) -> Layout:
    """In two lanes, one behind the other; those on the left come, those on the right go."""
    order = np.arange(made.count)
    first = made.length * frame.focal / math.exp(float(made.size[0]))
    depth = first + GAP * made.length * (order // 2) + 0.4 * made.length * (order % 2)
    lane = np.where(order % 2 == 0, -LANE, LANE) if made.count > 1 else np.array([LANE * made.side[0]])
    lane = lane + stage.anchors.get("road", (0.0, 0.0, 0.0))[0]
    wide = stage.ratio / 2.0 / frame.focal
    return replace(
        made, across=(lane - frame.x) / (wide * depth), size=np.log(made.length * frame.focal / depth)
    )


def _above_peak(stage: Stage, frame: Framing, length: float) -> tuple[float, float, float]:
    across, up, depth = seen_from(frame, stage.anchors["peak"], stage.ratio)
    size = max(length * frame.focal / depth, SMALLEST)
    return (
        min(max(across + 0.04, -0.75), 0.75),
        min(max(up + LIFT + size, -0.5), 0.86),
        math.log(size),
    )


def _grounded(made: Layout, stage: Stage, frame: Framing, subject: Subject) -> Layout:
    """What stands on something, or floats, is far enough away for its feet to be in the picture."""
    if subject.medium not in {Medium.GROUND, Medium.SURFACE}:
        return made
    stand = form_of(subject.rig, subject.form).stand
    depth = made.length * frame.focal / np.exp(made.size)
    floor = ground_at(stage, frame, made.across, depth)
    if subject.medium == Medium.SURFACE and stage.home.surface is not None:
        floor = np.full_like(floor, stage.home.surface)
    below = frame.y - floor - stand * made.length
    slope = (LOOKED_DOWN_UPON if frame.pitch < DOWN else LOW) / frame.focal - math.tan(frame.pitch)
    nearest = np.maximum(below, 0.0) / max(slope, 0.05)
    nearest = np.maximum(nearest, _headroom(made, frame, subject, floor))
    size = np.log(made.length * frame.focal / np.maximum(depth, nearest))
    return replace(made, size=size, largest=math.log(made.length * frame.focal / max(nearest.max(), 1e-3)))


def _headroom(made: Layout, frame: Framing, subject: Subject, floor: Numbers) -> Numbers:
    """How far away what is built, or has grown, has to be for its top to be in the picture, metres."""
    if subject.rig not in STANDING:
        return np.zeros_like(floor)
    raised = UPON_ROCK * made.length if subject.upon is not None else 0.0
    above = floor + raised + 2.0 * form_of(subject.rig, subject.form).stand * made.length - frame.y
    slope = HIGH / frame.focal + math.tan(frame.pitch)
    found: Numbers = np.maximum(above, 0.0) / max(slope, 0.05)
    return found
