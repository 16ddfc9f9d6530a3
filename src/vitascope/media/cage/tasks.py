"""What the child does with a file: each task answers a value for JSON, and bytes beside it.

Those in ``STREAMS`` make one part after the other, each when it is wanted.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, TypeAdapter

from vitascope.media import decode, provenance
from vitascope.media.decode import first_frames, last_frames, sampled
from vitascope.media.image import ImageHeader, check_image, cover_fit, decode_image
from vitascope.media.join import Part, check_joinable, part
from vitascope.media.join import samples as read_samples
from vitascope.media.probe import VideoInfo, probe
from vitascope.media.thumbnail import Stills

_HEADER = TypeAdapter(ImageHeader)
_INFO = TypeAdapter(VideoInfo)
_PART = TypeAdapter(Part)
SAMPLE = struct.Struct("<q?")
"""What stands before an encoded frame's bytes: its number, and whether decoding can begin there."""
PART, MORE, ENOUGH = b"part", b"more", b"enough"
"""Of a stream: the child says that a part follows; its parent wants one more, or no others."""


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


def description(_order: Order, given: Material) -> Result:
    """What a video says that others are to be joined with."""
    return _PART.dump_python(part(given.files[0]), mode="json"), ()


def frames(given: Material) -> Generator[bytes]:
    """A video's frames: three planes each, one after the other."""
    for planes in decode.frames(given.files[0]):
        yield b"".join(plane.data for plane in planes)


def samples(given: Material) -> Generator[bytes]:
    """A video's frames as they are encoded."""
    for index, key, data in read_samples(given.files[0]):
        yield SAMPLE.pack(index, key) + data


TASKS: dict[str, Callable[[Order, Material], Result]] = {
    "header": header,
    "pixels": pixels,
    "fitted": fitted,
    "neighbours": neighbours,
    "probe": information,
    "tags": tags,
    "stills": stills,
    "joinable": joinable,
    "part": description,
}
STREAMS: dict[str, Callable[[Material], Generator[bytes]]] = {"frames": frames, "samples": samples}
