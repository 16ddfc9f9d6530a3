"""Looking for the watermark in a file that may have been scaled, cropped and encoded again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.media.arrays import Plane, Planes
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
_CANDIDATES = 12
"""Places at which the pattern stands out most, of which what they carry is read."""
_LOOKS = ((1.0, 1.0), (0.0, 1.0), (1.0, 0.0))
"""Lightness and colour together, and each alone: a clip may show the mark in one, and noise in the other."""
_FLOORS = (1.0, 0.1)
"""Grey levels squared by which what an encoder leaves of lightness and of colour is taken to be uncertain."""
_SMOOTH = (0.9, 2.7)
"""Cells over which their surroundings reach."""

Spectrum = NDArray[np.complex64]
"""``(2, rows, columns)``, as ``Pattern`` here is: of lightness and of colour."""


@dataclass(frozen=True)
class Found:
    """A mark, and by how many standard deviations it stands out."""

    payload: Payload
    deviations: float


@dataclass(frozen=True)
class _Tile:
    """Everything laid over one tile, as flattened spectra, and where what is sought stands out in it.

    ``noise`` are the standard deviations of the patterns' products with the tile where they are not.
    """

    deviations: float
    place: tuple[int, int]
    level: Spectrum
    noise: Pattern
    look: tuple[float, float]


def find_in(clip: Iterator[Planes]) -> Found | None:
    """The mark in the frames of a clip, of which at most the first ``_MOST_FRAMES`` are looked at."""
    found = likeliest(gathered(clip), _reference())
    return found if found.deviations >= CERTAIN else None


def likeliest(seen: Pattern, sought: Spectrum) -> Found:
    """What a mark carries, if there is one, where the patterns that are ``sought`` stand out most.

    ``seen`` is what ``gathered`` gave, ``sought`` what ``spectrum`` gave.
    """
    tiles = (tile for share in _SHARES for tile in _aligned(_folded(seen, float(share)), sought))
    best = nlargest(_CANDIDATES, tiles, key=lambda tile: tile.deviations)
    return max(map(_carried, best), key=lambda found: found.deviations)


def spectrum(patterns: Pattern) -> Spectrum:
    """Patterns ``(2, CELLS, CELLS)`` in the form in which they are looked for."""
    large = [_enlarged(one, smooth) for one, smooth in zip(patterns, _SMOOTH, strict=True)]
    return np.asarray(np.fft.rfft2(np.stack(large)), np.complex64)


def gathered(clip: Iterator[Planes]) -> Pattern:
    """The sum of what stands out from its surroundings, each place weighted by how calm it is.

    A pattern of even height in noise of uneven variance is best found by weights of one over the variance.
    """
    total: Pattern | None = None
    for y, u, _ in islice(clip, _MOST_FRAMES):
        scale = _SIDE / min(y.shape)
        size = max(_PIXELS, round(y.shape[1] * scale)), max(_PIXELS, round(y.shape[0] * scale))
        calm = np.stack([_calm(plane, size, part) for part, plane in enumerate((y, u))])
        total = calm if total is None else total + calm
    return np.zeros((2, _SIDE, _SIDE), np.float32) if total is None else total


def _calm(plane: Plane, size: tuple[int, int], part: int) -> Pattern:
    """What stands out in a plane brought to a size, weighted; ``part`` is 0 for lightness, 1 for colour."""
    shrinks = size[0] <= plane.shape[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(plane.astype(np.float32), size, interpolation=way), np.float32)
    detail = _detail(small, _SMOOTH[part])
    power = cv2.GaussianBlur(detail * detail, (0, 0), 2 * _PIXELS * _SMOOTH[part])
    spread = np.sqrt(power + _FLOORS[part])
    return np.asarray(np.clip(detail / spread, -2, 2) / spread, np.float32)


def _detail(picture: Pattern, smooth: float) -> Pattern:
    return np.asarray(picture - cv2.GaussianBlur(picture, (0, 0), smooth * _PIXELS), np.float32)


def _folded(seen: Pattern, share: float) -> Pattern:
    """Everything laid over one tile, if the picture kept that part of the original's short side."""
    height, width = (max(_PIXELS, round(side * share)) for side in seen.shape[1:])
    down, across = -(-height // _SIDE), -(-width // _SIDE)
    tiles = np.zeros((2, down * _SIDE, across * _SIDE), np.float32)
    for part, one in enumerate(seen):
        tiles[part, :height, :width] = cv2.resize(one, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(tiles.reshape(2, down, _SIDE, across, _SIDE).sum(axis=(1, 3)), np.float32)


def _aligned(folded: Pattern, sought: Spectrum) -> Iterator[_Tile]:
    """Where what is sought stands out most, and how far, for each way of looking."""
    spectrum = np.asarray(np.fft.rfft2(folded), np.complex64)
    power = np.abs(spectrum)
    level = spectrum / (power + 0.5 * power.mean(axis=(1, 2), keepdims=True) + 1e-9)
    match = np.fft.irfft2(level * np.conj(sought))
    noise = np.asarray(match.std(axis=(1, 2)) + 1e-9, np.float32)
    for look in _LOOKS:
        shown = np.tensordot(np.array(look) / (noise * np.hypot(*look)), match, 1)
        row, column = np.unravel_index(int(shown.argmax()), shown.shape)
        yield _Tile(float(shown.max()), (int(row), int(column)), level, noise, look)


def _carried(tile: _Tile) -> Found:
    """What the tile carries, and how far that and its place stand out together."""
    row, column = tile.place
    weights = np.array(tile.look) / (tile.noise * np.hypot(*tile.look))
    field = np.roll(np.fft.irfft2(tile.level), (-row, -column), (1, 2)).astype(np.float32)
    each = [
        weight * np.tensordot(patterns, one, ((1, 2), (0, 1)))
        for weight, patterns, one in zip(weights, _carriers(), field, strict=True)
    ]
    strengths = np.asarray(np.sum(each, axis=0), np.float32)
    half = strengths.size // 2
    (installation, one), (request, other) = _read(strengths[:half]), _read(strengths[half:])
    carried = (one + other) / np.sqrt(2.0)
    return Found(Payload(installation, request), float((tile.deviations + carried) / np.sqrt(2.0)))


def _read(strengths: NDArray[np.float32]) -> tuple[int, float]:
    """The number whose code word agrees best, and by how many standard deviations."""
    agreement = np.where(words(), 1.0, -1.0) @ strengths / np.sqrt(strengths.size)
    number = int(np.argmax(agreement))
    return number, float(agreement[number])


def _enlarged(pattern: Pattern, smooth: float) -> Pattern:
    around = 12
    wrapped = cv2.copyMakeBorder(pattern, around, around, around, around, cv2.BORDER_WRAP)
    large = cv2.resize(wrapped, None, fx=_PIXELS, fy=_PIXELS, interpolation=cv2.INTER_LINEAR)
    edge = around * _PIXELS
    return _detail(np.asarray(large, np.float32), smooth)[edge:-edge, edge:-edge]


@cache
def _reference() -> Spectrum:
    return spectrum(reference())


@cache
def _carriers() -> Pattern:
    return np.stack(
        [
            np.stack([_enlarged(one, smooth) for one in part])
            for part, smooth in zip(carriers(), _SMOOTH, strict=True)
        ]
    )
