from __future__ import annotations

from statistics import mean

import pytest

from vitascope import ids
from vitascope.domain.webhook import CALLBACK_KIND, TEST_KIND
from vitascope.webhooks.schedule import CALLBACK_PAUSES, HOUR, JITTER, PAUSES, pause_after


def pauses(kind: str, message: str) -> list[float]:
    found = list[float]()
    while (pause := pause_after(kind, message, len(found) + 1)) is not None:
        found.append(pause)
    return found


def test_ten_tries_over_seventy_five_hours() -> None:
    spans = [sum(pauses("generation.completed", ids.message_id())) for _ in range(500)]
    assert len(pauses("generation.completed", "msg_1")) == 9
    assert sum(PAUSES) / HOUR == pytest.approx(75.6, abs=0.1)
    assert all(sum(PAUSES) * (1 - JITTER) <= span <= sum(PAUSES) * (1 + JITTER) for span in spans)
    assert mean(spans) == pytest.approx(sum(PAUSES), rel=0.01)
    assert len({round(span) for span in spans}) > 450


def test_the_same_whichever_server_looks() -> None:
    assert pauses("video.completed", "msg_1") == pauses("video.completed", "msg_1")
    assert pauses("video.completed", "msg_1")[0] == 5.0


def test_a_callback_is_tried_three_times_at_once_before() -> None:
    found = pauses(CALLBACK_KIND, "msg_1")
    assert tuple(found[:2]) == CALLBACK_PAUSES == (0.1, 0.1)
    assert found[2:] == pytest.approx(list(PAUSES), rel=JITTER)


def test_a_test_is_tried_once() -> None:
    assert pauses(TEST_KIND, "msg_1") == []
