"""``vitascope bench``: how long this machine takes for a small clip, from the plan to the signed file."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from vitascope.bootstrap import open_registry, setup
from vitascope.clock import Clock, SystemClock
from vitascope.domain.render import RenderSpec, frame_size, render_spec
from vitascope.domain.request import AspectRatio, GenerationRequest, Resolution
from vitascope.errors import EngineError
from vitascope.settings import Settings
from vitascope.worker.child import prepare
from vitascope.worker.job import Job
from vitascope.worker.pipeline import make

PROMPT = "white koi in a dark green pond, slow push in"
SEED = 1
USUAL = 120
"""Frames of a clip of five seconds."""


@dataclass(frozen=True)
class Measured:
    """Wall seconds: ``load_seconds`` once in each process, ``clip_seconds`` for each clip."""

    model: str
    width: int
    height: int
    frames: int
    load_seconds: float
    clip_seconds: float

    @property
    def frames_per_second(self) -> float:
        """Frames made each second."""
        return self.frames / self.clip_seconds

    def expected(self, resolution: Resolution) -> float:
        """Seconds for five seconds of another size, if time goes by the pixels."""
        width, height = frame_size(resolution, AspectRatio.WIDE)
        share = USUAL * width * height / (self.frames * self.width * self.height)
        return self.clip_seconds * share


def run(settings: Settings, model: str, frames: int, *, as_json: bool) -> None:
    """Measure and print."""
    found = measure(settings, model, frames, SystemClock())
    if as_json:
        rate = {"frames_per_second": round(found.frames_per_second, 2)}
        typer.echo(json.dumps(asdict(found) | rate, indent=2))
        return
    typer.echo(f"{found.model}: ready after {found.load_seconds:.1f} s, once in each process")
    typer.echo(
        f"{found.frames} frames of {found.width}x{found.height} took {found.clip_seconds:.2f} s: "
        f"{found.frames_per_second:.1f} frames a second, "
        f"{found.frames_per_second / 24:.1f} times as fast as it plays"
    )
    sizes = ", ".join(f"{one.value} about {found.expected(one):.0f} s" for one in Resolution)
    typer.echo(f"Five seconds of video would take: {sizes}.")


def measure(settings: Settings, model: str, frames: int, clock: Clock) -> Measured:
    """Make the clip in a folder that is thrown away. Raises what ``Registry.resolve`` and engines raise."""
    prepared = setup(settings)
    prepare(prepared)
    request = GenerationRequest(model=model, prompt=PROMPT, resolution=Resolution.P540, num_frames=frames)
    spec = render_spec(request, SEED)
    registry = open_registry(settings)
    card = registry.resolve(model, frozenset({spec.capability}))
    engine = registry.engine(card.engine)
    began = clock.monotonic()
    engine.load(prepared.device)
    loaded = clock.monotonic()
    with tempfile.TemporaryDirectory(prefix="vitascope-bench-") as folder:
        make(_job(card.engine, card.name, spec, Path(folder)), engine, lambda _: None, lambda: False)
    took = clock.monotonic() - loaded
    if took <= 0:
        raise EngineError("The clock stood still while the clip was made. Run it again.")
    return Measured(card.name, spec.width, spec.height, spec.frames, loaded - began, took)


def _job(engine: str, model: str, spec: RenderSpec, folder: Path) -> Job:
    return Job(id="bench", attempt=1, engine=engine, model=model, spec=spec, scratch=folder)
