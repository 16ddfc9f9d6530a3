from __future__ import annotations

import threading
from threading import Event

import pytest

from support.patience import PATIENCE
from vitascope.engines.diffusers.handover import Give, ahead

SOON = PATIENCE


def test_pieces_come_in_order_and_the_next_is_begun_before_one_is_done_with() -> None:
    begun = [Event() for _ in range(6)]

    def work(give: Give[int]) -> None:
        for number, one in enumerate(begun):
            one.set()
            give(number)

    taken = []
    for piece in ahead(work, 2):
        assert all(one.wait(SOON) for one in begun[: piece + 2])
        taken.append(piece)
    assert taken == list(range(6))


def test_no_more_than_asked_are_made_ahead() -> None:
    made: list[int] = []

    def work(give: Give[int]) -> None:
        for number in range(50):
            made.append(number)
            give(number)

    for piece in ahead(work, 3):
        # Taken, waiting, and the one that finds no room.
        assert len(made) <= piece + 1 + 3 + 1
    assert len(made) == 50


def test_what_it_gave_is_taken_before_its_fault_is_raised() -> None:
    def work(give: Give[int]) -> None:
        give(1)
        raise LookupError("broke")

    pieces = ahead(work, 2)
    assert next(pieces) == 1
    with pytest.raises(LookupError, match="broke"):
        next(pieces)


def test_who_leaves_early_waits_for_the_work_to_stop() -> None:
    ended = Event()

    def work(give: Give[int]) -> None:
        try:
            for number in range(1000):
                give(number)
        finally:
            ended.set()

    pieces = ahead(work, 1)
    next(pieces)
    assert not ended.is_set()
    pieces.close()
    assert ended.is_set()
    assert not any(thread.name.startswith("ahead") for thread in threading.enumerate())
