"""What a child process is given to make, and what it says on the way. Everything here crosses a pipe."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from vitascope.domain.generation import Outcome
from vitascope.domain.render import RenderSpec
from vitascope.engines.base import SourceClip
from vitascope.engines.diffusers.options import Options
from vitascope.media.certificate import Credentials
from vitascope.media.watermark import Payload
from vitascope.remotes import RemoteServer
from vitascope.settings import HOST, Network

InputName = Literal["input.frame0", "input.frame1"]


@dataclass(frozen=True)
class ImageFile:
    """A keyframe whose bytes this server keeps."""

    path: Path


@dataclass(frozen=True)
class ImageUrl:
    """A keyframe that is still to be fetched; ``name`` is the asset it becomes."""

    url: str
    name: InputName


@dataclass(frozen=True)
class Clip:
    """An earlier generation next to a joint.

    ``parts`` are the files that play on its far side up to the joint, in playing order, its own clip
    included; where they cannot be joined, ``apart`` says why. ``mark`` is its watermark at the joint.
    """

    path: Path
    source: SourceClip
    parts: tuple[Path, ...]
    apart: str | None = None
    mark: int | None = None


End = ImageFile | ImageUrl | Clip | None


@dataclass(frozen=True)
class Job:
    """One attempt at one generation, complete: the child reads no ledger and no settings.

    ``scratch`` is an empty directory of this attempt's own.
    """

    id: str
    attempt: int
    engine: str
    model: str
    spec: RenderSpec
    scratch: Path
    start: End = None
    end: End = None
    fetch_allow: tuple[Network, ...] = ()
    thumbnail_width: int = 640
    metadata: bool = True
    credentials: Credentials | None = None
    watermark: Payload | None = None


@dataclass(frozen=True)
class Load:
    """To the child: load this engine before a job needs it; with ``ahead``, compile all it ever needs."""

    engine: str
    ahead: bool = False


@dataclass(frozen=True)
class Stop:
    """To the child: stop this attempt at the next step."""

    id: str
    attempt: int


@dataclass(frozen=True)
class Setup:
    """To the child, before anything else: where it runs and what it may import.

    ``path`` is the parent's ``sys.path``; ``engines`` are those beside the installed ones, ``remotes`` the
    servers elsewhere, ``models`` what is decided of diffusion models. Where a slot spans machines, ``secret``
    is what its processes know each other by, and ``host`` this machine's address for the others.
    """

    path: tuple[str, ...]
    engines: tuple[str, ...]
    cache_dir: Path
    render_threads: int = 0
    kernels_for: str = HOST
    device: str = "cpu"
    remotes: tuple[RemoteServer, ...] = ()
    models: Options | None = None
    secret: bytes = field(default=b"", repr=False)
    host: str = ""


Order = Setup | Load | Job | Stop


@dataclass(frozen=True)
class Ready:
    """From the child: the engine it was told to load is loaded."""

    engine: str


@dataclass(frozen=True)
class Progressed:
    """From the child: ``fraction`` of the whole, 0 to 1, and the step of the current stage."""

    fraction: float
    stage: str
    step: int
    steps: int


@dataclass(frozen=True)
class Previewed:
    """From the child: a WebP of what is made so far lies at ``path``, an MP4 at ``video`` if it is new."""

    path: Path
    video: Path | None = None


@dataclass(frozen=True)
class InputFetched:
    """From the child: a remote keyframe's bytes lie at ``path``; keep them for a retry."""

    name: InputName
    path: Path
    media_type: str


@dataclass(frozen=True)
class Planned:
    """From the child: the engine's plan; keep it, so that a retry makes the same clip."""

    plan: dict[str, object]


@dataclass(frozen=True)
class Made:
    """One finished file."""

    name: str
    path: Path
    media_type: str


@dataclass(frozen=True)
class Done:
    """From the child: the clip is made; ``outcome`` was measured on the file."""

    outcome: Outcome
    files: tuple[Made, ...] = field(default=())


@dataclass(frozen=True)
class Failed:
    """From the child: this generation cannot be made; the error's class name and its message."""

    name: str
    message: str


@dataclass(frozen=True)
class Full:
    """From the child: no room left to write; the generation can be made when there is."""

    message: str


@dataclass(frozen=True)
class Stopped:
    """From the child: it stopped because it was told to."""


@dataclass(frozen=True)
class Died:
    """From the slot: the child process is gone; ``code`` is its exit status, negative for a signal."""

    code: int


@dataclass(frozen=True)
class Quartered:
    """From a process that lodges members of crews elsewhere: where it listens, ``host:port``."""

    address: str


Ending = Done | Failed | Full | Stopped | Died
"""What a job ends with."""
Answer = Ready | Progressed | Previewed | InputFetched | Planned | Quartered | Ending
