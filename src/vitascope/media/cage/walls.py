"""What a decoder may use, and how it gives up the rest."""

from __future__ import annotations

import resource
from contextlib import suppress

from vitascope.media.cage import landlock, seccomp

MEMORY = 1536 * 1024 * 1024
"""Bytes: a 64-megapixel picture with transparency, or two dozen frames of the largest video, fit."""
CPU_SECONDS = 20
"""For one file; the largest picture that is read takes two."""
STREAM_CPU_SECONDS = 600
"""For a file of which every frame is wanted; ten minutes of 1080p take half of it."""
OPEN_FILES = 64
LIMITS, FILES, CALLS = "limits", "landlock", "seccomp"
"""The names of the walls."""


def build() -> list[str]:
    """Put up every wall this system has, for good, and name those that stand.

    To be called once everything is imported and before there is a second thread.
    """
    for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(what, (most, most))
    _lower(resource.RLIMIT_NOFILE, OPEN_FILES)
    _lower(resource.RLIMIT_DATA, MEMORY)
    stand = [LIMITS]
    if landlock.restrict():
        stand.append(FILES)
    if seccomp.deny():
        stand.append(CALLS)
    return stand


def allow(seconds: int) -> None:
    """Let the next file use that much CPU time; more ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def _lower(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):  # a system that has no such limit for this value
        resource.setrlimit(what, (limit, limit))
