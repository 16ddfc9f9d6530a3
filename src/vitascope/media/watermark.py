"""A mark in the picture itself, too faint to see, that survives what metadata does not.

Spread spectrum after Cox et al. (IEEE Trans. Image Processing 6 (12), 1997): a pattern of smooth cells
repeats over the picture. Less than half of its power is the same in every video and tells where the pattern
lies after scaling and cropping; the rest carries 24 bits. Whoever looks for it averages many frames, whose
contents move while the pattern does not.

It is drawn twice. In lightness it lies where texture hides it (Legge and Foley, J. Opt. Soc. Am. 70 (12),
1980), as high as the frame's own texture allows, cell by cell; in calm places it stays below one grey level,
and lower still in the dark, where a level is a larger part of the light. What carries it there is a second
pattern, of blue against yellow, for which the eye has few receptors and less acuity (Mullen, J. Physiol. 359,
1985; Kutter et al., Proc. SPIE 3022, 1997). Its cells are larger, as encoders keep colour at half the size.

A clip that continues another carries the other's mark at the joint: a mark that came or went there would
be a jolt of its own. An encoder keeps what its first frame shows, so the mark is there from the beginning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.media.arrays import Picture, Plane

CELLS = 96
"""Cells along a picture's short side, and along each side of the pattern that repeats."""
COARSE = 3
"""Cells along a side of one of blue against yellow."""
_CALM, _COLOUR = 1.0, 3.6
"""Root mean square of the patterns of lightness and of colour in the middles of cells, in levels, where the
picture is calm and bright and its short side has ``_SHORT`` pixels or fewer."""
_SHORT = 540
"""Half of a larger picture is larger, too, and keeps a fainter mark; of the two, that of colour most."""
_PEAK = 1.36
"""How far the middle of a cell may depart, by the root mean square."""
_DARK, _BRIGHT = 40, 110
"""Luma below which the mark is faintest, and above which it has its full height."""
_DIM, _DIM_COLOUR = 0.5, 0.6
"""How high it is in the dark."""
_RISE, _HIGHEST = 0.9, 5.8
"""Height that texture of one more grey level hides, and the most, by which a frame stays within 36 dB of
what it shows."""
_BESIDE = 1.5
"""How much higher the pattern of colour is in texture, at most."""
_AROUND = 5
"""Side in cells of the neighbourhood whose median tells texture from a lone edge."""
_EVERY = 6
"""Frames for which one look at the texture serves: a quarter of a second."""
_EXACT = cv2.INTER_LINEAR_EXACT
"""Equal on every processor, as equal requests give equal packets."""
_PARTS = 16
"""Of a level: the mark is drawn in these, and an ordered dither makes them whole (Bayer, Proc. IEEE ICC
1973)."""
_MOST = 7
"""Levels that a byte of parts can depart from its middle."""
_MIDDLE = 8
_FULL = 255 / 219
"""Levels of full range for one of limited range, ITU-R BT.709-6."""
_BLUE = np.array([0.0, -0.1873, 1.8556], np.float32) * np.float32(255 / 224)
"""What one level of Cb adds to R, G and B, of the same."""
_LIFTS = 2
"""Times that the texture is looked at again, with less of the mark in it."""
_FADE = 12
"""Frames over which one mark gives way to another."""
_CARRIED = 0.65
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
        self._cells = round(width * CELLS / short), round(height * CELLS / short)
        self._share = min(1.0, _SHORT / short)
        self._turns = start != end
        self._order = self._repeated(_orders())
        self._frames = frames
        self._luma = _Layer((width, height), *(self._levels(one, tile) for one in (start, end)))
        self._blue = _Layer((width // 2, height // 2), *(self._levels(one, blue) for one in (start, end)))

    def mark(self, index: int, luma: Plane, out: Plane | None = None) -> Plane:
        """The luma of frame ``index`` with the mark, ``(height, width) uint8``: ``out``, or a new one.

        Frames come in order, from the first.
        """
        if self._turns or index % _EVERY == 0:
            turned = self._turned(index) if self._turns else None
            for layer, height in zip((self._luma, self._blue), self._heights(luma), strict=True):
                layer.draw(height, turned)
        return self._luma.added(luma, out)

    def tint(self, cb: Plane, out: Plane | None = None) -> Plane:
        """The Cb of the frame whose luma was marked last, ``(height / 2, width / 2) uint8``, as there."""
        return self._blue.added(cb, out)

    def lift(self, picture: Picture) -> Picture:
        """A marked ``(height, width, 3) uint8`` RGB picture as it was before, nearly.

        What continues a clip is made from its last frame. With the mark left in it, the next clip would carry
        it twice where it begins, and move one of the two.
        """
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
        luma, cb = self._drawn(grey)
        for _ in range(_LIFTS):  # the texture is that of the picture without the mark
            luma, cb = self._drawn(np.asarray(np.clip(grey - _FULL * luma, 0, 255), np.float32))
        mark = _FULL * luma[..., np.newaxis] + cb[..., np.newaxis] * _BLUE
        return np.asarray(np.clip(np.rint(picture.astype(np.float32) - mark), 0, 255), np.uint8)

    def _drawn(self, grey: Pattern) -> tuple[Pattern, Pattern]:
        """What the start's mark adds to luma and to Cb of a picture, in levels; both ``(height, width)``."""
        height, width = grey.shape
        luma, cb = (
            cv2.resize(layer.start * one, (width, height), interpolation=cv2.INTER_LINEAR)
            for layer, one in zip(
                (self._luma, self._blue), self._heights(np.rint(grey).astype(np.uint8)), strict=True
            )
        )
        return np.asarray(luma, np.float32), np.asarray(cb, np.float32)

    def _heights(self, luma: Plane) -> tuple[Pattern, Pattern]:
        """How high a frame lets lightness and colour be drawn in each cell; ``(rows, columns)``."""
        texture, light = self._seen(luma)
        lightness = np.sqrt(self._share) * np.maximum(_CALMS[light], _HIDDEN[texture])
        colour = self._share * np.maximum(_COLOURS[light], _BESIDES[texture])
        return np.asarray(lightness, np.float32), np.asarray(colour, np.float32)

    def _seen(self, luma: Plane) -> tuple[Plane, Plane]:
        """Of each cell: mean grey levels by which its surroundings depart from smoothness, and its own."""
        columns, rows = self._cells
        small = cv2.resize(luma, (2 * columns, 2 * rows), interpolation=_EXACT)
        detail = cv2.absdiff(small, cv2.blur(small, (3, 3)))
        cells, light = (cv2.resize(one, self._cells, interpolation=cv2.INTER_AREA) for one in (detail, small))
        return np.asarray(cv2.medianBlur(cells, _AROUND), np.uint8), np.asarray(light, np.uint8)

    def _turned(self, index: int) -> NDArray[np.bool_]:
        """The cells that have turned from the start's to the end's: by degrees, mid-clip."""
        span = min(_FADE, max(1, self._frames - 2))
        share = min(max((index - (self._frames - 1 - span) / 2) / span, 0.0), 1.0)
        return np.asarray(self._order < round(256 * share))

    def _levels(self, payload: Payload | None, drawn: Callable[[Payload], Pattern]) -> Pattern:
        """Heights in the middles of cells, ``(rows, columns)``."""
        if payload is None:
            return self._repeated(np.zeros((CELLS, CELLS), np.float32))
        return self._repeated(np.clip(drawn(payload), -_PEAK, _PEAK))

    def _repeated(self, pattern: NDArray[_Kind]) -> NDArray[_Kind]:
        """A pattern ``(CELLS, CELLS)`` over all cells of the picture."""
        columns, rows = self._cells
        times = -(-rows // CELLS), -(-columns // CELLS)
        return np.ascontiguousarray(np.tile(pattern, times)[:rows, :columns])


class _Layer:
    """The mark in one plane of ``size`` (width, height): what is added to frames until it is drawn anew."""

    def __init__(self, size: tuple[int, int], start: Pattern, end: Pattern) -> None:
        width, height = size
        self.start, self._end = start, end
        self._size = size
        self._dither = np.tile(_bayer(), (-(-height // 8), -(-width // 8)))[:height, :width].copy()
        self._levels = np.full((height, width), _MIDDLE, np.uint8)

    def draw(self, heights: Pattern, turned: NDArray[np.bool_] | None) -> None:
        """Anew, as high as told in each cell, the end's where cells have turned."""
        pattern = self.start if turned is None else np.where(turned, self._end, self.start)
        parts = np.rint(np.clip(pattern * heights, -_MOST, _MOST) * _PARTS) + _MIDDLE * _PARTS
        spread = cv2.resize(parts.astype(np.uint8), self._size, interpolation=_EXACT)
        np.right_shift(cv2.add(spread, self._dither), 4, out=self._levels)

    def added(self, plane: Plane, out: Plane | None) -> Plane:
        """The plane with the mark: ``out``, or a new one."""
        return np.asarray(cv2.addWeighted(plane, 1, self._levels, 1, -_MIDDLE, out), np.uint8)


def tile(payload: Payload) -> Pattern:
    """The pattern of lightness that repeats, ``(CELLS, CELLS)``, with a mean square of 1."""
    return _mixed(payload, _noise(CELLS))


def blue(payload: Payload) -> Pattern:
    """That of blue against yellow, ``(CELLS, CELLS)``, whose cells are smooth already."""
    return smoothed(_mixed(payload, _noise(CELLS // COARSE)))


@cache
def reference() -> Pattern:
    """The part that is the same everywhere, ``(2, CELLS, CELLS)``: of lightness and of colour."""
    return np.stack([_noise(CELLS)[0], smoothed(_noise(CELLS // COARSE)[0])])


@cache
def carriers() -> Pattern:
    """One for each bit of the two code words, ``(2, 48, CELLS, CELLS)``: of lightness and of colour."""
    coarse = [smoothed(one) for one in _noise(CELLS // COARSE)[1:]]
    return np.stack([_noise(CELLS)[1:], np.stack(coarse)])


def smoothed(coarse: Pattern) -> Pattern:
    """A pattern of ``COARSE`` times fewer cells along each side, between whose middles values go evenly."""
    for axis in (0, 1):
        before, after = ((2 * coarse + np.roll(coarse, by, axis)) / np.float32(COARSE) for by in (1, -1))
        shape = [side * (COARSE if at == axis else 1) for at, side in enumerate(coarse.shape)]
        coarse = np.stack([before, coarse, after], axis + 1).reshape(shape)
    return np.asarray(coarse, np.float32)


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


def _mixed(payload: Payload, noise: Pattern) -> Pattern:
    signs = np.where([*word(payload.installation), *word(payload.request)], 1.0, -1.0)
    carried = np.tensordot(signs, noise[1:], 1) / np.sqrt(signs.size)
    return np.asarray(np.sqrt(1 - _CARRIED) * noise[0] + np.sqrt(_CARRIED) * carried, np.float32)


@cache
def _noise(side: int) -> Pattern:
    """Of 1 and -1, ``(49, side, side)``: the reference and the carriers."""
    count = 1 + 4 * _HALF
    raw = hashlib.shake_256(_SEED + str(side).encode()).digest(count * side * side // 8)
    bits = np.unpackbits(np.frombuffer(raw, np.uint8)).reshape(count, side, side)
    return np.asarray(np.where(bits, 1, -1), np.float32)


def _bayer() -> Plane:
    """Thresholds in parts of a level, ``(8, 8)``."""
    matrix = np.zeros((1, 1), np.int64)
    for _ in range(3):
        matrix = np.block([[4 * matrix, 4 * matrix + 2], [4 * matrix + 3, 4 * matrix + 1]])
    return (matrix * _PARTS // matrix.size).astype(np.uint8)


def _orders() -> NDArray[np.uint8]:
    """When each cell turns as one mark gives way to another, 0 to 255."""
    raw = hashlib.shake_256(_SEED + b" order").digest(CELLS * CELLS)
    return np.frombuffer(raw, np.uint8).reshape(CELLS, CELLS)


def _digest(data: bytes) -> int:
    return int.from_bytes(hashlib.sha256(data).digest()[:2], "big") >> (16 - _HALF)


def _by_light(dim: float, height: float) -> Pattern:
    """Heights by a cell's luma."""
    light = (np.arange(256) - _DARK) / (_BRIGHT - _DARK)
    return np.asarray(height * (dim + (1 - dim) * np.clip(light, 0, 1)), np.float32)


_TEXTURE = _RISE * (np.arange(256) - 1)
_CALMS, _COLOURS = _by_light(_DIM, _CALM), _by_light(_DIM_COLOUR, _COLOUR)
"""How high the patterns may be by a cell's luma."""
_HIDDEN = np.clip(_TEXTURE, 0, _HIGHEST).astype(np.float32)
_BESIDES = (_COLOUR * np.clip(_TEXTURE / _HIGHEST, 0, 1) * _BESIDE).astype(np.float32)
"""How high by grey levels of texture."""
