"""What the older Luma routes of the AI/ML API read and answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, RootModel, StrictBool, StrictStr

from vitascope.clock import iso
from vitascope.domain.generation import Generation, State
from vitascope.domain.request import (
    PROMPT_LIMIT,
    AspectRatio,
    GenerationKeyframe,
    GenerationRequest,
    ImageKeyframe,
)
from vitascope.http.dialects.aiml.present import STATUS, error_of
from vitascope.http.dialects.aiml.schema import Answer, Body, Failure, Status, Video
from vitascope.http.dialects.luma.answers import LumaGeneration
from vitascope.http.dialects.luma.present import present
from vitascope.http.facts import facts
from vitascope.service.assets import AssetLinks
from vitascope.service.generations import Standing

MODEL = "luma/ray-1-6"
"""What these routes made."""
TaskState = Literal["pending", "processing", "completed", "failed"]
_TASK_STATES: dict[State, TaskState] = {
    State.QUEUED: "pending",
    State.RUNNING: "processing",
    State.COMPLETED: "completed",
    State.FAILED: "failed",
    State.CANCELLED: "failed",
}


class LegacyGeneration(LumaGeneration):
    """A generation in Luma's words and, beside them, in those of ``/v2/video/generations``."""

    generation_id: str
    status: Status
    video: Video | None
    error: Failure | None


class LegacyGenerations(RootModel[list[LegacyGeneration]]):
    """Those that were asked for, in that order."""


class LegacyExtendBody(Body):
    """What is to follow on a clip."""

    user_prompt: StrictStr = Field(max_length=PROMPT_LIMIT, description="What is to be seen.")
    expand_prompt: StrictBool | None = Field(
        default=None, description="Changes nothing: every prompt is planned in full."
    )
    image_url: StrictStr | None = Field(default=None, description="The picture it begins with.")
    image_end_url: StrictStr | None = Field(default=None, description="The picture it ends with.")

    def continuing(self, generation_id: str) -> GenerationRequest:
        """The same in the house's words, for what follows on a clip. A first picture is the clip's own."""
        end = {"frame1": ImageKeyframe(url=self.image_end_url)} if self.image_end_url else {}
        source = GenerationKeyframe(id=generation_id)
        return GenerationRequest.model_validate(
            {"model": MODEL, "prompt": self.user_prompt, "frame0": source} | end
        )


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class LegacyCreateBody(LegacyExtendBody):
    """What to generate."""

    aspect_ratio: AspectRatio | None = Field(default=None, description="Width to height; absent: `16:9`.")
    loop: Annotated[StrictBool, BeforeValidator(_lower)] | None = Field(
        default=None, description="The clip's end leads into its beginning."
    )

    def request(self) -> GenerationRequest:
        """The same in the house's words."""
        given: dict[str, object] = {"model": MODEL, "prompt": self.user_prompt, "resolution": "720p"}
        given |= {"aspect_ratio": self.aspect_ratio} if self.aspect_ratio else {}
        given |= {"loop": self.loop} if self.loop is not None else {}
        for name, url in (("frame0", self.image_url), ("frame1", self.image_end_url)):
            given |= {name: ImageKeyframe(url=url)} if url else {}
        return GenerationRequest.model_validate(given)


class TaskVideo(Answer):
    """The finished video."""

    url: str
    width: int
    height: int
    thumbnail: str | None


class LegacyTask(Answer):
    """A generation as the first version of these routes told it."""

    id: str
    generation_id: str
    prompt: str
    state: TaskState
    created_at: str
    video: TaskVideo | None
    liked: None = None
    estimate_wait_seconds: None = None
    error: Failure | None


class LegacyTasks(RootModel[list[LegacyTask]]):
    """Those that were asked for, in that order."""


def legacy_generation(standing: Standing, links: AssetLinks, ignored: Sequence[str]) -> LegacyGeneration:
    """The answer of version 2."""
    generation = standing.generation
    shown = present(standing, links, ignored)
    url = links.url(generation, "video")
    return LegacyGeneration(
        **{name: getattr(shown, name) for name in LumaGeneration.model_fields},
        generation_id=generation.id,
        status=STATUS[generation.state],
        video=Video(url=url) if url else None,
        error=error_of(generation),
    )


def legacy_task(generation: Generation, links: AssetLinks) -> LegacyTask:
    """The answer of version 1."""
    url, clip = links.url(generation, "video"), facts(Standing(generation))
    size = {"width": clip["width"], "height": clip["height"]}
    return LegacyTask(
        id=generation.id,
        generation_id=generation.id,
        prompt=generation.request.prompt,
        state=_TASK_STATES[generation.state],
        created_at=iso(generation.created_at, digits=6),
        video=TaskVideo(url=url, thumbnail=links.url(generation, "thumbnail"), **size) if url else None,
        error=error_of(generation),
    )
