"""The AI/ML API's ``/v2/video/generations``."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from vitascope.engines.remote.dialect import Standing, Word, failed, identity, json_call, link, mapping, share
from vitascope.engines.remote.wish import ClipEnd, End, Wish
from vitascope.netguard.call import Call

PATH = "/v2/video/generations"
_WORDS: dict[str, Word] = {
    "queued": "queued",
    "waiting": "queued",
    "completed": "completed",
    "error": "failed",
    "failed": "failed",
}
"""Every other word is taken for work in progress."""


class Aiml:
    """Speaks to the AI/ML API, or to another vitascope."""

    clips, tail = True, False

    def __init__(self, url: str) -> None:
        """``url`` is the server's, with or without the version that its SDK's base URL ends with."""
        self._url = url.rstrip("/").removesuffix("/v1").removesuffix("/v2").removesuffix(PATH) + PATH

    def create(self, wish: Wish) -> Call:
        """See ``Dialect``."""
        body: dict[str, Any] = {
            "model": wish.model,
            "prompt": wish.prompt,
            "resolution": wish.shape.resolution.value,
            "aspect_ratio": wish.shape.ratio.value,
            "duration": wish.length.seconds,
        }
        return json_call("POST", self._url, body | shared(wish))

    def fetch(self, remote_id: str) -> Call:
        """See ``Dialect``."""
        return json_call("GET", f"{self._url}?generation_id={quote(remote_id, safe='')}")

    def stops(self, remote_id: str) -> tuple[Call, ...]:
        """Cancel, as vitascope has it; else delete."""
        place = f"{self._url}/{quote(bare(remote_id), safe='')}"
        return json_call("POST", f"{place}/cancel"), json_call("DELETE", place)

    def read(self, found: Mapping[str, Any]) -> Standing:
        """See ``Dialect``."""
        word = _WORDS.get(str(found["status"]).lower(), "running")
        error, meta = mapping(found.get("error")), mapping(found.get("meta"))
        progress = meta.get("progress")
        return Standing(
            id=identity(found.get("id") or found["generation_id"]),
            word=word,
            fraction=share(progress),
            failure=failed(error.get("name"), error.get("message")) if word == "failed" else None,
            video=link(mapping(found.get("video")).get("url")),
        )

    def video(self, standing: Standing) -> str:
        """See ``Dialect``."""
        if not standing.video:
            raise KeyError("video.url")
        return standing.video


def shared(wish: Wish) -> dict[str, Any]:
    """What AI/ML and Luma write alike: keyframes, loop, and vitascope's extras."""
    body: dict[str, Any] = dict(wish.options)
    ends = {"frame0": _end(wish.start), "frame1": _end(wish.end)}
    if any(ends.values()):
        body["keyframes"] = {name: end for name, end in ends.items() if end}
    if wish.loop:
        body["loop"] = True
    if wish.seed is not None:
        body["seed"] = wish.seed
    if wish.length.frames is not None:
        body["num_frames"] = wish.length.frames
    return body


def bare(remote_id: str) -> str:
    """The id without the model behind it: paths and keyframes take a UUID."""
    return remote_id.partition(":")[0]


def data_url(data: bytes, media_type: str) -> str:
    """The bytes as a URL."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def _end(end: End) -> dict[str, str] | None:
    if end is None:
        return None
    if isinstance(end, ClipEnd):
        return {"type": "generation", "id": bare(end.id)}
    return {"type": "image", "url": data_url(end.data, end.media_type)}
