"""What is upon what, and what is as large as it has to be for that: rules of who rides, sits and stands."""

from __future__ import annotations

from vitascope.engines.previz.catalogue import HARNESSED, INSIDE, LONG
from vitascope.engines.previz.focus import BOARDS, SHORTEST_GROUNDED
from vitascope.engines.previz.plan import Environment, Medium, Subject
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.cast import Cast, fixed
from vitascope.engines.previz.planner.tables import STOOD
from vitascope.engines.previz.planner.usual import usual

BRIDGE, CLIFF, OUTCROP = 3.6, 1.3, 2.4
"""How many lengths of who is on it a bridge has, a rock under a tower, and one on which somebody sits."""
LARGEST, LARGEST_CAR, LONGEST_WALL, LONGEST_BOARD = 7.0, 4.5, 3.2, 1.25
"""How many lengths of its rider something has at most; the same of a car, of a wall, of a board on wheels."""
CYCLES, LONGEST_CYCLE = frozenset({"bicycle", "motorcycle", "scooter"}), 1.6
"""The same of forms that are held by their handlebars."""
PADS = {"lily_pad": 2.4}
"""The same of leaves that float."""
AROUND = 0.85
"""How many lengths of who is in it something has at least."""
SEATED = 4
"""Most of a kind that have chairs, or are in one thing, or stand behind one."""
LONGEST_CLEARED = 1.3
"""How many lengths of who goes over it something has at most."""


def wheeled(cast: Cast, number: int) -> bool:
    """Whether it surfs or cycles, and has no board or bicycle."""
    subject = cast.found[number]
    free = subject.upon is None and subject.rig not in {"ship", "prop"} and not cast.full
    return free and _mount_name(cast, number) is not None


def _mount_name(cast: Cast, number: int) -> str | None:
    table = lexicon.verbs().carriers
    own = [action.verb for action in cast.done if number in action.subjects]
    return next((table[word] for word in (cast.found[number].noun, *own) if word in table), None)


def give_wheels(cast: Cast, number: int) -> None:
    """Who surfs or cycles has a board or a bicycle."""
    subject = cast.found[number]
    like = {"count": subject.count, "place": subject.place, "medium": subject.medium}
    cast.lift(number, usual(_mount_name(cast, number) or "", **like))


def without_chair(cast: Cast, number: int) -> bool:
    """Whether it is one of a few people who sit in a room."""
    subject = cast.found[number]
    sits = cast.around.environment == Environment.ROOM and number in cast.doing({"sit"})
    few = subject.rig == "biped" and subject.count <= SEATED
    return sits and few and subject.upon is None and not cast.full


def give_chair(cast: Cast, number: int) -> None:
    """Who sits in a room has a chair."""
    subject = cast.found[number]
    like = {"count": subject.count, "place": subject.place, "medium": Medium.GROUND}
    cast.lift(number, usual("chair", **like))


def on_land(cast: Cast, number: int) -> bool:
    """Whether it is on a bridge or a rock."""
    carrier = cast.carrier(number)
    return carrier is not None and carrier.form in {"bridge", "rock"}


def give_room(cast: Cast, number: int) -> None:
    """A bridge that carries somebody goes from one side of the picture to the other; a rock has room."""
    subject, carrier = cast.found[number], cast.carrier(number)
    tall = any(other.rig == "building" and other.upon is not None for other in cast.found)
    share = BRIDGE if carrier is not None and carrier.form == "bridge" else CLIFF if tall else OUTCROP
    cast.change_carrier(number, length=round(share * subject.length, 3), place=subject.place)


def rides(cast: Cast, number: int) -> bool:
    """Whether it is upon something, and draws nothing."""
    return cast.found[number].upon is not None and HARNESSED not in cast.found[number].traits


def fit_mount(cast: Cast, number: int) -> None:
    """What is ridden is no larger than can be seen under its rider; what one is in has room for all."""
    subject, carrier = cast.found[number], cast.carrier(number)
    if carrier is None:
        return
    if INSIDE in subject.traits:
        least = AROUND * subject.length * min(subject.count, SEATED)
        cast.change_carrier(number, length=round(max(carrier.length, least), 3), count=1)
    elif carrier.form in LONG or carrier.form in PADS or not fixed(carrier):
        shortest = SHORTEST_GROUNDED if carrier.form in LONG else 0.0
        length = min(carrier.length, _largest(carrier) * max(subject.length, shortest))
        cast.change_carrier(number, length=round(length, 3))


def _largest(carrier: Subject) -> float:
    """How many lengths of its rider it has at most."""
    longest = (
        (carrier.form in BOARDS, LONGEST_BOARD),
        (carrier.form in CYCLES, LONGEST_CYCLE),
        (carrier.form in LONG, LONGEST_WALL),
        (carrier.form in PADS, PADS.get(carrier.form, 0.0)),
        (carrier.rig == "car", LARGEST_CAR),
    )
    return next((share for holds, share in longest if holds), LARGEST)


def crossed(cast: Cast, number: int) -> bool:
    """Whether it lies across somebody's way."""
    near = cast.found[number].near
    return near is not None and near.where == "across"


def lower(cast: Cast, number: int) -> None:
    """What lies across somebody's way is no longer than can be seen to be passed over."""
    subject = cast.found[number]
    over = subject.length if subject.near is None else cast.found[subject.near.subject].length
    cast.change(number, length=round(min(subject.length, LONGEST_CLEARED * over), 3))


def shares_mount(cast: Cast, number: int) -> bool:
    """Whether it rides what there has to be one of for each rider."""
    carrier = cast.carrier(number)
    return rides(cast, number) and carrier is not None and (carrier.count > 1 or carrier.rig == "quadruped")


def give_each_one(cast: Cast, number: int) -> None:
    """Each of several riders has a mount of its own."""
    cast.change_carrier(number, count=cast.found[number].count)


def on_broom(cast: Cast, number: int) -> bool:
    """Whether it is upon a broom."""
    carrier = cast.carrier(number)
    return carrier is not None and carrier.form == "broom"


def bewitch(cast: Cast, number: int) -> None:
    """A broom with somebody upon it flies."""
    length = cast.found[number].length
    cast.change_carrier(number, form="flying_broom", medium=Medium.AIR, length=length)


def carried(cast: Cast, number: int) -> bool:
    """Whether it is upon anything."""
    return cast.found[number].upon is not None


def free(cast: Cast, number: int) -> None:
    """What is upon something stands neither by anything else nor on a table of its own."""
    kept = tuple(trait for trait in cast.found[number].traits if trait != STOOD)
    cast.change(number, near=None, traits=kept)
