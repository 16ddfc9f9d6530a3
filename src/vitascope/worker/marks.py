"""Which watermark the ends of a clip carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vitascope.domain.generation import Generation, Marks
from vitascope.domain.request import GenerationRequest
from vitascope.media.watermark import Payload, Watermark
from vitascope.settings import Settings
from vitascope.worker.job import Clip, Job

if TYPE_CHECKING:  # a child reads no ledger, and need not hold what does
    from vitascope.ledger import Ledger

SECRET = "watermark"  # noqa: S105 - the secret's name in the ledger

_HOW = set(GenerationRequest.model_fields) & {"callback_url", "webhook", "priority", "parents"}
"""Fields that say how a clip is made or delivered, not what it is."""


def payload_of(ledger: Ledger, settings: Settings, generation: Generation) -> Payload | None:
    """What a new clip carries; None where videos are not marked.

    The same for equal requests with equal seeds, whenever they are made.
    """
    if not (settings.watermark and settings.metadata):
        return None
    stated = f"{generation.request.model_dump_json(exclude=_HOW)} {generation.seed}"
    return Payload.of(ledger.secret(SECRET), stated.encode())


def marks_of(job: Job) -> Marks:
    """The numbers at both ends: at a joint the neighbour's, elsewhere the clip's own.

    A clip that continues another takes over its mark whole, so that a chain carries one.
    """
    if job.watermark is None:
        own = None
    else:
        neighbours = [end.mark for end in (job.start, job.end) if isinstance(end, Clip)]
        own = next((mark for mark in neighbours if mark is not None), job.watermark.number)
    start, end = (end.mark if isinstance(end, Clip) else own for end in (job.start, job.end))
    return Marks(start=start, end=end)


def watermark_of(job: Job) -> Watermark | None:
    """The mark to draw into the clip; None where neither end carries one."""
    marks = marks_of(job)
    if marks.start is None and marks.end is None:
        return None
    start, end = (None if mark is None else Payload.from_number(mark) for mark in (marks.start, marks.end))
    return Watermark(job.spec.width, job.spec.height, job.spec.frames, start=start, end=end)
