from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from unit.service.parts import Home
from vitascope.errors import Unavailable
from vitascope.service.health import KEPT_SECONDS, Health, HealthReport
from vitascope.testing.clock import FakeClock


def broken() -> None:
    raise Unavailable("The disk is gone.")


def unplugged() -> None:
    raise OSError(5, "Input/output error")


def fine() -> None:
    """Nothing is wrong."""


def test_all_well(home: Home) -> None:
    report = home.services.health.report()
    assert (report.status, report.ledger, report.storage, report.slots) == ("ok", "ok", "ok", "ok")
    assert report.can_accept


def test_starting_slots_are_no_fault(home: Home) -> None:
    home.slots = "starting"
    report = home.services.health.report()
    assert (report.status, report.can_accept) == ("starting", True)


def test_a_slot_that_broke_degrades_but_accepts() -> None:
    report = Health(fine, fine, lambda: "The child died.", FakeClock()).report()
    assert (report.status, report.slots, report.can_accept) == ("degraded", "The child died.", True)


def test_a_part_that_does_not_answer_is_named() -> None:
    report = Health(broken, unplugged, lambda: "ok", FakeClock()).report()
    assert (report.ledger, report.storage) == ("The disk is gone.", "Input/output error")
    assert (report.status, report.can_accept) == ("degraded", False)


def test_a_storage_that_cannot_be_written_is_seen(home: Home) -> None:
    (home.root / "storage").write_text("a file where a folder should be")
    report = home.services.health.report()
    assert report.storage != "ok"
    assert report.status == "degraded"


def test_however_many_ask_the_parts_are_asked_once_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    asked, clock, faults = list[str](), FakeClock(), list[Exception]()

    def ledger() -> None:
        asked.append("ledger")
        if faults:
            raise faults[0]

    health = Health(ledger, lambda: asked.append("storage"), lambda: "ok", clock)
    assert health.recent() is None
    with ThreadPoolExecutor(8) as pool:
        assert {report.status for report in pool.map(lambda _: health.report(), range(100))} == {"ok"}
    assert asked == ["ledger", "storage"]
    faults.append(Unavailable("/srv/ledger is gone."))
    assert health.recent() == health.report() == HealthReport("ok", "ok", "ok")
    for _ in range(3):
        clock.advance(KEPT_SECONDS)
        assert health.recent() is None
        assert health.report().ledger == "/srv/ledger is gone."
    assert len(asked) == 8
    assert caplog.text.count("/srv/ledger is gone.") == 1


def test_strangers_are_told_no_reasons() -> None:
    report = HealthReport("/srv/ledger is gone.", "ok", "starting").without_reasons
    assert (report.ledger, report.storage, report.slots) == ("failed", "ok", "starting")
    assert report.status == "degraded"
