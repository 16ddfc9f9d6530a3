"""What the operator decides for all diffusion models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vitascope.settings import Attention, Offload, Settings, Weights


@dataclass(frozen=True)
class Options:
    """Settings in the form in which they cross to a child process.

    ``finds_device``: no device was named, so that a graphics card is taken where there is one.
    """

    folder: Path
    offload: Offload = "auto"
    idle_seconds: float = 600.0
    compiles: bool = False
    weights: Weights = "full"
    attention: Attention = "auto"
    step_cache: float = 0.0
    step_interval: int = 1
    upscaler: Path | None = None
    interpolator: Path | None = None
    loras: Path = Path("loras")
    finds_device: bool = True

    @classmethod
    def of(cls, settings: Settings) -> Options:
        """Those of a process."""
        return cls(
            folder=settings.models_folder,
            offload=settings.offload,
            idle_seconds=settings.model_idle_seconds,
            compiles=settings.compile_models,
            weights=settings.model_weights,
            attention=settings.attention,
            step_cache=settings.step_cache,
            step_interval=settings.step_interval,
            upscaler=settings.upscaler,
            interpolator=settings.interpolator,
            loras=settings.loras_folder,
            finds_device=not settings.devices,
        )
