"""``vitascope warm``."""

from __future__ import annotations

import typer

from vitascope.bootstrap import setup
from vitascope.clock import SystemClock
from vitascope.engines.base import Compiles
from vitascope.engines.registry import Registry
from vitascope.settings import Settings
from vitascope.worker.child import prepare


def run(settings: Settings) -> None:
    """Load every installed engine once; what it compiles stays in the cache."""
    prepared = setup(settings)
    prepare(prepared)
    registry, clock = Registry.installed(settings.engines), SystemClock()
    for name in sorted({card.engine for card in registry.cards}):
        began = clock.monotonic()
        engine = registry.engine(name)
        engine.load(prepared.device)
        if isinstance(engine, Compiles):
            engine.warm()
        typer.echo(f"{name}: ready after {clock.monotonic() - began:.1f} s")
