"""What a message says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from vitascope.clock import iso
from vitascope.domain.generation import Generation
from vitascope.domain.render import render_spec
from vitascope.domain.webhook import CALLBACK_KIND, Message

Link = Callable[[Generation, str], str | None]
"""The link to a generation's file of that name, or None where it has none."""
Writer = Callable[[Generation], bytes]
"""Writes the whole body about a generation."""
_NOBODY = UUID(int=0)
"""The id in a sample, which no generation has."""


class Payloads:
    """Writes bodies. A message has the same body on every try: it tells what was so when it happened."""

    def __init__(self, link: Link, others: Mapping[str, Writer] | None = None) -> None:
        """``others`` write the kinds of message whose form is a dialect's own."""
        self._link = link
        self._others = others or {}

    def body(self, message: Message) -> bytes:
        """The body as JSON. Raises ``ValueError`` for an event that this version cannot read."""
        told = message.payload.get("generation")
        generation = None if told is None else Generation.model_validate(told)
        if message.kind in self._others and generation is not None:
            return self._others[message.kind](generation)
        if message.kind == CALLBACK_KIND:
            raise ValueError(f"nobody here writes {message.kind}")
        write = self._openai if message.kind.startswith("video.") else self._own
        return json.dumps(write(message, generation), separators=(",", ":")).encode()

    def _own(self, message: Message, generation: Generation | None) -> dict[str, Any]:
        data = {"endpoint": message.endpoint} if generation is None else self._data(generation)
        return {"type": message.kind, "timestamp": iso(message.created_at), "data": data}

    @staticmethod
    def _openai(message: Message, generation: Generation | None) -> dict[str, Any]:
        """The event of the OpenAI API, which names the video and nothing more."""
        about = _NOBODY if generation is None else UUID(generation.id)
        return {
            "id": "evt_" + message.id.removeprefix("msg_"),
            "object": "event",
            "created_at": int(message.created_at),
            "type": message.kind,
            "data": {"id": f"video_{about.hex}"},
        }

    def _data(self, generation: Generation) -> dict[str, Any]:
        clip = generation.outcome or render_spec(generation.request, generation.seed)
        error = generation.error
        moments = ("created_at", "started_at", "finished_at")
        return {
            "id": generation.id,
            "state": generation.state.value,
            "requested_model": generation.request.model,
            "engine": generation.engine,
            "model": generation.model,
            "seed": generation.seed,
            "attempt": generation.attempt,
            "width": clip.width,
            "height": clip.height,
            "fps": clip.fps,
            "frames": clip.frames,
            "error": None if error is None else {"name": error.name, "message": error.message},
            "assets": {
                name: self._link(generation, name) for name in ("video", "thumbnail", "sheet", "stitched")
            },
        } | {name: _moment(getattr(generation, name)) for name in moments}


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else iso(seconds)
