"""At which levels of noise a model computes, where it was distilled for certain ones."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

from vitascope.engines.diffusers import heavy

UNBENT: dict[str, Any] = {"use_dynamic_shifting": False, "shift_terminal": None, "shift": 1.0}
"""With these a scheduler takes levels as they are given."""


def spread(sigmas: Sequence[float], steps: int) -> tuple[float, ...]:
    """The published levels, one a step; for another number of steps as many along their curve down to 0."""
    if len(sigmas) in {0, steps}:
        return tuple(sigmas)
    places = np.arange(steps) * (len(sigmas) / steps)
    return tuple(float(level) for level in np.interp(places, np.arange(len(sigmas) + 1), [*sigmas, 0.0]))


@contextmanager
def scheduled(pipe: Any, scheduler: Any) -> Generator[None]:
    """Another scheduler for a while."""
    before, pipe.scheduler = pipe.scheduler, scheduler
    try:
        yield
    finally:
        pipe.scheduler = before


def altered(plain: Any, **changes: Any) -> Any:
    """A scheduler like this one but for some of its settings; those that it does not have are left out."""
    return plain.from_config(plain.config, **{key: changes[key] for key in changes if key in plain.config})


def unbent(plain: Any) -> Any:
    """A scheduler like this one that does not move the levels it is given."""
    return altered(plain, **UNBENT)


def exact(levels: Sequence[float], noise: Any = None) -> Any:
    """A scheduler that steps through these levels whatever it is asked for.

    With ``noise``, a generator, each step begins from new noise.
    """
    made = _kind()(stochastic_sampling=noise is not None)
    made.levels, made.noise = tuple(levels), noise
    return made


@cache
def _kind() -> Any:
    """The class of such schedulers; diffusers is imported when one is made."""
    plain = heavy.diffusers().FlowMatchEulerDiscreteScheduler

    class Levels(plain):  # type: ignore[misc, valid-type] # imported when it is needed
        """Euler's method through certain levels."""

        levels: tuple[float, ...] = ()
        noise: Any = None

        def set_timesteps(self, *_: Any, device: Any = None, **__: Any) -> None:
            """See the scheduler's own."""
            plain.set_timesteps(self, sigmas=list(self.levels), device=device)

        def step(self, *args: Any, **given: Any) -> Any:
            """See the scheduler's own."""
            return plain.step(self, *args, generator=self.noise, **given)

    return Levels
