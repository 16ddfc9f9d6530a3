"""Whether the cache of kernels is full, so that nobody need read all of them to find out.

A file in the cache says so for one state of the code, one release of numba and one kind of processor.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, cast

import numba

_config: Any = cast("Any", numba).config


def complete() -> bool:
    """Whether every kernel was compiled before and kept; False where there is no folder for them alone."""
    stamp = _stamp()
    return stamp is not None and stamp.exists()


def completed() -> None:
    """Every kernel has been compiled: remember it."""
    stamp = _stamp()
    if stamp is not None:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()


def _stamp() -> Path | None:
    """The file; numba, too, takes a source for changed when its time or size is another."""
    if not _config.CACHE_DIR:
        return None
    state = hashlib.sha256(f"{numba.__version__} {_config.CPU_NAME} {_config.CPU_FEATURES}".encode())
    home = Path(__file__).parent
    for source in sorted(home.rglob("*.py")):
        found = source.stat()
        state.update(f"\n{source} {found.st_mtime_ns} {found.st_size}".encode())
    return Path(_config.CACHE_DIR) / f"complete-{state.hexdigest()[:32]}"
