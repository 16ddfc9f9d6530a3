"""What somebody asked for, after every dialect's words are translated."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

PROMPT_LIMIT = 5000
"""Characters."""
NUM_FRAMES = (2, 480)
"""The fewest and the most frames a clip may be asked to have."""
STEPS = (1, 1000)
GUIDANCE = (0.0, 100.0)
PRIORITIES = (-10, 10)
"""The lowest and the highest priority a request may have; 0 is what those have that say nothing."""
LORA_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
LORA_SCALE = (-4.0, 4.0)
LORAS = 8
"""The most small weights laid over a model at once."""
OPTIONS = ("concepts", "plan", "negative_prompt", "steps", "guidance", "quality", "lora", "audio")
"""The fields of a request that a model honours only where its card says so."""


class Resolution(StrEnum):
    """The length of the short side."""

    P540 = "540p"
    P720 = "720p"
    P1080 = "1080p"
    UHD = "4k"

    @property
    def short_side(self) -> int:
        """In pixels."""
        return {"540p": 540, "720p": 720, "1080p": 1080, "4k": 2160}[self.value]


class Quality(StrEnum):
    """How much work goes into a clip; ``standard`` is what every model makes."""

    DRAFT = "draft"
    STANDARD = "standard"
    HIGH = "high"


class AspectRatio(StrEnum):
    """Width to height."""

    SQUARE = "1:1"
    WIDE = "16:9"
    TALL = "9:16"
    CLASSIC = "4:3"
    PORTRAIT = "3:4"
    CINEMA = "21:9"
    TOWER = "9:21"

    @property
    def parts(self) -> tuple[int, int]:
        """Width and height as small whole numbers."""
        width, height = self.value.split(":")
        return int(width), int(height)


class Frozen(BaseModel):
    """A value: it never changes and refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ImageKeyframe(Frozen):
    """A picture for one end of the clip.

    ``url`` is http or https while it is still to be fetched, or ``asset:<storage key>`` for bytes
    that this server already keeps (a data URL, an upload, one of its own assets).
    """

    type: Literal["image"] = "image"
    url: str


class GenerationKeyframe(Frozen):
    """An earlier generation: its end for ``frame0``, its beginning for ``frame1``."""

    type: Literal["generation"] = "generation"
    id: str


Keyframe = Annotated[ImageKeyframe | GenerationKeyframe, Field(discriminator="type")]


class Lora(Frozen):
    """Small weights laid over the model's for one clip, by the name the operator gave their file."""

    name: str = Field(pattern=LORA_NAME)
    scale: float = Field(default=1.0, ge=LORA_SCALE[0], le=LORA_SCALE[1], allow_inf_nan=False)


class Rework(Frozen):
    """That a clip is an earlier one made again: ``upscale`` larger, ``reframe`` in another shape.

    ``source`` is the earlier generation; ``media`` and ``prompt`` are what a reframe was asked with.
    """

    kind: Literal["upscale", "reframe"]
    source: str
    media: str = ""
    prompt: str = ""


class Capability(StrEnum):
    """What an engine declares that it can do.

    ``loop`` comes beside one of the others, and so do ``upscale`` and ``reframe``: that the same request,
    seed and plan in another size show the same clip.
    """

    TEXT = "text"
    FIRST = "first"
    LAST = "last"
    FIRST_LAST = "first_last"
    EXTEND = "extend"
    REVERSE_EXTEND = "reverse_extend"
    BETWEEN = "between"
    LOOP = "loop"
    UPSCALE = "upscale"
    REFRAME = "reframe"


_BY_ENDS = {
    (None, None): Capability.TEXT,
    ("image", None): Capability.FIRST,
    (None, "image"): Capability.LAST,
    ("image", "image"): Capability.FIRST_LAST,
    ("generation", None): Capability.EXTEND,
    (None, "generation"): Capability.REVERSE_EXTEND,
}


class GenerationRequest(Frozen):
    """One generation as asked for, with every default filled in.

    ``size`` is set only where a dialect names pixels (then it wins over resolution and ratio);
    ``num_frames`` only where somebody wants a length that is no whole number of seconds. ``plan`` is an
    engine's own account of the clip, for one that is made again. ``callback_url`` is told of each state,
    ``webhook`` of the end.
    ``audio``: the sound that the model makes is kept; without it a video is silent.
    ``remix_of`` is the earlier generation whose request this one repeats with another prompt. What is in
    ``OPTIONS`` is refused for a model that does not honour it; ``priority`` orders the queue.
    """

    model: str
    prompt: str = Field(default="", max_length=PROMPT_LIMIT)
    resolution: Resolution = Resolution.P1080
    aspect_ratio: AspectRatio = AspectRatio.WIDE
    duration: int = 5
    frame0: Keyframe | None = None
    frame1: Keyframe | None = None
    loop: bool = False
    seed: int | None = None
    num_frames: int | None = Field(default=None, ge=NUM_FRAMES[0], le=NUM_FRAMES[1])
    size: tuple[int, int] | None = None
    concepts: tuple[str, ...] = ()
    plan: dict[str, Any] | None = None
    rework: Rework | None = None
    remix_of: str | None = None
    callback_url: str | None = None
    webhook: str | None = None
    negative_prompt: str | None = Field(default=None, max_length=PROMPT_LIMIT)
    steps: int | None = Field(default=None, ge=STEPS[0], le=STEPS[1])
    guidance: float | None = Field(default=None, ge=GUIDANCE[0], le=GUIDANCE[1])
    quality: Quality = Quality.STANDARD
    lora: tuple[Lora, ...] = Field(default=(), max_length=LORAS)
    audio: bool = False
    priority: int = Field(default=0, ge=PRIORITIES[0], le=PRIORITIES[1])

    @property
    def options(self) -> tuple[str, ...]:
        """Those of ``OPTIONS`` that the request makes use of."""
        used: dict[str, object] = {
            "concepts": self.concepts or None,
            "plan": self.plan,
            "negative_prompt": self.negative_prompt or None,
            "steps": self.steps,
            "guidance": self.guidance,
            "quality": None if self.quality is Quality.STANDARD else self.quality,
            "lora": self.lora or None,
            "audio": self.audio or None,
        }
        return tuple(name for name in OPTIONS if used[name] is not None)

    @property
    def capability(self) -> Capability:
        """What the keyframes ask of an engine; ends that mix a picture and a clip are ``between``."""
        ends = (
            self.frame0.type if self.frame0 else None,
            self.frame1.type if self.frame1 else None,
        )
        return _BY_ENDS.get(ends, Capability.BETWEEN)

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Everything an engine must declare to serve this."""
        extra = {Capability.LOOP} if self.loop else set[Capability]()
        if self.rework is not None:
            extra.add(Capability(self.rework.kind))
        return frozenset({self.capability} | extra)

    @property
    def parents(self) -> tuple[str, ...]:
        """The ids of the generations this one continues, leads into or joins."""
        ends = (self.frame0, self.frame1)
        return tuple(end.id for end in ends if isinstance(end, GenerationKeyframe))
