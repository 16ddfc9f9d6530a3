"""What all endpoints of the dialect have in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from vitascope.http.dialects.openai.answers import OpenAIError, VideoObject
from vitascope.http.openapi import refusals

POLL_AFTER = "openai-poll-after-ms"
VIDEO_ID = "x-video-id"
EXPOSED = (POLL_AFTER, VIDEO_ID)
"""What a page of another origin may read of an answer."""
SOON, LATER = 500, 1000
"""Milliseconds; a client reads the first one and keeps to it."""


HEADERS = {"Cache-Control": "no-store"}
"""Of every answer."""


def reply(answer: BaseModel) -> Response:
    """An answer as JSON, its nulls written out."""
    return Response(answer.model_dump_json(), 200, HEADERS, "application/json")


def reply_video(video: VideoObject) -> Response:
    """One video, and when it is worth to ask again."""
    return written(video.model_dump_json().encode(), video.meta.queue_position)


def written(video: bytes, place: int | None) -> Response:
    """The same of one that is JSON already, and its place in the queue."""
    headers = HEADERS | {POLL_AFTER: str(LATER if place else SOON)}
    return Response(video, 200, headers, "application/json")


def documented(model: type[BaseModel], told: str, *refused: int) -> dict[str, Any]:
    """What an endpoint's entry in the OpenAPI document says of its answers."""
    return {
        "response_model": None,
        "responses": {200: {"model": model, "description": told}, **refusals(OpenAIError, 401, *refused)},
        "tags": ["openai"],
    }


def documented_video(*refused: int) -> dict[str, Any]:
    """The same for an endpoint that answers a video."""
    return documented(VideoObject, "The video.", *refused)
