from __future__ import annotations

from statistics import mean

import pytest

from contract.samples import CREATED_AT
from vitascope import ids
from vitascope.domain.webhook import CALLBACK_KIND, TEST_KIND, Message, MessageState
from vitascope.webhooks.schedule import CALLBACK_PAUSES, HOUR, JITTER, PAUSES, next_pause


def pauses(
    kind: str = "generation.completed", id: str = "msg_1", generation: str | None = "x"
) -> list[float]:
    """All of a message's."""
    message = Message(
        id=id,
        owner="anna",
        endpoint=None,
        url="https://hooks.example",
        kind=kind,
        generation=generation,
        payload={},
        state=MessageState.WAITING,
        tries=0,
        created_at=CREATED_AT,
        due=CREATED_AT,
    )
    found = list[float]()
    while (pause := next_pause(message.model_copy(update={"tries": len(found)}))) is not None:
        found.append(pause)
    return found


def test_ten_tries_over_seventy_five_hours() -> None:
    assert len(pauses()) == 9
    assert sum(PAUSES) / HOUR == pytest.approx(75.6, abs=0.1)
    spans = [sum(pauses(id=ids.message_id())) for _ in range(200)]
    assert all(sum(PAUSES) * (1 - JITTER) <= span <= sum(PAUSES) * (1 + JITTER) for span in spans)
    assert mean(spans) == pytest.approx(sum(PAUSES), rel=0.01)
    assert len({round(span) for span in spans}) > 180


def test_the_same_whichever_server_looks() -> None:
    assert pauses() == pauses()
    assert pauses()[0] == 5.0


def test_a_callback_is_tried_three_times_at_once_before() -> None:
    found = pauses(CALLBACK_KIND)
    assert tuple(found[:2]) == CALLBACK_PAUSES == (0.1, 0.1)
    assert found[2:] == pytest.approx(list(PAUSES), rel=JITTER)


@pytest.mark.parametrize("kind", [TEST_KIND, "video.completed"])
def test_a_sample_is_tried_once(kind: str) -> None:
    assert pauses(kind, generation=None) == []
