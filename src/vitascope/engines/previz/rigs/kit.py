"""What figures are made of: bones, and parts that hang on them.

Model space: it looks along +z, x right, y up; its greatest extent is one unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, grid, outward

Point = tuple[float, float, float]
Tint = Floats | Colour


@dataclass
class Kit:
    """A figure in the making, ``fine`` from 1 (far away) to 3 (fills the picture).

    With ``kindred``, skin follows a second bone only where that hangs on the first one or beside it: hands do
    not pull at the hips that they hang by.
    """

    fine: int
    names: list[str] = field(default_factory=lambda: ["root"])
    parents: list[int] = field(default_factory=lambda: [-1])
    pivots: list[Point] = field(default_factory=lambda: [(0.0, 0.0, 0.0)])
    parts: list[Part] = field(default_factory=list[Part])
    downward: set[str] = field(default_factory=set[str])
    feet: list[tuple[int, Point]] = field(default_factory=list[tuple[int, Point]])
    kindred: bool = False

    def bone(self, name: str, at: Point, parent: str = "root") -> int:
        """Add a bone that turns about ``at`` and goes along with ``parent``; returns its number.

        One whose parent is empty stays where it is; it and its own come last.
        """
        self.names.append(name)
        self.parents.append(self.names.index(parent) if parent else -1)
        self.pivots.append(at)
        return len(self.names) - 1

    def pair(self, name: str, at: Point, parent: str = "root") -> None:
        """Add a bone on the right, ``name_r``, and its twin on the left, each to its own side's parent."""
        x, y, z = at
        twin = parent[:-1] + "l" if parent.endswith("_r") else parent
        self.bone(f"{name}_r", (x, y, z), parent)
        self.bone(f"{name}_l", (-x, y, z), twin)

    def foot(self, bone: str, at: Point) -> None:
        """A point that may touch the ground; the lowest of them always does."""
        self.feet.append((self.number(bone), at))

    def number(self, name: str) -> int:
        """The number of a bone."""
        return self.names.index(name)

    def add(self, made: Part, bone: str = "root", both: bool = False) -> Part:
        """Hang a part on a bone; ``both`` hangs its mirror image on the bone's other side too.

        Bones on the right end in ``_r`` and have a twin that ends in ``_l``.
        """
        look = replace(made.look, group=self.number(bone))
        made = rigid(replace(made, look=look))
        self.parts.append(made)
        if both:
            side = bone[:-1] + "l" if bone.endswith("_r") else bone
            self.parts.append(made.mirrored(replace(look, group=self.number(side))))
        return made

    def sides(self, low: int = 8) -> int:
        """How many sides something round has."""
        return low * (1, 2, 3)[self.fine - 1]

    def count(self, few: int, some: int, many: int) -> int:
        """A number by fineness."""
        return (few, some, many)[self.fine - 1]


def rigid(made: Part) -> Part:
    """A part that is wholly its first bone's."""
    return made.with_(weight=np.zeros(len(made.rest), np.float32))


def box(
    low: Point, high: Point, look: Look, colour: Tint = (1, 1, 1), taper: float = 1.0, cells: int = 1
) -> Part:
    """A box with hard edges; its top is ``taper`` times as wide and deep. Texture places are in units."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    made: list[Part] = []
    for axis in range(3):
        for end in (0, 1):
            a, b = np.meshgrid(*[np.linspace(0, 1, cells + 1)] * 2, indexing="ij")
            unit = np.insert(np.stack([a, b], -1), axis, float(end), axis=-1)
            made.append(grid((unit * (x1 - x0, y1 - y0, z1 - z0) + low).astype(np.float32), look, colour))
    whole = merged(made)
    rest = whole.rest.copy()
    narrow = 1 + (taper - 1) * (rest[:, 1:2] - y0) / max(y1 - y0, 1e-6)
    middle = np.array([(x0 + x1) / 2, (z0 + z1) / 2], np.float32)
    rest[:, [0, 2]] = middle + (rest[:, [0, 2]] - middle) * narrow
    return facing_out(whole.with_(rest=rest.astype(np.float32), place=_cubic(whole.rest, cells)))


def _cubic(rest: Floats, cells: int) -> Floats:
    """Texture places of a box's six faces: along the ground, and up."""
    n = (cells + 1) ** 2
    place = np.zeros_like(rest)
    for face, (u, v) in enumerate(((2, 1), (2, 1), (0, 2), (0, 2), (0, 1), (0, 1))):
        part = slice(face * n, (face + 1) * n)
        place[part, 0], place[part, 1] = rest[part, u], rest[part, v]
    return place


def facing_out(made: Part) -> Part:
    """Turn each triangle away from the part's middle."""
    p = made.rest - (made.rest.max(0) + made.rest.min(0)) / 2
    a, b, c = (p[made.triangles[:, k]] for k in range(3))
    inward = np.einsum("ij,ij->i", np.cross(b - a, c - a), a + b + c) < 0
    triangles = made.triangles.copy()
    triangles[inward] = triangles[inward][:, ::-1]
    return replace(made, triangles=triangles)


def merged(parts: Sequence[Part]) -> Part:
    """Several parts of one look as one."""
    starts = np.cumsum([0, *(len(p.rest) for p in parts)])
    arrays = {
        name: np.concatenate([getattr(p, name) for p in parts])
        for name in ("rest", "place", "colour", "openness", "glow", "weight", "flex")
    }
    triangles = np.concatenate([p.triangles + np.int32(s) for p, s in zip(parts, starts, strict=False)])
    return replace(parts[0], triangles=triangles, **arrays)  # type: ignore[arg-type]


def lathe(
    profile: Sequence[tuple[float, float]], look: Look, sides: int, colour: Tint = (1, 1, 1), *,
    at: Point = (0, 0, 0), axis: int = 1, crisp: bool = True,
) -> Part:  # fmt: skip
    """Turned about ``axis``: ``(radius, place along the axis)`` pairs; ``crisp`` keeps corners hard."""
    rows = [(r, h) for r, h in profile for _ in range(2 if crisp else 1)]
    radius, along = np.array(rows, np.float32).T
    turn = np.linspace(0, 2 * np.pi, sides + 1, dtype=np.float32)
    across, up = radius[:, None] * np.cos(turn), radius[:, None] * np.sin(turn)
    high = np.broadcast_to(along[:, None], across.shape)
    order = {0: (high, across, up), 1: (across, high, up), 2: (across, up, high)}[axis]
    points = np.stack(order, -1) + np.asarray(at, np.float32)
    bands = [points[2 * k + 1 : 2 * k + 3] for k in range(len(profile) - 1)] if crisp else [points]
    tint = colour
    made = merged([grid(b.astype(np.float32), look, tint) for b in bands])
    return _outward_from(made, np.asarray(at, np.float32), axis)


def _outward_from(made: Part, at: Floats, axis: int) -> Part:
    """Turn the whole so that it encloses a positive volume, with places around and along."""
    turned = outward(made)
    away = turned.rest - at
    first, second = [k for k in range(3) if k != axis]
    around = np.arctan2(away[:, second], away[:, first]) / (2 * np.pi)
    size = float(np.hypot(away[:, first], away[:, second]).max()) * 2 * np.pi
    return turned.with_(place=np.stack([around * size, away[:, axis], 0 * around], -1).astype(np.float32))


def loft(rings: Floats, look: Look, colour: Tint = (1, 1, 1)) -> Part:
    """A closed skin over ``(n, m, 3)`` rings; its ends are closed by their middles."""
    first, last = rings[:1].mean(1, keepdims=True), rings[-1:].mean(1, keepdims=True)
    ends = [np.broadcast_to(e, rings[:1].shape) for e in (first, last)]
    points = np.concatenate([ends[0], rings[:1], rings, rings[-1:], ends[1]]).astype(np.float32)
    made = outward(grid(points, look, colour))
    return made.with_(place=made.rest.copy())


def section(width: float, height: float, power: float, n: int) -> Floats:
    """A superellipse ``(n + 1, 2)``: 2 is round, larger is boxy."""
    turn = np.linspace(0, 2 * np.pi, n + 1)
    c, s = np.cos(turn), np.sin(turn)
    return np.stack(
        [width * np.sign(c) * np.abs(c) ** (2 / power), height * np.sign(s) * np.abs(s) ** (2 / power)], -1
    ).astype(np.float32)


def hull(
    stations: Sequence[tuple[float, float, float, float]], look: Look, n: int, power: float = 2.5,
    colour: Tint = (1, 1, 1), fine: int = 24,
) -> Part:  # fmt: skip
    """A body along z through ``(z, half width, bottom, top)`` stations, smoothly joined."""
    rows = np.array(sorted(stations), np.float64)
    z = np.linspace(stations[0][0], stations[-1][0], fine)
    wide, low, high = (np.asarray(np.interp(z, rows[:, 0], rows[:, k]), np.float64) for k in (1, 2, 3))
    rings: list[Floats] = []
    for at, half, bottom, top in zip(z, wide, low, high, strict=True):
        ring = section(float(half), float(top - bottom) / 2, power, n)
        rings.append(np.stack([ring[:, 0], ring[:, 1] + (top + bottom) / 2, 0 * ring[:, 0] + at], -1))
    return loft(np.array(rings, np.float32), look, colour)


def fan(outline: Sequence[tuple[float, float]], look: Look, colour: Tint = (1, 1, 1), thick: float = 0.0,
        plane: str = "zy", at: Point = (0, 0, 0), cells: int = 1) -> Part:  # fmt: skip
    """A flat piece with an outline in a plane of two axes, star-shaped about its middle; both sides."""
    flat = np.array(outline, np.float32)
    middle = flat.mean(0)
    rings = np.linspace(0, 1, cells + 1, dtype=np.float32)[:, None, None]
    sheet = middle + (np.concatenate([flat, flat[:1]]) - middle)[None] * rings
    u, v = ("xyz".index(k) for k in plane)
    w = 3 - u - v
    faces: list[Part] = []
    for side in (-0.5, 0.5) if thick else (0.0,):
        points = np.zeros((*sheet.shape[:2], 3), np.float32)
        points[..., u], points[..., v] = sheet[..., 0], sheet[..., 1]
        points[..., w] = side * thick
        faces.append(grid(points + np.asarray(at, np.float32), look, colour))
    if thick:
        edge = np.zeros((2, len(flat) + 1, 3), np.float32)
        edge[..., u], edge[..., v] = sheet[-1, :, 0], sheet[-1, :, 1]
        edge[0, :, w], edge[1, :, w] = -0.5 * thick, 0.5 * thick
        faces.append(grid(edge + np.asarray(at, np.float32), look, colour))
    made = merged(faces)
    made = made.with_(place=made.rest.copy())
    return facing_out(made) if thick else made


def turned_over(made: Part) -> Part:
    """The same part seen from its other side."""
    return replace(made, triangles=np.ascontiguousarray(made.triangles[:, ::-1]))


def tone_of(colour: Floats) -> Colour:
    """A colour as parts take it."""
    return float(colour[0]), float(colour[1]), float(colour[2])


def tinted(made: Part, colour: Callable[[Floats], Floats]) -> Part:
    """The part with colours worked out from its points."""
    return made.with_(colour=np.asarray(colour(made.rest), np.float32))


def moved(made: Part, by: Point = (0, 0, 0), turn: Point = (0, 0, 0), scale: float = 1.0) -> Part:
    """The part scaled, turned about x, y, z, and moved."""
    a, b, c = turn
    rx = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    ry = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    rz = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    rest = (made.rest * scale) @ (rz @ ry @ rx).T + np.asarray(by)
    return made.with_(rest=np.ascontiguousarray(rest, np.float32))


def shaded(made: Part, low: float, high: float, dark: float = 0.55) -> Part:
    """Darker towards ``low`` than at ``high``, as what is near the ground is."""
    from_low = np.clip((made.rest[:, 1] - low) / (high - low), 0, 1)
    return made.with_(openness=(made.openness * (dark + (1 - dark) * from_low)).astype(np.float32))


Build = Callable[[Kit, list[Floats]], list[Part]]
"""Makes a thing in its colours."""
