"""``vitascope doctor``: one line for each thing that must hold, and how to put right what does not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from subprocess import SubprocessError

import typer

from vitascope.cli import checks, configured, model_checks
from vitascope.cli.checks import Finding, Grade
from vitascope.errors import VitascopeError
from vitascope.settings import Settings

CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    checks.python,
    checks.platform,
    checks.packages,
    checks.cores,
    checks.data_dir,
    checks.disk,
    checks.media_cage,
    checks.ledger,
    configured.privacy,
    configured.storage,
    checks.engines,
    configured.devices,
    configured.upscaler,
    configured.rife,
    model_checks.models,
    model_checks.models_disk,
    model_checks.accelerator,
    checks.kernels,
    checks.encoder,
    configured.signing,
    configured.address,
    checks.port,
)
MARKS = {Grade.OK: ("ok", "green"), Grade.NOTE: ("note", "yellow"), Grade.FAULT: ("FAULT", "red")}


def run(settings: Settings, *, mend: bool = False) -> None:
    """Print every finding, mended where that is asked for and can be; exit code 1 when a fault is left."""
    faults = 0
    for check in CHECKS:
        finding = check(settings)
        if mend and finding.grade is not Grade.OK and finding.mend is not None:
            finding = _mended(finding, finding.mend, partial(check, settings))
        _show(finding)
        faults += finding.grade is Grade.FAULT
    if faults:
        sys.exit(1)


def _mended(before: Finding, mend: Callable[[], object], look: Callable[[], Finding]) -> Finding:
    """What is found once it was mended, or why it could not be."""
    try:
        mend()
    except (OSError, SubprocessError, VitascopeError) as error:
        return Finding(before.name, before.grade, f"{before.detail}; not mended: {error}", before.fix)
    after = look()
    return Finding(after.name, after.grade, f"{after.detail} (mended: {before.detail})", after.fix)


def _show(finding: Finding) -> None:
    mark, colour = MARKS[finding.grade]
    typer.secho(f"{mark:<6}", fg=colour, nl=False)
    typer.echo(f"{finding.name:<10} {finding.detail}")
    if finding.fix:
        typer.echo(f"       fix: {finding.fix}")
