"""Games that are played at a table."""

from __future__ import annotations

from typing import Final

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.kit import Build, Kit, box, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball
from vitascope.engines.previz.rigs.stuff import Stuff

TOP, CELL = 0.66, 0.085
"""How high the board lies, and how wide one of its fields is, in lengths."""
PLACED: Final = (
    (0, 0),
    (1, 0),
    (2, 1),
    (3, 0),
    (4, 0),
    (5, 1),
    (6, 0),
    (7, 0),
    (1, 2),
    (4, 3),
    (6, 1),
    (2, 0),
)
"""Where the first player's pieces stand: columns and rows from the edge; the other's mirror them."""


def chess(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A small table with a board on which a game is under way."""
    wood, dark = tone_of(colours[0]), tone_of(colours[1])
    made = [box((-0.46, TOP - 0.07, -0.42), (0.46, TOP - 0.02, 0.42), Look(Stuff.WOOD), wood, cells=2)]
    made += [
        box((x - 0.03, 0.0, z - 0.03), (x + 0.03, TOP - 0.07, z + 0.03), Look(Stuff.WOOD), wood)
        for x in (-0.39, 0.39)
        for z in (-0.35, 0.35)
    ]
    made.append(
        box((-4.5 * CELL, TOP - 0.02, -4.5 * CELL), (4.5 * CELL, TOP, 4.5 * CELL), Look(Stuff.WOOD), dark)
    )
    pale = tone_of(linear("#ead9b4"))
    for k in range(32):
        column, row = (k % 4) * 2 + (k // 4) % 2 - 4, k // 4 - 4
        low = (column * CELL, TOP, row * CELL)
        made.append(box(low, (low[0] + CELL, TOP + 0.004, low[2] + CELL), Look(Stuff.WOOD), pale))
    for player, tone in enumerate(("#f2e6c8", "#1c1612")):
        for number, (column, row) in enumerate(PLACED):
            z = (row - 3.5) * CELL * (1.0 if player else -1.0)
            made += _piece(kit, (column - 3.5) * CELL, z, 0.085 + 0.022 * (number % 4), linear(tone))
    return made


def _piece(kit: Kit, x: float, z: float, tall: float, tone: Floats) -> list[Part]:
    """A piece on its field, all of them turned alike."""
    low, look, colour = TOP + 0.004, Look(Stuff.PAINT), tone_of(tone)
    profile = (
        (0.0, low),
        (0.032, low),
        (0.030, low + 0.012),
        (0.013, low + 0.03),
        (0.011, low + 0.7 * tall),
        (0.022, low + 0.74 * tall),
        (0.0, low + 0.8 * tall),
    )
    body = lathe(profile, look, kit.sides(5), colour, at=(x, 0.0, z), crisp=False)
    return [body, ball((x, low + 0.88 * tall, z), 0.019, look, 4 + kit.fine, colour)]


GAMES: Final[dict[str, Build]] = {"chess_table": chess}
"""Games by form; each a length across, standing on 0."""
