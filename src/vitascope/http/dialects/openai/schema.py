"""The bodies of ``/v1/videos``, as JSON and as forms."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictStr, model_validator

from vitascope.domain.request import (
    PROMPT_LIMIT,
    AspectRatio,
    GenerationRequest,
    ImageKeyframe,
    Resolution,
)
from vitascope.http.dialects.openai.references import Picture, PictureReference, Video
from vitascope.http.dialects.openai.values import Fps, Seconds, Side, Size, check_sides
from vitascope.http.dialects.options import Options
from vitascope.http.dialects.values import Guidance, Steps, Truth, bad, said

DEFAULT_MODEL = "sora-2"
DEFAULT_SECONDS = 4
DEFAULT_SIZE = (720, 1280)
MODEL_LIMIT = 100
"""Characters in a model's name."""
OTHER_NAMES = {"num_inference_steps": "steps", "guidance_scale": "guidance", "generate_audio": "audio"}
"""What other servers of this API call them."""


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


Prompt = Annotated[
    StrictStr,
    Field(
        max_length=PROMPT_LIMIT,
        description="What is to be seen.",
        json_schema_extra={"minLength": 1, "pattern": r"\S"},
    ),
]
Name = Annotated[StrictStr, Field(max_length=MODEL_LIMIT)]


class Fields(BaseModel):
    """A body in which a null or an empty text is the same as nothing."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _all_said(cls, body: Any) -> Any:
        return said(body)


class Length(Options, Fields):
    """Fields that say how a clip is to be made, whatever it begins with."""

    fps: Fps | None = Field(default=None, description="An extra: 24, the rate of every video here.")
    num_inference_steps: Steps | None = Field(default=None, description="The same as `steps`.")
    guidance_scale: Guidance | None = Field(default=None, description="The same as `guidance`.")
    generate_audio: Truth | None = Field(default=None, description="The same as `audio`.")

    @model_validator(mode="after")
    def _one_name_each(self) -> Self:
        for other, name in OTHER_NAMES.items():
            said, too = getattr(self, name), getattr(self, other)
            if said is not None and too is not None and said != too:
                raise bad("invalid_value", f"expected the same as {name}, or only one of them", other)
        return self

    def options(self) -> dict[str, Any]:
        """Those that were given under either name, in the house's words."""
        others = {name: getattr(self, other) for other, name in OTHER_NAMES.items()}
        return {name: value for name, value in others.items() if value is not None} | super().options()

    def sent_as(self, name: str) -> str:
        """The name under which the caller gave one of those."""
        others = (other for other, same in OTHER_NAMES.items() if same == name)
        sent = (other for other in others if getattr(self, other) is not None)
        return name if getattr(self, name, None) is not None else next(sent, name)


class VideoCreateBody(Length):
    """What to generate. Null is the same as leaving a field out.

    Fields that nobody here knows are not read; the answer names them in ``meta.ignored``.
    """

    model: Name = Field(
        default=DEFAULT_MODEL,
        description="`sora-2` and its siblings take the best installed model that can do it; a name from "
        "`/v1/models` takes exactly that one.",
    )
    prompt: Prompt
    seconds: Seconds | None = Field(default=None, description="Whole seconds, 1 to 20; absent: 4.")
    size: Size | None = Field(
        default=None,
        description="Width and height: even sides of 256 to 5040 pixels within 5040x2160 or 2160x5040; "
        "absent: `720x1280`.",
    )
    input_reference: Picture | None = Field(
        default=None,
        description="The picture the video begins with, of any size: cropped to fit, never stretched. A file "
        "in a form, an http, https or data URL, or the id of an upload.",
    )
    image_reference: Picture | None = Field(default=None, description="Another name of `input_reference`.")
    width: Side | None = Field(default=None, description="An extra: with `height`, in place of `size`.")
    height: Side | None = Field(default=None, description="An extra: with `width`, in place of `size`.")
    resolution: Annotated[Resolution, BeforeValidator(_lower)] | None = Field(
        default=None, description="An extra, in place of `size`: the length of the short side."
    )
    aspect_ratio: AspectRatio | None = Field(
        default=None, description="An extra, in place of `size`: width to height."
    )

    @model_validator(mode="after")
    def _agree(self) -> VideoCreateBody:
        """One size and one picture, however they are written."""
        if self.input_reference and self.image_reference:
            raise bad("invalid_value", "expected it or input_reference, not both", "image_reference")
        if (self.width is None) != (self.height is None):
            missing = "width" if self.width is None else "height"
            raise bad("invalid_value", "expected width and height together", missing)
        sides = self._sides()
        if sides and self.size and sides != self.size:
            raise bad(
                "invalid_value",
                f"expected the same as width and height, {sides[0]}x{sides[1]}, or only one",
                "size",
            )
        if (sides or self.size) and (self.resolution or self.aspect_ratio):
            name = "resolution" if self.resolution else "aspect_ratio"
            raise bad("invalid_value", "expected it or the size in pixels, not both", name)
        return self

    @property
    def reference(self) -> PictureReference | None:
        """The picture the video begins with."""
        return self.input_reference or self.image_reference

    def request(self) -> GenerationRequest:
        """The same in the house's words."""
        given: dict[str, Any] = {
            "model": self.model,
            "prompt": self.prompt,
            "duration": self.seconds or DEFAULT_SECONDS,
        }
        if self.resolution or self.aspect_ratio:
            given["resolution"] = self.resolution or Resolution.P720
            given["aspect_ratio"] = self.aspect_ratio or AspectRatio.WIDE
        else:
            given["size"] = self._sides() or self.size or DEFAULT_SIZE
        if self.reference:
            given["frame0"] = ImageKeyframe(url=self.reference.url)
        return GenerationRequest(**given | self.options())

    def _sides(self) -> tuple[int, int] | None:
        if self.width is None or self.height is None:
            return None
        return check_sides(self.width, self.height, "width")


class VideoRemixBody(Fields):
    """The same video from another prompt."""

    prompt: Prompt


class VideoEditBody(VideoRemixBody):
    """A video and the prompt from which it is made anew."""

    video: Video = Field(
        description="A completed video of this server: its id, or its file as it was downloaded."
    )


class VideoExtendBody(Length):
    """A video and what follows on it."""

    prompt: Prompt
    video: Video = Field(description="A completed video: its id, or a file.")
    seconds: Seconds | None = Field(
        default=None, description="The length of the new part alone, 1 to 20; needed unless `num_frames` is."
    )
    model: Name | None = Field(default=None, description="An extra: absent, the model asked for the source.")

    @model_validator(mode="after")
    def _some_length(self) -> VideoExtendBody:
        if self.seconds is None and self.num_frames is None:
            raise bad("missing", "seconds or num_frames", "seconds")
        return self

    def continued(self) -> dict[str, Any]:
        """Everything but the prompt, in the house's words."""
        said = {"model": self.model, "duration": self.seconds}
        return {name: value for name, value in said.items() if value is not None} | self.options()
