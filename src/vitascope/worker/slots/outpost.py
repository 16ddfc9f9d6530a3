"""A local slot on another machine, and the files that come and go with its jobs. Knows nothing of Ray."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from vitascope.clock import SystemClock
from vitascope.errors import EngineError
from vitascope.worker.job import (
    Answer,
    Clip,
    Done,
    End,
    ImageFile,
    InputFetched,
    Job,
    Previewed,
    Quartered,
    Setup,
)
from vitascope.worker.scratch import Scratch
from vitascope.worker.slots.local import LocalSlot
from vitascope.worker.slots.process import Process

CHUNK = 16 << 20
"""Bytes of a file that are carried at once."""
START_SECONDS = 120.0
VIGIL_SECONDS = 2.0
"""How often a lodging looks whether it is still wanted."""
Inputs = dict[Path, bytes]
"""The files that a job reads, by where they lie on the machine that sends it."""


@dataclass(frozen=True)
class Condition:
    """Whether a job can start, why it perhaps never will, and the engines that are ready."""

    ready: bool
    trouble: str | None
    loaded: frozenset[str]


class Outpost:
    """One slot with a child process, which ends with this process.

    Unfinished work lies under ``root`` on the machine it runs on; what others left there is removed.
    """

    def __init__(self, setup: Setup, preload: str, root: Path) -> None:
        self._slot = LocalSlot(replace(setup, path=tuple(sys.path)), SystemClock(), preload, standby=False)
        self._scratch = Scratch(root)
        self._scratch.sweep()

    def condition(self) -> Condition:
        """Bring up the child where it is down, and say how things are. Returns at once."""
        ready = self._slot.revive()
        return Condition(ready, self._slot.trouble, self._slot.loaded)

    def start(self, job: Job, inputs: Inputs) -> None:
        """Begin a job that came with its files. Raises ``StorageFull`` and ``Unavailable``."""
        self._scratch.discard(job.id)
        folder = self._scratch.attempt(job.id, job.attempt)
        here = self._scratch.sources(job.id)
        here.mkdir(parents=True, exist_ok=True)
        places = {there: here / f"{number}{there.suffix}" for number, there in enumerate(inputs)}
        for there, data in inputs.items():
            places[there].write_bytes(data)
        start, end = _moved(job.start, places), _moved(job.end, places)
        self._slot.start(replace(job, scratch=folder, start=start, end=end))

    def poll(self, seconds: float) -> Answer | None:
        """The next answer. Paths in it are of this machine: ``read`` has their bytes."""
        answer = self._slot.poll(seconds)
        return _kept_apart(answer) if isinstance(answer, Previewed) else answer

    def cancel(self) -> None:
        """Ask the running job to stop."""
        self._slot.cancel()

    def read(self, path: Path, offset: int) -> bytes:
        """A piece of a file that a job made, empty at its end."""
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(CHUNK)

    def discard(self, generation: str) -> None:
        """Remove what a job left."""
        self._scratch.discard(generation)


class Lodging:
    """Processes for a slot that is led from another machine, on the devices of this one.

    Made on a thread that lives as long as it should.
    """

    def __init__(self, setup: Setup, host: str) -> None:
        """``host`` is this machine's address for the others."""
        self._process = Process(replace(setup, path=tuple(sys.path), host=host), "vitascope.worker.lodging")
        self._silence, _ = os.pipe()
        self._keeper = os.getppid()

    def address(self) -> str:
        """Where crews call. Raises ``EngineError`` where the process did not start."""
        answer = self._process.hear(START_SECONDS, self._silence)
        if isinstance(answer, Quartered):
            return answer.address
        raise EngineError(
            "The slot's process on another machine did not start. What it said is in that machine's log; "
            "look whether vitascope is installed there in the same version."
        )

    def vigil(self) -> None:
        """Last as long as the process and whoever started this one; then end it. Raises ``EngineError``.

        Without that a node whose manager died would hold its devices for as long as nobody looks.
        """
        while self._process.alive and os.getppid() == self._keeper:
            self._process.hear(VIGIL_SECONDS, self._silence)
        self._process.kill()
        raise EngineError("The slot's process on another machine ended. It is replaced.")


def inputs(job: Job) -> Inputs:
    """The files that a job reads, whole."""
    return {path: path.read_bytes() for end in (job.start, job.end) for path in _files(end)}


def outputs(answer: Answer | None) -> tuple[Path, ...]:
    """The files that an answer names."""
    match answer:
        case Done(files=files):
            return tuple(made.path for made in files)
        case InputFetched(path=path) | Previewed(path=path, video=None):
            return (path,)
        case Previewed(path=path, video=Path() as video):
            return (path, video)
        case _:
            return ()


def brought(answer: Answer | None, places: dict[Path, Path]) -> Answer | None:
    """The answer with its files where they were carried to."""
    match answer:
        case Done(files=files):
            return replace(answer, files=tuple(replace(made, path=places[made.path]) for made in files))
        case InputFetched(path=path):
            return replace(answer, path=places[path])
        case Previewed(path=path, video=video):
            return replace(answer, path=places[path], video=places[video] if video else None)
        case _:
            return answer


def _kept_apart(shown: Previewed) -> Previewed | None:
    """The same under other names: the next is written over these while they are read.

    None where that has happened already, and the one before took its picture along.
    """

    def apart(path: Path) -> Path | None:
        try:
            return path.replace(path.with_name(f"shown-{path.name}"))
        except FileNotFoundError:
            return None

    picture = apart(shown.path)
    video = None if shown.video is None else apart(shown.video)
    return None if picture is None else Previewed(picture, video)


def _files(end: End) -> tuple[Path, ...]:
    match end:
        case ImageFile(path=path):
            return (path,)
        case Clip(path=path, parts=parts):
            return (path, *parts)
        case _:
            return ()


def _moved(end: End, places: dict[Path, Path]) -> End:
    match end:
        case ImageFile(path=path):
            return ImageFile(places[path])
        case Clip(path=path, parts=parts):
            return replace(end, path=places[path], parts=tuple(places[part] for part in parts))
        case _:
            return end
