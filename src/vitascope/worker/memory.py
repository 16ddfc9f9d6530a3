"""Memory that a clip needed and an idle process does not."""

from __future__ import annotations

import ctypes
import gc


def give_back() -> None:
    """Return what is free to the system.

    glibc keeps what was freed for the next time: a hundred megabytes after a compiler has loaded its
    kernels, and more after a 4K clip. Where the C library has no such call, it has no such habit.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
