"""What is stored of a clip made from pictures: enough to render it again and to continue it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from vitascope.domain.render import FPS
from vitascope.domain.request import Frozen
from vitascope.engines.previz.plan import DEEDS, WORDS, CameraMove, ShotPlan


class Pin(StrEnum):
    """Where in the move the camera stands where the picture was taken.

    ``FIRST`` and ``LAST`` frames *are* the picture. ``BEFORE`` the first and ``AFTER`` the last: the clip
    goes on from a video's last frame, or leads into a video's first, one step away from it.
    """

    FIRST = "first"
    LAST = "last"
    BEFORE = "before"
    AFTER = "after"


class PicturePlan(Frozen):
    """A camera move over one picture.

    ``ambient`` are the words for what stirs in it.
    ``launch`` multiplies the speed at the joint with a video, so that it matches that video's own;
    ``inherited`` is that video's camera velocity there, per frame, as the seven parts of a ``View``,
    where it is known.
    """

    version: int = 1
    path: Literal["picture"] = "picture"
    seed: int
    frames: int = Field(ge=1)
    pin: Pin = Pin.FIRST
    loop: bool = False
    moves: tuple[CameraMove, ...] = Field(default=(), max_length=DEEDS)
    ambient: tuple[str, ...] = Field(default=(), max_length=WORDS)
    launch: float = Field(default=1.0, gt=0, le=8)
    inherited: tuple[float, float, float, float, float, float, float] | None = None

    def since(self, index: int) -> float:
        """Seconds to frame ``index`` from where the clip shows, or would show, the picture itself."""
        at = {Pin.FIRST: 0, Pin.BEFORE: -1, Pin.LAST: self.frames - 1, Pin.AFTER: self.frames}[self.pin]
        return (index - at) / FPS


class Style(StrEnum):
    """How one shot becomes another: along what moved between two pictures, or behind a moving front.

    What moved is seen by optical flow (``morph``) or by the network RIFE (``rife``), where that is installed.
    """

    RIFE = "rife"
    MORPH = "morph"
    FRONT = "front"


class TransitionPlan(Frozen):
    """Two shots over the whole clip, the second taking the first one's place.

    ``moves`` give the front its direction. A ``RIFE`` and a ``MORPH`` have a picture at either end.
    """

    version: int = 1
    path: Literal["transition"] = "transition"
    seed: int
    frames: int = Field(ge=1)
    style: Style = Style.FRONT
    moves: tuple[CameraMove, ...] = Field(default=(), max_length=DEEDS)
    first: PicturePlan | ShotPlan
    second: PicturePlan | ShotPlan
