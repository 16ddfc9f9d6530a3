"""What is upon something else: a rider, a bird on a stump, a dog on a surfboard."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from vitascope.engines.previz.canvas import Placement
from vitascope.engines.previz.catalogue import HARNESSED, INSIDE, LONG, form_of, seat
from vitascope.engines.previz.plan import Medium, ShotPlan, Subject
from vitascope.engines.previz.swinging import STAIRS, SWUNG, stepped, swung

SEATED = frozenset({"chair", "bench", "sofa", "bed", "rowboat", "wheelchair", "swing"})
"""Forms on which one sits with hanging legs."""
ASTRIDE = frozenset(
    {"quadruped", "bicycle", "motorcycle", "scooter", "dragon", "whale", "bird", "flying_broom"}
)
"""Rigs and forms that a person sits on with a leg on either side."""
BLOSSOM = 0.10
"""How far before a flower's stem the face of its blossom is, in the flower's lengths."""
BOARDS = frozenset({"skateboard", "surfboard"})
"""Forms that one stands on sideways."""
PEDALS = frozenset({"bicycle"})
"""Forms that one treads."""
FORWARD = 0.25
"""How far before its middle one sits on a seat with a back, in its lengths."""
CROWDED_TABLE, SPREAD = 6, 1.15
"""From how many things on they stand in two rows on a table; how many of its lengths they spread over."""
DEEPEST = 2
"""How many may be upon one another: a rider on a horse on a shore."""
SHOULDER = 0.10
"""How far aside one sits on somebody's left shoulder, in that one's lengths."""
HIPS = 0.36
"""How far below its hips the feet of one that rides are, in lengths."""
FRONTS, FRONT = {"coach": 0.09, "covered": 0.10, "cart": 0.12}, 0.5
"""How far before its middle what is drawn ends, in its lengths."""
TRACE, ROW, ABREAST = 0.12, 1.15, 0.2
"""Lengths of who draws: to what is drawn, from one pair to the next, from the middle to either of a pair."""
LEDGE = 0.58
"""How far from its middle one may be upon a wall, in its lengths."""
STROLLING = 0.08
"""The pace from which on one upon a wall looks along it."""
SUNK, ASLEEP, ABREAST_INSIDE = 0.42, 0.15, 0.60
"""How much of one's height is below the rim of what one is in; of who lies; how far several are apart."""
PICKABACK = 0.06
"""How far behind the middle one sits on somebody's shoulders, in that one's lengths."""
ROOM_EACH, SHARED = 0.9, 0.85
"""How far from one another several sit on one thing, in lengths; over how much of its length at most."""
Found = list[tuple[int, Placement]]
Ground = Callable[[float, float], float]


def carried(plan: ShotPlan, found: Found, ground: Ground) -> Found:
    """The same placements, with everything that is upon another put there."""
    if all(subject.upon is None for subject in plan.subjects):
        return found
    put = found
    for _ in range(DEEPEST):
        placed = {(number, each.who): each for number, each in put}
        put = [(number, _put(plan, (number, each), placed, ground)) for number, each in found]
    return put


def _put(
    plan: ShotPlan,
    which: tuple[int, Placement],
    placed: dict[tuple[int, int], Placement],
    ground: Ground,
) -> Placement:
    number, each = which
    subject = plan.subjects[number]
    if subject.upon is None or subject.upon >= len(plan.subjects):
        return each
    carrier = plan.subjects[subject.upon]
    below = placed.get((subject.upon, each.who % carrier.count))
    if below is None:
        return each
    if HARNESSED in subject.traits:
        return _ahead(subject, carrier, each, below, ground)
    raised = seat(carrier.rig, carrier.form) * below.length
    if form_of(carrier.rig, carrier.form).rooted:
        return _on_rooted(subject, carrier, each, (below, raised))
    if carrier.form == STAIRS:
        return stepped(each, below, form_of(subject.rig, subject.form).stand * each.length)
    put = _riding(subject, carrier, each, (below, raised))
    if carrier.form == SWUNG:
        return swung(put, below)
    return _laid_out(plan, number, put) if carrier.form == "table" else put


def _on_rooted(
    subject: Subject, carrier: Subject, each: Placement, below: tuple[Placement, float]
) -> Placement:
    """Where it goes anyway, as high as what stays where it is."""
    at, raised = below
    foot = form_of(carrier.rig, carrier.form).stand * at.length
    high = replace(each, y=each.y + foot + raised)
    if carrier.rig == "flower":
        return _visiting(high, at)
    if carrier.form in LONG:
        return _atop(subject, each, at, raised)
    return _along(high, at) if (carrier.form, subject.rig) == ("bridge", "car") else high


def _ahead(
    subject: Subject, carrier: Subject, each: Placement, drawn: Placement, ground: Ground
) -> Placement:
    """Before what it draws, one behind the other or in pairs, and as that goes."""
    order = each.who // carrier.count
    paired = subject.count > carrier.count
    row, column = divmod(order, 2) if paired else (order, 0)
    far = FRONTS.get(carrier.form, FRONT) * drawn.length + (0.5 + TRACE + ROW * row) * each.length
    aside = ABREAST * each.length * (2 * column - 1) if paired else 0.0
    sine, cosine = math.sin(drawn.heading), math.cos(drawn.heading)
    x = drawn.x + far * sine + aside * cosine
    z = drawn.z + far * cosine - aside * sine
    high = {
        Medium.AIR: drawn.y + far * math.tan(drawn.climb),
        Medium.GROUND: _foot(subject, each, ground(x, z)),
    }
    return replace(
        each,
        x=x,
        y=high.get(carrier.medium, each.y),
        z=z,
        heading=drawn.heading,
        climb=drawn.climb,
        bank=0.0,
        bend=drawn.bend,
        effort=drawn.effort,
        pace=drawn.pace,
    )


def _foot(subject: Subject, each: Placement, floor: float) -> float:
    """The height of the middle of one that stands on a floor."""
    return floor + form_of(subject.rig, subject.form).stand * each.length


def _visiting(each: Placement, flower: Placement) -> Placement:
    """Before the middle of a blossom, which looks where its flower does."""
    before = BLOSSOM * flower.length
    return replace(
        each,
        x=each.x + before * math.sin(flower.heading),
        z=each.z + before * math.cos(flower.heading),
    )


def _atop(subject: Subject, each: Placement, wall: Placement, raised: float) -> Placement:
    """On top of a wall, which runs across where it looks; on its way there, along it."""
    sine, cosine = math.sin(wall.heading), math.cos(wall.heading)
    gone = (each.x - wall.x) * cosine - (each.z - wall.z) * sine
    gone = min(max(gone, -LEDGE * wall.length), LEDGE * wall.length)
    heading = each.heading
    if each.pace > STROLLING:
        ahead = math.sin(each.heading) * cosine - math.cos(each.heading) * sine
        heading = wall.heading + math.copysign(0.5 * math.pi, ahead)
    y = _foot(subject, each, wall.y + raised)
    return replace(
        each, x=wall.x + gone * cosine, y=y, z=wall.z - gone * sine, heading=heading, climb=0.0, bank=0.0
    )


def _along(each: Placement, bridge: Placement) -> Placement:
    """On the middle of a bridge, as it runs, whichever way it goes: what has wheels keeps to the road."""
    sine, cosine = math.sin(bridge.heading), math.cos(bridge.heading)
    gone = (each.x - bridge.x) * sine + (each.z - bridge.z) * cosine
    heading = bridge.heading + (math.pi if math.cos(each.heading - bridge.heading) < 0.0 else 0.0)
    return replace(
        each, x=bridge.x + gone * sine, z=bridge.z + gone * cosine, heading=heading, bank=0.0, climb=0.0
    )


def _laid_out(plan: ShotPlan, number: int, each: Placement) -> Placement:
    """In its own place among everything on one table: from its middle outward, in two rows where many are."""
    upon = plan.subjects[number].upon
    spots = [(i, who) for i, s in enumerate(plan.subjects) if s.upon == upon for who in range(s.count)]
    place, count = spots.index((number, each.who)), len(spots)
    rows = 1 if count < CROWDED_TABLE else 2
    columns = math.ceil(count / rows)
    row, column = divmod(place, columns)
    table = plan.subjects[upon or 0].length
    across = SPREAD * table * ((column + 0.5 + 0.25 * (row - 0.5) * (rows - 1)) / columns - 0.5)
    deep = 0.22 * table * ((row - 0.5) if rows > 1 else 0.25 * (-1) ** column)
    sine, cosine = math.sin(each.heading), math.cos(each.heading)
    return replace(each, x=each.x + across * cosine + deep * sine, z=each.z + deep * cosine - across * sine)


def _stance(subject: Subject, carrier: Subject) -> str:
    """How somebody is upon a carrier that is ridden in a way of its own."""
    if subject.rig != "biped":
        return ""
    if carrier.form in BOARDS:
        return "skis" if carrier.noun == "skis" else "board"
    return "pedals" if carrier.form in PEDALS else ""


def _sunk(each: Placement, stand: float) -> float:
    """How far below the rim one's feet are that is in something: who lies there is higher."""
    return 2.0 * (ASLEEP if each.lie > 0.0 else SUNK) * stand * each.length


def _aside(subject: Subject, carrier: Subject, each: Placement, at: Placement) -> float:
    """How far from the middle one is: on a shoulder, or one of several on or in the same thing."""
    if carrier.rig == "biped":
        return -SHOULDER * at.length if subject.rig != "biped" else 0.0
    if carrier.count > 1:
        return 0.0
    room = (ABREAST_INSIDE if INSIDE in subject.traits else ROOM_EACH) * each.length
    return min(room, SHARED * at.length / subject.count) * (each.who - 0.5 * (subject.count - 1))


def _riding(subject: Subject, carrier: Subject, each: Placement, below: tuple[Placement, float]) -> Placement:
    """Where the carrier is, and as it goes."""
    at, raised = below
    ridden = ASTRIDE | SEATED | {"biped"}
    astride = subject.rig == "biped" and not ridden.isdisjoint({carrier.rig, carrier.form})
    stand = form_of(subject.rig, subject.form).stand
    inside = INSIDE in subject.traits
    down = HIPS * each.length if astride else _sunk(each, stand) if inside else 0.0
    high = raised - down + stand * each.length
    lean = math.sin(at.climb) * high
    lean -= FORWARD * at.length if carrier.form in SEATED - {"rowboat", SWUNG} else 0.0
    lean += PICKABACK * at.length if carrier.rig == "biped" and astride else 0.0
    aside = _aside(subject, carrier, each, at)
    sine, cosine = math.sin(at.heading), math.cos(at.heading)
    return replace(
        each,
        x=at.x - lean * sine + aside * cosine,
        y=at.y + high * math.cos(at.climb),
        z=at.z - lean * cosine - aside * sine,
        heading=at.heading,
        climb=at.climb,
        bank=at.bank,
        pace=0.0,
        leap=at.leap,
        aloft=at.aloft,
        stance=_stance(subject, carrier),
        ride=1.0 if astride else 0.0,
        sit=0.0 if astride else each.sit,
        lift=at.lift,
    )
