"""Rows of the materials' table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitascope.engines.previz.compiled import Floats

NO_TEXTURE, SOLID_TEXTURE = -1, -2


@dataclass(frozen=True)
class Material:
    """How a surface takes light.

    ``gloss`` is the highlight's strength and ``sharpness`` how often its cosine is squared; ``through``
    is light from behind that comes through; ``wrap`` softens the shadow's edge; ``sheen`` mirrors the sky
    at grazing angles; ``emit`` is added where a vertex glows; ``thin`` surfaces are seen from both sides.
    """

    texture: int = NO_TEXTURE
    scale: float = 1.0
    bump: float = 0.0
    gloss: float = 0.0
    sharpness: int = 4
    through: float = 0.0
    opacity: float = 1.0
    wrap: float = 0.2
    sheen: float = 0.0
    emit: tuple[float, float, float] = (0.0, 0.0, 0.0)
    thin: bool = False
    rim: float = 1.0


def table(*materials: Material) -> Floats:
    """The materials as the shader reads them, ``(n, 14) float32``."""
    return np.array(
        [
            [
                m.texture, m.scale, m.bump, m.gloss, m.sharpness, m.through, m.opacity, m.wrap,
                m.sheen, *m.emit, float(m.thin), m.rim,
            ]
            for m in materials
        ],
        np.float32,
    )  # fmt: skip
