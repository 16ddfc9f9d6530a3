"""Where the dialect is served, and how an id is found in a path."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor

VIDEOS = "/v1/videos"
FILES = "/v1/files"
MODELS = "/v1/models"
"""Served beside the dialects; what is refused there is said as this one's clients read it."""
WEBHOOKS = "/v1/webhook_endpoints"
WEBHOOK_EVENTS = "/v1/webhook_event_types"
ID = "video_id"
FILE_ID = "file_id"


class VideoIdConvertor(Convertor[str]):
    """An id in any form: ``video_<hex>``, ``uuid``, or ``uuid:model``, whose model may have slashes.

    The names of the endpoints beside the ids are none.
    """

    regex = r"(?!(?:edits|extensions|characters|sync)(?:/|$))[^/:]+(?::.*)?"

    def convert(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The text as it is."""
        return value


register_url_convertor("openai_id", VideoIdConvertor())

VIDEO = f"{VIDEOS}/{{{ID}:openai_id}}"
FILE = f"{FILES}/{{{FILE_ID}}}"
