"""``vitascope worker``."""

from __future__ import annotations

import logging

import typer

from vitascope.bootstrap import House, work
from vitascope.settings import Settings


def run(settings: Settings) -> None:
    """Render until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    work(settings, _announce)
    typer.echo("Stopped; nothing is left running here.")


def _announce(house: House) -> None:
    slots, pools = house.settings.slots, ", ".join(house.settings.pools)
    typer.echo(f"vitascope worker: {len(slots)} slots, pools: {pools}. Ctrl+C lets running work finish.")
