"""What people of a trade or a rank wear, by the noun that names them; others are dressed as their form is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from vitascope.engines.previz.plan import Colour, Subject
from vitascope.engines.previz.rigs.people import Person

UNTOLD: Final = ("#4a5a72",)
"""The coat that the planner's dictionary gives those of whose clothes nothing is known."""
SKIN = "#c98f6b"


@dataclass(frozen=True)
class Outfit:
    """Clothes: the coat's and the trousers' colours, what is worn, and how far arms and legs are clothed.

    ``extras`` are worn instead of what the form wears.
    """

    colours: tuple[str, str] | None = None
    extras: tuple[str, ...] | None = None
    trim: str = "#f2f0ea"
    hair: str = ""
    boots: str = ""
    sleeve: float = 1.0
    leg: float = 1.0
    shirt: bool = True
    stout: float = 0.0


_BARISTA = Outfit(("#e8e4dc", "#22262c"), ("hair", "apron", "tie"), trim="#3a2a20", sleeve=0.55)
_WAITER = Outfit(("#f0eee8", "#16181c"), ("hair", "vest", "bow", "waist_apron"), trim="#16181c")
_NURSE = Outfit(("#e6eef2", "#e6eef2"), ("hair", "bun", "nurse_cap"), boots="#e8e8e6", sleeve=0.45)
_DOCTOR = Outfit(("#eef1f2", "#3a4654"), ("hair", "coat", "stethoscope"), trim="#7ab0c8")
_SCRUBS = Outfit(("#3f8f88", "#3f8f88"), ("hair", "scrub_cap", "face_mask"), trim="#3f8f88", sleeve=0.5)
_LAB = Outfit(("#eef1f2", "#4a4e58"), ("hair", "coat", "glasses"))
_MECHANIC = Outfit(("#8a8e94", "#2c4468"), ("hair", "bib", "visor_cap"), trim="#2c4468", sleeve=0.5)
_SMITH = Outfit(
    ("#6a5a4a", "#3a3430"), ("hair", "full_beard", "apron"), trim="#4a2e1c", sleeve=0.35, stout=1.18
)
_CRAFTSMAN = Outfit(("#a8683a", "#34465a"), ("hair", "apron"), trim="#6a5a48", sleeve=0.55)
_BUTCHER = Outfit(("#f0eee8", "#2a2c34"), ("hair", "apron", "boater"), trim="#b83a34", sleeve=0.55)
_BAKER = Outfit(("#f2f0ea", "#c8c4ba"), ("hair", "toque", "apron"), sleeve=0.5)
_PAINTER = Outfit(("#3a4a6a", "#3a3430"), ("hair", "beret", "apron"), trim="#d8d0c0", sleeve=0.6)
_SUIT = Outfit(("#2a2e38", "#2a2e38"), ("hair", "tie", "collar"), trim="#8a2430")
_TAILCOAT = Outfit(("#141518", "#141518"), ("hair", "bow", "collar", "coat_tails"), trim="#0c0c0e")
_SAMURAI = Outfit(("#7a2a24", "#22222a"), ("hair", "kabuto", "lamellar", "tassets", "hakama"), trim="#c8a040",
                  boots="#2a2420")  # fmt: skip
_RONIN = Outfit(("#3a3a4a", "#2a2a34"), ("hair", "topknot", "hakama", "kimono", "sash"), trim="#8a8478")
_KIMONO = Outfit(("#b8344a", "#b8344a"), ("hair", "bun", "kimono", "robe", "sash"), trim="#e8c86a")
_NINJA = Outfit(("#17171b", "#17171b"), ("cowl", "sash"), trim="#5a1a1c", boots="#111114")
_VIKING = Outfit(("#6a5442", "#4a4438"), ("hair", "full_beard", "braids", "horned", "fur", "belt"),
                 hair="#a8682c", boots="#4a3420", stout=1.15)  # fmt: skip
_PIRATE = Outfit(("#6a1e22", "#2a2620"), ("hair", "full_beard", "tricorn", "eyepatch", "coat", "sash"),
                 trim="#c8a040")  # fmt: skip
_ROMAN = Outfit(
    ("#a8322a", "#a8322a"), ("crested", "lamellar", "kilt", "cape"), trim="#b8903c", leg=0.0, sleeve=0.3
)
_WARRIOR = Outfit(("#6a4a36", "#4a3a2c"), ("hair", "lamellar", "kilt", "belt"), trim="#7a5a3a", sleeve=0.3)
_PRINCE = Outfit(("#2c4a8a", "#e4e0d4"), ("hair", "crown", "cape", "sash"), trim="#d8b04a", boots="#4a2c18")
_PRINCESS = Outfit(("#e8a8c0", "#e8a8c0"), ("long_hair", "ballgown", "tiara"), hair="#c89a4a", sleeve=0.35)
_BRIDE = Outfit(("#f4f2ee", "#f4f2ee"), ("hair", "bun", "ballgown", "veil"), sleeve=0.2)
_BOXER = Outfit(
    (SKIN, "#c8242a"), ("hair", "boxing_gloves", "shorts"), shirt=False, leg=0.25, stout=1.12, trim="#c8242a"
)
_WRESTLER = Outfit((SKIN, "#2a4a8a"), ("hair", "shorts"), shirt=False, leg=0.2, stout=1.28)
_GI = Outfit(("#f0eee8", "#f0eee8"), ("hair", "kimono", "sash"), trim="#141416", boots=SKIN)
_SPORT = Outfit(("#d83a2c", "#f0eee8"), ("hair", "shorts"), sleeve=0.42, leg=0.35, boots="#f0f0ee")
_RUNNER = Outfit(("#2a8ad8", "#1c2026"), ("hair", "shorts"), sleeve=0.12, leg=0.30, boots="#e8e03a")
_SURFER = Outfit(("#1c2a3a", "#1c2a3a"), ("hair",), hair="#c8a050", boots=SKIN, sleeve=0.9, leg=0.9)
_SKATER = Outfit(("#d8502c", "#3a4a6a"), ("hair", "visor_cap"), trim="#22252c", sleeve=0.5, boots="#e8e6e0")
_SNOW = Outfit(("#d83a2c", "#22303f"), ("beanie", "goggles", "gloves"), stout=1.15, trim="#e8c02c")
_CYCLIST = Outfit(("#e8c02c", "#16181c"), ("helmet_cycle", "shorts"), sleeve=0.45, leg=0.42, trim="#d8302a")
_DANCER = Outfit(("#24262c", "#2c2e36"), ("hair", "tail"), sleeve=0.15, boots="#1a1a1e")
_GRANNY = Outfit(("#8a6a8a", "#5a5462"), ("hair", "bun", "skirt", "glasses", "stoop", "shawl"),
                 trim="#c8b8a8", hair="#d8d6d0", leg=0.9)  # fmt: skip
_GRANDPA = Outfit(("#6a5a44", "#4a463e"), ("hair", "moustache", "glasses", "stoop", "collar"), hair="#d8d6d0")
_WITCH = Outfit(("#1c1822", "#1c1822"), ("long_hair", "gown", "hat"), hair="#3a3a3e")
_BUDDHIST = Outfit(("#c8641e", "#c8641e"), ("gown", "mantle"), trim="#a83a1a", sleeve=0.3)
_NUN = Outfit(("#16161a", "#16161a"), ("gown", "hood", "collar"))
_CLOWN = Outfit(("#e04a3a", "#f0c83c"), ("afro", "nose", "ruff", "braces"), trim="#2a6ad8", hair="#e8662c",
                boots="#d8302a")  # fmt: skip
_MAGICIAN = Outfit(("#141518", "#141518"), ("hair", "bow", "collar", "top_hat", "cape"), trim="#a81e2a")
_SANTA = Outfit(
    ("#c8201e", "#c8201e"), ("hair", "beard", "santa_hat", "belt", "fur"), hair="#f4f2ee", stout=1.3
)
_SAILOR = Outfit(("#f0f0ec", "#1c2848"), ("hair", "sailor_cap", "scarf"), trim="#1c2848")
_PILOT = Outfit(("#1c2848", "#1c2848"), ("hair", "peaked", "tie", "badge"), trim="#101626")
_STUDENT = Outfit(("#a83a34", "#34507a"), ("hair", "pack"), sleeve=0.5, boots="#e8e6e0")
_HIKER = Outfit(("#c8642c", "#5a5444"), ("hair", "visor_cap", "pack"), trim="#5a5444", boots="#5a3a22")
_CODER = Outfit(("#3a3e4a", "#34465a"), ("hair", "glasses"), boots="#e8e6e0")
_PLAIN = Outfit(("#6a7684", "#34384a"), ("hair", "collar"))
_SINGER = Outfit(("#1c1a22", "#22202a"), ("hair", "vest"), trim="#5a1a2a")

_BY_OUTFIT: Final[tuple[tuple[Outfit, str], ...]] = (
    (_BARISTA, "barista"),
    (_WAITER, "waiter waitress bartender butler maid steward stewardess sommelier barman"),
    (_NURSE, "nurse midwife"),
    (_DOCTOR, "doctor physician dentist vet veterinarian paramedic pharmacist"),
    (_SCRUBS, "surgeon"),
    (_LAB, "scientist chemist researcher professor astronomer biologist physicist inventor"),
    (_MECHANIC, "mechanic plumber electrician technician repairman janitor"),
    (_SMITH, "blacksmith smith welder glassblower"),
    (_CRAFTSMAN, "carpenter potter cobbler shoemaker woodcutter lumberjack weaver tailor craftsman"),
    (_CRAFTSMAN, "watchmaker seamstress sculptor florist barber hairdresser gardener shopkeeper grocer"),
    (_BUTCHER, "butcher fishmonger"),
    (_BAKER, "baker"),
    (_PAINTER, "painter artist"),
    (_SUIT, "businessman lawyer politician president banker spy detective agent gentleman teacher groom"),
    (_TAILCOAT, "conductor pianist violinist cellist"),
    (_SAMURAI, "samurai shogun"),
    (_RONIN, "ronin swordsman"),
    (_KIMONO, "geisha"),
    (_NINJA, "ninja assassin thief burglar"),
    (_VIKING, "viking barbarian"),
    (_PIRATE, "pirate buccaneer"),
    (_ROMAN, "legionary gladiator spartan"),
    (_WARRIOR, "warrior archer hunter"),
    (_PRINCE, "prince"),
    (_PRINCESS, "princess duchess"),
    (_BRIDE, "bride"),
    (_BOXER, "boxer kickboxer"),
    (_WRESTLER, "wrestler bodybuilder weightlifter"),
    (_GI, "karateka judoka fencer"),
    (_SPORT, "footballer goalkeeper athlete gymnast player cheerleader striker acrobat"),
    (_RUNNER, "runner jogger sprinter"),
    (_SURFER, "surfer"),
    (_SKATER, "skateboarder skater"),
    (_SNOW, "snowboarder skier mountaineer climber"),
    (_CYCLIST, "cyclist"),
    (_DANCER, "dancer breakdancer"),
    (_GRANNY, "grandmother grandma granny"),
    (_GRANDPA, "grandfather grandpa granddad"),
    (_WITCH, "witch sorceress"),
    (_BUDDHIST, "monk"),
    (_NUN, "nun"),
    (_CLOWN, "clown jester"),
    (_MAGICIAN, "magician illusionist"),
    (_SANTA, "santa"),
    (_SAILOR, "sailor"),
    (_PILOT, "pilot captain"),
    (_STUDENT, "student schoolboy schoolgirl"),
    (_HIKER, "hiker tourist explorer traveller traveler backpacker"),
    (_CODER, "programmer hacker coder gamer developer streamer"),
    (_SINGER, "singer guitarist drummer rapper dj"),
)  # fmt: skip
OUTFITS: Final = {noun: outfit for outfit, nouns in _BY_OUTFIT for noun in nouns.split()}
"""By noun."""


HARD_HATS = frozenset(
    {"worker", "builder", "miner", "engineer", "foreman", "roofer", "welder", "bricklayer", "architect"}
)
"""Of those who are shown as workers, who wear helmets."""


def told(subject: Subject) -> tuple[Colour, ...]:
    """The colours of its clothes that were asked for; the dictionary's own coat gives way to an outfit."""
    return () if subject.noun in OUTFITS and subject.colours == UNTOLD else subject.colours


def dressed(person: Person, noun: str) -> Person:
    """The same person in the clothes of a trade; what is of metal or fur wears none."""
    desk = "hard_hat" in person.extras and noun not in HARD_HATS
    outfit = OUTFITS.get(noun, _PLAIN if desk else None)
    if outfit is None or person.material != "CLOTH":
        return person
    extras = person.extras if outfit.extras is None else outfit.extras
    if "long_hair" in person.extras and "hair" in extras and not {"bun", "beard", "full_beard"} & set(extras):
        extras = ("long_hair", *(each for each in extras if each != "hair"))
    if "long_hair" in person.extras:
        extras = tuple(each for each in extras if "beard" not in each)
    return replace(
        person,
        colours=outfit.colours or person.colours,
        extras=extras,
        trim=outfit.trim,
        hair=outfit.hair or person.hair,
        boots=outfit.boots or person.boots,
        sleeve=outfit.sleeve,
        leg=outfit.leg,
        shirt=outfit.shirt,
        stout=outfit.stout or person.stout,
    )
