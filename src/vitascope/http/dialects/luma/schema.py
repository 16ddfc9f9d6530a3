"""The bodies of the Luma Dream Machine API that are served here."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictStr, model_validator

from vitascope.domain.request import (
    AspectRatio,
    GenerationKeyframe,
    GenerationRequest,
    ImageKeyframe,
    Keyframe,
    Resolution,
)
from vitascope.http.dialects.luma.words import (
    check_prompt_length,
    no_keyframes,
    no_prompt,
    read_resolution,
    read_seconds,
)
from vitascope.http.dialects.options import Options

DEFAULT_MODEL = "ray-2"
DEFAULT_RESOLUTION = Resolution.P720
"""The hosted API's; a generation that is continued hands down its own."""
MODEL_LIMIT = 100
"""Characters in a model's name."""

ModelName = Annotated[StrictStr, Field(min_length=1, max_length=MODEL_LIMIT)]
Callback = Field(
    default=None,
    description="An http or https address of a public host that is sent the generation when it is dreaming, "
    "completed or failed.",
)


class Body(BaseModel):
    """A JSON object in which an explicit null is the same as nothing; unknown fields are not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        fields = cast("dict[str, Any]", data)
        return {name: value for name, value in fields.items() if value is not None}


def _as_text(value: Any) -> Any:
    """A number as its text: ``5`` and ``5.0`` are what clients write for "5"."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:g}" if is_number else value


class End(Body):
    """A keyframe, which has exactly the fields of its type."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LumaImageReference(End):
    """A picture."""

    type: Literal["image"]
    url: StrictStr = Field(
        description="An http or https URL, a data URL, or the link of an asset of this server."
    )

    def keyframe(self) -> Keyframe:
        """The same in the house's words."""
        return ImageKeyframe(url=self.url)


class LumaGenerationReference(End):
    """An earlier generation, which must be completed."""

    type: Literal["generation"]
    id: StrictStr = Field(
        max_length=200, description="Its id, in any of the forms in which the server writes it."
    )

    def keyframe(self) -> Keyframe:
        """The same in the house's words."""
        return GenerationKeyframe(id=self.id)


LumaEnd = Annotated[LumaImageReference | LumaGenerationReference, Field(discriminator="type")]


class LumaKeyframes(End):
    """The clip's ends: ``frame0`` where it begins, ``frame1`` where it ends; at least one of them."""

    frame0: LumaEnd | None = None
    frame1: LumaEnd | None = None


class LumaVideoBody(Body):
    """What a video is to show."""

    generation_type: Literal["video"] | None = Field(default=None, description="`video`.")
    model: ModelName | None = Field(
        default=None,
        description="`ray-2` takes the best installed model that can do it, `ray-flash-2` the fastest; a "
        "name from `/v1/models` takes exactly that one. Absent: `ray-2`.",
        examples=[DEFAULT_MODEL],
    )
    prompt: StrictStr | None = Field(
        default=None,
        description="What is to be seen, 3 to 5,000 characters; may be left out over an image keyframe.",
        json_schema_extra={
            "anyOf": [{"type": "string", "minLength": 3, "maxLength": 5000}, {"type": "null"}]
        },
        examples=["A red fox runs through fresh snow, tracking shot."],
    )
    aspect_ratio: AspectRatio | None = Field(
        default=None,
        description="Width to height; absent: `16:9`, or the source's when a generation is continued.",
    )
    resolution: StrictStr | None = Field(
        default=None,
        description="`540p`, `720p`, `1080p` or `4k`, the length of the short side; absent: `720p`, or the "
        "source's when a generation is continued.",
    )
    duration: Annotated[StrictStr, BeforeValidator(_as_text)] | None = Field(
        default=None, description="`5s` or `9s`; absent: `5s`."
    )
    keyframes: LumaKeyframes | None = Field(default=None, description="Pictures or clips at its ends.")
    callback_url: StrictStr | None = Callback


class LumaCreateBody(Options, LumaVideoBody):
    """What to generate."""

    def request(self) -> GenerationRequest:
        """The same in the house's words, with only those fields set that were given.

        Raises ``InvalidRequest`` for what is well formed and means nothing.
        """
        given: dict[str, Any] = {"model": self.model or DEFAULT_MODEL} | self.options()
        for name in ("aspect_ratio", "callback_url"):
            if getattr(self, name) is not None:
                given[name] = getattr(self, name)
        if self.duration is not None:
            given["duration"] = read_seconds(self.duration)
        ends = self._ends()
        given.update(ends)
        if self.prompt is not None and self.prompt.strip():
            given["prompt"] = check_prompt_length(self.prompt)
        elif not any(isinstance(end, ImageKeyframe) for end in ends.values()):
            raise no_prompt()
        if self.resolution is not None:
            given["resolution"] = read_resolution(self.resolution)
        elif not any(isinstance(end, GenerationKeyframe) for end in ends.values()):
            given["resolution"] = DEFAULT_RESOLUTION
        return GenerationRequest(**given)

    def _ends(self) -> dict[str, Keyframe]:
        if self.keyframes is None:
            return {}
        ends = {"frame0": self.keyframes.frame0, "frame1": self.keyframes.frame1}
        found = {name: end.keyframe() for name, end in ends.items() if end is not None}
        if not found:
            raise no_keyframes()
        return found


class LumaUpscaleBody(Body):
    """How large to make a completed clip again; may be left out."""

    generation_type: Literal["upscale_video"] | None = Field(default=None, description="`upscale_video`.")
    resolution: StrictStr | None = Field(
        default=None, description="`720p`, `1080p` or `4k`, above the clip's own; absent: the next larger."
    )
    callback_url: StrictStr | None = Callback


class LumaMedia(Body):
    """A picture or video by its link."""

    url: StrictStr


class LumaGrid(Body):
    """Where the old frame lies in the new one: for models that paint around a video."""

    grid_position_x: int | None = Field(default=None, description="Not served: refused.")
    grid_position_y: int | None = Field(default=None, description="Not served: refused.")
    x_start: int | None = Field(default=None, description="Not served: refused.")
    x_end: int | None = Field(default=None, description="Not served: refused.")
    y_start: int | None = Field(default=None, description="Not served: refused.")
    y_end: int | None = Field(default=None, description="Not served: refused.")
    resized_width: int | None = Field(default=None, description="Not served: refused.")
    resized_height: int | None = Field(default=None, description="Not served: refused.")


class LumaReframeVideoBody(LumaGrid):
    """A clip of this server to be rendered again in another shape, its short side as it was."""

    generation_type: Literal["reframe_video"] = Field(description="`reframe_video`.")
    model: ModelName = Field(description="`ray-2`, `ray-flash-2` or the name of the model that made it.")
    media: LumaMedia = Field(description="The link in `assets.video` of one of your own generations here.")
    aspect_ratio: AspectRatio = Field(description="The new shape, width to height.")
    prompt: StrictStr | None = Field(
        default=None,
        description="What surrounds the old frame; the scene itself is rendered anew, so it changes nothing.",
    )
    first_frame: LumaMedia | None = Field(default=None, description="Not served: refused.")
    callback_url: StrictStr | None = Callback
