"""Small weights of the operator's, laid over a model for one clip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vitascope.domain.request import Lora
from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.store import PICKLES
from vitascope.errors import ConfigurationError, EngineError

WEIGHTS = ".safetensors"
SECOND = "low"
"""In a file's name: it belongs to the second of two experts, the one for little noise."""


def lora_files(folder: Path, name: str) -> tuple[Path, ...]:
    """The files of one name: ``NAME.safetensors``, or all that a folder ``NAME`` holds.

    Raises ``EngineError`` where there is none.
    """
    alone = folder / f"{name}{WEIGHTS}"
    files = (alone,) if alone.is_file() else tuple(sorted((folder / name).glob(f"*{WEIGHTS}")))
    if files:
        return files
    pickled = next((one for one in sorted(folder.glob(f"{name}.*")) if one.suffix in PICKLES), None)
    if pickled is not None:
        raise EngineError(
            f"The LoRA {name!r} is a pickle ({pickled.name}), which may run code when it is opened. Expected "
            f"{name}{WEIGHTS}: convert it."
        )
    there = sorted({one.name.removesuffix(WEIGHTS) for one in folder.glob(f"*{WEIGHTS}")} | _folders(folder))
    raise EngineError(
        f"There is no LoRA {name!r} on this server; expected {', '.join(there) or 'none: there are none'}. "
        f"The operator puts {name}{WEIGHTS} into VITASCOPE_LORAS_DIR."
    )


class Overlays:
    """What lies over one model's transformers: always its own ``kept`` weights, and those of a clip."""

    def __init__(self, pipe: Any, folder: Path, model: str) -> None:
        """``folder`` holds the operator's files; ``model`` is named in errors."""
        self._pipe = pipe
        self._folder = folder
        self._model = model
        self._parts = [getattr(pipe, name, None) for name in ("transformer", "transformer_2")]
        self._kept: dict[int, list[str]] = {}
        self._laid: tuple[object, ...] = ()

    def keep(self, files: Sequence[Path]) -> None:
        """Lay the model's own weights over it for good. Raises ``ConfigurationError`` for damaged ones."""
        for path in files:
            part = int(SECOND in path.stem)
            try:
                self._load(path, path.stem.replace(".", "_"), part)
            except _faults() as error:
                raise ConfigurationError(
                    f"{path}, which belongs to {self._model}, cannot be laid over it: {error}. "
                    f"Run: vitascope models verify {self._model}"
                ) from error
            self._kept.setdefault(part, []).append(path.stem.replace(".", "_"))

    def lay(self, wanted: Sequence[Lora]) -> None:
        """Have exactly these over the model besides. Raises ``EngineError`` for those of another model."""
        files = [(one, path) for one in wanted for path in lora_files(self._folder, one.name)]
        state = tuple((path, path.stat().st_mtime_ns, one.scale) for one, path in files)
        if state == self._laid:
            return
        self._take_off()
        try:
            active = self._load_all(files)
        except EngineError:
            self._take_off()
            raise
        for number, part in enumerate(self._parts):
            if part is not None and (names := active[number]):
                part.set_adapters(list(names), list(names.values()))
        self._laid = state

    def _load_all(self, files: Sequence[tuple[Lora, Path]]) -> list[dict[str, float]]:
        """The adapters of each part with their shares."""
        active = [dict.fromkeys(self._kept.get(number, ()), 1.0) for number in range(len(self._parts))]
        paired = {one.name for one, path in files if SECOND in path.stem and self._parts[1] is not None}
        for number, (one, path) in enumerate(files):
            for part in self._parts_of(path, paired=one.name in paired):
                try:
                    self._load(path, f"clip_{number}", part)
                except _faults() as error:
                    raise self._refused(one.name, str(error)) from error
                if f"clip_{number}" not in getattr(self._parts[part], "peft_config", {}):
                    raise self._refused(one.name, "none of its weights has a place there")
                active[part][f"clip_{number}"] = one.scale
        return active

    def _parts_of(self, path: Path, *, paired: bool) -> tuple[int, ...]:
        """Of two experts, files that come in pairs belong to one each, a single file to both."""
        if self._parts[1] is None:
            return (0,)
        return (int(SECOND in path.stem),) if paired else (0, 1)

    def _load(self, path: Path, name: str, part: int) -> None:
        more = {"load_into_transformer_2": True} if part else {}
        self._pipe.load_lora_weights(path.parent, weight_name=path.name, adapter_name=name, **more)

    def _take_off(self) -> None:
        self._laid = ()
        for number, part in enumerate(self._parts):
            names = list(getattr(part, "peft_config", {}))
            kept = self._kept.get(number, [])
            if part is None or not names:
                continue
            if not kept:
                part.unload_lora()
            else:
                part.delete_adapters([name for name in names if name not in kept])
                part.set_adapters(kept, [1.0] * len(kept))

    def _refused(self, name: str, why: str) -> EngineError:
        line = why.splitlines()[0][:200] if why else "it cannot be read"
        return EngineError(
            f"The LoRA {name!r} is for another model than {self._model}, or damaged: {line}. Leave it out, "
            "or name the model that it was made for."
        )


def _folders(folder: Path) -> set[str]:
    return {one.parent.name for one in folder.glob(f"*/*{WEIGHTS}")}


def _faults() -> tuple[type[Exception], ...]:
    """What libraries raise for a file that is damaged or does not fit."""
    damaged: type[Exception] = heavy.library("safetensors").SafetensorError
    return (ValueError, RuntimeError, LookupError, AttributeError, OSError, damaged)
