"""How the picture path's inner loops are compiled.

Kernels run inside plain threads, one frame each: they release the lock and are not parallel themselves.
Reassociation stays off, so that a warp that moves nothing gives back the picture bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])

f4: Any = np.float32
i4: Any = np.int32
u4: Any = np.uint32
"""Around constants and results in kernels: numba widens a bare literal or sum to 64 bits, and half as
many lanes fit a vector register."""


_OPTIONS = {"nogil": True, "cache": True, "error_model": "numpy", "no_cfunc_wrapper": True}


def kernel(function: Function) -> Function:
    """Compile on first use and keep the result on disk."""
    return cast("Function", cast("Any", numba).njit(**_OPTIONS)(function))


def leaf(function: Function) -> Function:
    """The same for what only kernels call: Python must not, for that ends the process."""
    return cast("Function", cast("Any", numba).njit(no_cpython_wrapper=True, **_OPTIONS)(function))
