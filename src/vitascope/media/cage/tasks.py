"""What the child does with a file: each task answers a value for JSON, and bytes beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter

from vitascope.media import provenance
from vitascope.media.decode import first_frames, last_frames, sampled
from vitascope.media.image import ImageHeader, check_image, cover_fit, decode_image
from vitascope.media.join import check_joinable
from vitascope.media.probe import VideoInfo, probe
from vitascope.media.thumbnail import Stills

_HEADER = TypeAdapter(ImageHeader)
_INFO = TypeAdapter(VideoInfo)


class Order(BaseModel):
    """One file to look at; which fields matter is up to the task."""

    model_config = ConfigDict(frozen=True)

    task: str
    files: int = 0
    width: int = 0
    height: int = 0
    count: int = 0
    frames: int = 0
    end: Literal["first", "last"] = "first"


@dataclass(frozen=True)
class Material:
    """What comes with an order: the bytes of a picture, or open files."""

    data: bytes
    files: Sequence[BinaryIO]


Result = tuple[object, tuple[bytes, ...]]


def header(_order: Order, given: Material) -> Result:
    """What a picture's header says."""
    return _HEADER.dump_python(check_image(given.data), mode="json"), ()


def pixels(order: Order, given: Material) -> Result:
    """The same, once every pixel was decoded."""
    told = header(order, given)
    decode_image(given.data)
    return told


def fitted(order: Order, given: Material) -> Result:
    """A picture's pixels at the size that is wanted."""
    return None, (cover_fit(decode_image(given.data), order.width, order.height).tobytes(),)


def neighbours(order: Order, given: Material) -> Result:
    """A video's first or last frames at the size that is wanted."""
    read = first_frames if order.end == "first" else last_frames
    shown = [cover_fit(frame, order.width, order.height) for frame in read(given.files[0], order.count)]
    return None, (np.stack(shown).tobytes(),)


def information(_order: Order, given: Material) -> Result:
    """What a video's header says."""
    return _INFO.dump_python(probe(given.files[0]), mode="json"), ()


def tags(_order: Order, given: Material) -> Result:
    """What a video says of its making."""
    return provenance.read(given.files[0]), ()


def stills(order: Order, given: Material) -> Result:
    """A thumbnail and a contact sheet."""
    shown = Stills(order.frames, order.width)
    for index, frame in enumerate(sampled(given.files[0], order.frames)):
        shown.see(index, frame)
    return None, (shown.webp(), shown.jpeg())


def joinable(_order: Order, given: Material) -> Result:
    """Nothing, where the files could be one."""
    check_joinable(given.files)
    return None, ()


TASKS: dict[str, Callable[[Order, Material], Result]] = {
    "header": header,
    "pixels": pixels,
    "fitted": fitted,
    "neighbours": neighbours,
    "probe": information,
    "tags": tags,
    "stills": stills,
    "joinable": joinable,
}
