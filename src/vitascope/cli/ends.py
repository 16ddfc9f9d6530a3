"""What the options say about the first and the last frame."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

import typer

from vitascope import ids
from vitascope.domain.request import GenerationKeyframe, ImageKeyframe, Keyframe
from vitascope.errors import KeyframeRefused, NotFound
from vitascope.service import Services

REMOTE = ("http://", "https://", "data:")


@dataclass(frozen=True)
class Picture:
    """A picture's file or URL."""

    text: str


@dataclass(frozen=True)
class Source:
    """An earlier generation's id, or a video file."""

    text: str


End = Picture | Source | None


def end(picture_option: str, picture: str | None, source_option: str, source: str | None) -> End:
    """One end of the clip from the two options that may set it; giving both is a misuse."""
    if picture is not None and source is not None:
        raise typer.BadParameter(
            f"{picture_option} and {source_option} set the same end of the clip; give one."
        )
    if picture is not None:
        return Picture(picture)
    return Source(source) if source is not None else None


def keyframe(end: End, services: Services, owner: str) -> Keyframe | None:
    """The keyframe that an end stands for; a video file is taken in as a generation of its own.

    Raises ``KeyframeRefused`` for a file that is not there and ``NotFound`` for an id that is none.
    """
    match end:
        case None:
            return None
        case Picture(text=text):
            return ImageKeyframe(url=text if text.lower().startswith(REMOTE) else _data_url(Path(text)))
        case Source(text=text):
            return GenerationKeyframe(id=_source(text, services, owner))
        case _:
            assert_never(end)


def _data_url(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KeyframeRefused(
            f"The picture {path} cannot be read: {error.strerror}. Give a file or an http(s) URL."
        ) from error
    return f"data:application/octet-stream;base64,{base64.b64encode(data).decode()}"


def _source(text: str, services: Services, owner: str) -> str:
    path = Path(text)
    if path.is_file():
        return services.generations.adopt(path, owner).id
    try:
        return ids.parse_generation_id(text)
    except NotFound as error:
        raise KeyframeRefused(
            f"{text!r} is neither a video file nor a generation's id. Give one of the two."
        ) from error
