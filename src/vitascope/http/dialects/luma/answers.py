"""What the Luma Dream Machine API answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from vitascope.http.facts import Facts

State = Literal["queued", "dreaming", "completed", "failed"]


class Answer(BaseModel):
    """A part of an answer; every field is there, an empty one as null."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LumaAssets(Answer):
    """Links to the files; each needs no key and is valid while the file is, or until links end."""

    video: str | None
    image: str | None = Field(description="A picture from the video; while dreaming, the newest one made.")
    progress_video: str | None = Field(
        description="A small, short MP4 of what is made so far; null where nothing is to be seen yet, and "
        "once there is the video."
    )


class LumaImageEcho(Answer):
    """A picture as it was given; one that came as bytes has a link."""

    type: Literal["image"] = "image"
    url: str


class LumaGenerationEcho(Answer):
    """An earlier generation as it was given."""

    type: Literal["generation"] = "generation"
    id: str


EndEcho = Annotated[LumaImageEcho | LumaGenerationEcho, Field(discriminator="type")]


class LumaKeyframesEcho(Answer):
    """The clip's ends as they were given."""

    frame0: EndEcho | None
    frame1: EndEcho | None


class LumaConceptEcho(Answer):
    """A camera concept as it was given."""

    key: str


class LumaLoraEcho(Answer):
    """Small weights laid over the model's, as they were asked for."""

    name: str
    scale: float


class LumaVideoEcho(Answer):
    """The request for a video, with every default filled in."""

    generation_type: Literal["video"] = "video"
    model: str
    prompt: str | None
    aspect_ratio: str
    resolution: str
    duration: str
    loop: bool
    keyframes: LumaKeyframesEcho | None
    concepts: list[LumaConceptEcho] | None
    callback_url: str | None
    seed: int | None
    num_frames: int | None
    negative_prompt: str | None
    steps: int | None
    guidance: float | None
    quality: str
    lora: list[LumaLoraEcho] | None
    audio: bool
    priority: int
    webhook: str | None


class LumaUpscaleEcho(Answer):
    """The request to make a clip larger."""

    generation_type: Literal["upscale_video"] = "upscale_video"
    resolution: str
    callback_url: str | None


class LumaMediaEcho(Answer):
    """A video as it was given."""

    url: str


class LumaReframeEcho(Answer):
    """The request to render a clip in another shape."""

    generation_type: Literal["reframe_video"] = "reframe_video"
    model: str
    media: LumaMediaEcho
    aspect_ratio: str
    prompt: str
    first_frame: None = None
    callback_url: str | None


Echo = Annotated[LumaVideoEcho | LumaUpscaleEcho | LumaReframeEcho, Field(discriminator="generation_type")]


class LumaMeta(Facts):
    """An extra of this server: what made the video and what it is, planned until it is completed."""

    source: str | None = Field(description="The generation that this one makes again.")
    stitched: str | None = Field(description="The whole chain of a continued generation as one video.")


class LumaGeneration(Answer):
    """One generation."""

    id: str = Field(description="Its UUID.")
    generation_type: Literal["video"] = "video"
    state: State
    failure_reason: str | None
    created_at: str = Field(description="In UTC, with microseconds.")
    assets: LumaAssets | None
    model: str
    request: Echo
    meta: LumaMeta


class LumaGenerationList(Answer):
    """Some of the caller's generations, the newest first."""

    generations: list[LumaGeneration]
    count: int = Field(description="How many are in this answer.")
    has_more: bool = Field(description="Whether older ones follow.")
    limit: int
    offset: int


class LumaPong(Answer):
    """A sign of life."""

    message: Literal["pong"] = "pong"


class LumaCredits(Answer):
    """What is left to spend."""

    credit_balance: float = Field(default=0.0, description="In cents of US dollars.")


class LumaExpected(Answer):
    """What should have come."""

    expected: str


class LumaFault(Answer):
    """One thing that is wrong in a request's form."""

    type: str
    loc: list[str]
    msg: str
    input: str = Field(description="What came, as text.")
    ctx: LumaExpected | None = None


class LumaError(Answer):
    """Every refusal: a sentence; or, with status 422, everything that is wrong in the request's form."""

    detail: str | list[LumaFault]
