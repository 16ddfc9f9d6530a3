"""Painted plants: leaves, needles, fronds and blades, lit as the scene is, as pictures with coverage."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.sprites import settled

Numbers = NDArray[Any]

OVER = 2
"""How much larger plants are painted than they are kept."""

_FRACTION = 4
"""Binary places of a corner's position."""


@dataclass(frozen=True)
class Paint:
    """Light for painted plants, as seen by a camera that looks north, and their own ``leaf`` colour.

    ``toward`` is the unit vector to the key: to the right, up, and toward the camera.
    """

    toward: Array
    key: Array
    ambient: Array
    leaf: Array
    white: float

    @classmethod
    def of(cls, look: Look, leaf: Array) -> Paint:
        """For a look."""
        x, y, z = look.toward_key
        return cls(np.array([x, y, -z], np.float32), look.key, look.ambient, leaf, look.white)

    def lit(self, normals: Numbers, open_: Numbers, tone: Numbers) -> Array:
        """Light leaving leaves ``(n, 3)``; ``open_`` is how much of the sky they see, 0 to 1."""
        facing = normals @ self.toward
        direct = np.clip(facing, 0, 1) * (0.25 + 0.75 * open_) + 0.35 * np.clip(-facing, 0, 1) * open_
        sky = open_ * (0.5 + 0.3 * np.clip(normals[:, 1], -0.6, 1))
        light = self.key * direct[:, None] + self.ambient * sky[:, None] * 1.25
        snow = np.clip(normals[:, 1] * 1.6 + 0.1, 0, 1) * open_ * self.white
        own = self.leaf * tone[:, None]
        # Old leaves turn toward yellow, and no two are alike.
        own = own * (1 + (tone[:, None] - 1) * np.array([0.5, 0.1, -0.4], np.float32))
        own = own + (np.float32(0.9) - own) * snow[:, None]
        return np.asarray(np.maximum(own, 0) * light, np.float32)


Corners = NDArray[np.int32]


def _dabs(picture: Array, corners: Numbers, colours: Array) -> None:
    """Fill polygons ``(n, k, 2)`` (pixels) one after the other."""
    scale = float(1 << _FRACTION)
    points: Corners = np.round(corners * scale).astype(np.int32)
    tints = np.concatenate([colours, np.ones((len(colours), 1), np.float32)], 1).tolist()
    for shape, tint in zip(points, tints, strict=True):
        cv2.fillConvexPoly(picture, shape, tint, cv2.LINE_8, _FRACTION)


def _leaves(random: np.random.Generator, at: Numbers, size: float, turn: Numbers, slim: float) -> Array:
    """Four-cornered leaves ``(n, 4, 2)`` about points, turned by an angle each."""
    n = len(at)
    long = size * random.uniform(0.6, 1.3, n)
    broad = long * slim * random.uniform(0.6, 1.2, n)
    c, s = np.cos(turn), np.sin(turn)
    along = np.stack([c, s], 1) * long[:, None]
    across = np.stack([-s, c], 1) * broad[:, None]
    return np.asarray(np.stack([at - along, at + across, at + along, at - across], 1), np.float32)


def _blank(columns: int, rows: int) -> Array:
    return np.zeros((rows * OVER, columns * OVER, 4), np.float32)


def crown(
    random: np.random.Generator, paint: Paint, side: tuple[int, int], clumps: int, each: int, bare: float
) -> Array:
    """The head of a broad-leaved tree or a bush, ``bare`` of its height free of leaves at the foot."""
    columns, rows = side
    wide, tall = columns * OVER, rows * OVER
    picture = _blank(columns, rows)
    spread = _unit(random, clumps) * random.uniform(0.35, 0.78, (clumps, 1)) ** 0.6
    spread[:, 1] = spread[:, 1] * 0.9 + 0.06
    radius = random.uniform(0.20, 0.34, clumps) * (1.15 - 0.35 * np.abs(spread[:, 1]))
    which = np.repeat(np.arange(clumps), each)
    out = _unit(random, len(which))
    place = spread[which] + out * (radius[which] * random.uniform(0.75, 1.05, len(which)))[:, None]
    normals = 0.6 * out + 0.75 * place
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    inside = np.linalg.norm(place, axis=1)
    open_ = np.clip(0.18 + 0.75 * inside**1.5 + 0.22 * out[:, 1] + 0.25 * place[:, 1], 0.10, 1)
    tone = random.uniform(0.75, 1.25, len(which)) * (0.9 + 0.2 * random.random(clumps)[which])
    scale = 0.47
    x = (0.5 + place[:, 0] * scale) * wide
    y = (1 - bare) * tall * (0.5 - place[:, 1] * scale)
    order = np.argsort(place[:, 2] + 0.2 * random.random(len(which)), kind="stable")
    turn = random.uniform(0, math.pi, len(which))
    size = wide * 0.017 * math.sqrt(260 / max(each, 1)) ** 0.5
    shapes = _leaves(random, np.stack([x, y], 1), size, turn, 0.55)
    _limbs(random, picture, paint, spread, (wide, tall, bare, scale))
    _dabs(picture, shapes[order], paint.lit(normals, open_, tone)[order])
    return settled(picture, columns, rows)


def _limbs(
    random: np.random.Generator,
    picture: Array,
    paint: Paint,
    spread: Numbers,
    size: tuple[int, int, float, float],
) -> None:
    """Thin branches from the trunk up to the lower clumps."""
    wide, tall, bare, scale = size
    if bare <= 0:
        return
    dark = (np.array([0.09, 0.065, 0.045], np.float32) * (paint.ambient + paint.key * 0.3)).tolist()
    thick = max(int(wide * 0.012), 1)
    cv2.line(
        picture,
        (wide // 2, int(0.45 * tall)),
        (wide // 2, int(tall * (1.02 - bare))),
        (*dark, 1.0),
        2 * thick,
    )
    for place in spread[np.argsort(spread[:, 1])][: len(spread) // 3]:
        base = np.array([0.5, 1 - bare + random.uniform(-0.16, 0.06)]) * (wide, tall)
        end = np.array([(0.5 + place[0] * scale) * wide, (1 - bare) * tall * (0.5 - place[1] * scale)])
        bend = np.array([0.35 * base[0] + 0.65 * end[0], 0.6 * base[1] + 0.4 * end[1]])
        path = [base, bend, end]
        for k in range(2):
            a, b = (tuple(int(v) for v in path[k + d]) for d in (0, 1))
            cv2.line(picture, a, b, (*dark, 1.0), max(thick - k, 1), cv2.LINE_8)


def _unit(random: np.random.Generator, count: int) -> Numbers:
    out = random.normal(size=(count, 3))
    return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True))


def conifer(
    random: np.random.Generator, paint: Paint, side: tuple[int, int], tiers: int, bare: float
) -> Array:
    """A spruce: tiers of hanging branches with needles, far ones first."""
    columns, rows = side
    wide, tall = columns * OVER, rows * OVER
    picture = _blank(columns, rows)
    level = np.repeat(np.linspace(0, 1, tiers), 15)
    n = len(level)
    level = np.clip(level + random.normal(0, 0.4 / tiers, n), 0, 1)
    turn = random.uniform(0, math.tau, n)
    reach = ((1 - level) ** 0.85 * 0.47 + 0.015) * random.uniform(0.55, 1.05, n)
    part = np.linspace(0.12, 1.0, 13)
    far = np.sin(turn)[:, None] * reach[:, None] * part
    side_ = np.cos(turn)[:, None] * reach[:, None] * part
    droop = (0.05 + 0.42 * (1 - level))[:, None] * part**1.3 * reach[:, None] * 0.75
    x = 0.5 + side_ + random.normal(0, 0.008, side_.shape)
    y = 0.02 + (1 - bare - 0.03) * (1 - level)[:, None] + droop * wide / tall
    y = y + random.normal(0, 0.006, y.shape)
    normals: Numbers = np.stack([side_ * 1.7, np.full_like(far, 0.42), -far * 1.7], -1).reshape(-1, 3)
    normals = normals + random.normal(0, 0.3, normals.shape)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    open_ = np.clip(0.12 + 0.78 * part[None] * np.ones_like(far) - 0.25 * far / 0.4, 0.08, 1).ravel()
    tone = random.uniform(0.7, 1.3, len(normals))
    at = np.stack([x.ravel() * wide, y.ravel() * tall], 1)
    lean = np.arctan2(0.55 + 0.3 * random.normal(size=len(normals)), np.cos(np.repeat(turn, 13)) * 1.4)
    order = np.argsort(-far.ravel() + 0.05 * random.normal(size=len(normals)), kind="stable")
    shapes = _leaves(random, at, wide * 0.027, lean, 0.22)
    trunk = (np.array([0.07, 0.05, 0.036], np.float32) * (paint.ambient + paint.key * 0.3)).tolist()
    cv2.line(picture, (wide // 2, int(tall * 0.1)), (wide // 2, tall), (*trunk, 1.0), max(wide // 50, 1))
    _dabs(picture, shapes[order], paint.lit(normals.astype(np.float32), open_, tone)[order])
    return settled(picture, columns, rows)


def _fronds(
    random: np.random.Generator,
    picture: Array,
    paint: Paint,
    root: tuple[float, float],
    count: int,
    reach: float,
    leaflet: float,
) -> None:
    """Arching fronds with leaflets on both sides, from a point (shares of the picture)."""
    tall, wide = picture.shape[0], picture.shape[1]
    turn = np.sort(random.uniform(-1.0, 1.0, count) * 1.0)[random.permutation(count)]
    part = np.linspace(0.06, 1, 26)
    for each in turn:
        angle, long = each * 1.45, reach * random.uniform(0.7, 1.05)
        toward = random.uniform(-0.6, 0.9)
        x = root[0] + long * (math.sin(angle) * part) * tall / wide
        y = root[1] - long * (math.cos(angle) * part * 0.95 - (0.30 + 0.35 * abs(each)) * part**2.2)
        spine = np.stack([x * wide, y * tall], 1)
        way = np.gradient(spine, axis=0)
        lean = np.arctan2(way[:, 1], way[:, 0])
        size = leaflet * tall * np.sin(math.pi * np.clip(part, 0.1, 0.97)) ** 0.7
        shapes: list[Numbers] = []
        normals: list[Numbers] = []
        for side in (-1.0, 1.0):
            out = lean + side * 1.05
            tip = spine + np.stack([np.cos(out), np.sin(out)], 1) * size[:, None] + [0, 0.12 * leaflet * tall]
            half = np.stack([-np.sin(out), np.cos(out)], 1) * size[:, None] * 0.14
            mid = 0.6 * spine + 0.4 * tip
            shapes.append(np.stack([spine, mid + half, tip, mid - half], 1))
            normals.append(np.tile(np.array([0.5 * side, 0.54, toward]), (len(part), 1)))
        corners = np.concatenate(shapes).astype(np.float32)
        up = np.concatenate(normals)
        up = up + random.normal(0, 0.25, up.shape)
        up /= np.linalg.norm(up, axis=1, keepdims=True)
        open_ = np.tile(np.clip(0.3 + 0.6 * part + 0.1 * toward, 0.1, 1), 2)
        tone = random.uniform(0.8, 1.2, len(up))
        _dabs(picture, corners, paint.lit(up.astype(np.float32), open_, tone))


def fern(random: np.random.Generator, paint: Paint, side: tuple[int, int]) -> Array:
    """A fern, or the head of a palm: fronds from one point near the foot."""
    picture = _blank(*side)
    _fronds(random, picture, paint, (0.5, 0.97), 13, 0.92, 0.10)
    return settled(picture, *side)


def palm(random: np.random.Generator, paint: Paint, side: tuple[int, int]) -> Array:
    """The head of a palm."""
    picture = _blank(*side)
    _fronds(random, picture, paint, (0.5, 0.55), 22, 0.50, 0.10)
    return settled(picture, *side)


def broadleaf(random: np.random.Generator, paint: Paint, side: tuple[int, int], count: int = 15) -> Array:
    """A plant of large leaves on short stems, as on a jungle's floor."""
    columns, rows = side
    picture = _blank(columns, rows)
    wide, tall = columns * OVER, rows * OVER
    for k in range(count):
        angle = random.uniform(-1.25, 1.25)
        long = random.uniform(0.45, 0.92) * (1 - 0.35 * abs(angle) / 1.25)
        root = np.array([wide * (0.5 + 0.05 * random.normal()), tall * 0.99])
        part = np.linspace(0, 1, 9)
        x = root[0] + math.sin(angle) * long * part * tall * 0.62
        y = root[1] - tall * long * (math.cos(angle) * part - 0.28 * abs(angle) * part**2.5)
        body = np.sin(math.pi * np.clip((part - 0.25) / 0.75, 0, 1)) ** 0.8 * tall * 0.075 + 1.2
        way = np.gradient(np.stack([x, y], 1), axis=0)
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        side_ = np.stack([-way[:, 1], way[:, 0]], 1) * body[:, None]
        spine = np.stack([x, y], 1)
        shade = 0.35 + 0.65 * k / count
        for sign in (-1.0, 1.0):
            edge = spine + sign * side_
            quads = np.stack([spine[:-1], spine[1:], edge[1:], edge[:-1]], 1).astype(np.float32)
            normal = np.tile([sign * 0.55 + 0.4 * math.sin(angle), 0.55, 0.6], (8, 1))
            normal = (normal / np.linalg.norm(normal[0])).astype(np.float32)
            tone = np.full(8, random.uniform(0.85, 1.15), np.float32)
            colours = paint.lit(normal, np.full(8, shade, np.float32), tone)
            _dabs(picture, quads, colours)
    return settled(picture, columns, rows)


def tuft(
    random: np.random.Generator, paint: Paint, side: tuple[int, int], blades: int, flower: Array | None = None
) -> Array:
    """Grass, or with a colour a flowering weed: blades fanned from the foot, dark there."""
    columns, rows = side
    picture = _blank(columns, rows)
    wide, tall = columns * OVER, rows * OVER
    part = np.linspace(0, 1, 6)
    heads: list[tuple[float, float]] = []
    for k in range(blades):
        root = wide * (0.5 + random.uniform(-0.34, 0.34))
        long = tall * random.uniform(0.4, 0.97)
        lean = random.normal(0, 0.16) * wide
        x = root + lean * part**1.8
        y = tall - long * (part - 0.1 * part**3 * abs(lean) / wide * 4)
        body = (1 - part) ** 0.6 * wide * 0.011 + 0.5
        left, right = np.stack([x - body, y], 1), np.stack([x + body, y], 1)
        quads = np.stack([left[:-1], left[1:], right[1:], right[:-1]], 1).astype(np.float32)
        normal = np.tile([lean / wide * 2, 0.95, 0.35 + 0.3 * random.normal()], (5, 1))
        normal = (normal / np.linalg.norm(normal[0])).astype(np.float32)
        open_ = (0.5 + 0.5 * part[1:] * (0.5 + 0.5 * k / blades)).astype(np.float32)
        tone = np.full(5, random.uniform(0.75, 1.3), np.float32)
        _dabs(picture, quads, paint.lit(normal, open_, tone))
        heads.append((float(x[-1]), float(y[-1])))
    if flower is not None:
        _petals(random, picture, paint, flower, heads)
    return settled(picture, columns, rows)


def _petals(
    random: np.random.Generator, picture: Array, paint: Paint, flower: Array, heads: list[tuple[float, float]]
) -> None:
    """Flower heads on every third blade."""
    wide = picture.shape[1]
    light = paint.key * 0.55 + paint.ambient * 0.7
    for x, y in heads[::3]:
        size = wide * random.uniform(0.018, 0.030)
        tint = (flower * light * random.uniform(0.7, 1.1)).tolist()
        cv2.ellipse(picture, ((x, y + size), (size * 2.6, size * 1.7), 0.0), (*tint, 1.0), -1)
        heart = (light * np.array([0.75, 0.5, 0.06], np.float32)).tolist()
        cv2.circle(picture, (int(x), int(y + size)), max(int(size * 0.45), 1), (*heart, 1.0), -1)


def soft(side: tuple[int, int], shape: Callable[[Array, Array], Array]) -> Array:
    """A white thing of this coverage; ``x, y`` run from -1 to 1 across and down."""
    columns, rows = side
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    cover = np.clip(shape((x + 0.5) / columns * 2 - 1, (y + 0.5) / rows * 2 - 1), 0, 1)
    return np.repeat(cover[..., None], 4, 2).astype(np.float32)


def plumes(random: np.random.Generator, paint: Paint, side: tuple[int, int], sprays: int) -> Array:
    """The leaves of bamboo: slim ones that hang in sprays from thin twigs."""
    columns, rows = side
    picture = _blank(columns, rows)
    wide, tall = columns * OVER, rows * OVER
    at = np.stack([0.5 + random.normal(0.0, 0.17, sprays), random.uniform(0.06, 0.86, sprays)], 1)
    count = sprays * 13
    which = np.repeat(np.arange(sprays), 13)
    turn = math.pi / 2 + random.normal(0.0, 0.75, count)
    reach = random.uniform(0.01, 0.09, count)
    place = at[which] + np.stack([np.cos(turn), np.sin(turn)], 1) * reach[:, None]
    up = np.stack(
        [0.5 * random.normal(size=count), np.full(count, 0.7), 0.5 + 0.3 * random.normal(size=count)], 1
    )
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    open_ = np.clip(0.35 + 0.6 * random.random(sprays)[which], 0.1, 1.0)
    shapes = _leaves(random, place * (wide, tall), 0.052 * wide, turn, 0.17)
    _dabs(picture, shapes, paint.lit(up, open_, random.uniform(0.7, 1.35, count)))
    return settled(picture, columns, rows)


def umbrella(random: np.random.Generator, paint: Paint, side: tuple[int, int]) -> Array:
    """An acacia: a forked trunk under flat layers of leaves."""
    columns, rows = side
    picture = _blank(columns, rows)
    wide, tall = columns * OVER, rows * OVER
    wood = (np.array([0.10, 0.075, 0.05], np.float32) * (paint.ambient + paint.key * 0.35)).tolist()
    layers = 9
    at = np.stack([random.uniform(0.16, 0.84, layers), random.uniform(0.13, 0.34, layers)], 1)
    at[:, 1] += 0.5 * np.abs(at[:, 0] - 0.5) ** 2
    fork = np.array([0.5 + random.normal(0, 0.02), random.uniform(0.6, 0.72)])
    base = np.array([0.5, 1.0])
    for start, end, thick in [(base, fork, 0.030), *((fork, each, 0.013) for each in at)]:
        middle = np.array([0.65 * start[0] + 0.35 * end[0], 0.4 * start[1] + 0.6 * end[1]])
        for a, b in ((start, middle), (middle, end)):
            ends = [(int(v[0] * wide), int(v[1] * tall)) for v in (a, b)]
            cv2.line(picture, ends[0], ends[1], (*wood, 1.0), max(int(thick * wide), 2), cv2.LINE_8)
    which = np.repeat(np.arange(layers), 420)
    out = _unit(random, len(which))
    place = at[which] + out[:, :2] * np.array([0.155, 0.052]) * random.uniform(0.4, 1.0, (len(which), 1))
    normals = (0.6 * out + np.array([0.0, 0.6, 0.2])) * np.array([1.0, 1.0, 1.0])
    normals[:, 1] = 0.5 - 0.8 * out[:, 1]
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    open_ = np.clip(0.6 - 0.45 * out[:, 1], 0.1, 1.0)
    shapes = _leaves(random, place * (wide, tall), 0.010 * wide, random.uniform(0, math.pi, len(which)), 0.6)
    _dabs(picture, shapes, paint.lit(normals, open_, random.uniform(0.75, 1.25, len(which))))
    return settled(picture, columns, rows)


def bare(random: np.random.Generator, paint: Paint, side: tuple[int, int]) -> Array:
    """A dead tree: a trunk that forks into ever thinner branches."""
    columns, rows = side
    picture = _blank(columns, rows)
    wide, tall = columns * OVER, rows * OVER
    light = paint.ambient + paint.key * 0.4
    limbs = [
        (np.array([0.5 * wide, 1.0 * tall]), -math.pi / 2 + random.normal(0, 0.06), 0.30 * tall, 0.05 * wide)
    ]
    while limbs:
        start, turn, long, thick = limbs.pop()
        end = start + long * np.array([math.cos(turn), math.sin(turn)])
        tone = float(random.uniform(0.8, 1.2))
        shade = (np.array([0.15, 0.125, 0.105], np.float32) * light * tone).tolist()
        ends = [(int(v[0]), int(v[1])) for v in (start, end)]
        cv2.line(picture, ends[0], ends[1], (*shade, 1.0), max(round(thick), 1), cv2.LINE_8)
        if thick > 1.2:
            for side_ in (-1.0, 1.0, *((0.1,) if random.random() < 0.4 else ())):
                bent = turn + side_ * random.uniform(0.25, 0.75) - 0.06 * math.cos(turn)
                limbs.append(
                    (end, bent, long * random.uniform(0.62, 0.86), thick * random.uniform(0.5, 0.68))
                )
    return settled(picture, columns, rows)
