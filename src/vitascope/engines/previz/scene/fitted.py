"""The rooms that a plan may ask for."""

from __future__ import annotations

from typing import Final

from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.fittings import Fittings
from vitascope.engines.previz.scene.rooms_home import bar, bedroom, hall, kitchen, library, parlour
from vitascope.engines.previz.scene.rooms_work import classroom, gym, laboratory, office, train, workshop

_TILES: Final = (masonry.STONE, "#b8b4a8", "#b8b4a8", (0.45, 0.45))
_SLABS: Final = (masonry.STONE, "#77706a", "#77706a", (0.9, 0.9))
FITTED: Final[dict[str, Fittings]] = {
    "kitchen": Fittings(kitchen, _TILES, (masonry.PLAIN, "#cfd6d0", (1.0, 1.0))),
    "library": Fittings(library, wall=(masonry.PLAIN, "#7a6248", (1.0, 1.0)), curtains=True),
    "office": Fittings(
        office, (masonry.CLOTH, "#5a626a", "#626a72", (0.5, 0.5)), (masonry.PLAIN, "#d6dadc", (1.0, 1.0))
    ),
    "classroom": Fittings(classroom, wall=(masonry.PLAIN, "#d8d2b0", (1.0, 1.0))),
    "bar": Fittings(
        bar, (masonry.PLANKS, "#5a3c24", "#5a3c24", (0.16, 1.9)), (masonry.PLAIN, "#6a4038", (1.0, 1.0))
    ),
    "train": Fittings(
        train, (masonry.CLOTH, "#3a4450", "#444e5a", (0.6, 0.6)), (masonry.PLAIN, "#d0c6ae", (1.0, 1.0))
    ),
    "laboratory": Fittings(
        laboratory, (masonry.STONE, "#c8ccce", "#c8ccce", (0.6, 0.6)), (masonry.PLAIN, "#dfe6ea", (1.0, 1.0))
    ),
    "gym": Fittings(
        gym, (masonry.PLANKS, "#b8843c", "#b07a34", (0.1, 2.4)), (masonry.PLAIN, "#c2c6c4", (1.0, 1.0))
    ),
    "workshop": Fittings(workshop, _SLABS, (masonry.STONE, "#6a6058", (0.5, 0.3))),
    "hall": Fittings(
        hall,
        (masonry.STONE, "#a89c8a", "#a89c8a", (0.8, 0.8)),
        (masonry.PLAIN, "#a89880", (1.0, 1.0)),
        curtains=True,
    ),
    "bedroom": Fittings(bedroom, curtains=True),
    "window": Fittings(parlour, wall=(masonry.PLAIN, "#b9ab94", (1.0, 1.0)), view=True),
}
"""Rooms by the sight that asks for them."""
