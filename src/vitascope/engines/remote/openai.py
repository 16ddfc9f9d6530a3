"""``/v1/videos``, as OpenAI made it and many servers speak it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from vitascope.domain.render import FPS
from vitascope.engines.remote.dialect import Standing, Word, failed, identity, json_call, mapping, share
from vitascope.engines.remote.wish import ClipEnd, PictureEnd, Wish
from vitascope.netguard.call import Call

BASE = "/v1"
_WORDS: dict[str, Word] = {
    "queued": "queued",
    "completed": "completed",
    "failed": "failed",
    "cancelled": "failed",
    "expired": "failed",
}
_NAMES = {"steps": "num_inference_steps", "guidance": "guidance_scale"}
"""Options that go by another name there."""


class OpenAI:
    """Speaks to vLLM-Omni, SGLang, a gateway, or another vitascope."""

    clips, tail = True, True

    def __init__(self, url: str) -> None:
        """``url`` is the server's, with or without the path that its SDK's base URL ends with."""
        self._url = url.rstrip("/").removesuffix(BASE) + BASE + "/videos"

    def create(self, wish: Wish) -> Call:
        """As a form with a picture's file, as an extension of a video there, or as JSON."""
        fields: dict[str, Any] = {"prompt": wish.prompt, "seconds": str(wish.length.seconds)}
        fields |= {_NAMES.get(name, name): value for name, value in wish.options.items()}
        if wish.seed is not None:
            fields["seed"] = wish.seed
        if wish.length.frames is not None:
            fields |= {"num_frames": wish.length.frames, "fps": FPS}
        if wish.loop:
            fields["loop"] = True
        if isinstance(wish.start, ClipEnd):
            return json_call("POST", f"{self._url}/extensions", fields | {"video": {"id": wish.start.id}})
        fields |= {"model": wish.model, "size": f"{wish.shape.width}x{wish.shape.height}"}
        if isinstance(wish.start, PictureEnd):
            return _form(self._url, fields, wish.start)
        return json_call("POST", self._url, fields)

    def fetch(self, remote_id: str) -> Call:
        """See ``Dialect``."""
        return json_call("GET", self._place(remote_id))

    def stops(self, remote_id: str) -> tuple[Call, ...]:
        """Deleting ends it; there is nothing milder."""
        return (json_call("DELETE", self._place(remote_id)),)

    def read(self, found: Mapping[str, Any]) -> Standing:
        """See ``Dialect``."""
        word = _WORDS.get(str(found["status"]).lower(), "running")
        error, progress = mapping(found.get("error")), found.get("progress")
        return Standing(
            id=identity(found["id"]),
            word=word,
            fraction=share(progress, 100.0),
            failure=failed(error.get("code"), error.get("message")) if word == "failed" else None,
        )

    def video(self, standing: Standing) -> str:
        """See ``Dialect``."""
        return f"{self._place(standing.id)}/content"

    def _place(self, remote_id: str) -> str:
        return f"{self._url}/{quote(remote_id, safe='')}"


def _form(url: str, fields: Mapping[str, Any], picture: PictureEnd) -> Call:
    """``multipart/form-data`` (RFC 7578) with the picture as ``input_reference``."""
    boundary = f"vitascope-{sha256(picture.data).hexdigest()[:32]}"
    kind = picture.media_type.rpartition("/")[2]
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{_text(value)}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="input_reference"; filename="first.{kind}"\r\n'
        f"Content-Type: {picture.media_type}\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), picture.data, f"\r\n--{boundary}--\r\n".encode()])
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Accept": "application/json"}
    return Call("POST", url, headers, body)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
