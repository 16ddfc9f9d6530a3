"""Finished video files: written beside their place, moved into it when complete."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class EncodedVideo:
    """A video file that is complete. ``size`` is in bytes, ``duration`` in seconds."""

    path: Path
    sha256: str
    size: int
    frames: int
    duration: float


def partial(path: Path) -> Path:
    """Where a file lies until it is complete."""
    return path.with_name(path.name + ".part")


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Give the name to write to; move it to ``path`` at the end, or leave nothing after an exception."""
    unfinished = partial(path)
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def described(path: Path, frames: int, fps: int) -> EncodedVideo:
    """What is to be known about the finished file at ``path``."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return EncodedVideo(path, digest, path.stat().st_size, frames, frames / fps)
