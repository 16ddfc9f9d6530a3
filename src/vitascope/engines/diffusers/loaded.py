"""One model in memory: its weights once, and a pipeline of each class over them."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.base import Sound
from vitascope.engines.diffusers import attention, float8, heavy
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.conditions import Frames, Shot, Window
from vitascope.engines.diffusers.decoder import Decoder
from vitascope.engines.diffusers.families import FAMILIES, TwoStage
from vitascope.engines.diffusers.levels import altered, scheduled
from vitascope.engines.diffusers.loras import Overlays
from vitascope.engines.diffusers.memory import Plan
from vitascope.engines.diffusers.options import Options
from vitascope.engines.diffusers.reuse import EVERY_STEP, Reuse
from vitascope.engines.diffusers.store import check_folder, check_pipeline
from vitascope.engines.diffusers.team import Team
from vitascope.engines.diffusers.texts import Texts
from vitascope.engines.diffusers.watch import Watch
from vitascope.errors import ConfigurationError, EngineError

log = logging.getLogger(__name__)
UPSAMPLER = "latent_upsampler"
"""The folder inside a model's that holds what doubles its latents."""
LORAS = "loras"
"""The folder inside a model's that holds weights laid over it."""


class Loaded:
    """A model as a plan has it."""

    def __init__(
        self, card: Card, folder: Path, plan: Plan, options: Options, team: Team | None = None
    ) -> None:
        """Read the weights. Raises ``ConfigurationError`` for a folder that is no model of the family."""
        self.card = card
        self.plan = plan
        self._folder = folder
        self._upsampler: Any = None
        self._adapter = FAMILIES[card.family]
        main = _read(card, folder, plan)
        self._overlays = Overlays(main, options.loras, card.name)
        self._overlays.keep(sorted((folder / LORAS).glob("**/*.safetensors")))
        main.set_progress_bar_config(disable=True)
        self.transformers = [
            one for name in ("transformer", "transformer_2") if (one := getattr(main, name, None)) is not None
        ]
        self.decoder = Decoder(main, _silent)
        self.texts = Texts()
        self._main = main
        self._pipes: dict[str, Any] = {type(main).__name__: self.texts.watch(main)}
        self.weights = "full"
        """How they are held and computed with, and why, for the log and for people."""
        if plan.weights == "fp8":
            self.weights = float8.hold(self.transformers, plan)
        _arrange(main, plan)
        self._team = team
        if team is not None:
            shared = team.join(self.transformers, guided=card.guidance > 1)
            log.info("Of %s the slot's devices share %s.", card.name, shared)
        where = (plan.device, plan.precision)
        self.attention = attention.settle(
            self.transformers, where, options.attention, shared=team is not None
        )
        """By which kernel, and why."""
        log.info("%s: weights %s; attention by %s.", card.name, self.weights, self.attention)
        if options.compiles and plan.device != "cpu":
            for transformer in self.transformers:
                transformer.compile_repeated_blocks()

    def take(self, shot: Shot, watch: Watch, reuse: Reuse = EVERY_STEP) -> Window:
        """The window at the model's size, its frames still to be decoded.

        Raises ``Cancelled`` before the next pass of the model.
        """
        made = self._run(shot, watch, reuse, {})
        return Window(self._decoded(), self._sound(made) if shot.audio else None)

    def follow(self, shot: Shot, watch: Watch, reuse: Reuse) -> None:
        """Compute along with the team's first process, which alone decodes."""
        self._run(shot, watch, reuse, {"output_type": "latent"})

    def _run(self, shot: Shot, watch: Watch, reuse: Reuse, more: Mapping[str, Any]) -> Any:
        self._overlays.lay(shot.loras)
        pipe = self._pipe(self._adapter.pipeline(shot))
        if self._team is not None:
            self._team.begin(guided=shot.guidance > 1)
        go_on = watch.go_on if self._team is None else self._team.together(watch)
        hooks = [one.register_forward_pre_hook(go_on) for one in self.transformers]
        self.decoder.began = watch.say
        self._cache(reuse)
        try:
            with self._faults_named(), heavy.torch().inference_mode():
                return self._made(pipe, shot, watch, more)
        finally:
            self._cache(EVERY_STEP)
            for hook in hooks:
                hook.remove()

    def _decoded(self) -> Iterator[Frames]:
        try:
            with self._faults_named():
                yield from self.decoder.blocks()
        finally:
            self._main.maybe_free_model_hooks()  # with a part of the model on the card at a time, it leaves

    @contextmanager
    def _faults_named(self) -> Generator[None]:
        try:
            yield
        except (ValueError, TypeError, RuntimeError) as error:
            if isinstance(error, heavy.torch().OutOfMemoryError):
                raise
            raise EngineError(
                f"{self.card.name} could not make this clip: {type(error).__name__}: {error}. If its files "
                f"are whole (`vitascope models verify {self.card.name}`), this is a fault of the engine."
            ) from error

    def _made(self, pipe: Any, shot: Shot, watch: Watch, more: Mapping[str, Any]) -> Any:
        step = watch.step if self._team is None else watch.step_of_all
        given = dict(self._adapter.arguments(shot, pipe)) | dict(more)
        if not shot.refined or not isinstance(self._adapter, TwoStage):
            return self._called(pipe, shot, given, step)
        small = dict(self._adapter.arguments(shot.halved(), pipe)) | {"output_type": "latent"}
        made = self._called(pipe, shot, small, step)
        watch.say("double")
        upsampler = self._doubling(self._adapter).to(self.plan.device)
        latents = self._adapter.doubled(pipe, upsampler, made.frames)
        upsampler.to("cpu")
        given |= dict(self._adapter.refining(made, latents))
        return self._called(pipe, shot, given, step, refining=True)

    def _called(
        self, pipe: Any, shot: Shot, given: Mapping[str, Any], step: Any, *, refining: bool = False
    ) -> Any:
        scheduler = self._adapter.scheduler(shot, pipe.scheduler, given["generator"], refining=refining)
        with scheduled(pipe, scheduler):
            return pipe(**given, callback_on_step_end=step)

    def _doubling(self, adapter: TwoStage) -> Any:
        if self._upsampler is None:
            module, _, name = adapter.upsampler.rpartition(".")
            kind = getattr(heavy.library(module), name)
            dtype = getattr(heavy.torch(), self.plan.precision)
            try:
                self._upsampler = kind.from_pretrained(
                    self._folder / UPSAMPLER, dtype=dtype, use_safetensors=True, local_files_only=True
                ).eval()
            except (OSError, ValueError, RuntimeError, _damaged()) as error:
                raise ConfigurationError(
                    f"The upsampler in {self._folder / UPSAMPLER} cannot be loaded: {error}. "
                    f"Run: vitascope models verify {self.card.name}"
                ) from error
        return self._upsampler

    def _sound(self, made: Any) -> Sound | None:
        heard = getattr(made, "audio", None)
        if heard is None:
            return None
        rate = int(self._main.vocoder.config.output_sampling_rate)
        samples: NDArray[np.float32] = heard[0].float().cpu().numpy().T
        return Sound(np.ascontiguousarray(samples), rate)

    def _pipe(self, name: str) -> Any:
        if name not in self._pipes:
            self._pipes[name] = self.texts.watch(_sibling(self._main, name))
        return self._pipes[name]

    def _cache(self, reuse: Reuse) -> None:
        config = reuse.config()
        for one in self.transformers:
            if one.is_cache_enabled:
                one.disable_cache()
            if config is not None:
                try:
                    one.enable_cache(config)
                except (ValueError, KeyError) as error:
                    log.warning("%s cannot reuse steps: %s", self.card.name, error)


def precisions(card: Card, precision: str) -> dict[str, Any]:
    """In what the parts of a model compute. Wan's decoder loses detail in half precision."""
    torch = heavy.torch()
    whole = getattr(torch, precision)
    return {"default": whole, "vae": torch.float32 if card.family in {"wan", "vace"} else whole}


def _read(card: Card, folder: Path, plan: Plan) -> Any:
    check_folder(folder)
    name = check_pipeline(card, folder)
    try:
        pipe = getattr(heavy.diffusers(), name).from_pretrained(
            folder,
            dtype=precisions(card, plan.precision),
            use_safetensors=True,
            local_files_only=True,
            **dict.fromkeys(FAMILIES[card.family].unused),
        )
    except (OSError, ValueError, KeyError, AttributeError, RuntimeError, _damaged()) as error:
        if isinstance(error, heavy.torch().OutOfMemoryError):
            raise
        raise ConfigurationError(
            f"The model in {folder} cannot be loaded: {type(error).__name__}: {error}. "
            f"Run: vitascope models verify {card.name}"
        ) from error
    if card.shift is not None:
        pipe.scheduler = altered(pipe.scheduler, flow_shift=card.shift)
    return pipe


def _damaged() -> type[Exception]:
    error: type[Exception] = heavy.library("safetensors").SafetensorError
    return error


def _sibling(pipe: Any, name: str) -> Any:
    """A pipeline of another class over the same weights; ``from_pipe`` would turn them into float32."""
    kind = getattr(heavy.diffusers(), name)
    modules, options = kind._get_signature_keys(kind)  # noqa: SLF001 - what from_pipe itself asks
    shared = {key: value for key, value in pipe.components.items() if key in modules}
    shared |= {key: None for key in modules if key not in shared}
    made = kind(**shared, **{key: pipe.config[key] for key in options if key in pipe.config})
    made.set_progress_bar_config(disable=True)
    return made


def _arrange(pipe: Any, plan: Plan) -> None:
    """Put the weights where the plan wants them."""
    torch = heavy.torch()
    if plan.tier == "none":
        pipe.to(plan.device)
    elif plan.tier == "model":
        pipe.enable_model_cpu_offload(device=plan.device)
    elif plan.tier == "group":
        pipe.enable_group_offload(
            onload_device=torch.device(plan.device),
            offload_device=torch.device("cpu"),
            offload_type="leaf_level",
            use_stream=True,
        )
    else:
        pipe.enable_sequential_cpu_offload(device=plan.device)


def _silent(_stage: str) -> None:
    """Nobody asks yet."""
