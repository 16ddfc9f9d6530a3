"""Looking for the watermark in a file that may have been scaled, cropped and encoded again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.media.arrays import Plane
from vitascope.media.decode import frames
from vitascope.media.watermark import CELLS, Pattern, Payload, carriers, reference, words

CERTAIN = 11.0
"""Standard deviations above which a mark is believed: of where it lies and of what it carries, together.
A search looks at about 4 million places of noise, whose highest is near 5, as is the likeliest of 16 million
payloads there; ``bench.watermark`` says how seldom both together reach this."""
_PIXELS = 2
"""Pixels of a cell while looking."""
_SIDE = CELLS * _PIXELS
_SHARES = np.arange(0.60, 1.0201, 0.004)
"""Parts of the original's short side that a cropped picture may have kept."""
_MOST_FRAMES = 240
_CANDIDATES = 8
"""Sizes at which the pattern stands out most, of which what they carry is read."""


Spectrum = NDArray[np.complex64]


@dataclass(frozen=True)
class Found:
    """A mark, and by how many standard deviations it stands out."""

    payload: Payload
    deviations: float


@dataclass(frozen=True)
class _Tile:
    """Everything laid over one tile, as flattened spectrum, and where what is sought stands out in it.

    ``noise`` is the standard deviation of a pattern's product with the tile where the pattern is not.
    """

    deviations: float
    place: tuple[int, int]
    level: Spectrum
    noise: float


def find_mark(video: Path) -> Found | None:
    """The mark in a file, or None. Raises ``MediaError`` for a file that cannot be decoded."""
    return find_in(luma for luma, _, _ in frames(video))


def find_in(lumas: Iterator[Plane]) -> Found | None:
    """The mark in the lumas of a clip, of which at most the first ``_MOST_FRAMES`` are looked at."""
    found = likeliest(gathered(lumas), _reference())
    return found if found.deviations >= CERTAIN else None


def likeliest(seen: Pattern, sought: Spectrum) -> Found:
    """What a mark carries, if there is one, where the pattern that is ``sought`` stands out most.

    ``seen`` is what ``gathered`` gave, ``sought`` what ``spectrum`` gave.
    """
    tiles = (_aligned(_folded(seen, float(share)), sought) for share in _SHARES)
    best = nlargest(_CANDIDATES, tiles, key=lambda tile: tile.deviations)
    return max(map(_carried, best), key=lambda found: found.deviations)


def spectrum(pattern: Pattern) -> Spectrum:
    """A pattern ``(CELLS, CELLS)`` in the form in which it is looked for."""
    return np.asarray(np.fft.rfft2(_enlarged(pattern)), np.complex64)


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


def _aligned(folded: Pattern, sought: Spectrum) -> _Tile:
    """Where what is sought stands out most, and how far."""
    spectrum = np.asarray(np.fft.rfft2(folded), np.complex64)
    power = np.abs(spectrum)
    level = spectrum / (power + 0.5 * power.mean() + 1e-9)
    match = np.fft.irfft2(level * np.conj(sought))
    noise = float(match.std()) + 1e-9
    row, column = np.unravel_index(int(match.argmax()), match.shape)
    return _Tile(float(match.max()) / noise, (int(row), int(column)), level, noise)


def _carried(tile: _Tile) -> Found:
    """What the tile carries, and how far that and its place stand out together."""
    row, column = tile.place
    field = np.roll(np.fft.irfft2(tile.level), (-row, -column), (0, 1)).astype(np.float32) / tile.noise
    strengths = np.tensordot(_carriers(), field, ((1, 2), (0, 1)))
    half = strengths.size // 2
    (installation, one), (request, other) = _read(strengths[:half]), _read(strengths[half:])
    carried = (one + other) / np.sqrt(2.0)
    return Found(Payload(installation, request), float((tile.deviations + carried) / np.sqrt(2.0)))


def _read(strengths: NDArray[np.float32]) -> tuple[int, float]:
    """The number whose code word agrees best, and by how many standard deviations."""
    agreement = np.where(words(), 1.0, -1.0) @ strengths / np.sqrt(strengths.size)
    number = int(np.argmax(agreement))
    return number, float(agreement[number])


def _enlarged(pattern: Pattern) -> Pattern:
    wrapped = cv2.copyMakeBorder(pattern, 2, 2, 2, 2, cv2.BORDER_WRAP)
    large = cv2.resize(wrapped, None, fx=_PIXELS, fy=_PIXELS, interpolation=cv2.INTER_LINEAR)
    edge = 2 * _PIXELS
    return _detail(np.asarray(large, np.float32))[edge:-edge, edge:-edge]


@cache
def _reference() -> Spectrum:
    return spectrum(reference())


@cache
def _carriers() -> Pattern:
    return np.stack([_enlarged(one) for one in carriers()])
