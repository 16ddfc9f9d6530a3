from __future__ import annotations

from unit.service.parts import Home
from vitascope.errors import Unavailable
from vitascope.service.health import Health


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
    report = Health(fine, fine, lambda: "The child died.").report()
    assert (report.status, report.slots, report.can_accept) == ("degraded", "The child died.", True)


def test_a_part_that_does_not_answer_is_named() -> None:
    report = Health(broken, unplugged, lambda: "ok").report()
    assert (report.ledger, report.storage) == ("The disk is gone.", "Input/output error")
    assert (report.status, report.can_accept) == ("degraded", False)


def test_a_storage_that_cannot_be_written_is_seen(home: Home) -> None:
    (home.root / "storage").write_text("a file where a folder should be")
    report = home.services.health.report()
    assert report.storage != "ok"
    assert report.status == "degraded"
