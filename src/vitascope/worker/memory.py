"""Memory that a clip needed and an idle process does not."""

from __future__ import annotations

import ctypes
import gc

LARGE = 4 << 20
"""Bytes from which memory comes from the system and goes back at once."""
_TOP = 16 << 20
"""Bytes that may be free at the end of a heap: what every frame takes and frees is not asked for anew."""
_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD, _M_ARENA_MAX = -3, -1, -8
_YOUNG = 1
"""The collector's generation of what was made lately."""


def keep_little() -> None:
    """Let glibc return large blocks as soon as they are free.

    Left to itself it learns to keep blocks of up to 32 MB, and a process that makes 4K frames holds hundreds
    of megabytes of holes between them. Nor has each thread a heap of its own, with holes of its own: what
    takes long here takes little memory, or large blocks.
    """
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    if option is not None:
        option(_M_MMAP_THRESHOLD, LARGE)
        option(_M_TRIM_THRESHOLD, _TOP)
        option(_M_ARENA_MAX, 1)


def give_back(*, everything: bool = True) -> None:
    """Return what is free to the system; ``everything``, also what old objects held in circles.

    To look at all of them takes as long as to draw two frames of a small clip.

    glibc keeps what was freed for the next time: a hundred megabytes after a compiler has loaded its
    kernels, and more after a 4K clip. Where the C library has no such call, it has no such habit.
    """
    gc.collect() if everything else gc.collect(_YOUNG)
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
