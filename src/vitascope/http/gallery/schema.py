"""The answers of the gallery."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from vitascope.domain.generation import State
from vitascope.http.dialects.aiml.schema import Failure


class Answer(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Links(Answer):
    """Links to the files, each null where there is none; ``frame0`` and ``frame1`` are the pictures sent."""

    video: str | None = None
    thumbnail: str | None = None
    sheet: str | None = None
    stitched: str | None = None
    frame0: str | None = None
    frame1: str | None = None


class Card(Answer):
    """One clip: how it stands, what it is, and the request that makes it again."""

    id: str
    state: State
    created_at: float = Field(description="Epoch seconds.")
    finished_at: float | None
    prompt: str
    model: str = Field(description="The model that made or will make it.")
    engine: str
    seed: int
    width: int
    height: int
    fps: int
    frames: int
    progress: float = Field(ge=0, le=1)
    stage: str
    position: int | None
    error: Failure | None
    links: Links
    parents: dict[str, str] = Field(description="The generations at its ends, by `frame0` and `frame1`.")
    made_from: str | None = Field(description="The generation that it repeats, larger or with other words.")
    has_plan: bool
    stitched_reason: str | None
    notice: str | None
    request: dict[str, Any] = Field(description="Sent to `/v2/video/generations` it makes the same clip.")


class Cards(Answer):
    """Some of the caller's clips, the newest first."""

    object: Literal["list"] = "list"
    data: list[Card]
    has_more: bool
    last_id: str | None = Field(description="What to send as `after` for the next page.")


class CardWithChain(Answer):
    """A clip; what plays before and after it, in order; and what was made from it."""

    card: Card
    before: list[Card]
    after: list[Card]
    continuations: list[Card]


class SessionBody(Answer):
    """Who is calling, and how that is known."""

    owner: str
    via: Literal["key", "session"]
    admin: bool = Field(description="Whether the caller runs this server.")
