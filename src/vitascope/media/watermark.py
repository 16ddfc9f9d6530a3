"""A mark in the picture itself, too faint to see, that survives what metadata does not.

Spread spectrum after Cox et al. (IEEE Trans. Image Processing 6 (12), 1997): a pattern of smooth cells,
about one grey level high, repeats over the picture. One half of its power is the same in every video and
tells where the pattern lies after scaling and cropping; the other half carries 24 bits. Whoever looks for
it averages many frames, whose contents move while the pattern does not.

A clip that continues another carries the other's mark at the joint: a mark that came or went there would
be a jolt of its own. An encoder keeps what its first frame shows, so the mark is there from the beginning.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.media.arrays import Plane

CELLS = 64
"""Cells along a picture's short side, and along each side of the pattern that repeats."""
STRENGTH = 1.5
"""Root mean square of the pattern in grey levels, before it is rounded to whole ones."""
_MOST = 2.0
_FADE = 12
"""Frames over which one mark gives way to another."""
_HALF = 12
"""Bits of a code word's information; each word has twice as many bits."""
_SEED = b"vitascope watermark 1"

Pattern = NDArray[np.float32]


@dataclass(frozen=True)
class Payload:
    """What a mark carries: 12 bits each."""

    installation: int
    request: int

    def __post_init__(self) -> None:
        if not (0 <= self.installation < 1 << _HALF and 0 <= self.request < 1 << _HALF):
            raise ValueError(f"A watermark carries two numbers of {_HALF} bits; got {self}.")

    @property
    def number(self) -> int:
        """Both in one, 24 bits."""
        return self.installation << _HALF | self.request

    @classmethod
    def from_number(cls, number: int) -> Payload:
        """What ``number`` gave."""
        return cls(number >> _HALF, number & (1 << _HALF) - 1)

    @classmethod
    def of(cls, installation: bytes, request: bytes) -> Payload:
        """From anything that stands for an installation and for a request."""
        return cls(_digest(installation), _digest(request))


class Watermark:
    """The mark of a clip of one size and length.

    ``start`` and ``end`` are what its ends carry: its own payload, or that of a clip it continues or leads
    into, or None where that one carries none. Between two that differ it changes cell by cell, so that no
    joint shows.
    """

    def __init__(
        self, width: int, height: int, frames: int, *, start: Payload | None, end: Payload | None
    ) -> None:
        self._size = width, height
        self._turns = start != end
        self._start = self._levels(start)
        self._end = self._levels(end) if self._turns else self._start
        self._frames = frames
        self._order = _nearest(_orders(), width, height) if self._turns else None

    def mark(self, index: int, luma: Plane, out: Plane | None = None) -> Plane:
        """The luma of frame ``index`` with the mark, ``(height, width) uint8``: ``out``, or a new one."""
        up, down = self._start
        if self._order is not None:
            turned = self._order < round(256 * self._share(index))
            up, down = (
                np.where(turned, after, before) for before, after in zip(self._start, self._end, strict=True)
            )
        marked = cv2.add(luma, up, out)
        return np.asarray(cv2.subtract(marked, down, marked), np.uint8)

    def _share(self, index: int) -> float:
        """The part of the cells that have turned from the start's to the end's: by degrees, mid-clip."""
        span = min(_FADE, max(1, self._frames - 2))
        return min(max((index - (self._frames - 1 - span) / 2) / span, 0.0), 1.0)

    def _levels(self, payload: Payload | None) -> tuple[Plane, Plane]:
        """Whole grey levels to add and to take away."""
        width, height = self._size
        if payload is None:
            nothing = np.zeros((height, width), np.uint8)
            return nothing, nothing
        pattern = _spread(tile(payload), width, height)
        whole = np.clip(np.round(pattern * np.float32(STRENGTH / pattern.std())), -_MOST, _MOST)
        return np.maximum(whole, 0).astype(np.uint8), np.maximum(-whole, 0).astype(np.uint8)


def tile(payload: Payload) -> Pattern:
    """The pattern that repeats, ``(CELLS, CELLS)``, with a mean square of 1."""
    signs = np.where([*word(payload.installation), *word(payload.request)], 1.0, -1.0)
    carried = np.tensordot(signs, carriers(), 1) / np.sqrt(signs.size)
    return np.asarray((reference() + carried) / np.sqrt(2.0), np.float32)


@cache
def reference() -> Pattern:
    """The half that is the same everywhere, ``(CELLS, CELLS)`` of 1 and -1."""
    return np.asarray(_noise()[0])


@cache
def carriers() -> Pattern:
    """One pattern for each bit of the two code words, ``(48, CELLS, CELLS)`` of 1 and -1."""
    return np.asarray(_noise()[1:])


@cache
def words() -> NDArray[np.bool_]:
    """All words of the extended Golay code ``(4096, 24)``, by their number; any two differ in 8 places.

    Generator polynomial x^11 + x^9 + x^7 + x^6 + x^5 + x + 1 and a parity bit (Golay 1949).
    """
    generator = 0b101011100011
    codes = np.zeros((1 << _HALF, 2 * _HALF), np.bool_)
    for number in range(1 << _HALF):
        value = 0
        for bit in range(_HALF):
            if number >> bit & 1:
                value ^= generator << bit
        codes[number, :23] = [value >> bit & 1 for bit in range(23)]
    codes[:, 23] = codes.sum(axis=1) % 2 == 1
    return codes


def word(number: int) -> NDArray[np.bool_]:
    """The code word ``(24,)`` of a number of 12 bits."""
    return np.asarray(words()[number])


@cache
def _noise() -> Pattern:
    count = 1 + 4 * _HALF
    raw = hashlib.shake_256(_SEED).digest(count * CELLS * CELLS // 8)
    bits = np.unpackbits(np.frombuffer(raw, np.uint8)).reshape(count, CELLS, CELLS)
    return np.asarray(np.where(bits, 1, -1), np.float32)


def _orders() -> NDArray[np.uint8]:
    """When each cell turns as one mark gives way to another, 0 to 255."""
    raw = hashlib.shake_256(_SEED + b" order").digest(CELLS * CELLS)
    return np.frombuffer(raw, np.uint8).reshape(CELLS, CELLS)


def _digest(data: bytes) -> int:
    return int.from_bytes(hashlib.sha256(data).digest()[:2], "big") >> (16 - _HALF)


def _places(size: int, short: int) -> Pattern:
    """Positions of pixels in cells, wrapped; the middle of cell ``i`` is at ``i``."""
    return np.asarray(((np.arange(size) + 0.5) * CELLS / short - 0.5) % CELLS, np.float32)


def _spread(pattern: Pattern, width: int, height: int) -> Pattern:
    """The pattern over a whole picture, linear between the middles of cells."""
    short = min(width, height)
    across, down = np.meshgrid(_places(width, short), _places(height, short))
    wrapped = cv2.copyMakeBorder(pattern, 0, 1, 0, 1, cv2.BORDER_WRAP)
    return np.asarray(cv2.remap(wrapped, across, down, cv2.INTER_LINEAR), np.float32)


def _nearest(values: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    short = min(width, height)
    rows, columns = (np.round(_places(size, short)).astype(int) % CELLS for size in (height, width))
    return np.ascontiguousarray(values[np.ix_(rows, columns)])
