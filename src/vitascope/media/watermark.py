"""A mark in the picture itself, too faint to see, that survives what metadata does not.

Spread spectrum after Cox et al. (IEEE Trans. Image Processing 6 (12), 1997): a pattern of smooth cells,
about one grey level high, repeats over the picture. Less than half of its power is the same in every
video and tells where the pattern lies after scaling and cropping; the rest carries 24 bits. Whoever looks for
it averages many frames, whose contents move while the pattern does not.

A picture that is finely textured and hardly moves would hide the pattern from who looks for it, too. But
texture hides from the eye what lies in it (Legge and Foley, J. Opt. Soc. Am. 70 (12), 1980), so there the
pattern is drawn higher, as high as the frame's own texture allows, cell by cell.

A clip that continues another carries the other's mark at the joint: a mark that came or went there would
be a jolt of its own. An encoder keeps what its first frame shows, so the mark is there from the beginning.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.media.arrays import Picture, Plane

CELLS = 96
"""Cells along a picture's short side, and along each side of the pattern that repeats."""
STRENGTH = 2.2
"""Root mean square of the pattern in the middles of cells, in grey levels; 1.3 over a calm picture."""
_MOST = 3.0
_CALM, _RISE, _HIGHEST = 2.5, 0.15, 2.8
"""Grey levels of texture that hide no more than a calm picture does, by what part the pattern is higher for
each further one, and how much higher it may be: a frame stays within 36 dB of what it shows."""
_AROUND = 5
"""Side in cells of the neighbourhood whose median tells texture from a lone edge."""
_EVERY = 3
"""Frames for which one look at the texture serves: an eighth of a second."""
_EXACT = cv2.INTER_LINEAR_EXACT
"""Equal on every processor, as equal requests give equal packets."""
_MIDDLE = 128
_FULL = 255 / 219
"""Levels of full range for one of limited range, ITU-R BT.709-6."""
_LIFTS = 2
"""Times that the texture is looked at again, with less of the mark in it."""
_FADE = 12
"""Frames over which one mark gives way to another."""
_CARRIED = 0.6
"""The part of the pattern's power that carries bits: they are lost before the place is."""
_HALF = 12
"""Bits of a code word's information; each word has twice as many bits."""
_SEED = b"vitascope watermark 1"

Pattern = NDArray[np.float32]
_Kind = TypeVar("_Kind", bound=np.generic)


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
        short = min(width, height)
        self._size = width, height
        self._cells = round(width * CELLS / short), round(height * CELLS / short)
        self._turns = start != end
        self._start, self._end = self._levels(start), self._levels(end)
        self._order = self._repeated(_orders())
        self._frames = frames
        self._spread = np.full((height, width), _MIDDLE, np.uint8)

    def mark(self, index: int, luma: Plane, out: Plane | None = None) -> Plane:
        """The luma of frame ``index`` with the mark, ``(height, width) uint8``: ``out``, or a new one.

        Frames come in order, from the first.
        """
        if self._turns or index % _EVERY == 0:
            raised = np.rint(self._at(index) * _GAINS[self._texture(luma)]) + _MIDDLE
            cv2.resize(raised.astype(np.uint8), self._size, self._spread, interpolation=_EXACT)
        return np.asarray(cv2.addWeighted(luma, 1, self._spread, 1, -_MIDDLE, out), np.uint8)

    def lift(self, picture: Picture) -> Picture:
        """A marked ``(height, width, 3) uint8`` RGB picture as it was before, nearly.

        What continues a clip is made from its last frame. With the mark left in it, the next clip would carry
        it twice where it begins, and move one of the two.
        """
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
        mark = self._drawn(grey)
        for _ in range(_LIFTS):  # the texture is that of the picture without the mark
            mark = self._drawn(np.clip(grey - mark, 0.0, 255.0))
        lifted = picture.astype(np.float32) - mark[..., np.newaxis]
        return np.asarray(np.clip(np.rint(lifted), 0, 255), np.uint8)

    def _drawn(self, grey: Pattern) -> Pattern:
        """What the start's mark adds to a picture, in levels of full range; ``(height, width)``."""
        raised = self._start * _GAINS[self._texture(np.rint(grey).astype(np.uint8))]
        levels = np.asarray(np.float32(_FULL) * np.rint(raised), np.float32)
        return np.asarray(cv2.resize(levels, self._size, interpolation=cv2.INTER_LINEAR), np.float32)

    def _texture(self, luma: Plane) -> Plane:
        """Mean grey levels by which each cell's surroundings depart from smoothness; ``(rows, columns)``."""
        columns, rows = self._cells
        small = cv2.resize(luma, (2 * columns, 2 * rows), interpolation=_EXACT)
        detail = cv2.absdiff(small, cv2.blur(small, (3, 3)))
        cells = cv2.resize(detail, self._cells, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.medianBlur(cells, _AROUND), np.uint8)

    def _at(self, index: int) -> Pattern:
        """Grey levels in the middles of cells: the start's, the end's, or some of each."""
        if not self._turns:
            return self._start
        turned = self._order < round(256 * self._share(index))
        return np.asarray(np.where(turned, self._end, self._start))

    def _share(self, index: int) -> float:
        """The part of the cells that have turned from the start's to the end's: by degrees, mid-clip."""
        span = min(_FADE, max(1, self._frames - 2))
        return min(max((index - (self._frames - 1 - span) / 2) / span, 0.0), 1.0)

    def _levels(self, payload: Payload | None) -> Pattern:
        """Grey levels in the middles of cells, ``(rows, columns)``."""
        if payload is None:
            return self._repeated(np.zeros((CELLS, CELLS), np.float32))
        return self._repeated(np.clip(tile(payload) * np.float32(STRENGTH), -_MOST, _MOST))

    def _repeated(self, pattern: NDArray[_Kind]) -> NDArray[_Kind]:
        """A pattern ``(CELLS, CELLS)`` over all cells of the picture."""
        columns, rows = self._cells
        times = -(-rows // CELLS), -(-columns // CELLS)
        return np.ascontiguousarray(np.tile(pattern, times)[:rows, :columns])


def tile(payload: Payload) -> Pattern:
    """The pattern that repeats, ``(CELLS, CELLS)``, with a mean square of 1."""
    signs = np.where([*word(payload.installation), *word(payload.request)], 1.0, -1.0)
    carried = np.tensordot(signs, carriers(), 1) / np.sqrt(signs.size)
    return np.asarray(np.sqrt(1 - _CARRIED) * reference() + np.sqrt(_CARRIED) * carried, np.float32)


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


_GAINS = np.clip(1 + _RISE * (np.arange(256) - _CALM), 1, _HIGHEST).astype(np.float32)
"""How much higher the pattern is, by grey levels of texture."""
