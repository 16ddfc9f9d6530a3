"""For which processors numba compiles, so that kernels compiled on one are found by another of its kind.

A kernel is kept under the name and the features of the processor it was compiled for. The host's list of
features has many that no kernel uses and that differ between machines of one kind, as their hypervisors
do: they are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import llvmlite.binding as _llvm

from vitascope.settings import HOST

# llvmlite has no types.
_native: Any = cast("Any", _llvm)

_USED = ("sse", "ssse", "avx", "fma", "bmi", "f16c", "lzcnt", "popcnt", "movbe", "gfni", "vaes", "vpclmulqdq")
"""How the names of those features of x86 begin that code made from numba's may use."""
_THIRD = frozenset({"avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe", "popcnt", "sse4.2"})
_FOURTH = _THIRD | {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}
LEVELS: Mapping[str, frozenset[str]] = {"x86-64-v3": _THIRD, "x86-64-v4": _FOURTH}
"""What a processor of each level has, by the psABI of x86-64, as far as LLVM names it."""


def variables(wanted: str) -> dict[str, str]:
    """What numba is told for ``Settings.kernels_for``; a level that this machine lacks is as ``host``."""
    features: Mapping[str, bool] = _native.get_host_cpu_features()
    return named(wanted, _native.get_host_cpu_name(), features)


def named(wanted: str, host: str, features: Mapping[str, bool]) -> dict[str, str]:
    """The same for a processor of this name, with and without these features."""
    if wanted != HOST and all(features.get(feature, False) for feature in LEVELS[wanted]):
        return _settings(wanted, "")
    relevant = {
        name: has for name, has in features.items() if "sse2" not in features or name.startswith(_USED)
    }
    return _settings(host, ",".join(f"{'+' if has else '-'}{name}" for name, has in sorted(relevant.items())))


def _settings(name: str, features: str) -> dict[str, str]:
    return {"NUMBA_CPU_NAME": name, "NUMBA_CPU_FEATURES": features}
