"""``vitascope doctor``: one line for each thing that must hold, and how to put right what does not."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from vitascope.cli import checks
from vitascope.cli.checks import Finding, Grade
from vitascope.settings import Settings

CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    checks.python,
    checks.platform,
    checks.packages,
    checks.cores,
    checks.data_dir,
    checks.disk,
    checks.ledger,
    checks.engines,
    checks.kernels,
    checks.encoder,
    checks.port,
)
MARKS = {Grade.OK: ("ok", "green"), Grade.NOTE: ("note", "yellow"), Grade.FAULT: ("FAULT", "red")}


def run(settings: Settings) -> None:
    """Print every finding; exit code 1 when one is a fault."""
    findings = [check(settings) for check in CHECKS]
    for finding in findings:
        mark, colour = MARKS[finding.grade]
        typer.secho(f"{mark:<6}", fg=colour, nl=False)
        typer.echo(f"{finding.name:<10} {finding.detail}")
        if finding.fix:
            typer.echo(f"       fix: {finding.fix}")
    if any(finding.grade is Grade.FAULT for finding in findings):
        sys.exit(1)
