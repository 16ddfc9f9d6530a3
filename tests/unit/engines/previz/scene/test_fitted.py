"""Rooms that are fitted out, and a cave."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.planner.scenery import INTERIORS
from vitascope.engines.previz.scene import built, cavern, masonry
from vitascope.engines.previz.scene.facets import FIELDS
from vitascope.engines.previz.scene.fitted import FITTED
from vitascope.engines.previz.scene.fittings import DEEP, HALF, HIGH
from vitascope.engines.previz.vocabulary import SIGHTS


def test_every_kind_of_room_is_built_and_may_be_asked_for() -> None:
    assert set(FITTED) | {"cave"} == INTERIORS
    assert set(SIGHTS) >= INTERIORS


@pytest.mark.parametrize("name", sorted(FITTED))
def test_what_stands_there_is_in_the_room_and_leaves_its_middle_free(name: str) -> None:
    rows = np.stack(FITTED[name].build(np.random.default_rng(3), np.ones(3, np.float32)))
    assert rows.shape[1] == FIELDS
    ends = rows[:, None, :3] + np.stack([0 * rows[:, 3:6], rows[:, 3:6], rows[:, 6:9]], 1)
    assert np.abs(ends[..., 0]).max() <= HALF + 0.06
    assert ends[..., 2].max() <= DEEP + 0.01
    assert ends[..., 1].max() <= HIGH + 0.01
    middle = ends.mean(1)
    standing = (middle[:, 1] > 0.1) & (middle[:, 1] < 1.6)
    free = (np.abs(middle[:, 0]) < 0.8) & (middle[:, 2] > 1.0) & (middle[:, 2] < 4.2)
    assert not (standing & free).any()


def test_a_plan_shows_the_room_it_names() -> None:
    plain = built.build(_plan(()))
    counts = {name: len(built.build(_plan((name,))).masonry.faces) for name in ("kitchen", "cave")}
    assert len({len(plain.masonry.faces), *counts.values()}) == 3


def test_a_cave_closes_around_its_way_and_ends_in_light() -> None:
    inside = cavern.cavern(5)
    assert np.array_equal(inside.faces, cavern.cavern(5).faces)
    corners = inside.faces[:, :3]
    assert (corners[:, 1] > 2.5).any()
    mouth = inside.faces[inside.faces[:, 9] == masonry.GLOWING]
    assert mouth[:, 2].max() > cavern.DEEP


def _plan(sights: tuple[str, ...]) -> ShotPlan:
    return ShotPlan.model_validate(
        {
            "seed": 4,
            "environment": Environment.ROOM,
            "sights": sights,
            "takes": [{"start": 0.0, "seconds": 5.0, "prompt": "a room"}],
        }
    )
