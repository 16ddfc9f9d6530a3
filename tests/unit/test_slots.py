"""Slots, the devices they share out, and where nobody could render."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from vitascope.bootstrap import open_house, serve, work
from vitascope.errors import ConfigurationError
from vitascope.settings import Settings


@pytest.mark.parametrize(
    ("written", "slots"),
    [(0, ()), (2, (1, 1)), ("3", (1, 1, 1)), ("4x1,1x4", (1, 1, 1, 1, 4)), (" 1x2 , 1 ", (2, 1))],
)
def test_slots_are_numbers_or_shapes(written: object, slots: tuple[int, ...]) -> None:
    assert Settings.model_validate({"slots": written}).slots == slots


@pytest.mark.parametrize("written", ["-1", "x", "1x0", "1x1x1", "", "65", "a,b"])
def test_other_slots_are_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"slots": written})


def test_more_devices_than_there_are_cannot_be_shared_out(tmp_path: Path) -> None:
    settings = Settings.model_validate({"data_dir": tmp_path, "slots": "1x4", "devices": "cuda:0,cuda:1"})
    with pytest.raises(ConfigurationError, match="need 4 devices and VITASCOPE_DEVICES names 2"):
        open_house(settings)


def test_nobody_serves_or_works_where_nothing_would_be_rendered(tmp_path: Path) -> None:
    alone = Settings.model_validate({"data_dir": tmp_path, "slots": 0})
    with pytest.raises(ConfigurationError, match="Without slots nothing would be rendered"):
        serve(alone, lambda _: None)
    with pytest.raises(ConfigurationError, match="needs PostgreSQL"):
        work(alone, lambda _: None)
