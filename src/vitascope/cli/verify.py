"""``vitascope verify FILE``: what made a video, when, and whether it was altered since. Needs no network."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer

from vitascope.bootstrap import open_ledger
from vitascope.clock import SystemClock
from vitascope.errors import ConfigurationError, MediaError
from vitascope.media.certificate import authority
from vitascope.media.manifest import Seal, read_seal
from vitascope.media.provenance import read
from vitascope.settings import Settings
from vitascope.worker.signature import SECRET

COLOURS = {"intact": "green", "unsigned": "yellow", "altered": "red"}


@dataclass(frozen=True)
class Report:
    """``verdict`` is ``intact``, ``altered`` or ``unsigned``; ``record`` what the file says made it."""

    verdict: str
    record: Mapping[str, str]
    made_at: str = ""
    signed_by: str = ""
    trusted: bool = False
    source: str = ""
    faults: tuple[str, ...] = ()


def run(settings: Settings, video: Path, trust: Path | None, *, as_json: bool) -> None:
    """Print the report; exit code 1 for an altered file and 2 for one that says nothing of its making."""
    found = examine(video, _trusted(settings, trust))
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _show(found)
    if found.verdict == "altered" or not (found.signed_by or found.record):
        sys.exit(1 if found.verdict == "altered" else 2)


def examine(video: Path, trust: str = "") -> Report:
    """Read and check what a file says. Raises ``MediaError`` for a file that is no video we read."""
    stated = read(video)
    try:
        seal = read_seal(video, trust)
    except MediaError as error:
        return Report("altered", stated, faults=(error.message,))
    return Report("unsigned", stated) if seal is None else _sealed(seal, stated)


def _sealed(seal: Seal, stated: Mapping[str, str]) -> Report:
    return Report(
        verdict="intact" if seal.intact else "altered",
        record={**stated, **seal.record},
        made_at=seal.made_at,
        signed_by=seal.issuer,
        trusted=seal.trusted,
        source=seal.source,
        faults=seal.faults,
    )


def _trusted(settings: Settings, trust: Path | None) -> str:
    """Certificates to trust: a file's, or those of the installation whose data directory there is."""
    if trust is not None:
        try:
            return trust.read_text()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"The certificates {trust} cannot be read: {error}.") from error
    if not settings.has_ledger:
        return ""
    ledger = open_ledger(settings, SystemClock())
    try:
        return authority(ledger.secret(SECRET), datetime.fromtimestamp(SystemClock().now(), UTC))
    finally:
        ledger.close()


def _show(found: Report) -> None:
    typer.secho(found.verdict, fg=COLOURS[found.verdict], bold=True, nl=False)
    typer.echo(
        {"intact": ": not altered since it was made", "unsigned": ": carries no C2PA manifest"}.get(
            found.verdict, f": {', '.join(found.faults)}"
        )
    )
    trust = "trusted" if found.trusted else "not among the trusted; give --trust the authority's certificate"
    shown = {
        "made at": found.made_at,
        "signed by": f"{found.signed_by} ({trust})" if found.signed_by else "",
        "source": found.source,
        **found.record,
    }
    for name, value in shown.items():
        if value:
            typer.echo(f"  {name:<11} {value}")
