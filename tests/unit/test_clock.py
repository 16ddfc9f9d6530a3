"""Time comes from one place and is written one way."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from vitascope.clock import SystemClock, iso
from vitascope.testing.clock import FakeClock

Y2100 = 4_102_444_800


def test_iso_is_utc_with_milliseconds_or_microseconds() -> None:
    assert iso(1_700_000_000.123456) == "2023-11-14T22:13:20.123Z"
    assert iso(1_700_000_000.123456, digits=6) == "2023-11-14T22:13:20.123456Z"
    assert iso(0) == "1970-01-01T00:00:00.000Z"


@given(st.floats(0, Y2100))
def test_iso_is_read_back_by_anybody(seconds: float) -> None:
    for digits, step in ((3, 1e-3), (6, 2e-6)):
        moment = datetime.fromisoformat(iso(seconds, digits=digits))
        assert moment.tzinfo == UTC
        assert abs(moment.timestamp() - seconds) <= step


def test_the_systems_clock_runs() -> None:
    clock = SystemClock()
    for ours, systems in ((clock.now, time.time), (clock.monotonic, time.monotonic)):
        before, told, after = systems(), ours(), systems()
        assert before <= told <= after
    began = clock.monotonic()
    time.sleep(0.01)
    assert clock.monotonic() - began >= 0.01


def test_a_fake_clock_stands_until_it_is_moved() -> None:
    clock = FakeClock(100.0)
    assert (clock.now(), clock.now()) == (100.0, 100.0)
    clock.advance(2.5)
    assert (clock.now(), clock.monotonic()) == (102.5, 102.5)
