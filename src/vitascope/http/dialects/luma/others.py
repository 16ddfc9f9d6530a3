"""The bodies of Luma's endpoints for which no model here has the capability: read, checked, refused."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictStr

from vitascope.domain.request import AspectRatio
from vitascope.http.dialects.luma.schema import Body, Callback, LumaGrid, LumaMedia, ModelName

MODE = Literal[
    "adhere_1",
    "adhere_2",
    "adhere_3",
    "flex_1",
    "flex_2",
    "flex_3",
    "reimagine_1",
    "reimagine_2",
    "reimagine_3",
]


class LumaAudioBody(Body):
    """Sound for a video."""

    generation_type: Literal["add_audio"] | None = Field(default=None, description="`add_audio`.")
    prompt: StrictStr | None = Field(default=None, description="What is to be heard.")
    negative_prompt: StrictStr | None = Field(default=None, description="What is not to be heard.")
    callback_url: StrictStr | None = Callback


class LumaImageReferenceWeight(Body):
    """A picture and how much it counts."""

    url: StrictStr | None = None
    weight: float | None = None


class LumaIdentity(Body):
    """Pictures of one person."""

    images: list[StrictStr] | None = Field(default=None, max_length=4)


class LumaCharacters(Body):
    """Who is to be seen."""

    identity0: LumaIdentity | None = None


class LumaImageBody(Body):
    """A picture from words and other pictures."""

    generation_type: Literal["image"] | None = Field(default=None, description="`image`.")
    model: ModelName | None = Field(default=None, description="`photon-1` or `photon-flash-1`.")
    prompt: StrictStr | None = Field(default=None, description="What is to be seen.")
    aspect_ratio: AspectRatio | None = Field(default=None, description="Width to height.")
    format: Literal["jpg", "png"] | None = Field(default=None, description="The file's format.")
    image_ref: list[LumaImageReferenceWeight] | None = Field(
        default=None, max_length=4, description="Pictures to be guided by."
    )
    style_ref: list[LumaImageReferenceWeight] | None = Field(
        default=None, description="Pictures whose style it takes."
    )
    character_ref: LumaCharacters | None = Field(default=None, description="Who is to be seen.")
    modify_image_ref: LumaImageReferenceWeight | None = Field(
        default=None, description="The picture to be changed."
    )
    sync: bool | None = Field(default=None, description="Whether the answer waits for the picture.")
    sync_timeout: float | None = Field(default=None, description="How long it waits, in seconds.")
    callback_url: StrictStr | None = Callback


class LumaReframeImageBody(LumaGrid):
    """A picture in another shape."""

    generation_type: Literal["reframe_image"] = Field(description="`reframe_image`.")
    model: ModelName = Field(description="`photon-1` or `photon-flash-1`.")
    media: LumaMedia = Field(description="The picture.")
    aspect_ratio: AspectRatio = Field(description="The new shape, width to height.")
    format: Literal["jpg", "png"] | None = Field(default=None, description="The file's format.")
    prompt: StrictStr | None = Field(default=None, description="What surrounds the old frame.")
    callback_url: StrictStr | None = Callback


class LumaModifyVideoBody(Body):
    """A video in another look."""

    generation_type: Literal["modify_video"] = Field(description="`modify_video`.")
    model: ModelName = Field(description="`ray-2` or `ray-flash-2`.")
    media: LumaMedia = Field(description="The video.")
    mode: MODE = Field(description="How far the new video may go from the old one.")
    first_frame: LumaMedia | None = Field(default=None, description="The picture it begins with.")
    prompt: StrictStr | None = Field(default=None, description="What is to be seen.")
    callback_url: StrictStr | None = Callback
