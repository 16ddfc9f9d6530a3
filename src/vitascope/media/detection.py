"""Looking for the watermark in a file that may have been scaled, cropped and encoded again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.media.arrays import Plane
from vitascope.media.decode import frames
from vitascope.media.watermark import CELLS, Pattern, Payload, carriers, reference, words

CERTAIN = 8.0
"""Standard deviations above which a mark is believed. A search looks at about 7 million places of noise,
whose highest is near 5; by the normal distribution one in 10^8 searches reaches 8."""
_PIXELS = 4
"""Pixels of a cell while looking."""
_SIDE = CELLS * _PIXELS
_SHARES = np.arange(0.60, 1.0201, 0.004)
"""Parts of the original's short side that a cropped picture may have kept."""
_MOST_FRAMES = 240


@dataclass(frozen=True)
class Found:
    """A mark, and by how many standard deviations it stands out."""

    payload: Payload
    deviations: float


def find_mark(video: Path) -> Found | None:
    """The mark in a file, or None. Raises ``MediaError`` for a file that cannot be decoded."""
    return find_in(luma for luma, _, _ in frames(video))


def find_in(lumas: Iterator[Plane]) -> Found | None:
    """The mark in the lumas of a clip, of which at most the first ``_MOST_FRAMES`` are looked at."""
    deviations, field = strongest(gathered(lumas), _reference())
    if deviations < CERTAIN:
        return None
    strengths = np.tensordot(_carriers(), field, ((1, 2), (0, 1)))
    half = strengths.size // 2
    return Found(Payload(_nearest(strengths[:half]), _nearest(strengths[half:])), deviations)


def strongest(seen: Pattern, sought: NDArray[np.complex128]) -> tuple[float, Pattern]:
    """How far the pattern that is ``sought`` stands out at its best size and place, and the tile there.

    ``seen`` is what ``gathered`` gave, ``sought`` what ``spectrum`` gave.
    """
    tiles = (_aligned(_folded(seen, float(share)), sought) for share in _SHARES)
    return max(tiles, key=lambda one: one[0])


def spectrum(pattern: Pattern) -> NDArray[np.complex128]:
    """A pattern ``(CELLS, CELLS)`` in the form in which it is looked for."""
    return np.asarray(np.fft.rfft2(_enlarged(pattern)))


def gathered(lumas: Iterator[Plane]) -> Pattern:
    """The sum of what stands out from its surroundings, each place weighted by how calm it is.

    A pattern of even height in noise of uneven variance is best found by weights of one over the variance.
    """
    total: Pattern | None = None
    for number, luma in enumerate(lumas):
        if number >= _MOST_FRAMES:
            break
        scale = _SIDE / min(luma.shape)
        size = max(_PIXELS, round(luma.shape[1] * scale)), max(_PIXELS, round(luma.shape[0] * scale))
        small = np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.float32)
        detail = _detail(small)
        power = cv2.GaussianBlur(detail * detail, (0, 0), 2 * _PIXELS)
        spread = np.sqrt(power + 1)
        calm = (np.clip(detail / spread, -2, 2) / spread).astype(np.float32)
        total = calm if total is None else total + calm
    return np.zeros((_SIDE, _SIDE), np.float32) if total is None else total


def _detail(picture: Pattern) -> Pattern:
    return np.asarray(picture - cv2.GaussianBlur(picture, (0, 0), 0.9 * _PIXELS), np.float32)


def _folded(seen: Pattern, share: float) -> Pattern:
    """Everything laid over one tile, if the picture kept that part of the original's short side."""
    height, width = (max(_PIXELS, round(side * share)) for side in seen.shape)
    scaled = cv2.resize(seen, (width, height), interpolation=cv2.INTER_LINEAR)
    tiles = np.zeros((-(-height // _SIDE) * _SIDE, -(-width // _SIDE) * _SIDE), np.float32)
    tiles[:height, :width] = scaled
    return np.asarray(tiles.reshape(-1, _SIDE, tiles.shape[1] // _SIDE, _SIDE).sum(axis=(0, 2)), np.float32)


def _aligned(folded: Pattern, sought: NDArray[np.complex128]) -> tuple[float, Pattern]:
    """How far what is sought stands out at its best place, and the field moved there."""
    spectrum = np.fft.rfft2(folded)
    power = np.abs(spectrum)
    level = spectrum / (power + 0.5 * power.mean() + 1e-9)
    match = np.fft.irfft2(level * np.conj(sought))
    place = np.unravel_index(int(match.argmax()), match.shape)
    field = np.roll(np.fft.irfft2(level), (-int(place[0]), -int(place[1])), (0, 1))
    return float(match.max() / (match.std() + 1e-9)), np.asarray(field, np.float32)


def _nearest(strengths: NDArray[np.float32]) -> int:
    """The number whose code word agrees best."""
    return int(np.argmax(np.where(words(), 1.0, -1.0) @ strengths))


def _enlarged(pattern: Pattern) -> Pattern:
    wrapped = cv2.copyMakeBorder(pattern, 2, 2, 2, 2, cv2.BORDER_WRAP)
    large = cv2.resize(wrapped, None, fx=_PIXELS, fy=_PIXELS, interpolation=cv2.INTER_LINEAR)
    edge = 2 * _PIXELS
    return _detail(np.asarray(large, np.float32))[edge:-edge, edge:-edge]


@cache
def _reference() -> NDArray[np.complex128]:
    return spectrum(reference())


@cache
def _carriers() -> Pattern:
    return np.stack([_enlarged(one) for one in carriers()])
