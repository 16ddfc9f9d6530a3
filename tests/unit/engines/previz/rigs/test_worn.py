"""What is worn sits where it is worn, on whoever wears it."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Environment, Held, Subject, Worn
from vitascope.engines.previz.planner.planner import cast_subject
from vitascope.engines.previz.rigs import build
from vitascope.engines.previz.rigs.beasts import BEASTS
from vitascope.engines.previz.rigs.biped import wearer as person_wearer
from vitascope.engines.previz.rigs.crowd import looks
from vitascope.engines.previz.rigs.people import PEOPLE
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.quadruped import wearer
from vitascope.engines.previz.rigs.worn import Wearer, pieces
from vitascope.engines.previz.wearing import wearings

WEARERS = {name: wearer(BEASTS[name]) for name in ("cat", "dog", "bear", "horse", "elephant")} | {
    name: person_wearer(PEOPLE[name]) for name in ("man", "child")
}


def points(of: Wearer, form: str) -> Floats:
    """All points of something worn, ``(n, 3)``."""
    return np.concatenate([one.rest for _, one in pieces(of, (Worn(form=form),), 2)])


@pytest.mark.parametrize("form", sorted(name for name, each in wearings().items() if each.on == "head"))
@pytest.mark.parametrize("who", sorted(WEARERS))
def test_hats_sit_on_heads(who: str, form: str) -> None:
    of = WEARERS[who]
    found = points(of, form) - np.array(of.head)
    assert found[:, 1].max() > 0.75 * of.radius
    assert found[:, 1].min() > -0.1 * of.radius
    assert np.abs(found[:, [0, 2]]).max() < 2.8 * of.radius


@pytest.mark.parametrize("form", ["sunglasses", "glasses", "goggles"])
@pytest.mark.parametrize("who", sorted(WEARERS))
def test_lenses_are_before_both_eyes(who: str, form: str) -> None:
    of = WEARERS[who]
    found = points(of, form)
    for sign in (1.0, -1.0):
        eye = np.array(of.eye) * (sign, 1.0, 1.0)
        assert np.linalg.norm(found - eye, axis=1).min() < 0.5 * of.radius
    assert np.isclose(found[:, 0].max(), -found[:, 0].min(), atol=1e-4)


@pytest.mark.parametrize("form", sorted(name for name, each in wearings().items() if each.on == "neck"))
@pytest.mark.parametrize("who", sorted(WEARERS))
def test_scarves_go_around_necks(who: str, form: str) -> None:
    of = WEARERS[who]
    away = points(of, form) - np.array(of.neck)
    sides = {(x > 0.0, z > 0.0) for x, z in zip(away[:, 0], away[:, 2], strict=True)}
    assert len(sides) == 4
    assert np.linalg.norm(away, axis=1).min() > 0.8 * of.girth


@pytest.mark.parametrize("noun", ["cat", "frog", "penguin", "owl", "parrot", "duck", "man"])
def test_what_is_worn_is_built(noun: str) -> None:
    def count(worn: tuple[Worn, ...]) -> int:
        made = build(cast_subject(noun, Environment.MEADOW).model_copy(update={"worn": worn}), 1)
        assert isinstance(made, Puppet)
        return sum(len(level.mesh.rest) for level in made.levels)

    assert count((Worn(form="hat"), Worn(form="scarf"))) > count(())


def test_its_colour_is_the_one_that_was_named() -> None:
    red, blue = ("#d01010", "#1010d0")
    tones = [
        pieces(WEARERS["cat"], (Worn(form="scarf", colours=(each,)),), 1)[0][1].colour[0]
        for each in (red, blue)
    ]
    assert tones[0][0] > 3.0 * tones[0][2]
    assert tones[1][2] > 3.0 * tones[1][0]


def test_each_of_several_has_its_own_colour() -> None:
    colours = ("#d01010", "#1010d0", "#10d010")
    held = Held(form="umbrella", colours=colours, various=True)
    people = Subject(noun="person", rig="biped", form="man", length=1.75, count=3, held=held)
    shown = [each.held.colours for each in looks(people, 1) if each.held is not None]
    assert shown == [(each,) for each in colours]
    tulips = Subject(
        noun="tulip", rig="flower", form="tulip", length=0.4, count=3, colours=colours, traits=("various",)
    )
    assert [each.colours for each in looks(tulips, 1)] == [(each,) for each in colours]
    alike = people.model_copy(update={"held": held.model_copy(update={"various": False})})
    assert looks(alike, 1) == (alike,)
