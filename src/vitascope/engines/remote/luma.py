"""Luma's Dream Machine API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from vitascope.engines.remote.aiml import bare, shared
from vitascope.engines.remote.dialect import Standing, Word, failed, identity, json_call, link, mapping, share
from vitascope.engines.remote.wish import Wish
from vitascope.netguard.call import Call

BASE = "/dream-machine/v1"
_WORDS: dict[str, Word] = {"queued": "queued", "completed": "completed", "failed": "failed"}


class Luma:
    """Speaks to Luma, or to another vitascope."""

    clips, tail = True, False

    def __init__(self, url: str) -> None:
        """``url`` is the server's, with or without the path that its SDK's base URL ends with."""
        self._url = url.rstrip("/").removesuffix(BASE) + BASE + "/generations"

    def create(self, wish: Wish) -> Call:
        """See ``Dialect``."""
        body: dict[str, Any] = {
            "generation_type": "video",
            "model": wish.model,
            "prompt": wish.prompt,
            "resolution": wish.shape.resolution.value,
            "aspect_ratio": wish.shape.ratio.value,
            "duration": f"{wish.length.seconds}s",
        } | shared(wish)
        if "concepts" in body:
            body["concepts"] = [{"key": concept} for concept in body["concepts"]]
        return json_call("POST", f"{self._url}/video", body)

    def fetch(self, remote_id: str) -> Call:
        """See ``Dialect``."""
        return json_call("GET", self._place(remote_id))

    def stops(self, remote_id: str) -> tuple[Call, ...]:
        """Deleting ends it; there is nothing milder."""
        return (json_call("DELETE", self._place(remote_id)),)

    def read(self, found: Mapping[str, Any]) -> Standing:
        """See ``Dialect``."""
        word = _WORDS.get(str(found["state"]).lower(), "running")
        progress = mapping(found.get("meta")).get("progress")
        return Standing(
            id=identity(found["id"]),
            word=word,
            fraction=share(progress),
            failure=failed(None, found.get("failure_reason")) if word == "failed" else None,
            video=link(mapping(found.get("assets")).get("video")),
        )

    def video(self, standing: Standing) -> str:
        """See ``Dialect``."""
        if not standing.video:
            raise KeyError("assets.video")
        return standing.video

    def _place(self, remote_id: str) -> str:
        return f"{self._url}/{quote(bare(remote_id), safe='')}"
