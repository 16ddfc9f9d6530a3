"""``vitascope serve``."""

from __future__ import annotations

from pathlib import Path

import typer

from vitascope.bootstrap import serve
from vitascope.errors import ConfigurationError
from vitascope.listening import Address, Tls
from vitascope.settings import Settings
from vitascope.telemetry import logs, traces


def run(settings: Settings, certificate: Path | None, key: Path | None) -> None:
    """Serve until told to stop."""
    if key is not None and certificate is None:
        raise ConfigurationError("--tls-key was given without --tls-cert. Give both, or neither for http.")
    logs.configure(settings.log_format)
    traces.start(settings.otlp_endpoint)
    serve(settings, _announce, Tls(certificate, key) if certificate else None)


def _announce(address: Address) -> None:
    typer.echo(f"vitascope is at {address.url}")
    if address.key is not None:
        typer.echo(f"API key (shown this once; it opens everything, /admin too): {address.key}")
