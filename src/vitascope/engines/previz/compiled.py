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
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])

f4: Any = np.float32
"""A ``float32`` constant or conversion inside a kernel."""

F = cast("Callable[[float], float]", np.float32)
"""The same for type checkers that should see a number."""

i8: Any = np.int64
"""A conversion to whole numbers inside a kernel."""

b1: Any = np.bool_
"""A truth inside a kernel.

A bare constant, also one that starts a variable, is a type of its own: what is called with it is compiled
once more for it. ``i8(0)`` and ``b1(True)`` are numbers and truths like any other.
"""

Floats = NDArray[np.floating[Any]]
"""``float32`` wherever a kernel reads it."""
Ints = NDArray[np.integer[Any]]
"""``int32`` wherever a kernel reads it."""
Bytes = NDArray[np.uint8]

_OPTIONS = {
    "nogil": True, "fastmath": True, "cache": True, "error_model": "numpy", "no_cfunc_wrapper": True,
}  # fmt: skip
_BARE = {**_OPTIONS, "_nrt": False}
_INNER = {**_BARE, "no_cpython_wrapper": True}


def kernel(function: Function) -> Function:
    """Compile for one thread, without the interpreter's lock, without checks for division by zero."""
    return cast("Function", cast("Any", numba).njit(**_OPTIONS)(function))


def bare(function: Function) -> Function:
    """The same for what makes no arrays and is called by kernels as well as from Python.

    Without numba's run time a call does not count references, which is an atomic operation for each array
    that is passed and would take longer than the work itself.
    """
    return cast("Function", cast("Any", numba).njit(**_BARE)(function))


def part(function: Function) -> Function:
    """A kernel that only kernels call: Python must not, for that ends the process.

    Half of what a small function takes to compile is what would let Python call it, so that is left out.
    """
    return cast("Function", cast("Any", numba).njit(no_cpython_wrapper=True, **_OPTIONS)(function))


def leaf(function: Function) -> Function:
    """A part that makes no arrays, for inner loops; bare, like ``bare``."""
    return cast("Function", cast("Any", numba).njit(**_INNER)(function))


def inlined(function: Function) -> Function:
    """A leaf that becomes part of its caller."""
    return cast("Function", cast("Any", numba).njit(forceinline=True, **_INNER)(function))
