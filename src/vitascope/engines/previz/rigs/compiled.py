"""How rigs compile: one decorator, so that every kernel releases the lock and is kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

F = cast("Callable[[float], float]", np.float32)
"""Written around literals in kernels: a bare one is a double and drags its expression along."""

Floats = NDArray[np.floating[Any]]
"""``float32`` wherever a kernel reads it."""
Ints = NDArray[np.integer[Any]]
"""``int32`` wherever a kernel reads it."""
Bytes = NDArray[np.uint8]

_Function = TypeVar("_Function", bound=Callable[..., Any])


_OPTIONS = {"nogil": True, "fastmath": True, "cache": True, "error_model": "numpy"}
_BARE = {**_OPTIONS, "_nrt": False}


def kernel(function: _Function) -> _Function:
    """Compile for one thread, without the interpreter's lock, cached on disk."""
    return cast("_Function", cast("Any", numba).njit(**_OPTIONS)(function))


def leaf(function: _Function) -> _Function:
    """The same for what is called in inner loops; it must not make arrays.

    Without numba's run time a call does not count references, which is an atomic operation for each array
    that is passed and would take longer than the work itself.
    """
    return cast("_Function", cast("Any", numba).njit(**_BARE)(function))


def inlined(function: _Function) -> _Function:
    """A leaf that becomes part of its caller."""
    return cast("_Function", cast("Any", numba).njit(forceinline=True, **_BARE)(function))
