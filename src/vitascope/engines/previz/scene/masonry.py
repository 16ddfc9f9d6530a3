"""What built surfaces look like, point by point: walls with windows, roofs, boards, roads, shelves."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.compiled import f4, i8, inlined, leaf
from vitascope.engines.previz.scene.lookup import rest, sample, step

PLAIN: Final = 0
FACADE: Final = 1
TILES: Final = 2
PLANKS: Final = 3
GLOWING: Final = 4
ROAD: Final = 5
BOOKS: Final = 6
PANE: Final = 7
CLOTH: Final = 8
STONE: Final = 9
SIGN: Final = 10
"""Materials."""


@leaf
def chance(a: int, b: int, seed: int) -> Any:
    """A number from 0 to 1 that is always the same for the same three."""
    n = np.uint32(a) * np.uint32(0x9E3779B1) ^ np.uint32(b) * np.uint32(0x85EBCA77) ^ np.uint32(seed)
    n = np.uint32(n ^ (n >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    n = np.uint32(n ^ (n >> np.uint32(12))) * np.uint32(0x297A2D39)
    n = np.uint32(n ^ (n >> np.uint32(15)))
    return f4(n >> np.uint32(8)) * f4(1.0 / 16777216.0)


@leaf
def _pulse(x: Any, low: Any, high: Any, foot: Any) -> Any:
    """1 between two bounds and 0 outside, seen ``foot`` wide."""
    soft = max(foot, f4(0.004))
    up = min(max((x - low) / soft + f4(0.5), f4(0)), f4(1))
    down = min(max((high - x) / soft + f4(0.5), f4(0)), f4(1))
    return min(up, down)


@leaf
def _facade(u: Any, v: Any, foot: Any, face: Array, sky: Array, out: Array) -> None:
    """A wall with windows, some of them lit; shops at its foot where ``face[21]`` is above 0."""
    seed = i8(face[19])
    shop = face[21] > f4(0) and v < f4(4.2)
    pu, pv = (f4(5.5), f4(4.6)) if shop else (face[16], face[17])
    cu, cv = u / pu, v / pv
    iu, iv = i8(np.floor(cu)), i8(np.floor(cv))
    fu, fv = cu - f4(iu), cv - f4(iv)
    wide, tall = foot / pu, foot / pv
    low, high = (f4(0.10), f4(0.72)) if shop else (f4(0.26), f4(0.80))
    edge = f4(0.07) if shop else f4(0.24)
    pane = _pulse(fu, edge, f4(1) - edge, wide) * _pulse(fv, low, high, tall)
    mean = min(max((max(wide, tall) - f4(0.25)) * f4(2.2), f4(0)), f4(1))
    pane += (f4(0.30) - pane) * mean
    cross = max(
        _pulse(abs(fu - f4(0.5)), f4(-1), f4(0.016), wide),
        _pulse(abs(fv - f4(0.62)), f4(-1), f4(0.012), tall),
    )
    frame = _pulse(fu, edge - f4(0.035), f4(1.035) - edge, wide) * _pulse(
        fv, low - f4(0.03), high + f4(0.03), tall
    )
    frame = max(frame - pane, cross * pane if not shop else f4(0)) * (f4(1) - mean)
    draw = chance(iu, iv, seed)
    tint = chance(iv, iu, seed + 7)
    lit = face[21] if shop else (f4(1) if draw < face[18] else f4(0))
    lit += ((face[21] if shop else face[18]) - lit) * mean
    blind = f4(0.45) + f4(0.55) * step(f4(0.25), f4(0.75), chance(iu, iv, seed + 3) + (high - fv) * f4(0.4))
    sill = f4(1) - f4(0.35) * _pulse(fv, low - f4(0.07), low - f4(0.01), tall) * (f4(1) - mean)
    band = f4(1) - f4(0.22) * _pulse(fv, f4(0), f4(0.07), tall) * (f4(1) - mean)
    for c in range(3):
        wall = face[10 + c] * face[22 + c] * band * sill
        glass = sky[c] * (f4(0.35) + f4(0.5) * tint)
        glow = face[13 + c] * (f4(0.55) + f4(0.7) * tint) * blind
        if shop:
            hue = f4(0.78) + f4(0.13) * math.cos(tint * f4(math.tau) + f4(c) * f4(2.1))
            ware = chance(i8(np.floor(fu * f4(9))), iu, seed + 23) * f4(0.62)
            full = f4(0.45) if (fv - low) / (high - low) < ware else f4(1)
            glow = face[13 + c] * hue * full * (f4(0.35) + f4(0.9) * fv)
            if fv > f4(0.74) and fv < f4(0.86):
                wall = (f4(0.10) + f4(0.5) * hue * hue) * (face[22 + c] + face[13 + c] * face[21] * f4(0.35))
        inside = glass + (glow - glass) * min(lit, f4(1)) + glow * max(lit - f4(1), f4(0))
        wall += (f4(0.72) * face[22 + c] - wall) * frame * (f4(0.3) if shop else f4(0.85))
        out[c] = wall + (inside - wall) * pane * (f4(1) - frame)


@leaf
def _tiles(u: Any, v: Any, foot: Any, face: Array) -> Any:
    """Tone of roof tiles in rows."""
    pu, pv = face[16], face[17]
    row = i8(np.floor(v / pv))
    fv = v / pv - f4(row)
    cu = u / pu + f4(0.5) * f4(row & 1)
    near = f4(1) - min(max(foot / pv - f4(0.3), f4(0)) * f4(2), f4(1))
    tone = f4(0.75) + f4(0.45) * chance(i8(np.floor(cu)), row, i8(face[19]))
    shade = f4(1) - f4(0.45) * _pulse(fv, f4(0), f4(0.18), foot / pv)
    return f4(0.92) + (tone * shade - f4(0.92)) * near


@leaf
def _planks(u: Any, v: Any, foot: Any, face: Array, grain: Array) -> Any:
    """Tone of boards that run along ``v``."""
    board = i8(np.floor(u / face[16]))
    fu = u / face[16] - f4(board)
    near = f4(1) - min(max(foot / face[16] - f4(0.3), f4(0)) * f4(2), f4(1))
    along = i8(np.floor(v / face[17] + chance(board, i8(3), i8(1))))
    tone = f4(0.8) + f4(0.35) * chance(board, along, i8(face[19]))
    streak = sample(grain, u * f4(90) + f4(board) * f4(17), v * f4(7) + f4(board) * f4(31)) * f4(0.10)
    gap = f4(1) - f4(0.5) * _pulse(abs(fu - f4(0.5)), f4(0.48), f4(1), foot / face[16])
    return f4(0.96) + ((tone + streak) * gap - f4(0.96)) * near


@leaf
def _books(u: Any, v: Any, face: Array, out: Array) -> None:
    """Shelves of books."""
    shelf = i8(np.floor(v / face[17]))
    fv = v / face[17] - f4(shelf)
    cu = u / face[16]
    book = i8(np.floor(cu))
    fu = cu - f4(book)
    tall = f4(0.62) + f4(0.25) * chance(book, shelf, i8(5))
    hue = chance(book, shelf, i8(11)) * f4(math.tau)
    pale = f4(0.10) + f4(0.24) * chance(book, shelf, i8(17))
    for c in range(3):
        out[c] = face[13 + c] * f4(0.6)
        if fv > f4(0.07) and fv < tall and fu > f4(0.05):
            out[c] = pale * (f4(0.75) + f4(0.6) * math.cos(hue * f4(0.35) + f4(c) * f4(0.9)))
            out[c] *= f4(0.65) + f4(0.35) * math.sqrt(max(f4(1) - (fu * f4(2) - f4(1)) ** 2, f4(0)))
        elif fv > f4(0.07):
            out[c] = face[13 + c] * f4(0.16)
        out[c] *= face[22 + c]


@leaf
def _road(u: Any, v: Any, foot: Any, face: Array, grain: Array, out: Array) -> None:
    """Asphalt with its markings and the pools of light under lamps. ``u`` runs across."""
    middle = u - face[16] * f4(0.5)
    rough = sample(grain, u * f4(40), v * f4(40)) * f4(0.05) / (f4(1) + foot * f4(30))
    rough += sample(grain, u * f4(5), v * f4(1.2)) * f4(0.05)
    dash = _pulse(rest(v / f4(8.0)), f4(0.1), f4(0.5), foot / f4(8))
    line = _pulse(abs(middle), f4(-1), f4(0.09), foot) * dash
    line = max(line, _pulse(abs(abs(middle) - face[16] * f4(0.46)), f4(-1), f4(0.06), foot))
    along = rest(v / face[17]) - f4(0.5)
    pool = math.exp(-(along * along * face[17] * face[17] / f4(30)))
    pool *= math.exp(-((abs(middle) - face[16] * f4(0.5)) ** 2) / f4(9))
    for c in range(3):
        own = face[10 + c] * (f4(1) + rough * f4(2.4)) + f4(0.45) * line
        out[c] = own * (face[22 + c] + face[13 + c] * pool)


@leaf
def _sign(u: Any, v: Any, foot: Any, face: Array, long: Any, tall: Any, out: Array) -> None:
    """Glowing strokes on a dark board."""
    cell = i8(np.floor(v / face[17]))
    fu, fv = u / long, v / face[17] - f4(cell)
    on = f4(0)
    # Strokes of no known script: three bars across and two down, each there or not.
    for k in range(3):
        if chance(cell, k, i8(face[19])) < f4(0.65):
            at = f4(0.25) + f4(0.25) * f4(k)
            on = max(
                on,
                _pulse(fv, at - f4(0.05), at + f4(0.05), foot / face[17])
                * _pulse(fu, f4(0.2), f4(0.8), foot),
            )
    for k in range(2):
        if chance(cell, k + 5, i8(face[19])) < f4(0.6):
            at = f4(0.32) + f4(0.36) * f4(k)
            on = max(
                on,
                _pulse(fu, at - f4(0.06), at + f4(0.06), foot / long) * _pulse(fv, f4(0.2), f4(0.8), foot),
            )
    rim = min(u, long - u, v, tall - v)
    on = max(on, _pulse(rim, f4(-1), f4(0.05), foot))
    for c in range(3):
        out[c] = face[13 + c] + (face[10 + c] - face[13 + c]) * on


@leaf
def _pane(u: Any, v: Any, foot: Any, face: Array, long: Any, tall: Any, out: Array) -> None:
    """What gives light by itself, from one colour to the other; a window has bars before it."""
    share = v / tall
    bars = f4(1)
    if i8(face[9]) == PANE:
        cu, cv = abs(rest(u / long * f4(2)) - f4(0.5)), abs(rest(v / tall * f4(3)) - f4(0.5))
        bars = f4(1) - max(
            _pulse(cu, f4(0.47), f4(1), foot / long * f4(2)),
            _pulse(cv, f4(0.47), f4(1), foot / tall * f4(3)),
        )
    for c in range(3):
        glow = face[13 + c] + (face[10 + c] - face[13 + c]) * share
        out[c] = glow * bars + face[22 + c] * f4(0.35) * (f4(1) - bars)


@leaf
def _cloth(u: Any, v: Any, foot: Any, face: Array, long: Any, tall: Any, out: Array) -> None:
    """Woven diamonds with a border."""
    cu, cv = abs(rest(u / face[16]) - f4(0.5)), abs(rest(v / face[17]) - f4(0.5))
    share = _pulse(cu + cv, f4(0.30), f4(0.55), foot / face[16])
    rim = min(u, long - u, v, tall - v)
    share = max(share * f4(0.8), _pulse(rim, f4(0.10), f4(0.22), foot))
    for c in range(3):
        out[c] = (face[10 + c] + (face[13 + c] - face[10 + c]) * share) * face[22 + c]


@leaf
def _tone(kind: int, u: Any, v: Any, foot: Any, face: Array, grain: Array) -> Any:
    """Tone of what has one colour."""
    if kind == TILES:
        return _tiles(u, v, foot, face)
    if kind == PLANKS:
        return _planks(u, v, foot, face, grain)
    if kind == STONE:
        return _tiles(u, v, foot, face) * (f4(1) + f4(0.08) * sample(grain, u * f4(60), v * f4(60)))
    tone = f4(1) + f4(0.025) * sample(grain, u * f4(33), v * f4(33)) / (f4(1) + foot * f4(40))
    return tone + f4(0.02) * sample(grain, u * f4(9), v * f4(9))


@inlined
def shade(
    u: Any, v: Any, foot: Any, face: Array, sky: Array, grain: Array, long: Any, tall: Any, out: Array
) -> None:
    """Light leaving a point of a surface, ``u, v`` metres from its corner, ``foot`` metres wide."""
    kind = i8(face[9])
    if kind == FACADE:
        _facade(u, v, foot, face, sky, out)
    elif kind == BOOKS:
        _books(u, v, face, out)
    elif kind == ROAD:
        _road(u, v, foot, face, grain, out)
    elif kind == SIGN:
        _sign(u, v, foot, face, long, tall, out)
    elif kind in (GLOWING, PANE):
        _pane(u, v, foot, face, long, tall, out)
    elif kind == CLOTH:
        _cloth(u, v, foot, face, long, tall, out)
    else:
        tone = _tone(kind, u, v, foot, face, grain)
        for c in range(3):
            out[c] = face[10 + c] * tone * face[22 + c]
