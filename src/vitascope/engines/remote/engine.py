"""A model of a server elsewhere, as the rest of the house sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from vitascope import __version__, ids
from vitascope.clock import SystemClock
from vitascope.domain.render import RenderSpec, frame_size
from vitascope.domain.request import OPTIONS, Capability
from vitascope.engines.base import (
    Cancelled as Asked,
)
from vitascope.engines.base import (
    Condition,
    EngineInfo,
    FrameBlock,
    Keep,
    ModelCard,
    Report,
)
from vitascope.engines.remote.aiml import Aiml
from vitascope.engines.remote.clip import RemoteClip
from vitascope.engines.remote.dialect import Dialect
from vitascope.engines.remote.ends import Pin, picture_of, sent
from vitascope.engines.remote.errand import Errand
from vitascope.engines.remote.line import Line
from vitascope.engines.remote.luma import Luma
from vitascope.engines.remote.openai import OpenAI
from vitascope.engines.remote.reach import door_of
from vitascope.engines.remote.wish import Length, Wish, length_of, options_of, shape_of
from vitascope.errors import ConfigurationError, MediaError, RemoteMismatch
from vitascope.remotes import RemoteServer

PREFIX = "remote:"
"""How the names of these engines begin: a record says that the video was made elsewhere."""
DIALECTS: dict[str, type[Aiml | Luma | OpenAI]] = {"aiml": Aiml, "luma": Luma, "openai": OpenAI}
OURS = frozenset({"plan", "audio"})
"""Options that are not handed on: a plan is one engine's own, what comes back is encoded anew, silent."""
AHEAD = 0.9
"""Of the work: the rest is to decode, retime and encode the video."""
IMPLIED = {
    Capability.FIRST: Capability.EXTEND,
    Capability.LAST: Capability.REVERSE_EXTEND,
    Capability.FIRST_LAST: Capability.BETWEEN,
}
"""Who can begin with a picture can go on after a clip: with the picture that it ends with."""
CARRIED = {
    "aiml": frozenset(Capability) - {Capability.UPSCALE, Capability.REFRAME},
    "luma": frozenset(Capability) - {Capability.UPSCALE, Capability.REFRAME},
    "openai": frozenset({Capability.TEXT, Capability.FIRST, Capability.EXTEND, Capability.LOOP}),
}
"""What can be said in each dialect."""


def remote_engines(remotes: Sequence[RemoteServer]) -> list[RemoteEngine]:
    """One engine for each server; ``ConfigurationError`` for what a dialect cannot carry."""
    return [RemoteEngine(remote) for remote in remotes]


class RemoteEngine:
    """Has one server make the clip, fetches it, and brings it to exactly the asked size, rate and length.

    What was asked of the server is kept with the generation while it works: an attempt that follows on one
    that died waits for the same video, and what continues the clip can name it by its id there.
    """

    def __init__(self, remote: RemoteServer) -> None:
        self._remote = remote
        self._dialect: Dialect = DIALECTS[remote.dialect](remote.url)
        self._declared = _capabilities(remote)
        self._keep: Keep | None = None
        unknown = set(remote.options) - (set(OPTIONS) - OURS)
        if unknown:
            raise ConfigurationError(
                f"VITASCOPE_REMOTES: {remote.name} has the option {min(unknown)!r}; expected some of "
                f"{', '.join(name for name in OPTIONS if name not in OURS)}. Correct it or leave it out."
            )

    def describe(self) -> EngineInfo:
        """One model, under the name that the operator gave it."""
        remote = self._remote
        implied = {IMPLIED[one] for one in self._declared if one in IMPLIED}
        card = ModelCard(
            name=remote.name,
            engine=PREFIX + remote.name,
            licence=remote.licence,
            capabilities=self._declared | implied,
            roles=frozenset(remote.roles),
            rank=remote.rank,
            options=frozenset(remote.options),
            description=remote.description or f"{remote.model}, made by a server elsewhere.",
        )
        return EngineInfo(card.engine, __version__, (card,), AHEAD)

    def load(self, device: str) -> None:
        """Nothing is loaded here, on no device."""

    def keep_with(self, keep: Keep) -> None:
        """See ``engines.base.KeepsPlace``."""
        self._keep = keep

    def plan(self, spec: RenderSpec, conditions: Sequence[Condition]) -> dict[str, Any] | None:  # noqa: ARG002
        """What an earlier attempt asked of the server, if there was one."""
        return spec.plan

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Asked
    ) -> Iterator[FrameBlock]:
        """Yield the clip once the server has made it; a cancel is passed on to the server.

        Raises ``RemoteUnreachable``, ``RemoteRefused``, ``RemoteFailed`` and ``RemoteMismatch``.
        """
        remote = self._remote
        line = Line(remote, door_of(remote), SystemClock(), cancelled)
        errand = Errand(remote, self._dialect, line, report, self._keep or _nowhere)
        wish = self._wish(spec, conditions)
        with TemporaryDirectory(prefix="vitascope-remote-") as folder:
            path = Path(folder, "video.mp4")
            errand.run(wish, spec.plan or {}, ids.token, path)
            tail = self._dialect.tail and self._source_id(conditions, "start") is not None
            yield from self._blocks(path, spec, wish.length, self._pins(conditions), tail=tail)

    def _blocks(
        self, path: Path, spec: RenderSpec, length: Length, pins: tuple[Pin, ...], *, tail: bool
    ) -> Iterator[FrameBlock]:
        try:
            clip = RemoteClip(path, self._remote.name, spec, length, tail=tail)
            yield from clip.blocks(pins)
        except MediaError as error:
            raise RemoteMismatch(
                f"What {self._remote.name} sent as the video cannot be used. {error.message}"
            ) from error

    def _wish(self, spec: RenderSpec, conditions: Sequence[Condition]) -> Wish:
        remote = self._remote
        ends = {end.position: end for end in conditions}
        known = {place: self._source_id(conditions, place) for place in ("start", "end")}
        # A picture that stands for a clip is shown by that clip already: the frame is made and left out.
        twice = {place: end.source is not None and known[place] is None for place, end in ends.items()}
        shape = shape_of(remote, spec.width, spec.height)
        size = None if remote.dialect == "openai" else frame_size(shape.resolution, shape.ratio)
        length = length_of(
            remote,
            spec.frames,
            whole=spec.loop or "end" in ends,
            skip=int(twice.get("start", False) and not spec.loop),
            drop=int(twice.get("end", False)),
        )
        given = {place: sent(end, shape, size, known[place]) for place, end in ends.items()}
        return Wish(
            model=remote.model,
            prompt=spec.prompt,
            length=length,
            shape=shape,
            start=given.get("start"),
            end=given.get("end"),
            loop=spec.loop,
            seed=spec.seed if remote.extras else None,
            options=options_of(spec),
        )

    def _source_id(self, conditions: Sequence[Condition], place: str) -> str | None:
        """The id at the server of the clip at that end, if it was made there and can be named there."""
        needed = Capability.EXTEND if place == "start" else Capability.REVERSE_EXTEND
        for end in conditions:
            plan = end.source.plan if end.source and end.source.engine == PREFIX + self._remote.name else None
            if end.position == place and plan and self._dialect.clips and needed in self._declared:
                return str(plan["id"]) if plan.get("remote") == self._remote.name and plan.get("id") else None
        return None

    def _pins(self, conditions: Sequence[Condition]) -> tuple[Pin, ...]:
        return tuple(
            Pin(end.position, picture_of(end))
            for end in conditions
            if self._source_id(conditions, end.position) is None
        )


def _capabilities(remote: RemoteServer) -> frozenset[Capability]:
    carried = CARRIED[remote.dialect]
    for word in remote.capabilities:
        if word not in carried:
            raise ConfigurationError(
                f"VITASCOPE_REMOTES: {remote.name} has the capability {word[:40]!r}; expected some of "
                f"{', '.join(sorted(carried))}, which the dialect {remote.dialect} can carry. Correct it."
            )
    return frozenset(Capability(word) for word in remote.capabilities)


def _nowhere(plan: dict[str, Any]) -> None:
    """Keep nothing: who renders has no place for it."""
