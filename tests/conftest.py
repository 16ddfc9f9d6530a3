"""What holds for every test."""

from __future__ import annotations

import os

from vitascope.settings import Settings

# Tests that render in their own process read the kernels that `vitascope warm` has compiled.
os.environ.setdefault("NUMBA_CACHE_DIR", str(Settings().kernels))
os.environ.setdefault("NUMBA_NUM_THREADS", "1")
