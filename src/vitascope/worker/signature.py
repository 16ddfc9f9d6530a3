"""Signing what was made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vitascope.clock import Clock, SystemClock
from vitascope.media.certificate import Credentials, from_files, self_made
from vitascope.media.manifest import seal
from vitascope.settings import Settings
from vitascope.worker.job import Job, Made

if TYPE_CHECKING:  # a child reads no ledger, and need not hold what does
    from vitascope.ledger import Ledger

SECRET = "c2pa"  # noqa: S105 - the secret's name in the ledger


def credentials(ledger: Ledger, settings: Settings, clock: Clock) -> Credentials | None:
    """Whose signature a video gets; None where videos are not signed.

    Raises ``ConfigurationError`` where the operator's certificate cannot be used.
    """
    if not (settings.c2pa and settings.metadata):
        return None
    if settings.c2pa_certificate is not None and settings.c2pa_key is not None:
        return from_files(settings.c2pa_certificate, settings.c2pa_key)
    return self_made(ledger.secret(SECRET), datetime.fromtimestamp(clock.now(), UTC))


def sign(job: Job, made: Made) -> None:
    """Sign the file in its place where the job says so. Raises as ``seal``."""
    if job.credentials is not None:
        record = {"generation": job.id, "engine": job.engine, "model": job.model, "seed": str(job.spec.seed)}
        seal(made.path, job.credentials, record, datetime.fromtimestamp(SystemClock().now(), UTC))
