"""How people are dressed and how they hold themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vitascope.engines.previz.canvas import Light, Placement
from vitascope.engines.previz.plan import Held, Subject
from vitascope.engines.previz.rigs.ballet import SCORE, ballet
from vitascope.engines.previz.rigs.biped import shape
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, Skeleton
from vitascope.engines.previz.rigs.kit import Kit
from vitascope.engines.previz.rigs.people import PEOPLE
from vitascope.engines.previz.rigs.stances import stand
from vitascope.engines.previz.rigs.trades import OUTFITS, UNTOLD, dressed, told
from vitascope.engines.previz.rigs.wardrobe import CLOTHES
from vitascope.engines.previz.rigs.workplaces import WORKPLACES

DAY = Light((0, 1, 0), (1, 1, 1), (0.4, 0.4, 0.4), (0, 0, 1), (0.5, 0.5, 0.5))
BODY = ["root", "spine", "chest", "head"] + [
    f"{bone}_{side}" for bone in ("arm", "forearm", "hand", "leg", "shin", "foot") for side in "rl"
]


def gesture(**more: float | str) -> Gesture:
    return Gesture.of(Placement(0.0, 0.0, 5.0, 1.8, **{"pace": 0.0, **more}), DAY)  # type: ignore[arg-type]


def turned(g: Gesture, armed: bool = False) -> dict[str, np.ndarray]:
    limbs = Limbs(tuple(BODY))
    stand(limbs, g, armed)
    return {name: limbs.turns[k] for k, name in enumerate(BODY)}


def test_everything_worn_is_made() -> None:
    worn = {each for outfit in OUTFITS.values() for each in outfit.extras or ()}
    worn |= {each for person in PEOPLE.values() for each in person.extras}
    assert worn - {"stoop"} <= set(CLOTHES)


def test_a_barista_wears_an_apron_and_no_cooks_hat() -> None:
    barista = dressed(PEOPLE["chef"], "barista")
    assert "apron" in barista.extras
    assert "toque" not in barista.extras
    assert dressed(PEOPLE["robot"], "waiter") == PEOPLE["robot"]


def test_a_colour_that_was_asked_for_wins_over_the_outfits() -> None:
    asked = Subject(noun="waiter", rig="biped", length=1.8, colours=("#ff0000",))
    assert told(asked) == ("#ff0000",)
    assert told(asked.model_copy(update={"colours": UNTOLD})) == ()


def test_a_woman_of_a_trade_has_no_beard() -> None:
    assert not any("beard" in each for each in dressed(PEOPLE["woman"], "pirate").extras)


def test_all_outfits_can_be_worn_together_with_a_body() -> None:
    for outfit in {id(each): each for each in OUTFITS.values()}.values():
        noun = next(name for name, each in OUTFITS.items() if each is outfit)
        person = dressed(PEOPLE["man"], noun)
        kit = Kit(1)
        for bone in ("chest", "head", "cape"):
            kit.bone(bone, (0.0, 0.8, 0.0))
        for bone in ("arm", "forearm", "hand", "leg", "shin", "foot"):
            kit.pair(bone, (0.1, 0.5, 0.0))
        for extra in person.extras:
            if extra in CLOTHES:
                CLOTHES[extra](kit, person, [linear("#804020"), linear("#204080")])
        assert all(np.isfinite(part.rest).all() for part in kit.parts), noun


@pytest.mark.parametrize("form", sorted(WORKPLACES))
def test_work_stays_where_it_is_when_one_bends_the_knees(form: str) -> None:
    kit = shape(PEOPLE["man"], [linear("#808080")] * 2, Held(form=form), 1.8, 1)
    skeleton = Skeleton.of(kit, 0.5)
    limbs = Limbs(skeleton.names)
    for side in "rl":
        limbs.turn(f"leg_{side}", x=-1.2)
        limbs.turn(f"shin_{side}", x=1.2)
    low, high = skeleton.posed(limbs), skeleton.posed(Limbs(skeleton.names))
    root = skeleton.names.index("root")
    assert low[root, 1] < high[root, 1] - 0.05
    if "bench" in skeleton.names:
        bench = skeleton.names.index("bench")
        assert low[bench, 1] == high[bench, 1]


def test_one_who_idles_bends_one_knee_and_both_arms() -> None:
    pose = turned(gesture())
    assert pose["shin_l"][0] > 0.2 > pose["shin_r"][0]
    assert pose["forearm_l"][0] < -0.2
    assert pose["forearm_r"][0] < -0.2
    other = turned(gesture(who=1))
    assert other["shin_r"][0] > 0.2 > other["shin_l"][0]


def test_one_on_a_board_stands_aside_on_bent_knees_with_arms_out() -> None:
    pose = turned(gesture(stance="board"))
    assert pose["root"][1] > 0.9
    assert min(pose["shin_r"][0], pose["shin_l"][0]) > 0.6
    assert pose["arm_r"][2] > 0.8
    assert pose["arm_l"][2] < -0.8


def test_a_leap_begins_in_a_crouch() -> None:
    low, high = turned(gesture(leap=1.0, aloft=0.0)), turned(gesture(leap=1.0, aloft=1.0))
    assert low["shin_r"][0] > 1.2
    assert low["arm_r"][0] > 0.0 > high["arm_r"][0]


def test_the_unarmed_guard_their_chins() -> None:
    assert turned(gesture(fight=1.0))["forearm_r"][0] < -0.05
    assert turned(gesture(fight=1.0))["arm_r"][0] < -0.4
    assert abs(turned(gesture(fight=1.0), armed=True)["arm_r"][0]) < 0.1


def test_a_round_of_ballet_closes_and_never_jerks() -> None:
    def pose(gait: float) -> np.ndarray:
        limbs = Limbs(tuple(BODY))
        ballet(limbs, gesture(gait=gait), 1.0)
        limbs.turns[0, 1] = math.fmod(limbs.turns[0, 1] + 1e-5, math.tau)
        return limbs.turns

    assert np.abs(pose(0.0) - pose(1.0 - 1e-6)).max() < 0.01
    steps = [np.abs(pose(k / 960) - pose((k + 1) / 960))[1:].max() for k in range(959)]
    assert max(steps) < 0.12
    assert [at for at, _, _ in SCORE] == sorted(at for at, _, _ in SCORE)
