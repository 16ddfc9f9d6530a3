"""From a job's ends to the pictures an engine is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, assert_never

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition
from vitascope.media import cage
from vitascope.media.limits import MAX_BYTES
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
        case Clip(path=path, source=source):
            return Condition(position, _neighbours(path, position, job.spec), source)
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


def _neighbours(path: Path, position: Literal["start", "end"], spec: RenderSpec) -> NDArray[np.uint8]:
    count = max(2, min(NEIGHBOURS, NEIGHBOUR_PIXELS // (spec.width * spec.height)))
    end: Literal["first", "last"] = "last" if position == "start" else "first"
    return cage.neighbours(path, end, count, (spec.width, spec.height))
