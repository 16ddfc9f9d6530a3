"""``vitascope serve``."""

from __future__ import annotations

import logging
from pathlib import Path

import typer

from vitascope.bootstrap import Address, Tls, serve
from vitascope.errors import ConfigurationError
from vitascope.settings import Settings


def run(settings: Settings, certificate: Path | None, key: Path | None) -> None:
    """Serve until told to stop."""
    if key is not None and certificate is None:
        raise ConfigurationError("--tls-key was given without --tls-cert. Give both, or neither for http.")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    serve(settings, _announce, Tls(certificate, key) if certificate else None)


def _announce(address: Address) -> None:
    typer.echo(f"vitascope is at {address.url}")
    if address.key is not None:
        typer.echo(f"API key (shown this once; `vitascope keys create` makes more): {address.key}")
