"""Camera concepts by name, and plans that are sent in."""

from __future__ import annotations

import pytest

from vitascope.domain.concepts import CONCEPTS
from vitascope.domain.render import RenderSpec
from vitascope.engines.previz.engine import PrevizEngine
from vitascope.engines.previz.script import camera, planned, spoken


def a_spec(**fields: object) -> RenderSpec:
    given = {"prompt": "a red fox in snow", "width": 96, "height": 54, "frames": 24, "seed": 1}
    return RenderSpec.model_validate(given | fields)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_concept_moves_the_camera(concept: str) -> None:
    spec = a_spec(concepts=(concept,))
    takes = planned(spec, [])["takes"]
    assert [move["kind"] for move in takes[0]["camera"]] == [concept]
    assert [move.kind for move in camera(spoken(spec))] == [concept]


def test_concepts_follow_what_the_prompt_says() -> None:
    takes = planned(a_spec(prompt="a red fox in snow, zoom out", concepts=("pan_left",)), [])["takes"]
    assert [move["kind"] for move in takes[0]["camera"]] == ["zoom_out", "pan_left"]


def test_a_plan_that_is_sent_in_is_followed() -> None:
    plan = planned(a_spec(prompt="a shark in a stormy ocean", seed=5), [])
    assert planned(a_spec(plan=plan), []) == plan
    assert PrevizEngine().describe().cards[0].options == {"concepts", "plan"}
