"""What is known of a model: where it comes from, on what terms, what it can do and how it is driven."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from vitascope.domain.request import Capability, Frozen
from vitascope.engines.base import ModelCard

NAME = r"^[a-z0-9][a-z0-9._-]{0,63}$"
ENGINE = "diffusers:"
"""How the names of these engines begin."""
Family = Literal["wan", "vace", "ltx", "ltx2"]
HEARD = frozenset({"ltx2"})
"""Families that make sound with the pictures."""
NEWEST = "main"
"""A revision that is whatever the repository holds when it is fetched."""
OPTIONS = frozenset({"negative_prompt", "steps", "guidance", "quality", "lora"})


class Steps(Frozen):
    """How often the picture is denoised, for each quality."""

    draft: int
    standard: int
    high: int


class Loras(Frozen):
    """Small weights laid over the model's: files of ``repo`` that match ``pattern``.

    Of a model of two experts, files with ``low`` in their name belong to the second.
    """

    repo: str
    pattern: str
    revision: str = NEWEST


class Upsampler(Frozen):
    """A small model that doubles the sides of a latent: files of ``repo`` that match ``pattern``.

    With it a clip is made at half its size, doubled, and refined in a few steps.
    """

    repo: str
    pattern: str = "latent_upsampler/*"
    revision: str = NEWEST


class Disk(Frozen):
    """What a model weighs on disk, in GB of 10^9 bytes, and where that figure is from."""

    gb: int = Field(ge=1)
    source: str


class Card(Frozen):
    """One model with open weights.

    ``sizes`` are trained sizes, width first, lying; ``frames`` the longest trained clip. ``vram`` is the
    graphics memory in GiB with everything resident, ``least_vram`` with weights moved in when needed.
    ``guidance_low`` is the guidance of the second of two experts, where it is another; ``shift`` is how far
    Wan's noise levels are moved up, where its repository says otherwise than its authors. ``sigmas`` are the
    noise levels a distilled model was trained for: other numbers of steps lie along them. ``renoised``: it
    was distilled to begin each step from new noise. ``leaves`` are folders of its repository that nothing
    reads. ``revision`` is a commit, or ``main`` where no commit is known to hold what is described here: what
    is fetched then is written down. ``terms`` must be accepted before a download where there are any.
    """

    name: str = Field(pattern=NAME)
    family: Family
    repo: str = ""
    revision: str = NEWEST
    licence: str
    terms: str = ""
    territory: str = ""
    gated: bool = False
    capabilities: frozenset[Capability]
    sizes: tuple[tuple[int, int], ...] = Field(min_length=1)
    fps: int = Field(ge=8, le=60)
    frames: int = Field(ge=5)
    steps: Steps
    guidance: float = 5.0
    guidance_low: float | None = None
    shift: float | None = Field(default=None, gt=0)
    vram: int = 0
    least_vram: int = 0
    disk: Disk | None = None
    rank: int = 0
    roles: frozenset[Literal["best", "fast"]] = frozenset({"best", "fast"})
    loras: Loras | None = None
    upsampler: Upsampler | None = None
    sigmas: tuple[float, ...] = ()
    renoised: bool = False
    leaves: tuple[str, ...] = ()
    description: str = ""

    @property
    def engine(self) -> str:
        """The engine that serves it."""
        return ENGINE + self.name

    @property
    def model(self) -> ModelCard:
        """As the rest of the house lists it."""
        return ModelCard(
            name=self.name,
            engine=self.engine,
            licence=f"{self.licence}; {self.territory}" if self.territory else self.licence,
            capabilities=self.capabilities,
            roles=frozenset(self.roles),
            rank=self.rank,
            options=OPTIONS | {"audio"} if self.family in HEARD else OPTIONS,
            description=self.description,
        )
