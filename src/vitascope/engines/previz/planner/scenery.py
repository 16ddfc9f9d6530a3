"""Where it is, in what light and air, and how it feels."""

from __future__ import annotations

from dataclasses import dataclass

from vitascope.engines.previz.plan import Environment, Medium, Mood, TimeOfDay, Weather
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.abstraction import formless
from vitascope.engines.previz.planner.footing import DOWN
from vitascope.engines.previz.planner.mentions import PlaceMention, Reading, SubjectMention
from vitascope.engines.previz.planner.shores import ROADSIDE
from vitascope.engines.previz.vocabulary import SIGHTS

WATER = (Environment.OCEAN, Environment.UNDERWATER)
OPEN = (Environment.HILLS, Environment.MEADOW, Environment.DESERT)
"""Where snow makes it the arctic, unless the place is named."""
LONGEST_CAR = 13.0
"""Metres, up to which what has wheels goes along streets."""
WIDEST = 9.0
"""Metres, beyond which what flies does not fit between houses."""
INDOOR = frozenset({"bed", "piano"})
"""Forms of what stands in rooms, where no place is named."""
OUTDOOR = frozenset({"building", "tree"})
"""Rigs of what does not stand in a room."""
INTERIORS = frozenset(
    {
        "bar",
        "bedroom",
        "cave",
        "classroom",
        "gym",
        "hall",
        "kitchen",
        "laboratory",
        "library",
        "office",
        "train",
        "window",
        "workshop",
    }
)
"""Sights that are rooms of a kind."""
INDOORS = 2.5
"""Metres, up to which what has wheels is found in rooms."""
PRODUCTS = frozenset({"eye", "perfume", "can", "lipstick", "gem", "watch", "smartphone"})
"""Forms that are shown before a plain backdrop where no place is named."""
SMALL = 0.5
"""Metres, up to which something that one does something with is in a room, where no place is named."""
SHAPES = frozenset({"shape", "cube", "sphere"})
"""Nouns of what is nowhere in particular."""
OLDEN = frozenset({"knight", "wizard", "king", "queen", "monk", "viking"})
"""Forms of people who walk through no modern street."""
STUDIOS = frozenset(sight for sight in SIGHTS if sight.startswith(("studio", "stage")))
"""Sights that are a room of their own."""
AFLOAT = frozenset({"sailboat", "rowboat", "motorboat", "steamer", "cargo", "warship", "viking"})
"""Forms of ships that are not under water."""
VESSELS = frozenset({"bowl", "fishbowl", "beaker", "steak", "table"})
"""Forms of what a fish is beside in a room."""
NAMED = 3
"""The least weight of a word that says plainly where it is."""
HINT = 1
"""The weight of a place word that decides only where nothing else does."""


@dataclass(frozen=True)
class Scenery:
    """The look of a shot."""

    environment: Environment
    time_of_day: TimeOfDay
    weather: Weather
    mood: Mood
    tint: str | None
    plants: bool


def product(mention: SubjectMention) -> bool:
    """Whether it is best seen before a plain backdrop: a flask of scent, a shape, what is on a pedestal."""
    noun = mention.noun
    shown = any(trait.endswith("pedestal") for trait in mention.traits) and noun.rig == "prop"
    return shown or noun.form in PRODUCTS or noun.noun in SHAPES


def scenery(reading: Reading) -> Scenery:
    """The look a reading asks for."""
    environment, mood = environment_of(reading), mood_of(reading)
    return Scenery(
        environment=environment,
        time_of_day=_time(reading, environment, mood),
        weather=_weather(reading, environment, mood),
        mood=mood,
        tint=reading.tint or reading.tone,
        plants=reading.plants,
    )


def environment_of(reading: Reading) -> Environment:
    """The environment the heaviest place word asks for; without one, where the subject lives.

    Who walks beside a lake is shown on the land there.
    """
    named = _named(reading)
    implied = _implied(reading)
    if staged(reading):
        return Environment.ROOM
    if named is None:
        return implied or Environment.MOUNTAINS
    if named.fits[0] == Environment.ABSTRACT:
        return Environment.ABSTRACT
    if implied is not None and (implied in _ashore(reading, named) or _hinted(named, implied)):
        return implied
    if _at_sea_cliffs(reading):
        return Environment.COAST
    return Environment.OCEAN if _breaking(reading, named) else _suited(reading, named.fits)


def staged(reading: Reading) -> bool:
    """Whether it is in a studio or on a stage: it is said, and no place in the open is."""
    bare = formless(reading)
    outside = any(
        place.weight >= NAMED
        and place.fits[0] not in {Environment.ROOM, *(() if bare else (Environment.ABSTRACT,))}
        for place in reading.places
    )
    return not outside and any(sight in STUDIOS for sight in reading.sights)


def _suited(reading: Reading, fits: tuple[Environment, ...]) -> Environment:
    """A place that is named, as it has room for who is there."""
    if fits[0] == Environment.STREET and any(each.noun.form in OLDEN for each in reading.subjects[:1]):
        return Environment.VILLAGE
    if fits[0] == Environment.STREET and Environment.SKYLINE in fits and _overhead(reading):
        return Environment.SKYLINE
    if fits[0] == Environment.SKYLINE and _in_town(reading):
        return Environment.STREET
    if fits[0] == Environment.ROOM and _outdoors(reading):
        return Environment.STREET
    if fits[0] == Environment.ARCTIC and _medium(reading) in {Medium.WATER, Medium.SURFACE}:
        return Environment.OCEAN
    return _shored(reading, fits) if fits[0] == Environment.COAST else _waterline(reading, fits)


def _shored(reading: Reading, fits: tuple[Environment, ...]) -> Environment:
    """A coast for who is on land, open water for what floats, and below it for what dives."""
    return _waterline(reading, (Environment.OCEAN, *fits)) if _afloat(reading) else Environment.COAST


def _at_sea_cliffs(reading: Reading) -> bool:
    """Whether there are cliffs at the sea, and it is neither afloat nor a house that is shown."""
    first = reading.subjects[0].noun if reading.subjects else None
    wet = any(place.fits[0] in {Environment.OCEAN, Environment.COAST} for place in reading.places)
    wet |= "surf" in reading.sights
    afloat = first is not None and (first.rig == "building" or _afloat(reading))
    return "cliffs" in reading.sights and wet and not afloat


def _breaking(reading: Reading, named: PlaceMention) -> bool:
    """Whether waves break where a place is named that may be at the sea: *on the rocks*."""
    waves = not {"surf", "breaker"}.isdisjoint(reading.sights)
    return waves and named.weight < NAMED and named.fits[0] not in {Environment.COAST, *WATER}


def _afloat(reading: Reading) -> bool:
    """Whether the first subject is in the water, and not on its shore."""
    surfs = any(action.verb == "surf" for action in reading.actions)
    surfs |= bool(reading.subjects) and reading.subjects[0].noun.noun == "surfer"
    return surfs or _medium(reading) in {Medium.WATER, Medium.SURFACE}


def _medium(reading: Reading) -> Medium | None:
    """What the first subject moves in."""
    return reading.subjects[0].noun.medium if reading.subjects else None


def _named(reading: Reading) -> PlaceMention | None:
    """The heaviest place word; of two as heavy, a boat is where water is, and a road in the open land."""
    afloat = _medium(reading) == Medium.SURFACE
    open_road = "road" in reading.sights and any(place.fits[0] in ROADSIDE for place in reading.places)

    def decides(place: PlaceMention) -> float:
        indoors = 0.4 if place.fits[0] == Environment.ROOM else 0.0
        indoors -= 0.5 if open_road and place.fits[0] == Environment.STREET else 0.0
        return place.weight + indoors + (0.5 if afloat and place.fits[0] in WATER else 0.0)

    bare = formless(reading)
    return max(
        (p for p in reading.places if bare or p.fits[0] != Environment.ABSTRACT), key=decides, default=None
    )


def _hinted(named: PlaceMention, implied: Environment) -> bool:
    return named.weight <= HINT and implied in named.fits


def _ashore(reading: Reading, named: PlaceMention) -> frozenset[Environment]:
    """Where one may be who walks beside a water that is named: beside a lake, not at sea."""
    if _medium(reading) != Medium.GROUND or Environment.UNDERWATER not in named.fits:
        return frozenset()
    return frozenset(named.fits) - (frozenset() if named.fits[0] in WATER else frozenset(WATER))


def _in_town(reading: Reading) -> bool:
    """Who is on foot or on wheels where a street is named is in it, not before the skyline."""
    if reading.subjects and reading.subjects[0].noun.rig == "car":
        return reading.subjects[0].noun.length <= LONGEST_CAR
    street = any(place.fits[0] == Environment.STREET for place in reading.places)
    return street and _medium(reading) == Medium.GROUND and reading.subjects[0].noun.length <= WIDEST


def _outdoors(reading: Reading) -> bool:
    """Whether who is shown does not go through a door: a car is before the diner that is named."""
    first = reading.subjects[0] if reading.subjects else None
    return first is not None and first.noun.rig == "car" and first.noun.length * first.size > INDOORS


def _overhead(reading: Reading) -> bool:
    """Something that is too large for a street is seen above the city."""
    if not reading.subjects:
        return False
    first = reading.subjects[0]
    return first.noun.medium == Medium.AIR and first.noun.length * first.size > WIDEST


def _implied(reading: Reading) -> Environment | None:
    snow = "snow" in (*reading.weathers, *reading.sights)
    if "beach" in reading.sights and not _afloat(reading):
        return Environment.COAST
    if not {"surf", "breaker"}.isdisjoint(reading.sights):
        return Environment.OCEAN
    if any(_laid(reading, each) for each in reading.subjects):
        return Environment.ROOM
    if any(each.noun.form in INDOOR for each in reading.subjects) or not INTERIORS.isdisjoint(reading.sights):
        return Environment.ROOM
    if reading.subjects:
        habitat = _surfaced(reading, _landing(reading, _aired(reading, _main(reading).noun.habitat)))
        return Environment.ARCTIC if snow and habitat in OPEN else habitat
    if reading.plants or any(move.kind == "dive" for move in reading.moves):
        return Environment.UNDERWATER
    return Environment.ARCTIC if snow else None


def _main(reading: Reading) -> SubjectMention:
    """Who is first, or whom that is above."""
    first = reading.subjects[0]
    above = first.near is not None and first.near.where == "above"
    return reading.subjects[first.near.subject] if above and first.near is not None else first


def _laid(reading: Reading, subject: SubjectMention) -> bool:
    """Whether it is a small thing of rooms that stands with somebody who has hands."""
    noun, near = subject.noun, subject.near
    small = noun.rig == "prop" and noun.length <= SMALL and noun.habitat == Environment.ROOM
    if near is None or near.where != "before" or not small:
        return False
    return reading.subjects[near.subject].noun.rig == "biped"


def _aired(reading: Reading, habitat: Environment) -> Environment:
    """What is mostly found in rooms is out of doors beside a house or a tree, and no sky has rings in it."""
    if habitat == Environment.SKY and any(each.noun.form == "ringed" for each in reading.subjects):
        return Environment.SPACE
    outside = (each.noun.habitat for each in reading.subjects[1:] if each.noun.rig in OUTDOOR)
    return next(outside, habitat) if habitat in {Environment.ROOM, Environment.SKY} else habitat


def _surfaced(reading: Reading, habitat: Environment) -> Environment:
    """What lives in the sea is seen at its surface beside a lighthouse or a ship, and in a storm."""
    nouns = [each.noun for each in reading.subjects[1:]]
    above = any(noun.rig == "building" or (noun.rig == "ship" and noun.form in AFLOAT) for noun in nouns)
    stormy = any(weather in {"storm", "rain"} for weather in reading.weathers)
    if habitat == Environment.UNDERWATER and any(noun.form in VESSELS for noun in nouns):
        return Environment.ROOM
    return Environment.OCEAN if habitat == Environment.UNDERWATER and (above or stormy) else habitat


def _landing(reading: Reading, habitat: Environment) -> Environment:
    """Who sits or walks there is not seen among the clouds."""
    if habitat == Environment.SKY and any(action.verb == "launch" for action in reading.actions):
        return Environment.DESERT
    down = any(action.verb in DOWN and 0 in action.subjects for action in reading.actions)
    return Environment.MEADOW if habitat == Environment.SKY and down else habitat


def _waterline(reading: Reading, fits: tuple[Environment, ...]) -> Environment:
    """A lake with a fish, or a dive into the sea, is seen from below."""
    environment = fits[0]
    if Environment.UNDERWATER not in fits:
        return environment
    walks = any(action.verb in DOWN for action in reading.actions)
    swims = _medium(reading) == Medium.WATER and reading.subjects[0].upon is None and not walks
    leaves = any(action.verb == "rise" or action.toward == "up" for action in reading.actions)
    dives = any(move.kind == "dive" for move in reading.moves)
    return Environment.UNDERWATER if dives or (swims and not leaves) else environment


def conflicts(reading: Reading, environment: Environment) -> bool:
    """Whether the words name a place that ``environment`` cannot be."""
    if any(move.kind == "dive" for move in reading.moves) and environment == Environment.OCEAN:
        return True
    return any(place.weight > HINT and environment not in place.fits for place in reading.places)


def mood_of(reading: Reading) -> Mood:
    """The mood named most often; the graver one of equals."""
    graver = (Mood.MENACING, Mood.DARK, Mood.DREAMY, Mood.CALM, Mood.BRIGHT)
    best = max(graver, key=lambda mood: reading.moods[mood])
    return best if reading.moods[best] else Mood.NEUTRAL


def _time(reading: Reading, environment: Environment, mood: Mood) -> TimeOfDay:
    if reading.times:
        return TimeOfDay(reading.times[0])
    if reading.tone == lexicon.looks().tints["cyberpunk"] or "neon" in reading.sights:
        return TimeOfDay.NIGHT
    sunless = mood == Mood.MENACING and environment != Environment.UNDERWATER
    return TimeOfDay.DUSK if sunless else TimeOfDay.DAY


def _weather(reading: Reading, environment: Environment, mood: Mood) -> Weather:
    if reading.weathers:
        return Weather(reading.weathers[0])
    if environment == Environment.SKY or mood in {Mood.MENACING, Mood.DARK}:
        return Weather.CLOUDS
    return Weather.CLEAR
