"""How English is read: negations, similes, lists, order, places, colours, WordNet's nouns, camera phrases."""

from __future__ import annotations

import pytest

from support.pace import counts
from vitascope.engines.previz.catalogue import CATALOGUE
from vitascope.engines.previz.plan import Environment
from vitascope.engines.previz.planner import lexicon, plan_shot

CASTS = """
A fox, a hare and an owl sit in a snowy clearing | fox hare owl
A quiet harbour with no people and no birds, only one sailboat, dusk | sailboat
A beach without any dogs | palm
Not a dragon but a lizard crawls over the stones | lizard
A spaceship drifts like a sleeping whale past a nebula | spaceship
An elephant as big as a house stands beside a mouse | elephant mouse
Her hair flows like a river while a swan glides by | swan
A man eats a sandwich | man sandwich table
A knight draws a sword and a dragon lands | knight dragon
Lava pours down the black slopes of an erupting volcano | 
A shiny gizmo spins on the lawn | gizmo
A toaster on a kitchen table | toaster
A greyhound chases a rabbit | greyhound rabbit
A barista smiles | barista
A tugboat pushes a barge | tugboat barge
A dozen red lanterns float up | lantern
The waiter carries a tray through the restaurant | waiter
A gazelle and a cheetah race across the savanna | gazelle cheetah
Two wombats | wombat
Run! | 
"""  # noqa: W291
GROUNDS = {"kitchen table", "stump", "island", "rock"}
"""What is only there to stand on."""
PLACED = """
Tokyo at night | skyline
The Nile at dawn | ocean
Mount Vesuvius erupts | volcano
A boulevard in the rain | street
A camel | desert
A whale | underwater
An astronaut | space
A chef | room
A taxi | street
A monkey | jungle
A penguin | arctic
A cow | meadow
A wolf | forest
A rover on Mars | planet
A farmer on a tractor | village
A skyscraper | skyline
A castle behind a lake | mountains
A corgi surfing a wave | ocean
A horse by the river | meadow
A boudoir | room
Liberty | mountains
"""
MOVES = """
slow push in while orbiting left | push_in@0-5 orbit_left@0-5
zoom in and pan left at the same time | zoom_in@0-5 pan_left@0-5
truck left and tilt up simultaneously while zooming out | truck_left@0-5 tilt_up@0-5 zoom_out@0-5
the camera pulls back and up | pull_out@0-5 pedestal_up@0-5
the camera flies forward and down over a field | push_in@0-5 pedestal_down@0-5
handheld dolly zoom on a knight | handheld@0-5 dolly_zoom@0-5
first pan right, then tilt up | pan_right@0-2.5 tilt_up@1.875-5
before it zooms out, the camera pans left | zoom_out pan_left
"""


def rows(table: str) -> list[tuple[str, str]]:
    cells = (line.partition("|") for line in table.strip().splitlines())
    return [(left.strip(), right.strip()) for left, _, right in cells]


@pytest.mark.parametrize(("prompt", "cast"), rows(CASTS))
def test_who_is_in_it(prompt: str, cast: str) -> None:
    plan = plan_shot(prompt, 4, 5.0)
    assert [subject.noun for subject in plan.subjects if subject.noun not in GROUNDS] == cast.split()


@pytest.mark.parametrize(("prompt", "place"), rows(PLACED))
def test_where_it_is(prompt: str, place: str) -> None:
    assert plan_shot(prompt, 4, 5.0).environment == place


@pytest.mark.parametrize(("prompt", "moves"), rows(MOVES))
def test_moves_together_and_in_order(prompt: str, moves: str) -> None:
    camera = plan_shot(prompt, 4, 5.0).take.camera
    spans = [f"{move.kind}@{move.start:g}-{move.end:g}" for move in camera]
    assert spans == moves.split() if "@" in moves else {move.kind for move in camera} == set(moves.split())


def test_what_is_like_a_noun_of_ours_looks_like_it() -> None:
    for word, like in {
        "terrier": "dog",
        "tugboat": "boat",
        "ibex": "goat",
        "violinist": "musician",
    }.items():
        noun, model = lexicon.noun(word), lexicon.noun(like)
        assert (noun.rig, noun.form, noun.habitat) == (model.rig, model.form, model.habitat)
        assert noun.noun == word


def test_the_table_names_only_what_there_is() -> None:
    kinds = lexicon.kinds()
    assert len(kinds) > 25_000
    for kind in set(kinds.values()):
        if kind.startswith("@"):
            assert kind[1:] in set(Environment)
        else:
            assert lexicon.nouns()[kind].rig in CATALOGUE
    assert not set(kinds) & set(lexicon.nouns())


def test_the_table_is_read_and_a_prompt_planned_in_time() -> None:
    prompt = "A greyhound chases a hare through autumn leaves while the camera slowly orbits left"

    def read() -> None:
        lexicon.kinds.cache_clear()
        lexicon.kinds()

    assert counts(read) <= 25.0
    assert counts(lambda: plan_shot(prompt, 1, 5.0)) <= 10.0


def test_places_speed_colours_and_eras_are_kept() -> None:
    cats, dogs, _ = plan_shot("Two cats and a dozen dogs sit to the left of a red barn", 1, 5.0).subjects
    assert (cats.place, dogs.place, cats.count, dogs.count) == ("left", "left", 2, 12)
    knight, castle = plan_shot("A knight on a hill, a castle in the background", 1, 5.0).subjects
    assert (knight.place, castle.place) == ("centre", "distance")
    (butterfly,) = plan_shot("A butterfly over a field of poppies, macro", 1, 5.0).subjects
    assert butterfly.place == "foreground"
    (woman,) = plan_shot("A woman in a red dress", 1, 5.0).subjects
    assert woman.colours == ("#c8281e",)
    quick, slow = (
        plan_shot(f"A horse {pace} runs away", 1, 5.0).take.actions[0] for pace in ("quickly", "slowly")
    )
    assert quick.end == slow.end == 5.0
    assert quick.pace > 1.0 > slow.pace
    assert plan_shot("A train in autumn", 1, 5.0).tint is not None
    assert plan_shot("A train", 1, 5.0).tint is None


def test_whoever_does_it_does_it_in_their_own_way() -> None:
    done = {
        "A car races past": "drive",
        "A boat glides by": "sail",
        "A shark runs to the left": "swim",
        "A jet crosses the sky": "fly",
        "A dog races past": "run",
    }
    for prompt, verb in done.items():
        assert [action.verb for action in plan_shot(prompt, 1, 5.0).take.actions] == [verb], prompt


def test_rain_falls_and_nobody_else() -> None:
    plan = plan_shot("A cat sleeps on the window sill while rain falls outside", 1, 5.0)
    assert [action.verb for action in plan.take.actions] == ["sleep"]
