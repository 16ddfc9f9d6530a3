from __future__ import annotations

import pytest

from vitascope.engines.previz.clock import Moment, action_start, origin_index, take_index
from vitascope.engines.previz.plan import Environment, ShotPlan, Take


def chain(*takes: tuple[float, float, bool]) -> ShotPlan:
    made = tuple(Take(start=start, seconds=seconds, loop=loop) for start, seconds, loop in takes)
    return ShotPlan(seed=1, environment=Environment.SKY, takes=made)


CHAINS = {
    "plain": chain((0, 5, False)),
    "extended": chain((0, 5, False), (5, 9, False)),
    "lead": chain((-5, 5, False), (0, 5, False)),
    "looped": chain((0, 5, True)),
    "loop behind": chain((0, 5, False), (5, 5, True), (10, 5, False)),
    "loop before": chain((-9, 9, True), (0, 5, False)),
}


@pytest.mark.parametrize("plan", CHAINS.values(), ids=CHAINS.keys())
@pytest.mark.parametrize(("speed", "tile"), [(1.0, 1.0), (0.02, 1.0), (-3.7, 2.0)])
def test_drift_never_jumps(plan: ShotPlan, speed: float, tile: float) -> None:
    first, last = plan.takes[0], plan.takes[-1]
    step = 1 / 240
    second = first.start
    while second < last.start + last.seconds:
        before, after = Moment(plan, second), Moment(plan, second + step)
        assert abs(after.drift(speed, tile) - before.drift(speed, tile)) < 2.5 * abs(speed) * step + 1e-9
        assert abs(after.action - before.action) <= step + 1e-9
        second += step


@pytest.mark.parametrize("seconds", [5.0, 9.0, 3.3])
@pytest.mark.parametrize("speed", [0.7, -1.3, 0.01, 12.0])
def test_a_loop_closes(seconds: float, speed: float) -> None:
    plan = chain((0, seconds, True))
    start, end = Moment(plan, 0.0), Moment(plan, seconds - 1e-12)
    turns = end.drift(speed, 1.0) - start.drift(speed, 1.0)
    assert abs(turns - round(turns)) < 1e-6
    assert abs(end.action - start.action) < 1e-6
    assert end.turn == pytest.approx(1.0)


def test_drift_outside_loops_is_speed_times_time() -> None:
    plan = CHAINS["extended"]
    assert Moment(plan, 7.5).drift(2.0, 1.0) == pytest.approx(15.0)
    assert Moment(CHAINS["lead"], -2.0).drift(2.0, 1.0) == pytest.approx(-4.0)


def test_action_stands_still_over_a_loop() -> None:
    plan = CHAINS["loop behind"]
    assert [action_start(plan, i) for i in range(3)] == [0.0, 5.0, 5.0]
    assert Moment(plan, 12.0).action == pytest.approx(7.0)


def test_takes_are_found_by_scene_second() -> None:
    plan = chain((-5, 5, False), (0, 5, False), (5, 9, False))
    assert origin_index(plan) == 1
    assert [take_index(plan, second) for second in (-9.0, -0.1, 0.0, 4.9, 5.0, 99.0)] == [0, 0, 1, 1, 2, 2]


def test_what_is_appended_does_not_change_what_was() -> None:
    short, long = CHAINS["plain"], CHAINS["loop behind"]
    for second in (0.0, 1.2, 4.99):
        assert Moment(short, second).action == Moment(long, second).action
        assert Moment(short, second).drift(0.3, 1.0) == pytest.approx(Moment(long, second).drift(0.3, 1.0))
