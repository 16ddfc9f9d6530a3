"""``vitascope worker``."""

from __future__ import annotations

import typer

from vitascope.bootstrap import House, work
from vitascope.settings import Settings
from vitascope.telemetry import logs, traces


def run(settings: Settings) -> None:
    """Render until told to stop."""
    logs.configure(settings.log_format)
    traces.start(settings.otlp_endpoint)
    work(settings, _announce)
    typer.echo("Stopped; nothing is left running here.")


def _announce(house: House) -> None:
    slots, pools = house.settings.slots, ", ".join(house.settings.pools)
    typer.echo(f"vitascope worker: {len(slots)} slots, pools: {pools}. Ctrl+C lets running work finish.")
