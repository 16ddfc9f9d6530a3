"""Who holds what, with whom things stand, and prompts in other languages."""

from __future__ import annotations

import numpy as np
import pytest

from support.stages import stage_for
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.holding import holdings
from vitascope.engines.previz.plan import Environment, Held
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.planner.lexicon import verbs
from vitascope.engines.previz.planner.planner import cast_subject
from vitascope.engines.previz.planner.tongues import in_english
from vitascope.engines.previz.rigs import build
from vitascope.engines.previz.rigs.held import WAYS
from vitascope.engines.previz.rigs.held_forms import BUILT
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.workplaces import WORKPLACES
from vitascope.engines.previz.staging import placements
from vitascope.engines.previz.vocabulary import check_names


@pytest.mark.parametrize(
    ("prompt", "form"),
    [
        ("An old woman holding a red umbrella walks", "umbrella"),
        ("A samurai with a katana", "katana"),
        ("A boy reads a book", "book"),
        ("A musician plays guitar", "guitar"),
        ("A grandmother sweeping the porch with a broom", "broom"),
        ("A chef chops vegetables", "dagger"),
        ("A man with a coat and a lantern", "lantern"),
        ("A girl sings into a microphone", "microphone"),
        ("A waitress serves tea", "tray"),
        ("A man pours milk into a cup", "pouring"),
        ("A witch casts a green spell", "spell"),
        ("A woman kneads dough", "dough"),
        ("A cook stirs vegetables in a wok", "wok"),
    ],
)
def test_it_is_in_hands(prompt: str, form: str) -> None:
    held = plan_shot(prompt, 1, 5.0).subjects[0].held
    assert held is not None
    assert held.form == form


@pytest.mark.parametrize(
    "prompt",
    ["A man jumps over a sword", "A dog and a guitar", "A horse with a sword", "A boy chases a ball"],
)
def test_it_is_in_nobodys_hands(prompt: str) -> None:
    assert all(subject.held is None for subject in plan_shot(prompt, 1, 5.0).subjects)


def test_a_named_colour_is_that_of_what_is_held() -> None:
    held = plan_shot("A woman holding a red umbrella", 1, 5.0).subjects[0].held
    assert held == Held(form="umbrella", colours=("#c8281e",))


@pytest.mark.parametrize(
    ("prompt", "where"),
    [
        ("A boy sits under a tree", "over"),
        ("A cat next to a car", "beside"),
        ("A dog in front of a castle", "behind"),
        ("An astronaut playing a piano", "before"),
    ],
)
def test_what_stands_with_somebody(prompt: str, where: str) -> None:
    near = plan_shot(prompt, 1, 5.0).subjects[1].near
    assert near is not None
    assert (near.subject, near.where) == (0, where)


def test_several_things_in_a_room_share_a_table() -> None:
    subjects = plan_shot("A candle, a book and a teapot in a kitchen", 1, 5.0).subjects
    at = next(number for number, subject in enumerate(subjects) if subject.form == "table")
    assert [subject.upon for subject in subjects if subject.form != "table"] == [at, at, at]


def test_every_thing_to_hold_is_made_and_every_tool_is_one() -> None:
    for name, thing in holdings().items():
        assert thing.way in WAYS
        assert thing.form or name in BUILT or name in WORKPLACES, name
    assert set(verbs().tools) <= set(holdings())


def height(held: Held | None) -> float:
    """Of a man and what he holds, in his lengths."""
    rig = build(cast_subject("man", Environment.HILLS).model_copy(update={"held": held}), 1)
    assert isinstance(rig, Puppet)
    return float(np.ptp(rig.levels[0].mesh.rest[:, 1]))


@pytest.mark.parametrize("form", sorted(holdings()))
def test_everything_to_hold_is_built(form: str) -> None:
    assert height(Held(form=form)) >= 0.999 * height(None)


def test_one_is_not_smaller_who_holds_a_flag() -> None:
    assert height(Held(form="flag")) > 1.1 * height(None)


@pytest.mark.parametrize(
    ("prompt", "nouns"),
    [
        ("Un gato negro duerme sobre una silla", ["cat", "chair"]),
        ("Ein roter Drache fliegt bei Sonnenuntergang", ["dragon"]),
        ("Un chien court dans la neige", ["dog"]),
        ("Un cavallo bianco corre sulla spiaggia", ["horse"]),
        ("一只红色的龙飞过大海", ["dragon"]),
        ("猫が森で寝ている", ["cat"]),
    ],
)
def test_other_languages_show_what_they_name(prompt: str, nouns: list[str]) -> None:
    shown = [subject.noun for subject in plan_shot(prompt, 1, 5.0).subjects if subject.form != "island"]
    assert shown == nouns


@pytest.mark.parametrize(
    "prompt", ["Waves as big as whales", "No rain, only fog", "A die on a table", "Café"]
)
def test_english_is_left_as_it_is(prompt: str) -> None:
    assert in_english(prompt) == prompt


@pytest.mark.parametrize(
    "preposition", ["under", "beside", "behind", "in front of", "on top of", "near", "on"]
)
@pytest.mark.parametrize("other", ["table", "tree", "house", "bridge", "car", "boat", "dog", "campfire"])
def test_whatever_stands_with_whatever_it_can_be_staged(preposition: str, other: str) -> None:
    for one in ("vase", "close-up of a girl", "car", "tree", "burning ship", "table"):
        for then in (
            "",
            f"; a cat sleeps {preposition} the {other}",
            f", a man walks past the {one.split()[-1]}",
        ):
            prompt = f"{one} {preposition} a {other}{then}"
            plan = plan_shot(prompt, 3, 5.0)
            check_names(plan)
            for number, placed in placements(plan, stage_for(plan), Moment(plan, 2.0)):
                assert np.isfinite([placed.x, placed.y, placed.z, placed.length]).all(), (prompt, number)


@pytest.mark.parametrize(
    ("prompt", "where", "seen"),
    [
        ("a helicopter with a spotlight flying over a city at night", "skyline", "helicopter"),
        ("elves dancing in a ring in the forest", "forest", "elf"),
        ("a hotel in the mountains", "mountains", "hotel"),
        ("a titanic battle between two robots", "street", "robot"),
        ("a tall building at night", "skyline", "skyscraper"),
        ("a toy car on a table", "room", "toy car"),
        ("an oil painting of a horse", "meadow", "horse"),
    ],
)
def test_what_is_said_beside_it_leads_nowhere_else(prompt: str, where: str, seen: str) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    assert (plan.environment.value, plan.subjects[0].noun) == (where, seen)


def test_a_citys_name_is_no_other_language() -> None:
    assert in_english("Rio de Janeiro carnival dancers") == "Rio de Janeiro carnival dancers"
    assert "Tokyo" in in_english("Tokyo 夜")
