"""What the engine can show: archetypes ("rigs"), their forms and sizes. Data only, cheap to import.

The planner maps nouns to a rig and a form by ``CATALOGUE``; ``rigs`` builds them; staging reads how high
a form stands. A form that a rig does not know becomes the rig's default one (``form_of``).
"""

from __future__ import annotations

from dataclasses import dataclass

from vitascope.engines.previz.plan import Medium
from vitascope.engines.previz.props import props


@dataclass(frozen=True)
class Form:
    """One form of a rig.

    ``length`` is its usual greatest extent in metres: nose to tail of what is long, height of what is tall.
    ``stand`` is how high its middle is above what it stands or floats on, in lengths. ``rooted`` forms
    do not go anywhere.
    """

    length: float
    stand: float = 0.3
    rooted: bool = False


@dataclass(frozen=True)
class Archetype:
    """A rig: what it usually moves in, and its forms; the first is the default."""

    medium: Medium
    forms: dict[str, Form]

    @property
    def default(self) -> str:
        """The form that stands for all others."""
        return next(iter(self.forms))


_FISH = {
    "koi": Form(0.9), "fish": Form(0.6), "tropical": Form(0.4), "shark": Form(4.0), "eel": Form(1.4),
}  # fmt: skip
_WHALES = {
    "whale": Form(14.0, 0.03), "humpback": Form(13.0, 0.03), "orca": Form(7.0, 0.03),
    "dolphin": Form(2.5, 0.03), "narwhal": Form(4.5, 0.03), "beluga": Form(4.0, 0.03),
    "seal": Form(1.8, 0.03),
}  # fmt: skip
_BIRDS = {
    "gull": Form(0.6), "eagle": Form(1.0), "crow": Form(0.5), "owl": Form(0.5), "dove": Form(0.35),
    "parrot": Form(0.6), "hummingbird": Form(0.2), "phoenix": Form(3.0), "swan": Form(1.4),
    "sparrow": Form(0.3), "toucan": Form(0.6), "heron": Form(1.1, 0.5), "flamingo": Form(1.2, 0.5),
    "pelican": Form(1.4, 0.4), "peacock": Form(1.4), "ostrich": Form(2.0, 0.5),
}  # fmt: skip
_QUADRUPEDS = {
    "dog": Form(0.9, 0.34), "corgi": Form(0.6, 0.24), "dachshund": Form(0.6, 0.20),
    "bulldog": Form(0.7, 0.28), "poodle": Form(0.6, 0.40), "greyhound": Form(1.0, 0.36),
    "dalmatian": Form(0.9, 0.34), "retriever": Form(0.9, 0.34), "siamese": Form(0.5, 0.30),
    "wolf": Form(1.5, 0.32), "fox": Form(0.9, 0.28), "cat": Form(0.6, 0.30),
    "lion": Form(2.2, 0.32), "tiger": Form(2.3, 0.29), "leopard": Form(1.7, 0.28),
    "horse": Form(2.5, 0.42), "unicorn": Form(2.5, 0.45), "zebra": Form(2.3, 0.40),
    "donkey": Form(1.8, 0.42), "deer": Form(1.9, 0.50), "cow": Form(2.4, 0.34), "bull": Form(2.5, 0.36),
    "sheep": Form(1.2, 0.36), "goat": Form(1.2, 0.42), "pig": Form(1.4, 0.28), "rabbit": Form(0.45, 0.36),
    "mouse": Form(0.2, 0.16), "bear": Form(2.1, 0.30), "panda": Form(1.7, 0.32),
    "elephant": Form(6.0, 0.33), "rhino": Form(3.8, 0.24), "hippo": Form(3.6, 0.22),
    "giraffe": Form(5.0, 0.5), "camel": Form(3.0, 0.38), "turtle": Form(1.0, 0.20), "frog": Form(0.2,
        0.22), "toad": Form(0.2, 0.22),
    "crocodile": Form(4.0, 0.07), "lizard": Form(0.5, 0.07), "gecko": Form(0.25, 0.06),
    "newt": Form(0.25, 0.05), "iguana": Form(1.2, 0.08), "chameleon": Form(0.4, 0.19),
    "sauropod": Form(20.0, 0.26),
}  # fmt: skip
_BIPEDS = {
    "man": Form(1.8, 0.5), "woman": Form(1.7, 0.5), "child": Form(1.2, 0.5), "girl": Form(1.3, 0.5),
    "chef": Form(1.9, 0.5), "cowboy": Form(1.85, 0.5), "farmer": Form(1.85, 0.5),
    "king": Form(1.9, 0.5), "queen": Form(1.85, 0.5), "monk": Form(1.8, 0.5), "firefighter": Form(1.9, 0.5),
    "worker": Form(1.85, 0.5), "police": Form(1.85, 0.5), "dancer": Form(1.7, 0.5), "elder": Form(1.75, 0.5),
     "astronaut": Form(1.9, 0.5),
    "knight": Form(1.9, 0.5), "robot": Form(2.0, 0.5), "wizard": Form(1.9, 0.5), "diver": Form(1.8, 0.5),
    "soldier": Form(1.8, 0.5), "ape": Form(1.7, 0.5), "skeleton": Form(1.8, 0.5), "ghost": Form(1.8, 0.5),
    "trex": Form(10.0, 0.26), "penguin": Form(0.9, 0.5), "chicken": Form(0.45, 0.5),
    "duck": Form(0.6, 0.46), "swan": Form(1.4, 0.46),
}  # fmt: skip
_SNAKES = {
    "snake": Form(1.8, 0.05), "cobra": Form(1.6, 0.16), "worm": Form(0.3, 0.06),
    "caterpillar": Form(0.15, 0.12),
}  # fmt: skip
_INSECTS = {
    "bee": Form(0.12, 0.3), "butterfly": Form(0.15, 0.3), "ant": Form(0.1, 0.16), "spider": Form(0.15, 0.14),
    "dragonfly": Form(0.15, 0.3), "beetle": Form(0.1, 0.2), "ladybird": Form(0.08, 0.22),
    "fly": Form(0.1, 0.25), "scorpion": Form(0.2, 0.15), "crab": Form(0.3, 0.2),
}  # fmt: skip
_CARS = {
    "car": Form(4.5, 0.16), "sports_car": Form(4.5, 0.13), "taxi": Form(4.6, 0.18),
    "police": Form(4.7, 0.18), "van": Form(5.2, 0.22), "jeep": Form(4.2, 0.21), "truck": Form(9.0, 0.19),
    "bus": Form(11.0, 0.14), "train": Form(24.0, 0.09), "locomotive": Form(13.0, 0.17),
    "tank": Form(7.5, 0.16), "tractor": Form(4.0, 0.33), "cart": Form(3.0, 0.25), "coach": Form(5.0, 0.28),
    "covered": Form(5.0, 0.27), "parade_float": Form(8.0, 0.24),
    "vintage_car": Form(4.3, 0.195), "pickup": Form(5.4, 0.17),
    "steam_train": Form(44.0, 0.073), "tram": Form(20.0, 0.11),
}  # fmt: skip
_SHIPS = {
    "sailboat": Form(9.0, 0.45), "galleon": Form(36.0, 0.32), "rowboat": Form(4.5, 0.06),
    "motorboat": Form(7.0, 0.08), "steamer": Form(120.0, 0.13), "cargo": Form(150.0, 0.09),
    "warship": Form(140.0, 0.12), "viking": Form(24.0, 0.32), "submarine": Form(60.0, 0.05),
    "surfboard": Form(2.4, 0.03), "paper_boat": Form(0.4, 0.16),
}  # fmt: skip
_AIRCRAFT = {
    "airliner": Form(40.0), "jet": Form(16.0), "biplane": Form(8.0), "propeller": Form(9.0),
    "helicopter": Form(13.0), "drone": Form(0.6), "rocket": Form(40.0, 0.5), "ufo": Form(18.0),
    "spaceship": Form(50.0), "satellite": Form(12.0),
}  # fmt: skip
_TREES = {
    "oak": Form(12.0, 0.5, True), "pine": Form(16.0, 0.5, True), "palm": Form(10.0, 0.5, True),
    "birch": Form(12.0, 0.5, True), "willow": Form(10.0, 0.5, True), "cherry": Form(7.0, 0.5, True),
    "dead": Form(9.0, 0.5, True), "cactus": Form(4.0, 0.5, True), "bush": Form(2.0, 0.36, True),
    "stump": Form(0.6, 0.5, True),
}  # fmt: skip
_FLOWERS = {
    "rose": Form(0.5, 0.5, True), "sunflower": Form(1.8, 0.5, True), "tulip": Form(0.4, 0.5, True),
    "daisy": Form(0.4, 0.5, True), "mushroom": Form(0.2, 0.45, True), "seaweed": Form(2.0, 0.5, True),
        "lily_pad": Form(1.0, 0.045),
}  # fmt: skip
_BALLOONS = {"hot_air": Form(22.0, 0.5), "toy": Form(1.2, 0.5), "airship": Form(60.0, 0.15)}
_ORBS = {
    "orb": Form(1.0, 0.5), "ball": Form(0.4, 0.5), "moon": Form(60.0, 0.5), "planet": Form(80.0, 0.5),
    "ringed": Form(120.0, 0.5), "sun": Form(80.0, 0.5), "spark": Form(0.05, 0.5), "bubble": Form(0.6, 0.5),
    "crystal": Form(1.5, 0.5), "fruit": Form(0.3, 0.46),
}  # fmt: skip
_BUILDINGS = {
    "house": Form(10.0, 0.42, True), "castle": Form(60.0, 0.40, True), "tower": Form(30.0, 0.5, True),
    "lighthouse": Form(30.0, 0.5, True), "windmill": Form(18.0, 0.5, True),
    "skyscraper": Form(150.0, 0.5, True), "church": Form(35.0, 0.5, True), "temple": Form(40.0, 0.27, True),
    "pyramid": Form(140.0, 0.32, True), "barn": Form(16.0, 0.33, True), "cabin": Form(9.0, 0.34, True),
    "hut": Form(6.0, 0.4, True), "igloo": Form(4.0, 0.28, True), "arch": Form(30.0, 0.45, True),
    "bridge": Form(60.0, 0.06, True),
    "island": Form(60.0, 0.02, True), "rock": Form(30.0, 0.06, True),
    "statue": Form(4.0, 0.5, True), "fence": Form(5.0, 0.13, True), "wall": Form(5.0, 0.22, True),
}  # fmt: skip
_SOFT = {"jellyfish": Form(0.8, 0.5), "octopus": Form(1.6, 0.4), "squid": Form(1.6, 0.2)}

CATALOGUE: dict[str, Archetype] = {
    "fish": Archetype(Medium.WATER, _FISH),
    "whale": Archetype(Medium.WATER, _WHALES),
    "dragon": Archetype(Medium.AIR, {"dragon": Form(18.0)}),
    "bat": Archetype(Medium.AIR, {"bat": Form(0.5)}),
    "bird": Archetype(Medium.AIR, _BIRDS),
    "quadruped": Archetype(Medium.GROUND, _QUADRUPEDS),
    "biped": Archetype(Medium.GROUND, _BIPEDS),
    "snake": Archetype(Medium.GROUND, _SNAKES),
    "insect": Archetype(Medium.AIR, _INSECTS),
    "car": Archetype(Medium.GROUND, _CARS),
    "ship": Archetype(Medium.SURFACE, _SHIPS),
    "aircraft": Archetype(Medium.AIR, _AIRCRAFT),
    "tree": Archetype(Medium.GROUND, _TREES),
    "flower": Archetype(Medium.GROUND, _FLOWERS),
    "balloon": Archetype(Medium.AIR, _BALLOONS),
    "orb": Archetype(Medium.AIR, _ORBS),
    "building": Archetype(Medium.GROUND, _BUILDINGS),
    "soft": Archetype(Medium.WATER, _SOFT),
    "prop": Archetype(Medium.GROUND, {form: Form(prop.length, prop.stand) for form, prop in props().items()}),
    "generic": Archetype(Medium.AIR, {"generic": Form(1.0, 0.5)}),
}
"""Every rig by name."""

BLOOMING = "blooming"
"""The trait of a flower that opens."""
MIXED = "mixed"
"""The trait of several whose looks were left open."""
COLOURFUL = frozenset({"colourful", "colorful", "multicoloured", "multicolored"})
"""Traits of several of which no two are of one colour."""
VARIOUS = "various"
"""The trait of several of which each has one of their colours."""
IN_FILE = "in file"
"""The trait of several that go, or stand, one behind the other."""
LANDMARK = "landmark"
"""The trait of what is seen from afar, by who flies over it or goes past."""
TOGETHER, HAND_IN_HAND = "together", "hand in hand"
"""The traits of those who stand close to one another, and of those whose hands touch."""
INSIDE = "inside"
"""The trait of what is in that which it is upon, and looks out."""
IN_LANE = "in lane"
"""The trait of cars that go along a street."""

AT_TABLE = "at a table"
"""The trait of those who have one between them."""
DRAWN = "drawn"
"""The trait of what has a team before it."""
HARNESSED = "harnessed"
"""The trait of what draws that which it is upon."""

GROUNDED = frozenset({"ant", "spider", "beetle", "scorpion", "crab"})
"""Forms of rigs that mostly fly, which walk."""

LONG = frozenset({"fence", "wall"})
"""Forms that run across: they would hide whoever stands behind them, and may be walked along."""

FURNITURE = frozenset(
    {"chair", "bench", "sofa", "bed", "box", "barrel", "treasure_chest", "table", "swing", "stairs"}
)
"""Forms that one sits or lies on, and that go nowhere."""

SEATS = {
    "chair": -0.02, "wheelchair": -0.02, "bench": 0.015, "sofa": 0.02, "bed": 0.065,
    "quadruped": 0.10, "elephant": 0.27, "sauropod": 0.10, "island": 0.012, "rock": 0.035, "bridge": 0.062,
    "skateboard": 0.14, "surfboard": -0.008, "bicycle": 0.20,
    "motorcycle": 0.08, "scooter": 0.06, "dragon": 0.11, "whale": 0.12, "stump": 0.48,
    "wall": 0.295, "fence": 0.21, "swing": -0.29,
    "rowboat": 0.02,
    "flower": 0.34, "lily_pad": 0.01, "biped": 0.33,
    "flying_carpet": 0.03, "flying_broom": 0.03, "unicorn": 0.06, "horse": 0.07, "camel": 0.14,
}  # fmt: skip
"""How high one sits or stands above the middle of what carries, in its lengths, by form or else by rig."""


def seat(rig: str, form: str) -> float:
    """The height of what one sits or stands on, above the carrier's middle, in its lengths."""
    usual = SEATS.get(rig, form_of(rig, form).stand)
    return SEATS.get(form_name(rig, form), usual)


def forms() -> dict[str, tuple[str, ...]]:
    """Every rig with the names of its forms, its default first."""
    return {rig: tuple(archetype.forms) for rig, archetype in CATALOGUE.items()}


def form_name(rig: str, form: str) -> str:
    """``form`` if the rig has it, otherwise the rig's default; empty for an unknown rig."""
    archetype = CATALOGUE.get(rig)
    if archetype is None:
        return ""
    return form if form in archetype.forms else archetype.default


def form_of(rig: str, form: str) -> Form:
    """The data of ``form_name(rig, form)``; something unknown is a metre long and stands on its middle."""
    archetype = CATALOGUE.get(rig)
    return archetype.forms[form_name(rig, form)] if archetype else Form(1.0, 0.5)


def medium_of(rig: str, form: str) -> Medium:
    """What a form usually moves in."""
    if form in GROUNDED:
        return Medium.GROUND
    if rig == "prop":
        return Medium(props()[form_name(rig, form)].medium)
    archetype = CATALOGUE.get(rig)
    return archetype.medium if archetype else Medium.AIR
