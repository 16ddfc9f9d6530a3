"""Server-sent events (WHATWG HTML, section 9.2), from bytes to messages."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """One message of a stream; ``id`` is the last that was sent, with this message or before."""

    kind: str
    data: str
    id: str


class Messages:
    """Takes bytes in any pieces, gives the messages that are complete."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._text = ""
        self._kind = ""
        self._data: list[str] = []
        self._id = ""

    def feed(self, piece: bytes) -> Iterator[Message]:
        """The messages that this piece completes."""
        self._text += self._decode(piece)
        # A lone CR ends a line too, but the last one may be the first half of CR LF.
        held = "\r" if self._text.endswith("\r") else ""
        lines = self._text.removesuffix(held).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._text = lines.pop() + held
        for line in lines:
            message = self._line(line)
            if message:
                yield message

    def _line(self, line: str) -> Message | None:
        if not line:
            return self._dispatch()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._kind = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        return None

    def _dispatch(self) -> Message | None:
        kind, data = self._kind or "message", self._data
        self._kind, self._data = "", []
        return Message(kind, "\n".join(data), self._id) if data else None
