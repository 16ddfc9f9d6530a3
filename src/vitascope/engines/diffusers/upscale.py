"""Pictures made larger than a model makes them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.diffusers import heavy
from vitascope.errors import ConfigurationError
from vitascope.media.image import cover_fit

log = logging.getLogger(__name__)
TILE = 512
"""Pixels of a side that are enlarged at a time."""
MARGIN = 16
"""Pixels around a tile that are enlarged with it and cut off, so that no seam shows."""
LEAST_SCALE = 1.05
"""Below this nothing is gained over resampling."""

Picture = NDArray[np.uint8]


class Upscaler:
    """Enlarges with a super-resolution model where there is one, and always by resampling to the exact size.

    What keeps the model from working is logged once; a clip never fails by it.
    """

    def __init__(self, weights: Path | None, device: str) -> None:
        self._weights = weights
        self._device = device
        self._model: Any = None

    def fitted(self, picture: Picture, width: int, height: int) -> Picture:
        """The picture, ``(h, w, 3) uint8``, filling ``width x height``."""
        rows, columns = picture.shape[:2]
        if self._weights is not None and max(width / columns, height / rows) >= LEAST_SCALE:
            picture = self._enlarged(picture)
        return cover_fit(picture, width, height)

    def _enlarged(self, picture: Picture) -> Picture:
        try:
            model = self._loaded()
            return tiled(model, picture)
        except (ConfigurationError, OSError, RuntimeError, ValueError, TypeError) as error:
            log.warning("The upscaler %s cannot be used (%s); pictures are resampled.", self._weights, error)
            self._weights = None
            return picture

    def _loaded(self) -> Any:
        if self._model is None and self._weights is not None:
            if self._weights.suffix != ".safetensors":
                raise ConfigurationError(
                    f"VITASCOPE_UPSCALER is {self._weights.name}; expected weights as .safetensors: other "
                    "files may run code when they are opened. Convert it."
                )
            spandrel = heavy.library("spandrel")
            model = spandrel.ModelLoader(device=self._device).load_from_file(self._weights).eval()
            if self._device != "cpu" and model.supports_half:
                model.half()
            self._model = model
        return self._model


def tiled(model: Any, picture: Picture) -> Picture:
    """The picture enlarged by ``model.scale``, a tile at a time."""
    torch = heavy.torch()
    scale, (rows, columns) = int(model.scale), picture.shape[:2]
    made = np.empty((rows * scale, columns * scale, 3), np.uint8)
    for top in range(0, rows, TILE):
        for left in range(0, columns, TILE):
            bottom, right = min(top + TILE, rows), min(left + TILE, columns)
            above, before = max(top - MARGIN, 0), max(left - MARGIN, 0)
            part = picture[above : bottom + MARGIN, before : right + MARGIN]
            given = torch.from_numpy(np.ascontiguousarray(part.transpose(2, 0, 1))).float() / 255.0
            with torch.inference_mode():
                answer = model(given[None].to(model.device, model.dtype))[0]
            larger = (answer.float().clamp(0, 1).cpu().numpy() * 255.0 + 0.5).astype(np.uint8)
            y, x = (top - above) * scale, (left - before) * scale
            size = (slice(y, y + (bottom - top) * scale), slice(x, x + (right - left) * scale))
            made[top * scale : bottom * scale, left * scale : right * scale] = larger.transpose(1, 2, 0)[size]
    return made
