"""RGB to BT.709 limited-range 4:2:0 and back.

ITU-R BT.709-6, 3.2 to 3.5. Chroma is sited as H.264 assumes when nothing is said: on the even luma
columns, half-way between luma rows.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.media.arrays import Picture, Plane, Planes

_KR, _KB = 0.2126, 0.0722
_KG = 1.0 - _KR - _KB
_LUMA, _CHROMA = 219.0 / 255.0, 224.0 / 255.0
_CB, _CR = 2.0 * (1.0 - _KB), 2.0 * (1.0 - _KR)

_TO_YUV = np.array(
    [
        [_KR * _LUMA, _KG * _LUMA, _KB * _LUMA, 16.0],
        [-_KR / _CB * _CHROMA, -_KG / _CB * _CHROMA, 0.5 * _CHROMA, 128.0],
        [0.5 * _CHROMA, -_KG / _CR * _CHROMA, -_KB / _CR * _CHROMA, 128.0],
    ]
)
_BACK = np.linalg.inv(_TO_YUV[:, :3])
_TO_RGB = np.hstack([_BACK, -_BACK @ _TO_YUV[:, 3:]])
_ACROSS = np.array([0.25, 0.5, 0.25])
_DOWN = np.array([1.0])
_LARGE = 1_000_000
"""Pixels from which a second thread is worth its start."""


def rgb_to_yuv(picture: Picture) -> Planes:
    """Planes of ``(height, width, 3) uint8`` RGB with even sides: Y at full, U and V at half size.

    Two threads convert a half of a large picture each, for somebody waits for its first frame.
    """
    height, width = picture.shape[:2]
    if height * width < _LARGE:
        return _converted(picture)
    middle = height // 4 * 2
    with ThreadPoolExecutor(1, thread_name_prefix="colour") as beside:
        upper = beside.submit(_converted, picture[:middle])
        lower = _converted(picture[middle:])
    y, u, v = (np.concatenate(halves) for halves in zip(upper.result(), lower, strict=True))
    return y, u, v


def _converted(picture: Picture) -> Planes:
    height, width = picture.shape[:2]
    halved = cv2.resize(picture, (width, height // 2), interpolation=cv2.INTER_AREA)
    smoothed = cv2.sepFilter2D(halved, -1, _ACROSS, _DOWN, borderType=cv2.BORDER_REPLICATE)
    luma = cv2.transform(picture, _TO_YUV[:1])
    chroma = cv2.transform(np.ascontiguousarray(smoothed[:, ::2]), _TO_YUV[1:])
    return _plane(luma), _plane(chroma[..., 0]), _plane(chroma[..., 1])


def yuv_to_rgb(y: Plane, u: Plane, v: Plane) -> Picture:
    """``(height, width, 3) uint8`` RGB of one frame; sides even."""
    whole = np.dstack([y, _full(u, y.shape), _full(v, y.shape)])
    return _plane(cv2.transform(whole, _TO_RGB))


def _full(chroma: Plane, shape: tuple[int, ...]) -> Plane:
    height, width = shape[0], shape[1]
    tall = cv2.resize(chroma, (width // 2, height), interpolation=cv2.INTER_LINEAR)
    following = np.hstack([tall[:, 1:], tall[:, -1:]])
    full = np.empty((height, width), np.uint8)
    full[:, ::2] = tall
    full[:, 1::2] = cv2.addWeighted(tall, 0.5, following, 0.5, 0.0)
    return full


def _plane(values: NDArray[np.generic] | cv2.typing.MatLike) -> Plane:
    return np.ascontiguousarray(values, np.uint8)
