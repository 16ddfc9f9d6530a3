from __future__ import annotations

import threading
import time

import pytest

from vitascope.engines.previz.threads import at_once, cores, in_order
from vitascope.errors import Cancelled, EngineError


def never() -> bool:
    return False


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_called_at_once_returns_in_order(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr("vitascope.engines.previz.threads.cores", lambda: count)
    assert at_once(*(lambda k=k: k for k in range(7))) == list(range(7))


def test_what_fails_at_once_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        at_once(lambda: 1 // 1, lambda: 1 // 0)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_order_whatever_takes_longest(threads: int) -> None:
    def make(index: int) -> int:
        time.sleep(0.002 * (index * 7 % 5))
        return index

    assert list(in_order(make, 40, threads, never)) == list(range(40))


@pytest.mark.parametrize("threads", [1, 3])
def test_no_more_than_two_beyond_the_threads_exist_at_a_time(threads: int) -> None:
    lock = threading.Lock()
    alive = most = 0

    class Frame:
        def __init__(self) -> None:
            nonlocal alive, most
            with lock:
                alive += 1
                most = max(most, alive)

        def __del__(self) -> None:
            nonlocal alive
            with lock:
                alive -= 1

    for frame in in_order(lambda _: Frame(), 50, threads, never):
        time.sleep(0.002)
        del frame
    assert most <= threads + 2
    assert alive <= 1


def test_an_error_in_a_thread_reaches_the_reader_after_what_came_before_it() -> None:
    def make(index: int) -> int:
        if index == 3:
            raise EngineError("The fourth frame cannot be made.")
        return index

    values = in_order(make, 10, 2, never)
    assert [next(values) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(EngineError, match="fourth"):
        next(values)


def test_cancelling_stops_within_a_frame() -> None:
    stop = threading.Event()
    made: list[int] = []

    def make(index: int) -> int:
        time.sleep(0.1)
        made.append(index)
        return index

    frames = in_order(make, 1000, 2, stop.is_set)
    next(frames)
    stop.set()
    with pytest.raises(Cancelled):
        next(frames)
    assert len(made) <= 6


def test_a_wait_for_a_slow_frame_notices_the_cancel() -> None:
    stop = threading.Event()
    threading.Timer(0.1, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        list(in_order(lambda _: time.sleep(0.3), 1000, 1, stop.is_set))
    assert time.monotonic() - begun < 150


def test_a_reader_that_leaves_ends_the_threads() -> None:
    before = set(threading.enumerate())
    frames = in_order(lambda index: index, 1000, 3, never)
    next(frames)
    frames.close()  # type: ignore[attr-defined]
    assert set(threading.enumerate()) <= before


def test_a_time_out_inside_a_frame_is_its_own_error() -> None:
    def make(_: int) -> int:
        raise TimeoutError("inside")

    with pytest.raises(TimeoutError, match="inside"):
        list(in_order(make, 2, 1, never))


def test_at_least_one_core_is_there() -> None:
    assert cores() >= 1
