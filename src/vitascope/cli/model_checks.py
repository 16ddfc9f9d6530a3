"""What ``doctor`` looks at for diffusion models."""

from __future__ import annotations

import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from vitascope.cli.checks import Finding, Grade
from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.store import PART, Store, gib
from vitascope.errors import ConfigurationError
from vitascope.settings import Settings

LEAST_FREE = 10 << 30
"""Bytes: less than any of the known models takes."""


def models(settings: Settings) -> Finding:
    """Which models are here, and whether their packages, their files and their terms are in order."""
    store = Store(settings.models_folder)
    cards, lacking = store.cards(), heavy.missing()
    parts = sorted(path.name.removesuffix(PART) for path in store.folder.glob("*" + PART))
    if parts:
        fix = f"vitascope models pull {parts[0]} goes on; vitascope models rm {parts[0]} gives up"
        return Finding("models", Grade.FAULT, f"not whole: {', '.join(parts)}", fix)
    if not cards:
        fix = "Nothing to do; `vitascope models list` shows what a graphics card could run."
        return Finding("models", Grade.OK, "none here: previz makes every video", fix)
    if lacking:
        return Finding("models", Grade.FAULT, f"packages missing: {', '.join(lacking)}", heavy.INSTALL)
    for card in cards:
        fault = _fault(store, card)
        if fault is not None:
            return fault
    return Finding("models", Grade.OK, ", ".join(card.name for card in cards))


def accelerator(settings: Settings) -> Finding:
    """Whether models have a graphics card, and enough of one."""
    cards = Store(settings.models_folder).cards()
    present = has_nvidia()
    if not cards or heavy.missing():
        said = "an NVIDIA card, unused: no model is here" if present else "none, and no model wants one"
        fix = "vitascope models list" if present else ""
        return Finding("gpu", Grade.NOTE if present else Grade.OK, said, fix)
    try:
        torch = heavy.torch()
    except ConfigurationError as error:
        return Finding("gpu", Grade.FAULT, error.message, heavy.INSTALL)
    if not torch.cuda.is_available():
        return _without_cuda(torch.version.cuda, present)
    free, total = (int(value) for value in torch.cuda.mem_get_info())
    name = f"{torch.cuda.get_device_name()}, {gib(free)} of {gib(total)} free"
    large = [card.name for card in cards if free < card.least_vram << 30]
    if large:
        fix = "Free graphics memory, or take a smaller model: vitascope models list"
        return Finding("gpu", Grade.NOTE, f"{name}: little for {', '.join(large)}", fix)
    return Finding("gpu", Grade.OK, name)


def models_disk(settings: Settings) -> Finding:
    """Room for another model."""
    folder = settings.models_folder
    place = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(place).free
    detail = f"{gib(free)} free at {place}"
    if free < LEAST_FREE:
        fix = "Free some room, or set VITASCOPE_MODELS_DIR, before you pull a model."
        return Finding("model disk", Grade.NOTE, detail, fix)
    return Finding("model disk", Grade.OK, detail)


def has_nvidia() -> bool:
    """Whether the machine has an NVIDIA driver, whatever torch thinks."""
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def _fault(store: Store, card: Card) -> Finding | None:
    record = store.record(card.name)
    if card.terms and not record.accepted:
        fix = f"vitascope models show {card.name}, then pull it with --accept-licence"
        return Finding("models", Grade.FAULT, f"{card.name}: the licence was not accepted", fix)
    for name, known in record.files.items():
        path = store.path(card.name) / name
        if not path.is_file() or path.stat().st_size != known.size:
            fix = f"vitascope models rm {card.name} && vitascope models pull {card.name}"
            return Finding("models", Grade.FAULT, f"{card.name}: {name} is missing or cut short", fix)
    return None


def _without_cuda(built: str | None, present: bool) -> Finding:
    """Why there is no CUDA: no card, a build of torch without it, or a driver that does not answer."""
    if not present:
        fix = "Nothing to do, or serve on a machine with an NVIDIA card."
        return Finding("gpu", Grade.NOTE, "none: models run on the CPU, very slowly", fix)
    if built is None:
        fix = "pip install --force-reinstall torch, from the index for CUDA that pytorch.org names"
        return Finding("gpu", Grade.FAULT, f"torch {_torch()} is a CPU build on a machine with a GPU", fix)
    fix = "Update the NVIDIA driver until `nvidia-smi` shows that CUDA version or a newer one."
    return Finding("gpu", Grade.FAULT, f"torch wants CUDA {built} and the driver does not offer it", fix)


def _torch() -> str:
    try:
        return version("torch")
    except PackageNotFoundError:
        return "of unknown version"
