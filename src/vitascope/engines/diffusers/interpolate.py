"""Pictures between two that a model made."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np

from vitascope.engines.diffusers import heavy, rife
from vitascope.errors import ConfigurationError
from vitascope.media.arrays import Planes
from vitascope.media.inbetween import Pair

log = logging.getLogger(__name__)
WEIGHTS = ".safetensors"
WRAPPED = "module."
"""How names begin in the published file, which was saved from several cards."""


class Interpolator:
    """RIFE where its weights are, else optical flow. What keeps it from working is logged once."""

    def __init__(self, weights: Path | None = None, device: str = "cpu") -> None:
        """``weights``: RIFE 4.25 as ``.safetensors``."""
        self._weights = weights
        self._device = device
        self._network: Any = None

    def pair(self, first: Planes, second: Planes) -> Pair:
        """Two consecutive pictures, as planes of green, red and blue."""
        return Pair(first, second) if self._weights is None else Estimated(first, second, self)

    def between(self, first: Planes, second: Planes, share: float) -> Planes | None:
        """The picture ``share`` of the way; None where RIFE cannot be used."""
        if self._weights is None:
            return None
        try:
            with heavy.torch().inference_mode():
                made = rife.between(self._loaded(), self._tensor(first), self._tensor(second), share)
        except (ConfigurationError, OSError, RuntimeError, ValueError, TypeError) as error:
            log.warning("RIFE in %s cannot be used (%s); optical flow is.", self._weights, error)
            self._weights = None
            return None
        red, green, blue = (made[0] * 255 + 0.5).byte().cpu().numpy()
        return green, red, blue

    def _tensor(self, planes: Planes) -> Any:
        green, red, blue = planes
        values = np.stack([red, green, blue])[None].astype(np.float32) / 255.0
        return heavy.torch().from_numpy(values).to(self._device)

    def _loaded(self) -> Any:
        if self._network is None and self._weights is not None:
            if self._weights.suffix != WEIGHTS:
                raise ConfigurationError(
                    f"VITASCOPE_INTERPOLATOR is {self._weights.name}; expected weights as {WEIGHTS}: other "
                    "files may run code when they are opened. Convert it."
                )
            library = heavy.library("safetensors.torch")
            try:
                read = library.load_file(self._weights)
            except heavy.library("safetensors").SafetensorError as error:
                raise ConfigurationError(
                    f"{self._weights.name} is damaged: {error}. Copy it again."
                ) from error
            network = rife.network()
            lacking, _ = network.load_state_dict(
                {name.removeprefix(WRAPPED): value.float() for name, value in read.items()}, strict=False
            )
            if lacking:
                raise ConfigurationError(
                    f"{self._weights.name} lacks {lacking[0]} and {len(lacking) - 1} more: "
                    "it is not RIFE 4.25."
                )
            self._network = network.eval().to(self._device)
        return self._network


class Estimated(Pair):
    """Two pictures between which RIFE makes others."""

    def __init__(self, first: Planes, second: Planes, by: Interpolator) -> None:
        super().__init__(first, second)
        self._ends, self._by = (first, second), by

    def made(self, share: float) -> Planes:
        """See ``Pair``."""
        return self._by.between(*self._ends, share) or super().made(share)
