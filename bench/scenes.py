"""Five seconds of 1080p of twelve prompts in a warm server: ``PYTHONPATH=tests python -m bench.scenes``.

Seconds from claim to completion, the median of ``BENCH_RUNS`` (5) runs of each with other seeds, after one
short clip of each prompt that compiles what is missing; and the milliseconds that its plan takes.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.jobs import claimed_to_completed, settle
from bench.previz import PROMPTS
from support import server
from support.server import Server
from vitascope.domain.render import RenderSpec
from vitascope.engines.previz.engine import PrevizEngine

RUNS = int(os.environ.get("BENCH_RUNS", "5"))
PLANS = 5
"""Of each prompt, of which the median counts; the first of a process reads the dictionaries."""


@dataclass(frozen=True)
class Shot:
    """What five seconds of a prompt took; ``plan`` is in milliseconds."""

    prompt: str
    seconds: float
    plan: float


def measure(live: Server) -> list[Shot]:
    """Each prompt in turn, in a server that has made a few frames of all of them."""
    for prompt in PROMPTS:
        live.make(prompt=prompt, num_frames=4)
    settle(live)
    return [Shot(prompt, _seconds(live, prompt), _planned(prompt)) for prompt in PROMPTS]


def table(shots: list[Shot]) -> Table:
    """Each shot, and the median and the worst of them."""
    seconds, plans = [shot.seconds for shot in shots], [shot.plan for shot in shots]
    shown = Table(title="scene path, 5 s 1080p, warm server", show_footer=True)
    shown.add_column("prompt", footer="median\nworst")
    for name, numbers, form in (("seconds", seconds, "{:.2f}"), ("plan, ms", plans, "{:.1f}")):
        footer = "\n".join(form.format(number) for number in (statistics.median(numbers), max(numbers)))
        shown.add_column(name, justify="right", footer=footer)
    for shot in shots:
        shown.add_row(shot.prompt, f"{shot.seconds:.2f}", f"{shot.plan:.1f}")
    return shown


def _seconds(live: Server, prompt: str) -> float:
    made = (live.make(prompt=prompt, seed=seed)["id"] for seed in range(RUNS))
    return statistics.median(claimed_to_completed(live, generation) for generation in made)


def _planned(prompt: str) -> float:
    engine = PrevizEngine()
    spec = RenderSpec(prompt=prompt, width=1920, height=1080, fps=24, frames=120, seed=1)
    took: list[float] = []
    for _ in range(PLANS):
        began = time.perf_counter()
        engine.plan(spec, ())
        took.append((time.perf_counter() - began) * 1000.0)
    return statistics.median(took)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, server.running(Path(folder) / "data") as live:
        Console().print(table(measure(live)))


if __name__ == "__main__":
    main()
