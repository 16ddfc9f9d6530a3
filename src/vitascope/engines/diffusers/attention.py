"""By which kernel the frames of a clip attend to each other: where a long clip's time goes.

Only attention within the sequence is moved: that to the prompt is short, and models that mask it could not
be served by most kernels.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, Literal

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.sequence import SELF_ATTENTION
from vitascope.settings import Attention

log = logging.getLogger(__name__)
Kernel = Literal["native", "cudnn", "flash", "flash3", "sage"]
KERNELS: dict[Kernel, str] = {
    "native": "native",
    "cudnn": "_native_cudnn",
    "flash": "flash",
    "flash3": "_flash_3",
    "sage": "sage",
}
"""What ``diffusers`` calls each. Those that it would fetch from the hub are not among them: they are code."""
PACKAGES: dict[Kernel, str] = {
    "flash": "flash_attn",
    "flash3": "flash_attn_interface",
    "sage": "sageattention",
}
ALONE: frozenset[Kernel] = frozenset({"flash3"})
"""Kernels that cannot take a part of a sequence which several cards share."""
HOPPER, BLACKWELL = 9, 10
"""Major compute capabilities of cards for which PyTorch's own choice is not the fastest kernel."""
TOKENS = 256
"""Of the trial that a kernel must pass."""
MOST_OFF = 0.1
"""How far a trial may be from PyTorch's own, as a share of it. Those in 8 bits are 0.03 off, wrong ones 1."""


def preferred(capability: tuple[int, int] | None, wish: Attention) -> tuple[Kernel, ...]:
    """Kernels to try, best first; ``capability`` of the card, None for a CPU.

    FlashAttention 3 is made for Hopper; cuDNN's kernels are the next best there and best on Blackwell. On
    every other card PyTorch's own choice is FlashAttention 2, or what comes nearest. Kernels that round to 8
    bits are taken only where they are named.
    """
    if wish != "auto":
        return (wish, "native") if wish != "native" else ("native",)
    major = capability[0] if capability is not None else 0
    if major == HOPPER:
        return "flash3", "cudnn", "native"
    return ("cudnn", "native") if major == BLACKWELL else ("native",)


def settle(transformers: Sequence[Any], where: tuple[str, str], wish: Attention, *, shared: bool) -> str:
    """Have all attend by the best kernel that works; says which and why.

    ``where``: device and precision they compute on and in. ``shared``: with others, each a part of the
    sequence. A kernel that is wished for and does not work is said as a warning.
    """
    card = heavy.capability(where[0])
    faults = list[str]()
    for kernel in preferred(card, wish):
        fault = _obstacle(kernel, transformers, where, shared=shared)
        if fault is None:
            for module in _attending(transformers):
                module.set_attention_backend(KERNELS[kernel])
            if faults and wish != "auto":
                log.warning("VITASCOPE_ATTENTION is %s, which cannot be used: %s", wish, faults[0])
            return f"{kernel} ({'; '.join([_of(card), *faults])})"
        faults.append(f"not {kernel}: {fault}")
    return f"the model's own ({'; '.join(faults)})"


def _of(card: tuple[int, int] | None) -> str:
    return f"compute capability {card[0]}.{card[1]}" if card is not None else "no graphics card"


def _attending(transformers: Sequence[Any]) -> list[Any]:
    parts = [module for one in transformers for name, module in one.named_modules() if _is_self(name)]
    return [module for module in parts if hasattr(module, "set_attention_backend")]


def _is_self(name: str) -> bool:
    return name.endswith(SELF_ATTENTION)


def _obstacle(
    kernel: Kernel, transformers: Sequence[Any], where: tuple[str, str], *, shared: bool
) -> str | None:
    """Why this kernel cannot be used; None where it can."""
    package = PACKAGES.get(kernel)
    if package is not None and find_spec(package) is None:
        return f"the package {package} is not installed"
    if shared and kernel in ALONE:
        return "it cannot compute a part of a sequence"
    widths = sorted({module.inner_dim // module.heads for module in _attending(transformers)})
    if kernel == "native":
        return None
    try:
        off = max((_off(kernel, width, where) for width in widths), default=0.0)
    except (ImportError, OSError, RuntimeError, ValueError, TypeError, AssertionError) as error:
        return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:120]}"
    return None if off <= MOST_OFF else f"a trial is {off:.0%} off"


def _off(kernel: Kernel, width: int, where: tuple[str, str]) -> float:
    """How far this kernel is from PyTorch's own for heads so wide."""
    torch, device, precision = heavy.torch(), *where
    attend = heavy.library("diffusers.models.attention_dispatch").dispatch_attention_fn
    made = torch.Generator("cpu").manual_seed(0)
    parts = [torch.randn(1, TOKENS, 2, width, generator=made) for _ in range(3)]
    query, key, value = (part.to(device, getattr(torch, precision)) for part in parts)
    with torch.inference_mode():
        expected = attend(query, key, value, backend=KERNELS["native"]).float()
        answer = attend(query, key, value, backend=KERNELS[kernel]).float()
    off = float((answer - expected).norm() / expected.norm())
    return off if off == off else float("inf")  # noqa: PLR0124 - not a number is not near
