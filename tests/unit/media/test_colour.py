from __future__ import annotations

import numpy as np
import pytest
from av import VideoFrame

from support.pictures import landscape
from vitascope.media.colour import rgb_to_yuv, yuv_to_rgb


@pytest.mark.parametrize(
    ("colour", "code"),
    [
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 0), (16, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
        ((128, 128, 128), (126, 128, 128)),
    ],
)
def test_bt709_codes(colour: tuple[int, int, int], code: tuple[int, int, int]) -> None:
    flat = np.full((8, 8, 3), colour, np.uint8)
    planes = rgb_to_yuv(flat)
    assert tuple(int(plane[2, 2]) for plane in planes) == code
    assert np.abs(yuv_to_rgb(*planes).astype(int) - flat).max() <= 2


def test_it_agrees_with_swscale() -> None:
    picture = landscape(320, 200)
    frame = VideoFrame.from_ndarray(picture, "rgb24")
    frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
    theirs = frame.to_ndarray()[:200]
    assert np.abs(theirs.astype(int) - rgb_to_yuv(picture)[0]).max() <= 1


def test_there_and_back() -> None:
    rows, columns = np.mgrid[0:200, 0:320]
    smooth = np.stack([rows, columns * 0.7, 255 - rows * 0.8], -1).astype(np.uint8)
    planes = rgb_to_yuv(smooth)
    assert [plane.shape for plane in planes] == [(200, 320), (100, 160), (100, 160)]
    assert np.abs(yuv_to_rgb(*planes).astype(int) - smooth).mean() < 1


def test_chroma_lies_on_the_even_columns() -> None:
    """A ramp across comes back where it was: siting errors would shift it by half a pixel."""
    ramp = np.zeros((16, 64, 3), np.uint8)
    ramp[..., 0] = np.arange(64) * 2 + 40
    _, _, v = rgb_to_yuv(ramp)
    _, _, full = (plane.astype(float) for plane in rgb_to_yuv(ramp[:, ::2].repeat(2, axis=1)))
    assert np.abs(v[4, 2:-2] - full[4, 2:-2]).max() <= 1
