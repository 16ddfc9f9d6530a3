"""How large and how far the subjects are that a shot is framed for."""

from __future__ import annotations

import math

from vitascope.engines.previz.apparent import usual_size
from vitascope.engines.previz.canvas import Home
from vitascope.engines.previz.catalogue import FURNITURE, HARNESSED, LONG, form_of, seat
from vitascope.engines.previz.clock import origin_index
from vitascope.engines.previz.heads import HEADS, headed
from vitascope.engines.previz.plan import Environment, Medium, ShotPlan, Subject
from vitascope.engines.previz.portraits import FOREGROUND, SPREADING, portrait

SHORTEST, LONGEST, LONGEST_IN_MURK = 0.02, 4.0, 5.0
"""Lengths a scene can show, in its units; under water, one cannot step back far enough from a whale."""
SHORTEST_AFLOAT = 0.42
"""The same on open water, where a small thing would be lost and nothing tells its size."""
SHORTEST_GROUNDED = 1.0
"""The same on the ground, metres: a camera cannot go lower for a mouse, nor a mouse above the grass."""
LOWEST_HEAD = 0.36
"""Metres above the ground that a head has which is seen from near: no camera goes as low as a mouse's."""
LEAST_BESIDE, COMPARABLE = 0.35, 8.0
"""How much smaller than that one is at least shown beside others, of up to so many times its length."""
OUTGROWN = 1.5
"""How many times as long one leads whatever carries it."""
BOARDS, TALLER = frozenset({"skateboard", "surfboard"}), 0.9
"""Forms on which one stands who is framed for, if one is more than so many times as long."""
CELESTIAL = frozenset({"moon", "planet", "ringed", "sun"})
"""Forms that stand far behind whoever else is there."""
SKYWARD = frozenset({"lightning", "rainbow"})
"""Forms that stand on the horizon, behind everything."""
HUNG = frozenset({"paper_lantern"})
"""Forms of what hangs over those who are there."""
LAND = frozenset({"island", "rock", "bridge"})
"""Forms that others stand on in the sea."""
PASSING = frozenset({"biped", "quadruped", "car"})
"""Rigs of those over whom something hangs."""
VAST = frozenset({
    "castle", "church", "house", "lighthouse", "pyramid", "skyscraper", "temple", "tower", "windmill",
    "barn", "arch", "ferris_wheel", "roller_coaster", "wind_turbine", "liberty", "tornado", "waterfall",
    "blaze",
})  # fmt: skip
"""Forms of what is seen far behind, where it is much larger than those before it."""
VISITOR = 0.15
"""The least length of an insect on a flower, in the flower's."""
TALLEST = 3.4
"""How many lengths of whom it stands with something is shown with at most."""
FLANKED = 1.6
"""How much larger than it is what stands on either side of one counts as."""
BACKED, SMALLEST_BEFORE = 2.2, 0.62
"""Beyond so many of its lengths of what stands with it, one is shown smaller; and the least of that."""
VAULTING = 0.66
"""How much smaller one is shown that goes over something, for the leap to be seen."""
ON_SEAT, ON_STAIRS, DRAWN = 0.75, 0.5, (0.36, 0.7)
"""How much smaller one is shown on furniture, and on stairs; the least and most of that of what is drawn."""
LYING = 0.5
"""Of its usual height, that of a camera before who lies on the ground."""
EYES = 1.7
"""The height of a camera that meets nobody, metres."""
ALONE = 1.9
"""How much larger than it is the only thing on a table is shown."""
OVER_TABLE = 0.75
"""The height of a camera that looks at what stands on a table, in the table's lengths."""
SEAT = 0.6
"""The height of a stump for the smallest."""
EMPTY = 3.0
"""The distance of what is in front where there is no subject, in units."""


def main_subject(plan: ShotPlan) -> Subject | None:
    """Whom the shot is framed for: the first there is, or what carries it along."""
    there = [subject for subject in plan.subjects if subject.since is None]
    far = SKYWARD if plan.environment == Environment.SPACE else CELESTIAL | SKYWARD
    near = [subject for subject in there if subject.form not in far]
    below = [subject for subject in near if not overhead(subject, plan)]
    subject = next(iter(below if below or near else there), None)
    if subject is not None and subject.near is not None and subject.near.subject < len(plan.subjects):
        subject = plan.subjects[subject.near.subject]
    if subject is None or subject.upon is None or subject.upon >= len(plan.subjects):
        return subject
    carrier = plan.subjects[subject.upon]
    return subject if leads(subject, carrier) else carrier


def overhead(subject: Subject, plan: ShotPlan) -> bool:
    """Whether it hangs over others, or over a street, which tell how large it is."""
    hangs = subject.form in HUNG and subject.medium == Medium.AIR and subject.near is None
    strung = plan.environment == Environment.STREET and subject.count > 1
    return hangs and (strung or any(each.rig in PASSING and each.since is None for each in plan.subjects))


def leads(rider: Subject, carrier: Subject) -> bool:
    """Whether a shot is framed for who is upon a carrier, not for that: *a cat on a sofa*."""
    rooted = form_of(carrier.rig, carrier.form).rooted
    taller = carrier.form in BOARDS and rider.length > TALLER * carrier.length
    larger = rider.length > OUTGROWN * carrier.length
    furnished = carrier.form in FURNITURE and carrier.form != "table"
    if carrier.form in LONG:
        return False
    if carrier.form in SPREADING:
        return True
    if rider.rig == carrier.rig == "prop" and carrier.form != "table":
        return True
    return taller or larger or furnished or (rooted and carrier.rig != "flower")


def shown_length(subject: Subject, plan: ShotPlan, home: Home) -> float:
    """The length a subject is drawn with, metres."""
    if subject.form in SKYWARD or overhead(subject, plan):
        return subject.length
    if subject.near is not None and subject.near.subject < len(plan.subjects):
        return _beside_host(subject, plan.subjects[subject.near.subject], plan, home)
    if subject.form in LAND:
        return _land(subject, plan, home)
    carrier = None if subject.upon is None else plan.subjects[subject.upon]
    if carrier is not None and carrier.form == "table":
        return _on_table(subject, carrier, plan)
    if carrier is not None and carrier.rig == "flower" and carrier.form not in SPREADING:
        return max(subject.length, VISITOR * shown_length(carrier, plan, home))
    leader = _leading(subject, plan)
    if leader is not subject:
        return shown_length(leader, plan, home) * subject.length / leader.length
    return _large_enough(subject, plan, home)


def _beside_host(subject: Subject, host: Subject, plan: ShotPlan, home: Home) -> float:
    """As much larger or smaller than whom it stands with as it is."""
    shown = shown_length(host, plan, home)
    true = shown * subject.length / host.length
    return min(true, LONGEST * home.unit if far_behind(subject, plan) else TALLEST * shown)


def _on_table(subject: Subject, table: Subject, plan: ShotPlan) -> float:
    """Larger than it is where it is the only thing there."""
    number = plan.subjects.index(table)
    alone = (
        table.near is None and subject.count == 1 and sum(each.upon == number for each in plan.subjects) == 1
    )
    loaded = any(each.upon is not None and plan.subjects[each.upon] is subject for each in plan.subjects)
    thing = not loaded and (subject.rig in {"prop", "orb", "flower"} or "toy" in subject.traits)
    return subject.length * (ALONE if alone and thing else 1.0)


def _large_enough(subject: Subject, plan: ShotPlan, home: Home) -> float:
    """Its own length, as far as a scene can show it."""
    longest = LONGEST_IN_MURK if plan.environment == Environment.UNDERWATER else LONGEST
    afloat = subject.medium == Medium.SURFACE and plan.environment == Environment.OCEAN
    shortest = (SHORTEST_AFLOAT if afloat else SHORTEST) * home.unit
    if subject.medium in {Medium.GROUND, Medium.SURFACE}:
        shortest = max(shortest, SHORTEST_GROUNDED * _beside_others(subject, plan))
    if headed(subject):
        shortest *= max(LOWEST_HEAD / HEADS[subject.form].high, 1.0)
    return min(max(subject.length, shortest), longest * home.unit)


def _leading(subject: Subject, plan: ShotPlan) -> Subject:
    """Of it and what it is upon, or who is upon it, the one the shot is framed for: they grow together."""
    number = plan.subjects.index(subject)
    if subject.upon is not None:
        carrier = plan.subjects[subject.upon]
        return subject if _fast(carrier) or leads(subject, carrier) else carrier
    riders = [] if _fast(subject) else [each for each in plan.subjects if each.upon == number]
    return next((each for each in riders if leads(each, subject)), subject)


def _fast(carrier: Subject) -> bool:
    """Whether it stays as large as it is, whoever is upon it: what is built or grown, and furniture."""
    fixed = form_of(carrier.rig, carrier.form).rooted and carrier.form not in SPREADING
    return fixed or carrier.form in LAND | FURNITURE


def _beside_others(subject: Subject, plan: ShotPlan) -> float:
    """How much smaller than the least size one may be: as it is beside larger ones, which are seen better."""
    if subject.form == "stump":
        return SEAT
    beside = [
        each
        for each in plan.subjects
        if each.medium == subject.medium
        and each.form not in LAND | FURNITURE | LONG
        and _leading(each, plan) is each
    ]
    company = [each.length for each in beside]
    longest = max([*company, subject.length])
    return (
        max(min(subject.length / longest, 1.0), LEAST_BESIDE)
        if longest < COMPARABLE * subject.length
        else 1.0
    )


def far_behind(subject: Subject, plan: ShotPlan) -> bool:
    """Whether it is so large that it is far behind whom it stands with, for the whole of it to be seen."""
    if subject.near is None or subject.near.where not in {"behind", "amid"}:
        return False
    host = plan.subjects[subject.near.subject]
    return subject.form in VAST and subject.length > TALLEST * host.length


def opponents(plan: ShotPlan) -> frozenset[int]:
    """Who fights, or meets, another."""
    actions = plan.takes[origin_index(plan)].actions
    found = frozenset(each.subject for each in actions if each.verb in {"fight", "meet"})
    return found if len(found) > 1 else frozenset()


def backed(plan: ShotPlan) -> float:
    """How much smaller all are shown with one of whom something larger stands, which is to be seen, too."""
    beside = [
        (each, plan.subjects[each.near.subject])
        for each in plan.subjects
        if each.near is not None and not far_behind(each, plan)
    ]
    larger = [
        min(each.length / host.length, TALLEST)
        * (FLANKED if each.near and each.near.where == "flanking" else 1.0)
        for each, host in beside
    ]
    over = (
        VAULTING
        if any(each.near is not None and each.near.where == "across" for each in plan.subjects)
        else 1.0
    )
    return over * max(min(1.0, BACKED / max(larger, default=1.0)), SMALLEST_BEFORE)


def wave_ridden(plan: ShotPlan) -> bool:
    """Whether the shot is framed for somebody upon a great wave."""
    subject = main_subject(plan) if "breaker" in plan.sights else None
    return subject is not None and subject.form == "surfboard"


def _land(subject: Subject, plan: ShotPlan, home: Home) -> float:
    """As much larger than those who stand on it are shown as it is than they are."""
    number = plan.subjects.index(subject)
    standing = [each for each in plan.subjects if each.upon == number]
    longest = max(standing, key=lambda each: each.length, default=None)
    if longest is None:
        return min(subject.length, LONGEST * home.unit)
    return subject.length / longest.length * shown_length(longest, plan, home)


def seated(subject: Subject, plan: ShotPlan) -> float:
    """How much smaller one is shown with what it is upon, or with who draws it, to be seen, too."""
    upon = subject.upon
    carriers = [
        plan.subjects[each.upon]
        for each in plan.subjects
        if each.upon is not None and HARNESSED in each.traits
    ]
    if subject in carriers:
        return _drawn(subject, plan)
    if upon is not None and plan.subjects[upon].form == "stairs":
        return ON_STAIRS
    return ON_SEAT if upon is not None and plan.subjects[upon].form in FURNITURE else 1.0


def _drawn(subject: Subject, plan: ShotPlan) -> float:
    """The share of its length in that of all, with those before it two by two."""
    teams = [
        each
        for each in plan.subjects
        if HARNESSED in each.traits and each.upon is not None and plan.subjects[each.upon] == subject
    ]
    ahead = sum(each.length * math.ceil(each.count / (2 * subject.count)) for each in teams)
    return min(max(subject.length / (subject.length + ahead), DRAWN[0]), DRAWN[1])


def focus_distance(plan: ShotPlan, home: Home) -> float:
    """How far in front of home the main subject usually is, metres."""
    subject = main_subject(plan)
    if subject is None:
        return EMPTY * home.unit
    share = seated(subject, plan) * backed(plan) * math.exp(nearer(plan, subject))
    return shown_length(subject, plan, home) * home.pose.focal / (usual_size(subject) * share)


def nearer(plan: ShotPlan, subject: Subject) -> float:
    """How much nearer than in the middle of things one is, in the logarithm of its apparent length."""
    near = portrait(plan, subject)
    return FOREGROUND * (subject.place == "foreground") + (0.0 if near is None else near.nearer)


def afloat(plan: ShotPlan) -> bool:
    """Whether the main subject lies in the surface of open water."""
    subject = main_subject(plan)
    open_water = plan.environment == Environment.OCEAN
    return subject is not None and open_water and subject.medium == Medium.SURFACE


def on_a_pond(plan: ShotPlan) -> bool:
    """Whether the main subject floats on still water."""
    subject = main_subject(plan)
    return subject is not None and subject.medium == Medium.SURFACE and plan.environment != Environment.OCEAN


def on_foot(plan: ShotPlan) -> bool:
    """Whether the main subject stands on the ground."""
    subject = main_subject(plan)
    return subject is not None and subject.medium == Medium.GROUND


def ashore(plan: ShotPlan) -> bool:
    """Whether the main subject stands on land in the sea."""
    subject = main_subject(plan)
    if subject is None or subject.upon is None or subject.medium != Medium.SURFACE:
        return False
    carrier = plan.subjects[subject.upon]
    return form_of(carrier.rig, carrier.form).rooted


def eye_height(plan: ShotPlan, home: Home) -> float:
    """The height above ground of a camera that meets the main subject, metres: lower for what lies flat."""
    subject = main_subject(plan)
    if subject is None:
        return EYES
    near = portrait(plan, subject)
    if near is not None:
        return near.eye * shown_length(subject, plan, home)
    share = min(0.5, 0.2 + form_of(subject.rig, subject.form).stand)
    share = OVER_TABLE if subject.form == "table" else share
    height = 0.25 + share * shown_length(subject, plan, home) + _raised(plan, subject, home)
    return LYING * height if _lies(plan, subject) else height


def _raised(plan: ShotPlan, subject: Subject, home: Home) -> float:
    """How high a thing is that stands on something, metres."""
    if subject.upon is None or subject.rig != "prop":
        return 0.0
    carrier = plan.subjects[subject.upon]
    high = form_of(carrier.rig, carrier.form).stand + seat(carrier.rig, carrier.form)
    return high * shown_length(carrier, plan, home)


def _lies(plan: ShotPlan, subject: Subject) -> bool:
    """Whether it sleeps from the beginning. What a clip was continued with does not move the camera."""
    number, actions = plan.subjects.index(subject), plan.takes[origin_index(plan)].actions
    return any(
        each.subject == number and each.verb in {"sleep", "lie"} and each.start <= 0.0 for each in actions
    )
