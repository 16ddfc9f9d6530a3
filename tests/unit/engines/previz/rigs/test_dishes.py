"""Food is solid forms that stand on the ground, and what is hot steams."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.props import props
from vitascope.engines.previz.rigs.baking import BAKED
from vitascope.engines.previz.rigs.colours import palette
from vitascope.engines.previz.rigs.dishes import DISHES
from vitascope.engines.previz.rigs.fruits import FRUITS
from vitascope.engines.previz.rigs.furniture import MADE
from vitascope.engines.previz.rigs.games import GAMES
from vitascope.engines.previz.rigs.kit import Kit
from vitascope.engines.previz.rigs.mesh import Part
from vitascope.engines.previz.rigs.pour import FILLED, jug
from vitascope.engines.previz.rigs.prop import shape

FOOD = {**DISHES, **BAKED, **FRUITS, **GAMES}


def made(form: str) -> list[Part]:
    own = palette(props()[form].colours, ())
    return MADE[form](Kit(1), [own[0], own[-1]])


@pytest.mark.parametrize("form", sorted(FOOD))
def test_it_is_solid_stands_on_the_ground_and_is_a_length_across(form: str) -> None:
    points = np.concatenate([one.rest for one in made(form)])
    low, high = points.min(0), points.max(0)
    assert abs(low[1]) < 0.06
    assert 0.55 < float((high - low).max()) < 1.35
    assert (high - low).min() > 0.05  # no outline
    colours = np.concatenate([one.colour for one in made(form)])
    assert len(np.unique(np.round(colours, 2), axis=0)) > 1


@pytest.mark.parametrize("form", ["cup", "noodles", "pizza", "soup"])
def test_what_is_hot_steams_and_its_size_is_its_own(form: str) -> None:
    own = palette(props()[form].colours, ())
    kit = shape(form, [own[0], own[-1]], None, False, 1)
    steaming = [one for one in kit.parts if one.look.layer > 0]
    assert steaming
    assert max(one.rest[:, 1].max() for one in steaming) > max(
        one.rest[:, 1].max() for one in kit.parts if one.look.layer == 0
    )


def test_what_is_poured_falls_from_a_jug_into_the_vessel() -> None:
    for form, (level, _) in FILLED.items():
        kit = Kit(1)
        jug(kit, form, 0.5)
        assert {"jug", "stream"} <= set(kit.names)
        stream = next(one for one in kit.parts if one.look.group == kit.number("stream"))
        assert abs(stream.rest[:, 1].min() - level - 0.5) < 0.05
        top = max(one.rest[:, 1].max() for one in kit.parts if one.look.group == kit.number("jug"))
        assert top > stream.rest[:, 1].max()
