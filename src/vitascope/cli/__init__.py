"""The command line."""

from __future__ import annotations

import sys

import typer

from vitascope.errors import VitascopeError

INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""


def main() -> None:
    """Run the command line; what goes wrong is one clear line and exit code 1, a misuse 2."""
    from vitascope.cli.app import app  # noqa: PLC0415 - an interrupt while it loads is an interrupt too

    try:
        app()
    except VitascopeError as error:
        typer.secho(f"Error: {error.message}", fg="red", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
