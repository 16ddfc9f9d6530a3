from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from support import film
from support.pictures import landscape
from vitascope.engines.previz.joint import launch
from vitascope.engines.previz.picture.plan import PicturePlan, Pin
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.shots import PictureShot
from vitascope.media.colour import rgb_to_yuv

SIZE = 480, 270


def panned(speed: int, frames: int = 8) -> NDArray[np.uint8]:
    """A video that moves by whole pixels per frame."""
    wide = landscape(SIZE[0] + 8 * 12, SIZE[1])
    return np.stack([wide[:, i * speed : i * speed + SIZE[0]] for i in range(frames)])


def lumas(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.stack([rgb_to_yuv(picture)[0] for picture in pictures]).astype(np.float32)


@pytest.mark.parametrize("pin", [Pin.BEFORE, Pin.AFTER])
@pytest.mark.parametrize("speed", [0, 1, 3, 12])
def test_the_joint_is_no_larger_than_the_steps_beside_it(pin: Pin, speed: int) -> None:
    video = panned(speed)
    plan = PicturePlan(seed=1, frames=60, pin=pin)
    plan = plan.model_copy(update={"launch": launch(video, plan)})
    own = video[-1] if pin is Pin.BEFORE else video[0]
    shot = PictureShot(Plate.of_picture(own), plan)
    clip = np.stack([shot.frame(i)[0] for i in range(60)]).astype(np.float32)
    before, after = (lumas(video), clip) if pin is Pin.BEFORE else (clip, lumas(video))
    film.assert_joint(before, after, "before" if pin is Pin.BEFORE else "after")
    film.assert_moves(clip)
    joint = film.difference(before[-1], after[0])
    assert joint > 0.15


def test_a_fast_video_is_left_faster_than_a_slow_one() -> None:
    plan = PicturePlan(seed=1, frames=60, pin=Pin.BEFORE)
    assert launch(panned(0), plan) < launch(panned(1), plan) <= launch(panned(6), plan)


def test_a_single_frame_counts_as_still() -> None:
    plan = PicturePlan(seed=1, frames=60, pin=Pin.BEFORE)
    still = panned(0)
    assert launch(still[-1:], plan) == launch(still, plan) < launch(panned(3), plan)
