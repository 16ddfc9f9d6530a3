"""How the camera is told what to do, and what only sounds so."""

from __future__ import annotations

import pytest

from vitascope.domain.concepts import CONCEPTS
from vitascope.engines.previz.planner import plan_shot

FORMS = """
aerial | aerial view / bird's-eye view / helicopter shot / seen from the air / an aerial shot
aerial_drone | drone shot / filmed by a drone / drone footage / FPV drone / aerial drone shot
bolt_cam | bolt cam / high-speed robot arm / motion control shot / robot arm camera / bolt camera
crane_down | crane down / the camera cranes down / a descending crane shot / crane shot downward / craning down
crane_up | crane up / the camera cranes up / a rising crane shot / crane shot upward / craning up
dolly_zoom | dolly zoom / vertigo effect / Hitchcock zoom / a zolly / contra zoom
elevator_doors | elevator doors / elevator doors opening / seen through elevator doors / lift doors open / through the elevator doors
eye_level | eye level / at eye level / eye-level shot / eye level view / shot at eye level
ground_level | ground level / ground-level shot / at ground level / low to the ground / close to the ground
handheld | handheld / handheld camera / shaky camera / camera shake / the camera shakes
high_angle | high angle / high-angle shot / shot from above / seen from above / looking down on it
low_angle | low angle / worm's-eye view / shot from below / seen from below / low-angle shot
orbit_left | orbit left / arc shot to the left / the camera circles to the left / the camera orbits it clockwise / the camera arcs left around it
orbit_right | orbit right / the camera circles it / arc shot to the right / 360 degree shot / the viewpoint circles it counterclockwise
over_the_shoulder | over the shoulder / over-the-shoulder shot / third-person view / over his shoulder / an over the shoulder view
overhead | overhead shot / top-down view / god's-eye view / from directly above / flat lay
pan_left | pan left / whip pan to the left / the camera pans to the left / quick pan left / the camera swings around to the left
pan_right | pan right / whip pan to the right / the camera turns right / panning right / the camera pans slowly to the right
pedestal_down | pedestal down / boom down / the camera lowers / jib down / the camera descends
pedestal_up | pedestal up / boom up / the camera rises / jib up / the camera moves up
pov | POV / first person view / point-of-view shot / through the eyes of a bird / subjective camera
pull_out | pull out / the camera backs away / dolly out / the camera pulls back / extreme wide shot
push_in | push in / dolly in / fly-through / the camera moves closer / the camera glides forward
roll_left | roll left / the camera spins counterclockwise / the camera rolls to the left / rotate counterclockwise / the camera rotates anticlockwise
roll_right | roll right / the camera rotates clockwise / barrel roll / dutch angle / the camera spins clockwise
selfie | selfie / selfie shot / selfie stick / a selfie video / selfie view
static | static shot / locked-off shot / tripod shot / the camera does not move / no camera movement
tilt_down | tilt down / the camera tilts down / the camera looks down / a downward tilt / tilts down to the ground
tilt_up | tilt up / the camera tilts up to the sky / the camera looks up / an upward tilt / tilting upward
tiny_planet | tiny planet / little planet / tiny planet effect / stereographic planet / a tiny-planet view
truck_left | truck left / crab left / the camera tracks left / tracking shot to the left / the camera slides to the left
truck_right | truck right / crab right / tracking shot from left to right / the camera moves sideways to the right / lateral tracking shot
zoom_in | zoom in / crash zoom / the camera zooms in on it / slow zoom in / zooms closer
zoom_out | zoom out / the camera zooms out / zoom back / zooming out slowly / slow zoom out
"""  # noqa: E501
TABLE = {
    concept.strip(): [form.strip() for form in forms.split("/")]
    for concept, _, forms in (line.partition("|") for line in FORMS.strip().splitlines())
}
DEEDS = """
A train pulls out of the station | drive
Two trains pull out of a tunnel | drive
A man zooms past on a bicycle | run across
A dog rolls left and right in the grass | cross left
A woman zooms in on her phone | look
A plane pulls up sharply | rise up
An old bear backs away from a wolf | walk away
He runs. He looks back. | run, look away
She turns toward the camera | turn camera
"""


def test_every_concept_has_its_forms() -> None:
    assert set(TABLE) == set(CONCEPTS)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_concept_is_understood_in_plain_english(concept: str) -> None:
    for form in TABLE[concept]:
        plan = plan_shot(f"A castle, {form}", 4, 5.0)
        assert [move.kind for move in plan.take.camera] == [concept], form
        assert [subject.noun for subject in plan.subjects] == ["castle"], form
        assert plan.take.actions == (), form


@pytest.mark.parametrize(
    ("prompt", "deeds"),
    [(row.split("|")[0].strip(), row.split("|")[1].strip()) for row in DEEDS.strip().splitlines()],
)
def test_what_somebody_does_leaves_the_camera_alone(prompt: str, deeds: str) -> None:
    take = plan_shot(prompt, 4, 5.0).take
    assert [f"{action.verb} {action.toward}".strip() for action in take.actions] == deeds.split(", ")
    assert [(move.kind, move.amount) for move in take.camera] == [("push_in", 0.6)]


def test_a_truck_that_was_left_there_is_a_truck() -> None:
    plan = plan_shot("A truck left by the roadside in the desert", 4, 5.0)
    assert [subject.noun for subject in plan.subjects] == ["truck"]
    moved = plan_shot("slow truck left through a forest with a fox", 4, 5.0)
    assert [subject.noun for subject in moved.subjects] == ["fox"]
    assert [move.kind for move in moved.take.camera] == ["truck_left"]


def test_who_is_named_behind_a_pronoun_is_meant_by_it() -> None:
    plan = plan_shot("As he walks, a knight draws his sword", 4, 5.0)
    assert [subject.noun for subject in plan.subjects] == ["knight"]
