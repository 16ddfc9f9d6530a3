"""The bodies of the AI/ML API."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictStr, model_validator
from pydantic_core import PydanticCustomError

from vitascope.domain.request import (
    PROMPT_LIMIT,
    AspectRatio,
    GenerationKeyframe,
    GenerationRequest,
    ImageKeyframe,
    Keyframe,
    Resolution,
)
from vitascope.http.dialects.options import Options
from vitascope.http.facts import Facts

MODEL_LIMIT = 100
"""Characters in a model's name."""
Status = Literal["queued", "generating", "completed", "error"]
NO_KEYFRAMES = "No keyframes provided"


class Body(BaseModel):
    """A JSON object in which an explicit null is the same as nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        fields = cast("dict[str, Any]", data)
        return {name: value for name, value in fields.items() if value is not None}


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _seconds(value: Any) -> Any:
    """Five and nine in every way in which clients write them: 5, 5.0, "5" and "5s"."""
    plain = value.strip().lower().removesuffix("s") if isinstance(value, str) else value
    if plain in ("5", "9", 5, 9):
        return int(plain)
    raise PydanticCustomError("enum", "not a duration", {"expected": "5, 9"})


class ImageEnd(Body):
    """A picture."""

    type: Literal["image"]
    url: StrictStr = Field(
        description="An http or https URL, a data URL, or the link of an asset of this server. "
        "At most 32 MiB and 64 megapixels, sides of 16 to 16,384 pixels; cropped to fit, never stretched."
    )

    def keyframe(self) -> Keyframe:
        """The same in the house's words."""
        return ImageKeyframe(url=self.url)


class GenerationEnd(Body):
    """An earlier generation, which must be completed."""

    type: Literal["generation"]
    id: StrictStr = Field(
        max_length=200, description="Its id, in any of the forms in which the server writes it."
    )

    def keyframe(self) -> Keyframe:
        """The same in the house's words."""
        return GenerationKeyframe(id=self.id)


End = Annotated[ImageEnd | GenerationEnd, Field(discriminator="type")]


class Keyframes(Body):
    """The clip's ends: ``frame0`` where it begins, ``frame1`` where it ends; at least one of them."""

    frame0: End | None = None
    frame1: End | None = None

    @model_validator(mode="after")
    def _one_at_least(self) -> Keyframes:
        if self.frame0 is None and self.frame1 is None:
            raise PydanticCustomError("no_keyframes", NO_KEYFRAMES)
        return self


class VideoBody(Body):
    """What a video is to show."""

    model: StrictStr = Field(
        min_length=1,
        max_length=MODEL_LIMIT,
        description="`luma/ray-2` takes the best installed model that can do it, `luma/ray-flash-2` the "
        "fastest; a name from `/v1/models` takes exactly that one.",
        examples=["luma/ray-2"],
    )
    prompt: StrictStr = Field(
        max_length=PROMPT_LIMIT,
        description="What is to be seen.",
        json_schema_extra={"minLength": 1, "pattern": r"\S"},
        examples=["A red fox runs through fresh snow, tracking shot."],
    )
    resolution: Annotated[Resolution, BeforeValidator(_lower)] | None = Field(
        default=None,
        description="The length of the short side; absent: `1080p`, or the source's when a generation is "
        "continued.",
    )
    aspect_ratio: AspectRatio | None = Field(
        default=None,
        description="Width to height; absent: `16:9`, or the source's when a generation is continued.",
    )
    duration: Annotated[Literal[5, 9], BeforeValidator(_seconds)] | None = Field(
        default=None,
        description="Seconds, as a number or as text; absent: 5.",
        json_schema_extra={"anyOf": [{"enum": [5, 9, "5", "9", "5s", "9s"]}, {"type": "null"}]},
    )
    keyframes: Keyframes | None = Field(default=None, description="Pictures or clips at its ends.")


class CreateBody(Options, VideoBody):
    """What to generate. Null is the same as leaving a field out.

    Fields that are not listed here are not read; the answer names them in ``meta.ignored``. What is listed
    and the model does not honour is refused.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    def request(self) -> GenerationRequest:
        """The same in the house's words, with only those fields set that were given."""
        names = self.model_fields_set - {"keyframes"}
        given: dict[str, Any] = {name: getattr(self, name) for name in names}
        for name in ("frame0", "frame1"):
            end: ImageEnd | GenerationEnd | None = getattr(self.keyframes, name, None)
            if end is not None:
                given[name] = end.keyframe()
        return GenerationRequest(**given)


class Answer(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Video(Answer):
    """The finished video."""

    url: str


class Failure(Answer):
    """Why there is no video."""

    name: str
    message: str


class Assets(Answer):
    """Links to the files; each needs no key and is valid as long as the file exists.

    ``stitched`` is the whole chain of a continued generation as one video.
    """

    video: str | None = None
    thumbnail: str | None = None
    sheet: str | None = None
    stitched: str | None = None


class Meta(Facts):
    """What made the video and what it is; its size and length are planned until it is completed."""

    thumbnail: str | None
    assets: Assets


class VideoGeneration(Answer):
    """One generation."""

    id: str = Field(description="The generation's UUID, a colon and the requested model.")
    generation_id: str = Field(description="The UUID alone, as a keyframe takes it.")
    status: Status
    video: Video | None
    error: Failure | None
    meta: Meta


class VideoGenerationList(Answer):
    """Some of the caller's generations, the newest first."""

    object: Literal["list"] = "list"
    data: list[VideoGeneration]
    has_more: bool = Field(description="Whether more follow: ask on with `after`.")
    last_id: str | None = Field(description="What to send as `after` for the next page.")


class FaultBody(Answer):
    """One thing that is wrong."""

    field: str
    message: str
    received: Any = None
    expected: str | None = None


class ErrorBody(Answer):
    """Every refusal."""

    requestId: str  # noqa: N815 - the API's own spelling
    statusCode: int  # noqa: N815
    timestamp: str
    path: str
    message: str
    errors: list[FaultBody] | None = None
