"""When each stage of one clip began and ended, and what the device did meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from vitascope.clock import SystemClock
from vitascope.engines.diffusers import heavy

GIB = 1 << 30
SIDE = 8192
"""Of the matrices whose product says what the card can do."""
PRODUCTS = 20


@dataclass
class Stages:
    """Seconds of each stage, from what an engine reports; the device is waited for at each report."""

    device: str
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    _stage: str = "begin"
    _since: float = field(default_factory=SystemClock().monotonic)

    def report(self, stage: str, _step: int, _steps: int) -> None:
        """A stage goes on or another begins; ``denoise`` is reported after each step."""
        synchronize(self.device)
        now = SystemClock().monotonic()
        # A step is said when it is over: what lies between the text and the first one is denoising.
        name = stage if stage == "denoise" else self._stage
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._stage, self._since = stage, now

    def end(self) -> float:
        """The clip is there; the seconds of all stages."""
        self.report("end", 0, 0)
        return sum(self.seconds.values())


def synchronize(device: str) -> None:
    """Wait until the device has done what it was given."""
    if device != "cpu":
        heavy.torch().cuda.synchronize()


def forget_peak(device: str) -> None:
    """Measure memory from now on."""
    if device != "cpu":
        heavy.torch().cuda.reset_peak_memory_stats()


def peak(device: str) -> float:
    """The most memory of the card that was taken, in GiB."""
    return 0.0 if device == "cpu" else heavy.torch().cuda.max_memory_allocated() / GIB


def ceiling(device: str, side: int = SIDE) -> float:
    """TFLOP/s of a plain product of two square matrices in bfloat16: what any model stays below."""
    torch, clock = heavy.torch(), SystemClock()
    one = torch.randn(side, side, device=device, dtype=torch.bfloat16)
    began = 0.0
    for number in range(PRODUCTS + 3):
        if number == 3:  # the first ones warm up
            synchronize(device)
            began = clock.monotonic()
        one @ one
    synchronize(device)
    return 2.0 * side**3 * PRODUCTS / (clock.monotonic() - began) / 1e12


class Counter:
    """Counts the arithmetic of some modules while a clip is made, attention included."""

    def __init__(self, modules: list[Any]) -> None:
        self._mode: Any = None
        self._hooks = [one.register_forward_pre_hook(self._enter) for one in modules]
        self._hooks += [one.register_forward_hook(self._leave) for one in modules]
        self.flops = 0.0

    def close(self) -> float:
        """Stop counting; floating point operations."""
        for hook in self._hooks:
            hook.remove()
        return self.flops

    def _enter(self, *_: object) -> None:
        self._mode = heavy.library("torch.utils.flop_counter").FlopCounterMode(display=False)
        self._mode.__enter__()

    def _leave(self, *_: object) -> None:
        self._mode.__exit__(None, None, None)
        self.flops += self._mode.get_total_flops()
