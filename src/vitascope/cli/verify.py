"""``vitascope verify FILE``: what made a video, or a picture of one, when, and whether it was altered since.

Needs no network. What it is given may be anybody's, and is decoded as a stranger's.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import typer

from vitascope.bootstrap import open_ledger
from vitascope.clock import SystemClock
from vitascope.errors import ConfigurationError, MediaError
from vitascope.media import cage, limits
from vitascope.media.certificate import authority
from vitascope.media.detection import Found, find_in
from vitascope.media.manifest import VIDEO, Seal, kind_of, read_seal
from vitascope.media.watermark import Payload
from vitascope.settings import Settings
from vitascope.worker import marks, signature

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
    watermark: str = ""


@dataclass(frozen=True)
class Known:
    """Whom to recognise: PEM certificates of authorities, and this installation's number in watermarks."""

    authorities: str = ""
    installation: int | None = None


def run(settings: Settings, file: Path, trust: Path | None, *, as_json: bool) -> None:
    """Print the report; exit code 1 for an altered file and 2 for one that says nothing of its making."""
    found = examine(file, _known(settings, trust))
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        _show(found)
    if found.verdict == "altered":
        sys.exit(1)
    if not (found.signed_by or found.record or found.watermark):
        sys.exit(2)


def examine(file: Path, known: Known) -> Report:
    """Read and check what a file says. Raises ``MediaError`` for a file that is none we read."""
    is_video = kind_of(file) == VIDEO
    if not is_video:
        limits.check_bytes(file.stat().st_size)  # three bytes make anything a JPEG
        cage.check_image(file.read_bytes())
    stated = cage.tags(file) if is_video else {}
    try:
        seal = read_seal(file, known.authorities)
    except MediaError as error:
        found = Report("altered", stated, faults=(error.message,))
    else:
        found = Report("unsigned", stated) if seal is None else _sealed(seal, stated)
    return replace(found, watermark=_watermark(file, known)) if is_video else found


def _watermark(video: Path, known: Known) -> str:
    with closing(cage.frames(video)) as clip:
        return _marked(find_in(clip), known)


def _marked(mark: Found | None, known: Known) -> str:
    if mark is None:
        return ""
    own = mark.payload.installation == known.installation
    whose = "this installation's" if own else f"installation {mark.payload.installation:03x}'s"
    return f"{whose}, request {mark.payload.request:03x} ({mark.deviations:.0f} standard deviations)"


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


def _known(settings: Settings, trust: Path | None) -> Known:
    """A file's certificates, and the installation whose data directory there is."""
    given = _read(trust) if trust is not None else ""
    if not settings.has_ledger:
        return Known(given)
    ledger = open_ledger(settings, SystemClock())
    try:
        own = authority(ledger.secret(signature.SECRET), datetime.fromtimestamp(SystemClock().now(), UTC))
        return Known(given or own, Payload.of(ledger.secret(marks.SECRET), b"").installation)
    finally:
        ledger.close()


def _read(trust: Path) -> str:
    try:
        return trust.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"The certificates {trust} cannot be read: {error}.") from error


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
        "watermark": found.watermark,
        **found.record,
    }
    for name, value in shown.items():
        if value:
            typer.echo(f"  {name:<11} {value}")
