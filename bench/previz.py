"""What a frame of the built-in engine costs, stage by stage: ``python -m bench.previz [NUMBER ...]``.

Milliseconds of thread CPU, which other processes hardly change. Each of the twelve prompts is planned and
baked, draws one frame unmeasured, then frames spread over its clip; a stage's time excludes that of the
stages it calls. Numbers, from 1, choose prompts; without any, all are measured.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

from vitascope.domain.render import FPS, RenderSpec
from vitascope.engines.previz import scene_shot
from vitascope.engines.previz.engine import PrevizEngine
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.rigs import puppet
from vitascope.engines.previz.scene import (
    built,
    clouds,
    depths,
    globe,
    land,
    mirror,
    plants,
    sky,
    space,
    surface,
    terrain,
    water,
    waterline,
)
from vitascope.engines.previz.stored import load

PROMPTS: Final = (
    "A red dragon flies over snowy mountains at dusk, slow push in",
    "Three white horses gallop across a green meadow on a sunny spring morning, tracking shot",
    "A camel walks across endless dunes at golden hour, slow truck right",
    "A sailing ship in a stormy sea, pan left",
    "Giant white koi fish swim through a dark underwater world of drifting plants, push in",
    "An owl flies through a misty forest, tracking shot",
    "A tiger walks through the jungle, low angle",
    "Penguins waddle over the ice in the arctic, ground level",
    "Neon-lit city street in the rain at night, a yellow taxi drives past, low angle",
    "A knight walks through a medieval village in the morning, push in",
    "A cat sleeps in a cosy living room, slow push in",
    "A spaceship drifts past a ringed planet in space, orbit left",
)
"""One or more for each kind of place, most with a subject of middle size."""

MEASURED: Final = 4
"""Frames of each clip that are measured."""

STAGES: Final[tuple[tuple[Any, str], ...]] = (
    (terrain, "draw"), (sky, "paint"), (sky, "lift"), (sky, "twinkle"), (sky, "dome"), (globe, "draw"),
    (land, "build_up"), (built, "build_up"), (land, "raise_all"), (built, "raise_all"), (mirror, "lay"),
    (land, "strew"), (built, "strew"), (space, "strew"), (water, "strew"), (clouds, "strew"),
    (clouds, "_march"), (space, "_nebula"), (space, "_points"), (surface, "cover"), (surface, "deep"),
    (depths, "murk"), (depths, "shafts"), (plants, "grow"), (waterline, "join"),
    (puppet, "paint"), (puppet.Puppet, "draw"), (scene_shot, "develop"), (scene_shot, "warp"),
)  # fmt: skip
"""Where each stage's function is looked up when it is called."""


class Meter:
    """Thread CPU seconds by stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def around(self, label: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, metered."""

        def metered(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            started = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                whole = time.thread_time() - started
                self.spent[label] += whole - self._inner.pop()
                self._inner[-1] += whole

        return metered


@contextmanager
def metered(meter: Meter) -> Iterator[None]:
    """Every stage goes through the meter meanwhile."""
    kept = [(owner, name, getattr(owner, name)) for owner, name in STAGES]
    for owner, name, function in kept:
        home = owner if isinstance(owner, ModuleType) else sys.modules[owner.__module__]
        setattr(owner, name, meter.around(f"{home.__name__.rsplit('.', 1)[1]}.{name.strip('_')}", function))
    try:
        yield
    finally:
        for owner, name, function in kept:
            setattr(owner, name, function)


def measure(prompt: str, width: int = 1920, height: int = 1080) -> tuple[float, list[float], Meter]:
    """Seconds to plan and bake, seconds of each measured frame, and where they went.

    Another thread builds the subjects while this one bakes; its seconds are not counted.
    """
    spec = RenderSpec(prompt=prompt, width=width, height=height, frames=5 * FPS, seed=1)
    started = time.thread_time()
    plan = load(PrevizEngine().plan(spec, ()))
    assert isinstance(plan, ShotPlan)
    shot = scene_shot.SceneShot(plan, spec)
    baked = time.thread_time() - started
    shot.frame(0)
    meter, frames = Meter(), []
    with metered(meter):
        for index in range(MEASURED):
            started = time.thread_time()
            shot.frame(round((index + 0.5) * spec.frames / MEASURED))
            frames.append(time.thread_time() - started)
    return baked, frames, meter


def main(numbers: list[int]) -> None:
    """Measure and print."""
    PrevizEngine().warm()
    means = []
    for number in numbers or range(1, len(PROMPTS) + 1):
        baked, frames, meter = measure(PROMPTS[number - 1])
        mean = statistics.fmean(frames)
        means.append(mean)
        print(f"{number:2} {PROMPTS[number - 1]}")
        print(f"   bake {baked:.2f} s, frame {mean * 1e3:.0f} ms, slowest {max(frames) * 1e3:.0f} ms")
        stages = sorted(meter.spent.items(), key=lambda pair: -pair[1])
        shown = [(name, spent / len(frames) * 1e3) for name, spent in stages]
        print("   " + ", ".join(f"{name} {spent:.1f}" for name, spent in shown if spent >= 0.5), flush=True)
    mean, median, worst = (f(means) * 1e3 for f in (statistics.fmean, statistics.median, max))
    print(f"all frames: mean {mean:.0f} ms, median {median:.0f} ms, worst {worst:.0f} ms")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
