"""The models that are known by name: where they come from, on what terms, and what they can do.

Sizes, rates, lengths and steps are those the models were trained for, from their own repositories. What a
download weighs is told here with its source, and asked of the hub again when it begins.
"""

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
APACHE = "Apache-2.0"
OPTIONS = frozenset({"negative_prompt", "steps", "guidance", "quality", "lora"})

_TEXT = frozenset({Capability.TEXT})
_FIRST = frozenset({Capability.FIRST, Capability.EXTEND})
_BOTH = _FIRST | {Capability.FIRST_LAST, Capability.BETWEEN, Capability.LOOP}
_ALL = _TEXT | _BOTH | {Capability.LAST, Capability.REVERSE_EXTEND}


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


class Upsampler(Frozen):
    """A small model that doubles the sides of a latent: files of ``repo`` that match ``pattern``.

    With it a clip is made at half its size, doubled, and refined in a few steps.
    """

    repo: str
    pattern: str = "latent_upsampler/*"


class Disk(Frozen):
    """What a model weighs on disk, in GB of 10^9 bytes, and where that figure is from."""

    gb: int = Field(ge=1)
    source: str


class Card(Frozen):
    """One model with open weights.

    ``sizes`` are trained sizes, width first, lying; ``frames`` the longest trained clip. ``vram`` is the
    graphics memory in GiB with everything resident, ``least_vram`` with weights moved in when needed.
    ``sigmas`` are the noise levels a distilled model was trained for: taken where it makes as many steps.
    ``terms`` must be accepted before a download where there are any.
    """

    name: str = Field(pattern=NAME)
    family: Family
    repo: str = ""
    revision: str = "main"
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
    vram: int = 0
    least_vram: int = 0
    disk: Disk | None = None
    rank: int = 0
    roles: frozenset[Literal["best", "fast"]] = frozenset({"best", "fast"})
    loras: Loras | None = None
    upsampler: Upsampler | None = None
    sigmas: tuple[float, ...] = ()
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


_BY_PARTS = "the hub's listings of its parts (November 2026), its {} by the published dimensions in {} bits"
_MOE = "the hub's listings of its parts (November 2026): two experts of 57.2 GB, text encoder, autoencoder"
_LTX23 = "a third party's model card (November 2026): 46 GB in 16 bits, and Gemma 3 12B in 16 bits"
_WAN_STEPS = Steps(draft=20, standard=50, high=60)
_A14B_STEPS = Steps(draft=16, standard=40, high=50)
_TURBO_STEPS = Steps(draft=4, standard=4, high=8)
_LTX_STEPS = Steps(draft=15, standard=30, high=50)
_LTX2_TERMS = (
    "the LTX-2 community licence (free below 10 million dollars of yearly revenue; keep the watermark)"
)
_LTX_TERMS = "the OpenRAIL-M-style licence of the LTX-Video weights"

CARDS: tuple[Card, ...] = (
    Card(
        name="wan2.2-ti2v-5b",
        family="wan",
        repo="Wan-AI/Wan2.2-TI2V-5B-Diffusers",
        licence=APACHE,
        capabilities=_TEXT | _FIRST,
        sizes=((1280, 704),),
        fps=24,
        frames=121,
        steps=_WAN_STEPS,
        vram=24,
        least_vram=8,
        disk=Disk(gb=34, source=_BY_PARTS.format("transformer", 32)),
        rank=40,
        description="Wan 2.2, 5 billion parameters: text and a first picture, 720p at 24 frames a second.",
    ),
    Card(
        name="wan2.2-t2v-a14b",
        family="wan",
        repo="Wan-AI/Wan2.2-T2V-A14B-Diffusers",
        licence=APACHE,
        capabilities=_TEXT,
        sizes=((832, 480), (1280, 720)),
        fps=16,
        frames=81,
        steps=_A14B_STEPS,
        vram=60,
        least_vram=18,
        disk=Disk(gb=126, source=_MOE),
        rank=60,
        roles=frozenset({"best"}),
        description="Wan 2.2, two experts of 14 billion parameters: text alone.",
    ),
    Card(
        name="wan2.2-i2v-a14b",
        family="wan",
        repo="Wan-AI/Wan2.2-I2V-A14B-Diffusers",
        licence=APACHE,
        capabilities=_BOTH,
        sizes=((832, 480), (1280, 720)),
        fps=16,
        frames=81,
        steps=_A14B_STEPS,
        vram=60,
        least_vram=18,
        disk=Disk(gb=126, source=_MOE),
        rank=60,
        roles=frozenset({"best"}),
        description="Wan 2.2, two experts of 14 billion parameters: a first picture, or a first and a last.",
    ),
    Card(
        name="wan2.2-i2v-a14b-turbo",
        family="wan",
        repo="Wan-AI/Wan2.2-I2V-A14B-Diffusers",
        licence=APACHE,
        capabilities=_BOTH,
        sizes=((832, 480), (1280, 720)),
        fps=16,
        frames=81,
        steps=_TURBO_STEPS,
        guidance=1.0,
        vram=60,
        least_vram=18,
        disk=Disk(gb=128, source=f"{_MOE}, four-step weights"),
        rank=55,
        loras=Loras(repo="lightx2v/Wan2.2-Lightning", pattern="Wan2.2-I2V-A14B-4steps-lora-rank64-Seko-V1/*"),
        description="wan2.2-i2v-a14b with the four-step weights of LightX2V: about ten times as fast.",
    ),
    Card(
        name="wan2.1-vace-1.3b",
        family="vace",
        repo="Wan-AI/Wan2.1-VACE-1.3B-diffusers",
        licence=APACHE,
        capabilities=_ALL,
        sizes=((832, 480),),
        fps=16,
        frames=81,
        steps=_WAN_STEPS,
        vram=10,
        least_vram=8,
        disk=Disk(gb=21, source=_BY_PARTS.format("transformer", 32)),
        rank=20,
        description="Wan 2.1 VACE, 1.3 billion parameters: every operation on a small card, 480p.",
    ),
    Card(
        name="wan2.1-vace-14b",
        family="vace",
        repo="Wan-AI/Wan2.1-VACE-14B-diffusers",
        licence=APACHE,
        capabilities=_ALL,
        sizes=((832, 480), (1280, 720)),
        fps=16,
        frames=81,
        steps=_WAN_STEPS,
        vram=60,
        least_vram=24,
        disk=Disk(gb=81, source="the hub's listing of a copy (November 2026)"),
        rank=50,
        roles=frozenset({"best"}),
        description="Wan 2.1 VACE, 14 billion parameters: every operation, 720p.",
    ),
    Card(
        name="ltx-video-2b",
        family="ltx",
        repo="Lightricks/LTX-Video-0.9.5",
        licence="LTX-Video weights licence",
        terms=_LTX_TERMS,
        capabilities=_ALL,
        sizes=((1216, 704),),
        fps=24,
        frames=257,
        steps=_LTX_STEPS,
        guidance=3.0,
        vram=16,
        least_vram=8,
        disk=Disk(gb=25, source=_BY_PARTS.format("transformer and autoencoder", 16)),
        rank=30,
        description="LTX-Video, 2 billion parameters: every operation, fast, up to ten seconds at once.",
    ),
    Card(
        name="ltx-video-0.9.8-13b",
        family="ltx",
        repo="Lightricks/LTX-Video-0.9.8-13B-distilled",
        licence="LTX-Video weights licence",
        terms=_LTX_TERMS,
        capabilities=_ALL,
        sizes=((1216, 704),),
        fps=24,
        frames=257,
        steps=Steps(draft=7, standard=8, high=10),
        guidance=1.0,
        vram=40,
        least_vram=16,
        disk=Disk(gb=48, source=_BY_PARTS.format("transformer, autoencoder and upsampler", 16)),
        rank=45,
        upsampler=Upsampler(repo="Lightricks/ltxv-spatial-upscaler-0.9.7"),
        sigmas=(1.0, 0.993, 0.987, 0.981, 0.975, 0.909, 0.725, 0.00003),
        description="LTX-Video 0.9.8 distilled, 13 billion parameters: every operation in eight steps.",
    ),
    Card(
        name="ltx-2.3",
        family="ltx2",
        repo="diffusers/LTX-2.3-Diffusers",
        licence="LTX-2 community licence",
        terms=_LTX2_TERMS,
        capabilities=_ALL,
        sizes=((960, 544), (1280, 704)),
        fps=24,
        frames=241,
        steps=_LTX_STEPS,
        guidance=3.0,
        vram=66,
        least_vram=32,
        disk=Disk(gb=70, source=_LTX23),
        rank=65,
        roles=frozenset({"best"}),
        description="LTX-2.3, 22 billion parameters: every operation, up to ten seconds at once.",
    ),
    Card(
        name="ltx-2.3-turbo",
        family="ltx2",
        repo="diffusers/LTX-2.3-Distilled-Diffusers",
        licence="LTX-2 community licence",
        terms=_LTX2_TERMS,
        capabilities=_ALL,
        sizes=((960, 512), (1280, 704), (1920, 1088)),
        fps=24,
        frames=241,
        steps=Steps(draft=8, standard=8, high=12),
        guidance=1.0,
        vram=66,
        least_vram=32,
        disk=Disk(gb=71, source=_LTX23),
        rank=62,
        upsampler=Upsampler(repo="rootonchair/LTX-2.3-spatial-upscaler-x2-v1.1-Diffusers"),
        sigmas=(1.0, 0.99375, 0.9875, 0.98125, 0.975, 0.909375, 0.725, 0.421875),
        description="LTX-2.3 distilled: every operation in eight steps at half size and three at full size.",
    ),
    Card(
        name="ltx-2.5",
        family="ltx2",
        repo="Lightricks/LTX-2.5-Diffusers",
        licence="LTX-2 community licence",
        terms=_LTX2_TERMS,
        gated=True,
        capabilities=_ALL,
        sizes=((960, 544), (1280, 704)),
        fps=24,
        frames=241,
        steps=_LTX_STEPS,
        guidance=3.0,
        vram=66,
        least_vram=32,
        disk=Disk(gb=66, source="66 GB of weights as published figures name them (November 2026)"),
        rank=70,
        roles=frozenset({"best"}),
        description="LTX-2.5, 22 billion parameters: every operation, up to ten seconds at once.",
    ),
)


def card_named(name: str) -> Card | None:
    """The card of that name, if it is known."""
    return next((card for card in CARDS if card.name == name), None)
