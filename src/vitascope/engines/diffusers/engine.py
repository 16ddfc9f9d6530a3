"""A diffusion model of this machine, as the rest of the house sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

from vitascope import __version__
from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Quality
from vitascope.engines.base import Cancelled, Condition, EngineInfo, FrameBlock, Report, Sound
from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.bay import Bay
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.cards import CARDS
from vitascope.engines.diffusers.conditions import Frames, Hold, PairOf, Shot
from vitascope.engines.diffusers.families import FAMILIES, TwoStage
from vitascope.engines.diffusers.fit import Director, Native
from vitascope.engines.diffusers.interpolate import Interpolator
from vitascope.engines.diffusers.levels import spread
from vitascope.engines.diffusers.loaded import UPSAMPLER
from vitascope.engines.diffusers.loras import lora_files
from vitascope.engines.diffusers.options import Options
from vitascope.engines.diffusers.reel import Reel
from vitascope.engines.diffusers.reuse import EVERY_STEP, Reuse
from vitascope.engines.diffusers.sizes import native_size
from vitascope.engines.diffusers.soundtrack import soundtrack
from vitascope.engines.diffusers.store import Store
from vitascope.engines.diffusers.upscale import Upscaler
from vitascope.engines.diffusers.watch import Watch

REFINED = 2
"""Stages of a clip that is made at half its size first."""
AHEAD = 0.9
"""Of the work: the rest is to enlarge, retime and encode."""
NEGATIVE = "blurry, distorted, low quality, jpeg artifacts, subtitles, watermark, static picture"
"""What is kept out where a request says nothing of it and the model weighs it."""


def diffusers_engines(options: Options) -> list[DiffusersEngine]:
    """One engine for each model that is here, all in one bay; none where the extra is not installed."""
    cards = Store(options.folder).cards()
    if not cards or heavy.missing():
        return []
    bay = Bay(options)
    return [DiffusersEngine(card, bay) for card in cards]


def absent(options: Options) -> dict[str, str]:
    """Models that could be served and are not, each with what to do."""
    here = {card.name for card in Store(options.folder).cards()}
    lacking = heavy.missing()
    found = {card.name: f"Run: vitascope models pull {card.name}" for card in CARDS if card.name not in here}
    if lacking:
        found |= {
            name: f"Its packages are missing ({', '.join(lacking)}). Run: {heavy.INSTALL}" for name in here
        }
    return found


class DiffusersEngine:
    """Has one model make the clip window by window, and brings it to exactly the asked size and length."""

    def __init__(self, card: Card, bay: Bay) -> None:
        self._card = card
        self._bay = bay
        self._adapter = FAMILIES[card.family]
        self._upscaler: Upscaler | None = None
        self._interpolator: Interpolator | None = None
        self._heard: Sound | None = None

    def describe(self) -> EngineInfo:
        """One model."""
        return EngineInfo(self._card.engine, __version__, (self._card.model,), AHEAD, accelerated=True)

    def load(self, device: str) -> None:
        """Import the libraries. Weights are read when a clip wants them: another model may be the first."""
        for name in ("diffusers", "transformers"):
            heavy.library(f"{name}.utils.logging").disable_progress_bar()
        self._bay.settle(device)

    def plan(self, spec: RenderSpec, conditions: Sequence[Condition]) -> dict[str, Any] | None:  # noqa: ARG002
        """There is none: the prompt is the plan."""
        return None

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Cancelled
    ) -> Iterator[FrameBlock]:
        """Yield the clip from when its last window is denoised, while that one is decoded.

        Raises ``EngineError`` where memory runs out at the lowest tier, ``ConfigurationError`` for files that
        cannot be loaded, and ``Cancelled`` before the next pass of the model.
        """
        card = self._card
        for one in spec.lora:
            lora_files(self._bay.options.loras, one.name)  # before minutes are spent on loading the model
        stages = self._stages(spec)
        size = native_size(card, spec.width, spec.height, self._adapter.multiple * stages, spec.quality)
        director = Director(spec, conditions, Native(card.fps, card.frames, self._adapter.reach(card), size))
        line = director.line
        options = self._bay.options
        draft = spec.quality is Quality.DRAFT
        reuse = Reuse(options.step_cache, options.step_interval) if draft else EVERY_STEP
        heard: list[Sound | None] = []
        self._heard = None
        watch = Watch(report, cancelled, line.windows * self._steps(spec, stages))

        def take(holds: tuple[Hold, ...], number: int) -> Iterator[Frames]:
            shot = replace(self._shot(spec, size, line.length, holds, number), refined=stages == REFINED)
            window = self._bay.take(card, shot, watch, reuse)
            heard.append(window.sound)
            return window.frames

        with closing(director.shoot(take)) as pictures:  # who stops early frees the card at once
            yield from director.blocks(Reel(pictures, self._interpolating()), self._enlarging(), watch)
        self._heard = soundtrack(heard, line, card.fps, spec.frames)

    def sound(self) -> Sound | None:
        """What the model made to be heard with the clip, where that was asked for."""
        return self._heard

    def _enlarging(self) -> Upscaler:
        if self._upscaler is None:
            self._upscaler = Upscaler(self._bay.options.upscaler, self._bay.device)
        return self._upscaler

    def _interpolating(self) -> PairOf:
        if self._interpolator is None:
            self._interpolator = Interpolator(self._bay.options.interpolator, self._bay.device)
        return self._interpolator.pair

    def _stages(self, spec: RenderSpec) -> int:
        """Two where the model's latents can be doubled; a draft is made in one."""
        folder = self._bay.store.path(self._card.name) / UPSAMPLER
        able = self._card.upsampler is not None and isinstance(self._adapter, TwoStage) and folder.is_dir()
        return REFINED if able and spec.quality is not Quality.DRAFT else 1

    def _steps(self, spec: RenderSpec, stages: int = 1) -> int:
        by_quality: Mapping[Quality, int] = {
            Quality.DRAFT: self._card.steps.draft,
            Quality.STANDARD: self._card.steps.standard,
            Quality.HIGH: self._card.steps.high,
        }
        more = self._adapter.refine_steps if stages == REFINED and isinstance(self._adapter, TwoStage) else 0
        return (spec.steps or by_quality[spec.quality]) + more

    def _shot(
        self, spec: RenderSpec, size: tuple[int, int], length: int, holds: tuple[Hold, ...], number: int
    ) -> Shot:
        card, steps = self._card, self._steps(spec)
        return Shot(
            prompt=spec.prompt,
            negative=NEGATIVE if spec.negative_prompt is None else spec.negative_prompt,
            width=size[0],
            height=size[1],
            frames=length,
            fps=card.fps,
            steps=steps,
            guidance=card.guidance if spec.guidance is None else spec.guidance,
            seed=(spec.seed + number) % (1 << 63),
            holds=holds,
            loras=spec.lora,
            audio=spec.audio,
            guidance_low=card.guidance_low if spec.guidance is None else None,
            sigmas=spread(card.sigmas, steps),
            renoised=card.renoised,
        )
