"""How rigs compile: one decorator, so that every kernel releases the lock and is kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

F = np.float32
"""Written around literals in kernels: a bare one is a double and drags its expression along."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]

_Function = TypeVar("_Function", bound=Callable[..., Any])


_OPTIONS = {"nogil": True, "fastmath": True, "cache": True, "error_model": "numpy"}


def kernel(function: _Function) -> _Function:
    """Compile for one thread, without the interpreter's lock, cached on disk."""
    return cast("_Function", cast("Any", numba).njit(**_OPTIONS)(function))


def inlined(function: _Function) -> _Function:
    """The same for what is called per pixel: it becomes part of its caller."""
    return cast("_Function", cast("Any", numba).njit(forceinline=True, _nrt=False, **_OPTIONS)(function))
