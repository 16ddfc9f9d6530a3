"""From a lease to a job: everything a child needs, looked up in the ledger and the storage."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, assert_never

from vitascope.domain.generation import Generation, Lease
from vitascope.domain.render import render_spec
from vitascope.domain.request import GenerationKeyframe, ImageKeyframe, Keyframe
from vitascope.engines.base import SourceClip
from vitascope.errors import KeyframeUnreachable, NotFound
from vitascope.ledger import Ledger
from vitascope.media.certificate import Credentials
from vitascope.settings import Settings
from vitascope.storage import Storage, local_path
from vitascope.worker.job import Clip, End, ImageFile, ImageUrl, InputName, Job
from vitascope.worker.marks import payload_of

STORED = "asset:"
"""How a keyframe's URL begins when its bytes are already in storage."""


class Assignments:
    """Makes jobs. Stored files that lie elsewhere are copied into ``folder`` first."""

    def __init__(
        self,
        ledger: Ledger,
        storage: Storage,
        settings: Settings,
        folder: Path,
        credentials: Credentials | None = None,
    ) -> None:
        """``credentials`` sign what the jobs make."""
        self._ledger = ledger
        self._storage = storage
        self._settings = settings
        self._folder = folder
        self._credentials = credentials

    def job(self, lease: Lease, scratch: Path) -> Job:
        """The job of this lease; ``KeyframeUnreachable`` when a generation it builds on is gone."""
        generation = lease.generation
        request = generation.request
        spec = render_spec(request, generation.seed)
        return Job(
            id=generation.id,
            attempt=lease.attempt,
            engine=generation.engine,
            model=generation.model,
            spec=spec if lease.plan is None else spec.model_copy(update={"plan": lease.plan}),
            scratch=scratch,
            start=self._end(generation, request.frame0, "input.frame0"),
            end=self._end(generation, request.frame1, "input.frame1"),
            fetch_allow=self._settings.fetch_allow,
            thumbnail_width=self._settings.thumbnail_width,
            metadata=self._settings.metadata,
            credentials=self._credentials,
            watermark=payload_of(self._ledger, self._settings, generation),
        )

    def _end(self, generation: Generation, keyframe: Keyframe | None, name: InputName) -> End:
        match keyframe:
            case None:
                return None
            case GenerationKeyframe(id=source):
                return self._clip(source, "before" if name == "input.frame0" else "after")
            case ImageKeyframe(url=url):
                kept = generation.asset(name)
                if kept is None and not url.startswith(STORED):
                    return ImageUrl(url, name)
                return ImageFile(self._file(kept.key if kept else url.removeprefix(STORED)))
            case _:
                assert_never(keyframe)

    def _clip(self, source_id: str, side: Side) -> Clip:
        source = self._source(source_id)
        if source is None:
            raise KeyframeUnreachable(
                f"The generation {source_id} was deleted before this one was made. Name one that exists."
            )
        video, outcome = source.asset("video"), source.outcome
        if video is None or outcome is None:
            raise KeyframeUnreachable(f"The generation {source_id} has no video. Name one that is completed.")
        parts, apart = self._chain(source, side)
        clip = SourceClip(source.engine, outcome.plan, outcome.frames)
        mark = outcome.marks.end if side == "before" else outcome.marks.start
        return Clip(self._file(video.key), clip, tuple(self._file(part) for part in parts), apart, mark)

    def _chain(self, source: Generation, side: Side) -> tuple[list[str], str | None]:
        """The stored files that play up to the joint (``before`` it) or from it on, in playing order.

        A chain is kept joined, so that it outlives its parents. Its joined file serves where the source's
        own clip is at that file's near end; where it is not (somebody continues the middle of a chain),
        the source's own parents on the far side are looked up one by one.
        """
        ends = (source.request.frame0, source.request.frame1)
        far, near = ends if side == "before" else reversed(ends)
        video, stitched = source.asset("video"), source.asset("stitched")
        own = [video.key] if video else []
        if not isinstance(far, GenerationKeyframe):
            return own, None
        if not isinstance(near, GenerationKeyframe):
            reason = source.outcome.stitched_reason if source.outcome else None
            return (
                ([stitched.key], None) if stitched else (own, reason or "the chain before it is not joined")
            )
        beyond = self._source(far.id)
        if beyond is None:
            return own, f"the generation {far.id} that it continues was deleted"
        parts, apart = self._chain(beyond, side)
        return ([*parts, *own] if side == "before" else [*own, *parts]), apart

    def _source(self, source_id: str) -> Generation | None:
        try:
            return self._ledger.get(source_id)
        except NotFound:
            return None

    def _file(self, key: str) -> Path:
        try:
            return local_path(self._storage, key, self._folder)
        except NotFound as error:
            raise KeyframeUnreachable(
                f"The stored file {key} is gone. Send the keyframe again, or name another generation."
            ) from error


Side = Literal["before", "after"]
