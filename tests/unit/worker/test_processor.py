"""For which processors kernels are compiled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vitascope.worker.processor import LEVELS, named, variables

ZEN = {"64bit": True, "sse2": True, "pku": True, "avx512bf16": True} | dict.fromkeys(
    LEVELS["x86-64-v4"], True
)
KERNEL = """
import numba

@numba.njit("f4(f4)", cache=True)
def doubled(value):
    return value + value

print(doubled(21), len(doubled._cache_hits))
"""


def test_what_no_kernel_uses_does_not_count() -> None:
    assert named("host", "znver4", ZEN) == named("host", "znver4", ZEN | {"pku": False, "shstk": True})
    assert named("host", "znver4", ZEN) != named("host", "znver4", ZEN | {"avx512f": False})


def test_every_feature_counts_where_we_do_not_know_which_are_used() -> None:
    found = named("host", "neoverse-n2", {"sve": True, "neon": True})
    assert found == {"NUMBA_CPU_NAME": "neoverse-n2", "NUMBA_CPU_FEATURES": "+neon,+sve"}


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_the_same_everywhere_that_has_it(level: str) -> None:
    assert named(level, "znver4", ZEN) == named(level, "icelake-server", ZEN | {"pku": False})
    lacking = ZEN | {"avx2": False}
    assert named(level, "old", lacking) == named("host", "old", lacking)


@pytest.mark.parametrize("wanted", ["host", "x86-64-v3"])
def test_kernels_are_found_again(tmp_path: Path, wanted: str) -> None:
    module = tmp_path / "kernel.py"
    module.write_text(KERNEL)
    environment = os.environ | variables(wanted) | {"NUMBA_CACHE_DIR": str(tmp_path / "kept")}
    first, second = (
        subprocess.run([sys.executable, module], env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert first.stdout.split() == ["42.0", "0"]
    assert second.stdout.split() == ["42.0", "1"]
