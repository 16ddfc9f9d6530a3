"""The packages of the extra ``gpu``, imported when they are first needed and not before.

They are found by name: who lists models, or checks types, needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from vitascope.errors import ConfigurationError

NEEDED = ("torch", "diffusers", "transformers", "accelerate", "ftfy", "safetensors", "peft")
"""Without ``ftfy`` the Wan models that take pictures fail while they run."""
INSTALL = "pip install 'vitascope[gpu]'"


def missing() -> tuple[str, ...]:
    """Those that are not installed; looks without importing."""
    return tuple(name for name in NEEDED if find_spec(name) is None)


def library(name: str) -> Any:
    """The module of that name; ``ConfigurationError`` where it cannot be imported."""
    try:
        return import_module(name)
    except ImportError as error:
        raise ConfigurationError(
            f"The package {name!r} cannot be imported: {error}. Diffusion models need it. Run: {INSTALL}"
        ) from error


def torch() -> Any:
    """PyTorch."""
    return library("torch")


def capability(device: str) -> tuple[int, int] | None:
    """The compute capability of a graphics card, as ``(9, 0)``; None for a CPU."""
    if not device.startswith("cuda"):
        return None
    major, minor = torch().cuda.get_device_capability(device)
    return int(major), int(minor)


def diffusers() -> Any:
    """The library of pipelines."""
    return library("diffusers")
