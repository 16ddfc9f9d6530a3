"""Who is in the air, on the ground, or on land in the sea; who is young, blooms, and keeps to a lane."""

from __future__ import annotations

from vitascope.engines.previz.catalogue import BLOOMING, FURNITURE, HARNESSED, IN_LANE, LONG
from vitascope.engines.previz.focus import SKYWARD
from vitascope.engines.previz.plan import Environment, Medium, Subject
from vitascope.engines.previz.planner.carriers import CLIFF
from vitascope.engines.previz.planner.cast import Cast, fixed
from vitascope.engines.previz.planner.events import GROUNDLESS
from vitascope.engines.previz.planner.shores import ROADSIDE

DOWN = frozenset({"sit", "land", "lie", "sleep", "stand", "walk", "graze"})
"""What is done on the ground."""
PERCHING = frozenset({"sit", "land", "lie", "sleep", "stand"})
"""The same on a perch, by birds."""
FLYING = frozenset({"bird", "dragon", "bat", "insect"})
"""Rigs with wings."""
WADING = frozenset({"swan", "gull", "heron", "flamingo", "pelican", "peacock", "ostrich"})
"""Birds that do not perch."""
WINGLESS = frozenset({"quadruped", "biped", "car", "prop", "ship", "snake"})
"""Rigs that fly where it is said."""
FAST_TO_GROUND = frozenset({"flag", "waterfall", "rainbow", "campfire", "blaze", "fountain", "tent"})
"""Forms of what stays where it is, whatever is said to fly there."""
AFLOAT = frozenset({"ship", "whale", "fish", "soft", "bird"})
"""Rigs that need no ground in the sea."""
SWEPT = frozenset({"iceberg", "message in a bottle", "rock", "rock tower"})
"""Nouns of what is in the sea by itself."""
STUMP = 0.6
"""The height of a bird's seat, in its lengths."""
SHORE, BEACH = 7.0, 15.0
"""How many lengths the land is across on which those who walk stand in the sea."""
TOY = 3.0
"""Metres up to which what is built is built of sand."""
YOUNG = frozenset({"cub", "calf", "pup", "foal"})
"""What the young of many animals are called."""
YOUNGER = 0.55
"""How long they are beside the grown."""


def _kin(cast: Cast, number: int) -> Subject | None:
    """Whose young it may be."""
    before = cast.found[:number]
    return next((each for each in before if each.rig == "quadruped" and each.noun not in YOUNG), None)


def nameless_young(cast: Cast, number: int) -> bool:
    """Whether it is young of a kind that was named before."""
    subject = cast.found[number]
    return subject.noun in YOUNG and "baby" not in subject.traits and _kin(cast, number) is not None


def be_of_kind(cast: Cast, number: int) -> None:
    """Young that are named after their kind are of that kind: a polar bear's cub is white."""
    kin = _kin(cast, number)
    if kin is not None:
        own = {"rig": kin.rig, "form": kin.form, "colours": kin.colours, "medium": kin.medium}
        cast.change(number, length=round(YOUNGER * kin.length, 3), **own)
        cast.mark(number, "baby")


def flies_wingless(cast: Cast, number: int) -> bool:
    """Whether it flies without wings, or somebody upon it does."""
    riders = cast.doing({"fly"})
    flown = number in riders or any(cast.found[each].upon == number for each in riders)
    carrier = number not in riders and fixed(cast.found[number])
    subject = cast.found[number]
    bound = subject.rig not in WINGLESS or subject.form in FAST_TO_GROUND
    return flown and not carrier and not bound and subject.medium == Medium.GROUND


def take_off(cast: Cast, number: int) -> None:
    """Whoever flies is in the air, wings or not; a rider flies on what carries him."""
    place = "above" if cast.found[number].place == "centre" else cast.found[number].place
    cast.change(number, medium=Medium.AIR, place=place)


def settled(cast: Cast, number: int) -> bool:
    """Whether it flies, but is on something."""
    return cast.found[number].rig in FLYING and cast.found[number].upon is not None


def alight(cast: Cast, number: int) -> None:
    """What flies, but is on a flower, on somebody, on a wall or a bench, is not in the air."""
    subject, carrier = cast.found[number], cast.carrier(number)
    if carrier is None:
        return
    if carrier.rig in {"flower", "biped"} or carrier.form in LONG | FURNITURE:
        cast.change(number, medium=Medium.GROUND)
    if carrier.rig == "flower":
        cast.change_carrier(number, place=subject.place)


def on_road(cast: Cast, number: int) -> bool:
    """Whether it is a car in a street or on a road, which nobody rides."""
    environment, sights = cast.around.environment, cast.around.sights
    road = environment == Environment.STREET or (environment in ROADSIDE and "road" in sights)
    subject = cast.found[number]
    ridden = any(other.upon == number and HARNESSED not in other.traits for other in cast.found)
    return road and subject.rig == "car" and subject.upon is None and subject.near is None and not ridden


def keep_lane(cast: Cast, number: int) -> None:
    """Cars in a street go along it."""
    cast.change(number, traits=(*cast.found[number].traits, IN_LANE))


def down(cast: Cast, number: int) -> bool:
    """Whether it flies, but rests, lands, walks or fights on the ground here."""
    subject, nowhere = cast.found[number], GROUNDLESS | {Environment.OCEAN}
    if subject.rig not in FLYING or subject.medium != Medium.AIR or cast.around.environment in nowhere:
        return False
    fighting = cast.doing({"fight"})
    brawl = number in fighting and any(cast.found[each].medium == Medium.GROUND for each in fighting)
    return number in cast.doing(DOWN) or cast.first_deed(number) == "rise" or brawl


def stand(cast: Cast, number: int) -> None:
    """What flies, but is down, stands on the ground, birds on a perch."""
    subject = cast.found[number]
    cast.change(number, medium=Medium.GROUND)
    bird = subject.rig == "bird" and subject.form not in WADING and subject.upon is None
    if bird and cast.first_deed(number) in PERCHING and not cast.full:
        cast.lift(number, _ground("stump", "tree", subject, STUMP))


def _needs_land(subject: Subject) -> bool:
    floats = subject.rig in AFLOAT or subject.medium != Medium.SURFACE or subject.form == "surfboard"
    company = subject.form in {"blaze", *SKYWARD} or (subject.form == "bridge" and subject.near is not None)
    return not (floats or company) and subject.upon is None and subject.noun not in SWEPT


def ashore(cast: Cast) -> None:
    """What stands on the ground stands on a sandbank in the sea, what is built of stone on a rock."""
    alone = [number for number, each in enumerate(cast.found) if _needs_land(each)]
    if cast.around.environment != Environment.OCEAN or not alone or cast.full:
        return
    longest = max((cast.found[number] for number in alone), key=lambda each: each.length)
    wide = BEACH if "beach" in cast.around.sights else SHORE
    built = longest.rig == "building" and longest.length > TOY
    land = _ground("rock" if built else "island", "building", longest, CLIFF if built else wide)
    for number in alone:
        cast.change(number, upon=len(cast.found))
    cast.found.append(land.model_copy(update={"count": 1, "medium": Medium.SURFACE}))


def _ground(form: str, rig: str, subject: Subject, share: float) -> Subject:
    """Somewhere to be for a subject, so many of its lengths large."""
    return Subject(
        noun=form,
        rig=rig,
        form=form,
        count=subject.count,
        length=round(share * subject.length, 3),
        place=subject.place,
        medium=Medium.GROUND,
    )


def blooms(cast: Cast, number: int) -> bool:
    """Whether it is a flower that opens."""
    return cast.found[number].rig == "flower" and number in cast.blooming


def open_up(cast: Cast, number: int) -> None:
    """A flower that blooms opens, one that grows only grows."""
    cast.mark(number, BLOOMING)
