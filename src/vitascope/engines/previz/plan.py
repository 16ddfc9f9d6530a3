"""The shot plan: everything a prompt comes to, as readable JSON. Rendering is a pure function of it.

Time is *scene time* in seconds. The clip that was planned first runs from 0; a clip that continues it
adds a ``Take`` behind, one that leads into it adds a take with a negative start before. Nothing that is
added changes a frame that was rendered before: see ``camera.py`` and ``staging.py``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from vitascope.domain.request import Frozen

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
"""sRGB, ``#rrggbb``."""
Seconds = Annotated[float, Field(ge=-1e6, le=1e6)]
"""Scene time, either side of where the first clip begins."""
COLOURS, WORDS, SUBJECTS, DEEDS, TAKES = 24, 64, 64, 64, 1024
CROWD, LONGEST, WEARABLE = 24, 100_000, 6
"""Most of each in a plan: colours, traits or sights, subjects, moves or actions, clips in a chain."""


TRAVEL = frozenset({"walk", "run", "cross", "drive", "sail", "rush", "fly", "swim", "circle", "drift"})
"""Verbs of who is on the way, and so has a pace."""


class Environment(StrEnum):
    """Where the shot takes place."""

    MOUNTAINS = "mountains"
    HILLS = "hills"
    DESERT = "desert"
    ARCTIC = "arctic"
    COAST = "coast"
    OCEAN = "ocean"
    UNDERWATER = "underwater"
    SKY = "sky"
    MEADOW = "meadow"
    FOREST = "forest"
    JUNGLE = "jungle"
    VILLAGE = "village"
    STREET = "street"
    SKYLINE = "skyline"
    ROOM = "room"
    VOLCANO = "volcano"
    PLANET = "planet"
    SPACE = "space"
    ABSTRACT = "abstract"


class TimeOfDay(StrEnum):
    """The light."""

    DAWN = "dawn"
    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    """The air."""

    CLEAR = "clear"
    CLOUDS = "clouds"
    STORM = "storm"
    FOG = "fog"
    RAIN = "rain"
    SNOW = "snow"


class Mood(StrEnum):
    """How the grade leans."""

    NEUTRAL = "neutral"
    DARK = "dark"
    MENACING = "menacing"
    CALM = "calm"
    BRIGHT = "bright"
    DREAMY = "dreamy"


class Medium(StrEnum):
    """What a subject moves in or stands on."""

    WATER = "water"
    SURFACE = "surface"
    GROUND = "ground"
    AIR = "air"


class CameraMove(Frozen):
    """One movement of the camera.

    ``kind`` is a concept's name (``push_in``, ``pan_left``, ``pedestal_down``, ``orbit_right``,
    ``static``, ``handheld``, …) or ``dive`` (down through the water's surface). ``start`` and ``end``
    are scene seconds; ``amount`` scales the usual size of the movement.
    """

    kind: str
    start: Seconds
    end: Seconds
    amount: float = Field(default=1.0, ge=-100, le=100)


class Action(Frozen):
    """One thing a subject does between two scene seconds.

    ``verb`` is canonical (``swim``, ``fly``, ``hover``, ``rush``, ``appear``, ``emerge``, ``turn``,
    ``circle``, ``cross``, ``rise``, ``dive``, ``look``, ``open_jaws``); ``toward`` is ``camera``,
    ``away``, ``left``, ``right``, ``up``, ``down`` or empty. ``pace`` is 1 for the usual: who walks slowly
    takes slower steps and gets less far.
    """

    subject: int
    verb: str
    toward: str = ""
    start: Seconds
    end: Seconds
    pace: float = Field(default=1.0, ge=0.1, le=4.0)


class Held(Frozen):
    """What someone holds: a name of ``holding.toml``, with colours where they were named.

    Of several who hold ``various`` ones, each has one in another of the colours.
    """

    form: str
    colours: tuple[Colour, ...] = Field(default=(), max_length=COLOURS)
    various: bool = False


class Worn(Frozen):
    """What someone wears: a name of ``wearing.toml``, with colours where they were named; see ``Held``."""

    form: str
    colours: tuple[Colour, ...] = Field(default=(), max_length=COLOURS)
    various: bool = False


class Near(Frozen):
    """Whom something stands with, by number, and where.

    ``where`` is ``over``, ``beside``, ``before``, ``behind`` or ``amid`` them; ``across`` their way, where
    they go over it, ``between`` two that face one another, or ``facing`` what they hover at.
    """

    subject: int = Field(ge=0)
    where: str


class Subject(Frozen):
    """What is seen. ``length`` in metres; ``colours`` are sRGB ``#rrggbb``; ``rig`` names its model.

    ``form`` is the rig's form (``horse`` of ``quadruped``), see ``catalogue.py``; an unknown or empty one
    is the rig's default.

    ``upon`` is the number of the subject that carries it: what is upon another goes where that goes.

    ``near`` is whom it stands with, and there it stays: the tree under which somebody sits.

    ``held`` is what is in the hands of one on two legs; ``worn`` is on head, eyes, neck and back, of animals
    too.

    ``place`` is where it starts: ``centre``, ``left``, ``right``, ``distance``, ``foreground``,
    ``above``, ``above_peak``, ``shadows``. ``since`` is the scene second before which it is not there, for a
    subject that a later take brings in.
    """

    noun: str
    rig: str
    form: str = ""
    count: int = Field(default=1, ge=1, le=CROWD)
    length: float = Field(gt=0, le=LONGEST)
    colours: tuple[Colour, ...] = Field(default=(), max_length=COLOURS)
    place: str = "centre"
    traits: tuple[str, ...] = Field(default=(), max_length=WORDS)
    medium: Medium = Medium.AIR
    since: Seconds | None = None
    upon: int | None = Field(default=None, ge=0)
    near: Near | None = None
    held: Held | None = None
    worn: tuple[Worn, ...] = Field(default=(), max_length=WEARABLE)


class Take(Frozen):
    """One clip of the chain: ``seconds`` long from scene time ``start``; ``loop`` closes on itself."""

    start: Seconds
    seconds: float = Field(gt=0, le=1e6)
    loop: bool = False
    prompt: str = ""
    camera: tuple[CameraMove, ...] = Field(default=(), max_length=DEEDS)
    actions: tuple[Action, ...] = Field(default=(), max_length=DEEDS)


class ShotPlan(Frozen):
    """A planned shot. ``takes`` are in order of time and touch; ``clip`` is the one being rendered.

    ``planner`` made it: ``lexicon`` is the built-in one, ``endpoint`` the chat endpoint that is set;
    ``note`` says why that one was not followed. ``sights`` are what is seen in the sky (``aurora``) or covers
    a field (``poppies``). ``tones`` are the colours of what is nothing but colours.
    """

    version: int = 1
    path: str = "scene"
    planner: str = "lexicon"
    note: str = ""
    seed: int
    environment: Environment
    time_of_day: TimeOfDay = TimeOfDay.DAY
    weather: Weather = Weather.CLEAR
    mood: Mood = Mood.NEUTRAL
    tint: Colour | None = None
    tones: tuple[Colour, ...] = Field(default=(), max_length=COLOURS)
    subjects: tuple[Subject, ...] = Field(default=(), max_length=SUBJECTS)
    plants: bool = False
    sights: tuple[str, ...] = Field(default=(), max_length=WORDS)
    takes: tuple[Take, ...] = Field(max_length=TAKES)
    clip: int = 0

    def __hash__(self) -> int:
        """Cheap: what is worked out from a plan is kept by plan, and asked for with every frame."""
        return hash((self.seed, self.environment, self.clip, len(self.takes), self.take.prompt))

    @property
    def take(self) -> Take:
        """The take this plan renders."""
        return self.takes[self.clip]
