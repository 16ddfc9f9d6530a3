from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from vitascope.client.retry import PATIENCE_SECONDS, Retry, retry_after, worth_retrying


def answer(status: int = 503, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_pauses_double_up_to_the_longest() -> None:
    policy = Retry(times=6, first=0.5, longest=8.0)
    for tries, most in enumerate([0.5, 1, 2, 4, 8, 8], start=1):
        pauses = [policy.pause(tries) for _ in range(50)]
        assert all(pause is not None and most / 2 <= pause <= most for pause in pauses)
        assert len(set(pauses)) > 1


def test_no_pause_after_the_last_try() -> None:
    assert Retry(times=2).pause(2) is not None
    assert Retry(times=2).pause(3) is None
    assert Retry(times=0).pause(1) is None


def test_the_longer_pause_wins() -> None:
    policy = Retry(first=1.0)
    assert policy.pause(1, asked=5.0) == 5.0
    assert (policy.pause(1, asked=0.0) or 0) >= 0.5


def test_no_waiting_beyond_patience() -> None:
    assert Retry().pause(1, asked=PATIENCE_SECONDS) == PATIENCE_SECONDS
    assert Retry().pause(1, asked=PATIENCE_SECONDS + 1) is None


def test_retry_after_in_seconds() -> None:
    assert retry_after(answer(retry_after="7")) == 7
    assert retry_after(answer(retry_after=" 0.25 ")) == 0.25


def test_retry_after_as_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert 3000 < (retry_after(answer(retry_after=date)) or 0) <= 3600
    assert retry_after(answer(retry_after="Wed, 21 Oct 2015 07:28:00 GMT")) == 0


@pytest.mark.parametrize("text", ["", "soon", "nan", "inf", "-3", "12 s"])
def test_retry_after_that_says_nothing(text: str) -> None:
    assert retry_after(answer(retry_after=text)) is None
    assert retry_after(answer()) is None


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 599])
def test_what_may_pass(status: int) -> None:
    assert worth_retrying(answer(status))
    assert not worth_retrying(answer(status, x_should_retry="false"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 501, 505])
def test_what_will_not(status: int) -> None:
    assert not worth_retrying(answer(status))
