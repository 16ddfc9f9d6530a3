"""Inner functions of kernels, so that a test may call them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numba


def callable_from_python(function: Callable[..., Any]) -> Callable[..., Any]:
    """A kernel that does nothing but call ``function``, which only kernels may."""

    def call(*arguments: Any) -> Any:
        return function(*arguments)

    return cast("Callable[..., Any]", cast("Any", numba).njit(error_model="numpy")(call))
