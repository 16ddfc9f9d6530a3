"""What holds for every test."""

from __future__ import annotations

import httpx
from hypothesis import HealthCheck, settings

from support import cached
from support.patience import PATIENCE

cached.share()

# The machine may stand still for seconds at any moment. httpx waits for five unless it is told otherwise.
for part in ("connect", "read", "write", "pool"):
    setattr(httpx._config.DEFAULT_TIMEOUT_CONFIG, part, PATIENCE)

# Nor may an example fail for the time that it took, nor a push for what chance drew: whoever changes a test
# changes what is drawn. The profiles of a night draw anew each time.
settings.register_profile(
    "push",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("hundreds", max_examples=300, derandomize=False)
settings.register_profile("nightly", max_examples=10_000, derandomize=False)
settings.load_profile("push")
