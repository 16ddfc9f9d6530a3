"""From a job's ends to the pictures an engine is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, assert_never

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition
from vitascope.media import cage
from vitascope.media.limits import MAX_BYTES
from vitascope.media.watermark import Payload, Watermark
from vitascope.netguard.fetch import fetch
from vitascope.worker.job import Answer, Clip, End, ImageFile, ImageUrl, InputFetched, Job

NEIGHBOURS = 9
"""Frames next to a joint that an engine is shown, from which it sees how things move."""
NEIGHBOUR_PIXELS = NEIGHBOURS * 1920 * 1080
"""Of larger frames it is shown fewer, and never less than two."""
FETCH_SECONDS = 30.0


def conditions(job: Job, tell: Callable[[Answer], None]) -> tuple[Condition, ...]:
    """What the ends of the clip must be, start before end.

    Raises ``KeyframeUnreachable``, ``AddressRefused`` and ``MediaError``.
    """
    ends: tuple[tuple[Literal["start", "end"], End], ...] = (("start", job.start), ("end", job.end))
    return tuple(_condition(position, end, job, tell) for position, end in ends if end is not None)


def _condition(
    position: Literal["start", "end"],
    end: ImageFile | ImageUrl | Clip,
    job: Job,
    tell: Callable[[Answer], None],
) -> Condition:
    match end:
        case ImageFile(path=path):
            return Condition(position, _picture(path.read_bytes(), job.spec))
        case ImageUrl():
            return Condition(position, _picture(_fetched(end, job, tell), job.spec))
        case Clip():
            return Condition(position, _neighbours(end, position, job.spec), end.source)
        case _:
            assert_never(end)


def _picture(data: bytes, spec: RenderSpec) -> NDArray[np.uint8]:
    return cage.fitted(data, spec.width, spec.height)[np.newaxis]


def _fetched(end: ImageUrl, job: Job, tell: Callable[[Answer], None]) -> bytes:
    """The bytes behind a URL; what turns out to be a picture is kept, so that a retry finds the same."""
    data = fetch(end.url, allow=job.fetch_allow, max_bytes=MAX_BYTES, timeout=FETCH_SECONDS).data
    media_type = f"image/{cage.check_image(data).format.lower()}"
    path = job.scratch / end.name
    path.write_bytes(data)
    tell(InputFetched(end.name, path, media_type))
    return data


def _neighbours(clip: Clip, position: Literal["start", "end"], spec: RenderSpec) -> NDArray[np.uint8]:
    """The frames next to the joint, without the mark that this clip will carry on."""
    count = max(2, min(NEIGHBOURS, NEIGHBOUR_PIXELS // (spec.width * spec.height)))
    end: Literal["first", "last"] = "last" if position == "start" else "first"
    frames = cage.neighbours(clip.path, end, count, (spec.width, spec.height))
    if clip.mark is None:
        return frames
    payload = Payload.from_number(clip.mark)
    mark = Watermark(spec.width, spec.height, count, start=payload, end=payload)
    return np.stack([mark.lift(frame) for frame in frames])
