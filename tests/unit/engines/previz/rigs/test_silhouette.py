"""Solids made from outlines: closed, one unit large, and as their table says."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.catalogue import CATALOGUE
from vitascope.engines.previz.props import props, words
from vitascope.engines.previz.rigs.silhouette import solid
from vitascope.engines.previz.rigs.stuff import Stuff

SOME = sorted(form for form, prop in props().items() if prop.icon)[::8]


@pytest.mark.parametrize("form", SOME)
def test_a_solid_is_one_unit_large_and_stands_on_the_ground(form: str) -> None:
    made = solid(form, 24)
    size = np.ptp(made.rest, axis=0)
    assert size[:2].max() == pytest.approx(1.0, abs=0.06)
    assert made.rest[:, 1].min() == pytest.approx(0.0, abs=0.03)
    assert 0.0 < size[2] <= 1.05
    assert made.triangles.min() >= 0
    assert made.triangles.max() < len(made.rest)
    assert set(np.unique(made.detail) >= 0.0) == {True}


@pytest.mark.parametrize("form", ["teapot", "bicycle", "guitar", "teddy_bear"])
def test_front_and_back_are_closed_at_the_rim(form: str) -> None:
    """Every edge of a closed skin belongs to two triangles."""
    made = solid(form, 24)
    edges = np.sort(np.concatenate([made.triangles[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))]), axis=1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    assert (counts == 2).mean() > 0.98


def test_details_have_the_second_colour() -> None:
    shares = {form: solid(form, 40).detail.mean() for form in ("skull", "alarm_clock", "heart")}
    assert shares["skull"] > 0.05
    assert shares["alarm_clock"] > 0.05
    assert shares["heart"] < 0.01


def test_the_table_names_what_there_is() -> None:
    assert set(CATALOGUE["prop"].forms) == set(props())
    assert len(words()) >= len(props())
    for prop in props().values():
        assert prop.stuff in Stuff.__members__
        assert prop.medium in {"ground", "air"}
        assert prop.flat is None or 0.0 < prop.flat <= 1.0
