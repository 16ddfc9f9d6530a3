"""Every metric is documented, and every documented metric is told."""

from __future__ import annotations

import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from vitascope.domain.queue import Signal
from vitascope.telemetry.metrics import (
    ENDED,
    LEASES_LOST,
    REQUEST_SECONDS,
    REQUESTS,
    STAGE_SECONDS,
    exposition,
)

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "metrics.md"


def signal(pool: str, **changes: float) -> Signal:
    given: dict[str, float] = {
        "queued": 3,
        "held": 1,
        "queued_seconds": 90.0,
        "oldest_seconds": 5.0,
        "running": 1,
        "workers": 2,
        "slots": 4,
    }
    return Signal(pool=pool, paused=False, **(given | changes))


def told(*signals: Signal) -> dict[str, dict[str, float]]:
    """Values by name, and in it by the first label's value."""
    families = text_string_to_metric_families(exposition(signals).decode())
    return {
        family.name: {next(iter(one.labels.values()), ""): one.value for one in family.samples}
        for family in families
    }


def series(family_name: str, kind: str) -> str:
    return f"{family_name}_total" if kind == "counter" else family_name


def test_every_metric_is_on_the_page_and_no_other() -> None:
    LEASES_LOST.inc(0)
    ENDED.labels("done").inc(0)
    STAGE_SECONDS.labels("render")
    REQUESTS.labels("GET", "/health", "200").inc(0)
    REQUEST_SECONDS.labels("/health")
    families = text_string_to_metric_families(exposition([signal("default")]).decode())
    made = {series(one.name, one.type) for one in families if not one.name.endswith("_created")}
    documented = set(re.findall(r"^\| `(vitascope_\w+)` \|", PAGE.read_text(), re.MULTILINE))
    assert made == documented


def test_pools_are_told_as_they_are_now() -> None:
    both = told(signal("default"), signal("large", slots=0))
    assert both["vitascope_queued"] == {"default": 3.0, "large": 3.0}
    assert both["vitascope_backlog_seconds_per_slot"] == {"default": 22.5, "large": 90.0}
    assert told(signal("default", queued=0))["vitascope_queued"] == {"default": 0.0}
