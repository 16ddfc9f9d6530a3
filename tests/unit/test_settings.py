"""Settings that are more than one value."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from vitascope.settings import Settings


def test_priority_limits_are_by_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().highest_priority("default") == 10
    assert Settings().highest_priority("anna") == 0
    monkeypatch.setenv("VITASCOPE_PRIORITY_LIMITS", "anna=5, *=1")
    settings = Settings()
    assert [settings.highest_priority(one) for one in ("anna", "boris", "default")] == [5, 1, 1]


def test_prices_are_by_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().prices == {}
    monkeypatch.setenv("VITASCOPE_PRICES", "previz=0,wan=0.02")
    assert Settings().prices == {"previz": 0.0, "wan": 0.02}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRIORITY_LIMITS", "anna"),
        ("PRIORITY_LIMITS", "anna=11"),
        ("PRIORITY_LIMITS", "=1"),
        ("PRICES", "a=-1"),
    ],
)
def test_odd_pairs_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"VITASCOPE_{name}", value)
    with pytest.raises(ValidationError):
        Settings()
