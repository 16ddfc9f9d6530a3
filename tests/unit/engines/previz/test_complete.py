from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LOOK = "from vitascope.engines.previz.complete import {0}; print({0}())"


def said(function: str, kernels: Path | None, features: str = "+avx2") -> str:
    """What a process prints that keeps its kernels there, for a processor with these features."""
    folder = {"NUMBA_CACHE_DIR": str(kernels)} if kernels else {}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    told = kept | folder | {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": features}
    command = [sys.executable, "-c", LOOK.format(function)]
    return subprocess.run(command, env=told, capture_output=True, text=True, check=True).stdout.strip()


def test_a_cache_is_complete_for_the_processor_for_which_it_was_filled(tmp_path: Path) -> None:
    kernels = tmp_path / "kernels"
    assert said("complete", kernels) == "False"
    said("completed", kernels)
    assert said("complete", kernels) == "True"
    assert said("complete", kernels, "-avx2") == "False"
    assert said("complete", tmp_path / "others") == "False"


def test_without_a_folder_nothing_is_taken_for_complete() -> None:
    said("completed", None)
    assert said("complete", None) == "False"
