"""The record and its transitions."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from contract.samples import a_generation, an_asset, an_outcome
from vitascope.domain.events import Event
from vitascope.domain.generation import TRANSITIONS, Failure, Generation, State
from vitascope.domain.key import ApiKey


def test_the_table_names_every_state_and_only_states() -> None:
    assert set(TRANSITIONS) == set(State)
    assert set().union(*TRANSITIONS.values()) <= set(State)


def test_what_has_ended_stays_so_and_everything_can_end() -> None:
    assert {state for state in State if state.final} == {State.COMPLETED, State.FAILED, State.CANCELLED}
    for state in State:
        reached = {state}
        for _ in State:
            reached |= {later for earlier in reached for later in TRANSITIONS[earlier]}
        assert state.final or reached == set(State)


def test_an_asset_is_found_by_name() -> None:
    video = an_asset("video", "g/1/video.mp4")
    made = a_generation(assets=(an_asset("thumbnail", "g/1/thumbnail.jpg"), video))
    assert made.asset("video") == video
    assert made.asset("stitched") is None


def test_a_record_survives_json() -> None:
    made = a_generation(
        state=State.FAILED,
        error=Failure(name="EngineError", message="no"),
        assets=(an_asset("video", "g/1/video.mp4"),),
        outcome=an_outcome({"shots": [1, 2]}),
    )
    assert Generation.model_validate_json(made.model_dump_json()) == made


def test_records_are_values_that_refuse_what_they_do_not_know() -> None:
    made = a_generation()
    with pytest.raises(ValidationError):
        made.state = State.FAILED  # type: ignore[misc]
    with pytest.raises(ValidationError):
        a_generation(colour="red")
    with pytest.raises(ValidationError):
        Event.model_validate(
            {"generation": "g", "sequence": 1, "kind": "queued", "at": 0.0, "data": {}, "x": 1}
        )
    with pytest.raises(ValidationError):
        ApiKey.model_validate(
            {"id": "1", "owner": "a", "name": "n", "prefix": "vsk_", "created_at": 0, "key": "x"}
        )
