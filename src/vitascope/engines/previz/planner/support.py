"""What carries whom: what is ridden, where birds sit, the shore that people stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from vitascope.engines.previz.catalogue import BLOOMING, FURNITURE, HARNESSED, IN_LANE, LONG, form_of
from vitascope.engines.previz.focus import BOARDS, SHORTEST_GROUNDED, SKYWARD
from vitascope.engines.previz.plan import Environment, Medium, Near, Subject
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.events import GROUNDLESS, MOST, growing, happening, struck
from vitascope.engines.previz.planner.mentions import ActionMention
from vitascope.engines.previz.planner.shores import ROADSIDE, wetted
from vitascope.engines.previz.planner.tables import STOOD, set_out
from vitascope.engines.previz.planner.teams import bears, harnessed

DOWN = frozenset({"sit", "land", "lie", "sleep", "stand", "walk", "graze"})
"""What is done on the ground."""
PERCHING = frozenset({"sit", "land", "lie", "sleep", "stand"})
STILL = frozenset(
    {"look", "wave", "dance", "open_jaws", "sit", "lie", "sleep", "turn", "stand", "graze", "howl"}
)
"""What one that rides does itself."""
FLYING = frozenset({"bird", "dragon", "bat", "insect"})
WADING = frozenset({"swan", "gull", "heron", "flamingo", "pelican", "peacock", "ostrich"})
"""Birds that do not perch."""
AFLOAT = frozenset({"ship", "whale", "fish", "soft", "bird"})
"""Rigs that need no ground in the sea."""
STUMP = 0.6
"""The height of a bird's seat, in its lengths."""
SHORE, BEACH, CLIFF = 7.0, 15.0, 1.3
"""How many lengths the land is across on which those who walk stand in the sea, and towers."""
TOY = 3.0
"""Metres up to which what is built is built of sand."""
BRIDGE = 3.6
"""How many lengths of what crosses it a bridge has."""
OUTCROP = 2.4
"""The same of a rock on which somebody sits or stands."""
LARGEST = 7.0
"""How many lengths of its rider something that is ridden has at most."""
LONGEST_BOARD = 1.25
"""The same of a board on wheels."""
LARGEST_CAR, LONGEST_WALL = 4.5, 3.2
"""The same of a car, and of a wall."""
PADS = {"lily_pad": 2.4}
"""The same of leaves that float."""
SEATED = 4
"""Most of a kind that have chairs."""
LONGEST_CLEARED = 1.3
"""How many lengths of who goes over it something has at most."""
MEANT = {"bloom": "rise", "glide": "drift", "ride": "cross", "surf": "cross", "climb": "rise"}
"""Verbs in the words of a plan."""
FAST_TO_GROUND = frozenset({"flag", "waterfall", "rainbow", "campfire", "blaze", "fountain", "tent"})
"""Forms of what stays where it is, whatever is said to fly there."""
WINGLESS = frozenset({"quadruped", "biped", "car", "prop", "ship", "snake"})
"""Rigs that fly where it is said."""
SWEPT = frozenset({"iceberg", "message in a bottle", "rock", "rock tower"})
"""Nouns of what is in the sea by itself."""
YOUNG = frozenset({"cub", "calf", "pup", "foal"})
"""What the young of many animals are called."""
YOUNGER = 0.55
"""How long they are beside the grown."""

Shown = tuple[list[Subject], list[ActionMention]]


class Around(NamedTuple):
    """Where it is, and what is seen there."""

    environment: Environment
    sights: tuple[str, ...] = ()

    @property
    def staged(self) -> bool:
        """Whether it is a studio or a stage."""
        return any(sight.startswith(("studio", "stage")) for sight in self.sights)


def supported(subjects: Sequence[Subject], actions: Sequence[ActionMention], around: Around) -> Shown:
    """The subjects and what they do, with everything that must stand on something standing on it."""
    found, done, environment = list(subjects), list(actions), around.environment
    _mounted(found, done)
    wetted(found, done, environment, around.sights)
    _raised(found)
    done = _mounting(found, done, environment)
    _alighted(found)
    set_out(found, environment, staged=around.staged)
    happening(found, environment, around.sights)
    _freed(found)
    if environment == Environment.STREET or (environment in ROADSIDE and "road" in around.sights):
        _in_lanes(found)
    struck(found, environment, around.sights)
    _blooming(found, actions)
    if environment not in GROUNDLESS:
        _landed(found, done, environment)
    if environment == Environment.OCEAN:
        _ashore(found, BEACH if "beach" in around.sights else SHORE)
    _freed(found)
    accompanied(found)
    return found, done


def _blooming(found: list[Subject], done: Sequence[ActionMention]) -> None:
    """A flower that blooms opens, one that grows only grows."""
    rising = {number for action in done if action.verb == "bloom" for number in action.subjects}
    for number in sorted(rising):
        each = found[number] if 0 <= number < len(found) else None
        if each is not None and each.rig == "flower" and BLOOMING not in each.traits:
            found[number] = each.model_copy(update={"traits": (*each.traits, BLOOMING)})


def _mounting(
    found: list[Subject], done: Sequence[ActionMention], environment: Environment
) -> list[ActionMention]:
    """Who is upon what, as large as it has to be, and what it does then."""
    _bridged(found)
    _chaired(found, done, environment)
    harnessed(found, done)
    _lofted(found, done)
    growing(found, done)
    _matched(found)
    _lowered(found)
    _mounted_all(found)
    _witched(found)
    return _led(found, done)


def _freed(found: list[Subject]) -> None:
    """Take away all else that what is upon something stands with."""
    found[:] = [_carried(each) if each.upon is not None else each for each in found]


def accompanied(found: list[Subject]) -> None:
    """What something stands with stands by itself: else it stands with what that does, or with nothing."""
    for number, subject in enumerate(found):
        if subject.near is None:
            continue
        host = subject.near.subject
        for _ in found:
            beyond = found[host].near
            host = host if beyond is None else beyond.subject
        near = Near(subject=host, where=subject.near.where)
        lost = bears(found, number, host) or found[host].near is not None
        found[number] = subject.model_copy(update={"near": None if lost else near})


def _carried(subject: Subject) -> Subject:
    """What is upon something stands neither by anything else nor on a table of its own."""
    return subject.model_copy(update={"near": None, "traits": tuple(t for t in subject.traits if t != STOOD)})


def _raised(found: list[Subject]) -> None:
    """Young that are named after their kind are of that kind: a polar bear's cub is white."""
    for number, subject in enumerate(found):
        kin = next((s for s in found[:number] if s.rig == "quadruped" and s.noun not in YOUNG), None)
        if kin is not None and subject.noun in YOUNG and "baby" not in subject.traits:
            own = {"rig": kin.rig, "form": kin.form, "colours": kin.colours, "medium": kin.medium}
            small = {"length": round(YOUNGER * kin.length, 3), "traits": (*subject.traits, "baby")}
            found[number] = subject.model_copy(update=own | small)


def _bridged(found: list[Subject]) -> None:
    """A bridge that carries somebody goes from one side of the picture to the other; a rock has room."""
    shares = {"bridge": BRIDGE, "rock": CLIFF if any(map(_tall, found)) else OUTCROP}
    for subject in tuple(found):
        if subject.upon is not None and found[subject.upon].form in shares:
            length = round(shares[found[subject.upon].form] * subject.length, 3)
            found[subject.upon] = found[subject.upon].model_copy(
                update={"length": length, "place": subject.place}
            )


def _tall(subject: Subject) -> bool:
    """Whether it is something built that is upon another."""
    return subject.rig == "building" and subject.upon is not None


def _in_lanes(found: list[Subject]) -> None:
    """Cars in a street go along it."""
    for i, each in enumerate(found):
        ridden = any(other.upon == i and HARNESSED not in other.traits for other in found)
        if each.rig == "car" and each.upon is None and each.near is None and not ridden:
            found[i] = each.model_copy(update={"traits": (*each.traits, IN_LANE)})


def _mounted(found: list[Subject], done: list[ActionMention]) -> None:
    """Who surfs or cycles has a board or a bicycle."""
    table = lexicon.verbs().carriers
    for number, subject in enumerate(tuple(found)):
        own = [action.verb for action in done if number in action.subjects]
        name = next((table[word] for word in (subject.noun, *own) if word in table), None)
        if name is None or subject.upon is not None or subject.rig in {"ship", "prop"} or len(found) >= MOST:
            continue
        noun = lexicon.noun(name)
        carrier = Subject(
            noun=name,
            rig=noun.rig,
            form=noun.form,
            count=subject.count,
            length=noun.length,
            colours=noun.colours,
            place=subject.place,
            medium=subject.medium,
        )
        found[number] = subject.model_copy(update={"upon": len(found)})
        found.append(carrier)


def _chaired(found: list[Subject], done: Sequence[ActionMention], environment: Environment) -> None:
    """Who sits in a room has a chair."""
    if environment != Environment.ROOM:
        return
    sitting = {number for action in done if action.verb == "sit" for number in action.subjects}
    for number in sorted(sitting):
        subject = found[number]
        if subject.rig == "biped" and subject.upon is None and subject.count <= SEATED and len(found) < MOST:
            found[number] = subject.model_copy(update={"upon": len(found)})
            found.append(_chair(subject))


def _chair(subject: Subject) -> Subject:
    noun = lexicon.noun("chair")
    return Subject(
        noun=noun.noun,
        rig=noun.rig,
        form=noun.form,
        count=subject.count,
        length=noun.length,
        colours=noun.colours,
        place=subject.place,
        medium=Medium.GROUND,
    )


def sized(subjects: Sequence[Subject]) -> tuple[Subject, ...]:
    """The same with everything that carries as large as it has to be for those upon it."""
    found = list(subjects)
    _bridged(found)
    _matched(found)
    return tuple(found)


def doer(found: Sequence[Subject], number: int, verb: str) -> int:
    """Whose deed it is: where one that rides goes, what it rides goes."""
    mount = _mount(found, number) if verb not in STILL else None
    return number if mount is None else mount


def _matched(found: list[Subject]) -> None:
    """What is ridden is no larger than can be seen under its rider."""
    for subject in tuple(found):
        if subject.upon is None or HARNESSED in subject.traits:
            continue
        carrier = found[subject.upon]
        if carrier.form in LONG or carrier.form in PADS or not _fixed(carrier):
            length = min(carrier.length, _largest(carrier) * max(subject.length, _least(carrier)))
            found[subject.upon] = carrier.model_copy(update={"length": round(length, 3)})


def _lowered(found: list[Subject]) -> None:
    """What lies across somebody's way is no longer than can be seen to be passed over."""
    for number, subject in enumerate(found):
        if subject.near is not None and subject.near.where == "across":
            length = min(subject.length, LONGEST_CLEARED * found[subject.near.subject].length)
            found[number] = subject.model_copy(update={"length": round(length, 3)})


def _largest(carrier: Subject) -> float:
    """How many lengths of its rider it has at most."""
    if carrier.form in BOARDS:
        return LONGEST_BOARD
    if carrier.form in LONG:
        return LONGEST_WALL
    if carrier.form in PADS:
        return PADS[carrier.form]
    return LARGEST_CAR if carrier.rig == "car" else LARGEST


def _least(carrier: Subject) -> float:
    """The length with which the smallest are shown upon it, metres."""
    return SHORTEST_GROUNDED if carrier.form in LONG else 0.0


def _witched(found: list[Subject]) -> None:
    """A broom with somebody upon it flies."""
    for subject in tuple(found):
        if subject.upon is not None and found[subject.upon].form == "broom":
            update = {"form": "flying_broom", "medium": Medium.AIR, "length": subject.length}
            found[subject.upon] = found[subject.upon].model_copy(update=update)


def _mounted_all(found: list[Subject]) -> None:
    """Each of several riders has a mount of its own."""
    for subject in tuple(found):
        if subject.upon is None or HARNESSED in subject.traits:
            continue
        if found[subject.upon].count > 1 or found[subject.upon].rig == "quadruped":
            count = subject.count
            found[subject.upon] = found[subject.upon].model_copy(update={"count": count})


def _led(found: Sequence[Subject], done: Sequence[ActionMention]) -> list[ActionMention]:
    """What one does that rides, is done by what it rides."""
    led: list[ActionMention] = []
    for action in done:
        for number in action.subjects:
            who = doer(found, number, action.verb)
            crawls = action.verb == "climb" and found[who].medium == Medium.GROUND
            verb = lexicon.verbs().suited.get(found[who].rig, {}).get(action.verb, action.verb)
            verb = "cross" if crawls else verb if who != number else action.verb
            led.append(_by(replace(action, verb=verb), who))
    return led


def _mount(found: Sequence[Subject], number: int) -> int | None:
    """What carries a subject along."""
    upon = found[number].upon
    return None if upon is None or _fixed(found[upon]) else upon


def _fixed(subject: Subject) -> bool:
    return form_of(subject.rig, subject.form).rooted or subject.form in FURNITURE or subject.form in PADS


def plain(actions: Sequence[ActionMention]) -> list[ActionMention]:
    """The actions in the words of a plan."""
    return [_by(action, number) for action in actions for number in action.subjects]


def _by(action: ActionMention, number: int) -> ActionMention:
    verb = MEANT.get(action.verb, action.verb)
    return ActionMention((number,), verb, action.toward, action.pace, action.together)


def _landed(found: list[Subject], done: Sequence[ActionMention], environment: Environment) -> None:
    """What flies, but rests, lands or walks here, stands on the ground, birds on a perch."""
    down = {number for action in done if action.verb in DOWN for number in action.subjects}
    first = {action.subjects[0]: action for action in reversed(done)}
    down |= {number for number, action in first.items() if action.verb == "rise"}
    fighting = {number for action in done if action.verb == "fight" for number in action.subjects}
    down |= fighting if any(found[number].medium == Medium.GROUND for number in fighting) else set()
    for number in sorted(down):
        subject = found[number]
        if subject.rig not in FLYING or subject.medium != Medium.AIR or environment == Environment.OCEAN:
            continue
        found[number] = subject.model_copy(update={"medium": Medium.GROUND})
        perches = number in first and first[number].verb in PERCHING
        perches &= subject.rig == "bird" and subject.form not in WADING and subject.upon is None
        if perches and len(found) < MOST:
            found[number] = found[number].model_copy(update={"upon": len(found)})
            found.append(_place("stump", "tree", subject, STUMP))


def _alighted(found: list[Subject]) -> None:
    """What flies, but is on a flower or a wall, is not in the air."""
    for number, subject in enumerate(found):
        if subject.rig not in FLYING or subject.upon is None:
            continue
        carrier = found[subject.upon]
        if carrier.rig in {"flower", "biped"} or carrier.form in LONG:
            found[number] = subject.model_copy(update={"medium": Medium.GROUND})
        if carrier.rig == "flower":
            found[subject.upon] = carrier.model_copy(update={"place": subject.place})


def _lofted(found: list[Subject], done: Sequence[ActionMention]) -> None:
    """Whoever flies is in the air, wings or not; a rider flies on what carries him."""
    for number in {number for action in done if action.verb == "fly" for number in action.subjects}:
        upon = found[number].upon
        for each in (number, *(() if upon is None or _fixed(found[upon]) else (upon,))):
            if _wingless(found[each]) and found[each].medium == Medium.GROUND:
                place = "above" if found[each].place == "centre" else found[each].place
                found[each] = found[each].model_copy(update={"medium": Medium.AIR, "place": place})


def _wingless(subject: Subject) -> bool:
    return subject.rig in WINGLESS and subject.form not in FAST_TO_GROUND


def _ashore(found: list[Subject], wide: float) -> None:
    """What stands on the ground stands on a sandbank in the sea, what is built of stone on a rock."""
    alone = [i for i, subject in enumerate(found) if _needs_land(subject)]
    if not alone or len(found) >= MOST:
        return
    longest = max((found[i] for i in alone), key=lambda subject: subject.length)
    built = longest.rig == "building" and longest.length > TOY
    land = _place("rock" if built else "island", "building", longest, CLIFF if built else wide)
    for i in alone:
        found[i] = found[i].model_copy(update={"upon": len(found)})
    found.append(land.model_copy(update={"count": 1, "medium": Medium.SURFACE}))


def _needs_land(subject: Subject) -> bool:
    floats = subject.rig in AFLOAT or subject.medium != Medium.SURFACE or subject.form == "surfboard"
    company = subject.form in {"blaze", *SKYWARD} or (subject.form == "bridge" and subject.near is not None)
    if company:
        return False
    return not floats and subject.upon is None and subject.noun not in SWEPT


def _place(form: str, rig: str, subject: Subject, share: float) -> Subject:
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
