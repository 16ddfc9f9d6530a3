"""What a model is given: one list of held frames, whatever the family."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import FPS
from vitascope.domain.request import Lora
from vitascope.engines.base import Condition, Sound
from vitascope.engines.diffusers.timeline import Reach
from vitascope.media.arrays import Planes
from vitascope.media.image import cover_fit
from vitascope.media.inbetween import Pair, resampled

Frames = NDArray[np.uint8]
"""``(n, height, width, 3) uint8`` RGB."""
PairOf = Callable[[Planes, Planes], Pair]
"""What lies between two pictures is asked of what this makes of them."""


@dataclass(frozen=True)
class Window:
    """What a model made of one shot.

    ``frames`` come in blocks while later ones are decoded; ``sound`` is there where it makes sound.
    """

    frames: Iterator[Frames]
    sound: Sound | None = None


@dataclass(frozen=True)
class Hold:
    """Frames that a window must show from its frame ``at`` on."""

    at: int
    frames: Frames


@dataclass(frozen=True)
class Shot:
    """One window as any family is asked for it.

    ``holds`` lie in order and do not overlap. ``guidance_low`` is that of the second of two experts, where
    it is another. ``sigmas`` are noise levels, one a step, where the model wants certain ones; ``renoised``:
    each step begins from new noise. ``refined``: made at half the size first, then doubled and refined.
    """

    prompt: str
    negative: str
    width: int
    height: int
    frames: int
    fps: int
    steps: int
    guidance: float
    seed: int
    holds: tuple[Hold, ...] = ()
    loras: tuple[Lora, ...] = ()
    audio: bool = False
    guidance_low: float | None = None
    sigmas: tuple[float, ...] = ()
    renoised: bool = False
    refined: bool = False

    def halved(self) -> Shot:
        """The same at half its size."""
        width, height = self.width // 2, self.height // 2
        holds = tuple(Hold(hold.at, fitted(hold.frames, width, height)) for hold in self.holds)
        return replace(self, width=width, height=height, holds=holds, refined=False)

    def head(self) -> Hold | None:
        """What is held from the first frame on."""
        return next((hold for hold in self.holds if hold.at == 0), None)

    def tail(self) -> Hold | None:
        """What is held later."""
        return next((hold for hold in self.holds if hold.at > 0), None)


def context(end: Condition, fps: int, reach: Reach, width: int, height: int) -> Frames:
    """The frames next to a joint at the model's rate and size, as many as the family takes in.

    They lie on the model's clock, the frame at the joint being one of them.
    """
    at_start = end.position == "start"
    pictures = end.pictures
    step = FPS / fps
    most = reach.head if at_start else reach.tail
    count = reach.fits(int((len(pictures) - 1) / step + 1e-6) + 1, most) if end.source is not None else 1
    last = len(pictures) - 1
    places = [last - (count - 1 - i) * step if at_start else i * step for i in range(max(count, 1))]
    return fitted(retimed(pictures, places), width, height)


def retimed(pictures: Frames, places: Sequence[float], pair_of: PairOf = Pair) -> Frames:
    """The pictures at these rising positions, ``(len(places), height, width, 3)``, made where none is."""
    made = resampled(map(_planes, pictures), iter(places), pair_of=pair_of)
    return np.stack([_picture(planes) for planes in made])


def fitted(pictures: Frames, width: int, height: int) -> Frames:
    """Each of them cover-fitted."""
    return np.stack([cover_fit(picture, width, height) for picture in pictures])


def between(
    frames: Iterator[NDArray[np.uint8]], places: Iterator[float], pair_of: PairOf = Pair
) -> Iterator[Frames]:
    """A stream of pictures ``(height, width, 3)`` at these rising positions."""
    return (_picture(planes) for planes in resampled(map(_planes, frames), places, pair_of=pair_of))


def _planes(picture: NDArray[np.uint8]) -> Planes:
    """Green first: motion is looked for in the first plane, and green is most of luma."""
    red, green, blue = (np.ascontiguousarray(picture[..., channel]) for channel in range(3))
    return green, red, blue


def _picture(planes: Planes) -> NDArray[np.uint8]:
    green, red, blue = planes
    return np.dstack([red, green, blue])
