"""Weights in 8 bits: computed with in 8 bits where a card can, else widened for each use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.memory import Plan

CAPABILITY = (8, 9)
"""The least compute capability with arithmetic in 8-bit floating point."""
RESIDENT = frozenset({"none", "model"})
"""Tiers that leave layers whole while they compute; the others move each layer's parameters by themselves."""
ALIGNED = 16
"""What both sides of a matrix must be multiples of."""
BLOCKS = ("blocks.", "transformer_blocks.", "vace_blocks.")
"""Where a transformer's large matrices are; those before and after them are small, and delicate."""
OVERLAY = "lora_"
LEAST = 1e-12


def can(capability: tuple[int, int] | None) -> bool:
    """Whether a card of this compute capability (None: a CPU) computes in 8 bits."""
    return capability is not None and capability >= CAPABILITY


def hold(transformers: Sequence[Any], plan: Plan) -> str:
    """Have these hold their weights in 8 bits; says how they compute, and why."""
    fault = obstacle(plan)
    if fault is None:
        for one in transformers:
            compute(one, plan.device)
        return "held and computed with in 8 bits"
    for one in transformers:
        one.enable_layerwise_casting(compute_dtype=getattr(heavy.torch(), plan.precision))
    return f"held in 8 bits, computed with in {plan.precision}: {fault}"


def obstacle(plan: Plan) -> str | None:
    """Why a plan's device cannot compute in 8 bits; None where it can."""
    capability = heavy.capability(plan.device)
    if capability is None:
        return "no graphics card"
    if not can(capability):
        have, want = (".".join(map(str, one)) for one in (capability, CAPABILITY))
        return f"the card's compute capability is {have}, 8 bits want {want}"
    if plan.tier not in RESIDENT:
        return f"with {plan.tier} offload each layer is moved"
    torch = heavy.torch()
    try:
        trial = _layer()(torch.nn.Linear(ALIGNED, ALIGNED, dtype=torch.bfloat16), plan.device).to(plan.device)
        trial(torch.ones(ALIGNED, ALIGNED, device=plan.device, dtype=torch.bfloat16))
    except (RuntimeError, ValueError, AttributeError, TypeError) as error:
        return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:120]}"
    return None


def compute(transformer: Any, device: str) -> int:
    """Have the large layers of a transformer compute in 8 bits; how many there are.

    They are rounded on ``device`` and lie where they lay. Overlays (LoRA) stay as they are.
    """
    torch, found = heavy.torch(), dict[str, Any]()
    for name, module in transformer.named_modules():
        sides = isinstance(module, torch.nn.Linear) and (module.in_features, module.out_features)
        if sides and not any(side % ALIGNED for side in sides) and _is_block(name):
            found[name] = module
    for name, module in found.items():
        parent, _, own = name.rpartition(".")
        setattr(transformer.get_submodule(parent), own, _layer()(module, device))
    return len(found)


def _is_block(name: str) -> bool:
    return name.startswith(BLOCKS) and OVERLAY not in name


@cache
def _layer() -> Any:
    """The class of such layers; PyTorch is imported when one is made."""
    torch = heavy.torch()
    functional, eight = torch.nn.functional, torch.float8_e4m3fn
    most, row = torch.finfo(eight).max, torch.nn.functional.ScalingType.RowWise

    def rounded(values: Any) -> tuple[Any, Any]:
        """Rows in 8 bits, and what each is to be multiplied by, ``(rows, 1)``."""
        scale = values.abs().amax(dim=1, keepdim=True).float().clamp_min(LEAST) / most
        return (values.float() / scale).to(eight), scale

    class Linear8(torch.nn.Linear):  # type: ignore[misc, name-defined] # is-a Linear: LoRA is laid over those
        """``y = x W + b`` with each row of x and each column of W rounded to 8 bits, summed in 32."""

        def __init__(self, plain: Any, device: str) -> None:
            torch.nn.Module.__init__(self)
            self.in_features, self.out_features = plain.in_features, plain.out_features
            home = plain.weight.device
            small, scale = rounded(plain.weight.detach().to(device))
            self.register_buffer("small", small.to(home))
            self.register_buffer("scale", scale.to(home))
            self.register_parameter("bias", plain.bias)

        @property
        def weight(self) -> Any:
            """As other layers have it."""
            return self.small.to(torch.bfloat16) * self.scale.to(torch.bfloat16)

        def forward(self, given: Any) -> Any:
            """``(..., in_features)`` to ``(..., out_features)``, in the precision of what is given."""
            small, scale = rounded(given.reshape(-1, self.in_features))
            bias = None if self.bias is None else self.bias.to(torch.bfloat16)
            made = functional.scaled_mm(
                small, self.small.t(), scale, row, self.scale.t(), row, bias=bias, use_fast_accum=True
            )
            return made.to(given.dtype).reshape(*given.shape[:-1], self.out_features)

    return Linear8
