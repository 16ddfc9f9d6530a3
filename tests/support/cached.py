"""Compiled kernels, for tests and benches that render in their own process."""

from __future__ import annotations

import os

from vitascope.settings import Settings
from vitascope.worker import processor


def share() -> None:
    """Read what `vitascope warm` has compiled and keep more beside it; call before numba is imported."""
    settings = Settings()
    wanted = processor.variables(settings.kernels_for)
    wanted |= {"NUMBA_CACHE_DIR": str(settings.kernels), "NUMBA_NUM_THREADS": "1"}
    for name, value in wanted.items():
        os.environ.setdefault(name, value)
