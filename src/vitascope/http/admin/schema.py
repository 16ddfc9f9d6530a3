"""The bodies of the operator's endpoints."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vitascope.domain.generation import State
from vitascope.domain.key import USUAL, ApiKey, Scope
from vitascope.domain.limits import MOST, Limits
from vitascope.domain.queue import Presence, Signal
from vitascope.domain.request import PRIORITIES
from vitascope.http.dialects.aiml.schema import Failure


class Answer(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StorageBody(Answer):
    """Files and bytes that are kept, and the bytes that are free on that disk."""

    files: int
    bytes: int
    free: int


class ServerBody(Answer):
    """The server at a glance; each part of ``health`` is ``ok``, ``starting``, or the reason why not."""

    version: str
    status: str
    health: dict[str, str]
    pools: list[Signal]
    workers: list[Presence]
    counts: dict[State, int]
    storage: StorageBody
    models: list[str] = Field(description="The installed models.")


class Entry(Answer):
    """A generation of anybody's, as its operator sees it."""

    id: str
    owner: str
    state: State
    model: str
    prompt: str
    priority: int
    attempt: int
    created_at: float
    progress: float
    stage: str
    worker: str | None = Field(description="Who renders it.")
    position: int | None = Field(description="How many are served before it; null unless it waits.")
    cost: float | None = Field(description="The estimated seconds of its render.")
    starts_in: float | None = Field(description="The estimated seconds until it starts, where known.")
    thumbnail: str | None
    error: Failure | None


class EntryList(Answer):
    """Generations."""

    object: Literal["list"] = "list"
    data: list[Entry]


class KeyList(Answer):
    """API keys, without their texts."""

    object: Literal["list"] = "list"
    data: list[ApiKey]


class MadeKey(Answer):
    """A new key; ``text`` is what a client sends, and is not shown again."""

    key: ApiKey
    text: str


class OwnerBody(Answer):
    """Somebody who holds keys."""

    owner: str
    limits: Limits
    spent: float = Field(description="Dollars of the last 30 days, what waits and runs included.")
    stored_bytes: int = Field(description="Bytes of what was made and is kept.")


class OwnerList(Answer):
    """Everybody with a key, by name."""

    data: list[OwnerBody]


class LimitsWish(Limits):
    """What an owner may ask for; null is unlimited."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    owner: str = Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$", description="Whose.")
    weight: float = Field(default=1.0, ge=0.001, le=1e6, description="The share beside others; 1 is usual.")
    rate_per_minute: float | None = Field(
        default=None, ge=0.001, le=MOST, description="How many may be created in a minute."
    )


class Wish(BaseModel):
    """A JSON body."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyWish(Wish):
    """What a key is for."""

    name: str = Field(default="", max_length=100, description="What the key is for.")
    owner: str = Field(
        default="default",
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x1f]+$",
        description="Whose generations it sees and makes.",
    )
    scopes: tuple[Scope, ...] = Field(
        default=USUAL,
        min_length=1,
        max_length=len(Scope),
        description="What it may be used for: to create and change, to read, to run the server (admin).",
    )
    expires_at: float | None = Field(
        default=None, gt=0, description="From when on it opens nothing, in epoch seconds; null: never."
    )


class PriorityWish(Wish):
    """Where in the queue something should be."""

    priority: int = Field(
        ge=PRIORITIES[0], le=PRIORITIES[1], description="What has more is rendered first.", strict=True
    )
