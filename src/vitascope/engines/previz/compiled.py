"""How inner loops are compiled.

They run inside plain threads, one frame each, so they release the lock and are not parallel themselves.
They compute in ``float32``: a bare literal in Python is ``float64`` and would drag a whole expression
with it, which is why constants are wrapped in ``f4``. The first call compiles and keeps the result on
disk; see ``warm.py`` for filling that cache.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])

f4: Any = np.float32
"""A ``float32`` constant or conversion inside a kernel."""

i8: Any = np.int64
"""A conversion to whole numbers inside a kernel."""


def kernel(function: Function) -> Function:
    """Compile for one thread, without the interpreter's lock, without checks for division by zero."""
    compile_: Any = cast("Any", numba).njit(nogil=True, fastmath=True, cache=True, error_model="numpy")
    return cast("Function", compile_(function))
