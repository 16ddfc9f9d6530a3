from __future__ import annotations

from vitascope.testing.clock import FakeClock
from vitascope.worker import progress as stages
from vitascope.worker.job import Answer, Progressed
from vitascope.worker.progress import PAUSE, Progress


def _progress(frames: int = 10) -> tuple[Progress, FakeClock, list[Progressed]]:
    clock, told = FakeClock(), list[Progressed]()

    def tell(answer: Answer) -> None:
        assert isinstance(answer, Progressed)
        told.append(answer)

    return Progress(tell, clock, frames), clock, told


def test_the_fraction_never_runs_backwards() -> None:
    progress, clock, told = _progress()
    progress.begin(stages.KEYFRAMES)
    progress.begin(stages.PLAN)
    progress.engine("bake", 9, 10)
    progress.engine("light", 0, 10)
    for done in range(1, 11):
        clock.advance(1)
        progress.encoded(done)
    progress.begin(stages.FINISH)
    assert len(told) == 15
    fractions = [answer.fraction for answer in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == stages.STARTED[stages.FINISH]


def test_every_frame_is_told_and_an_engines_steps_at_intervals() -> None:
    progress, clock, told = _progress()
    progress.engine("bake", 1, 9)
    progress.engine("bake", 2, 9)
    clock.advance(PAUSE)
    progress.engine("bake", 3, 9)
    progress.engine("light", 1, 9)
    progress.encoded(1)
    progress.encoded(2)
    assert [(answer.stage, answer.step) for answer in told] == [
        ("bake", 1), ("bake", 3), ("light", 1), ("render", 1), ("render", 2)
    ]  # fmt: skip


def test_frames_count_for_more_than_what_an_engine_says() -> None:
    progress, _, told = _progress()
    progress.encoded(1)
    progress.engine("stripes", 9, 10)
    assert [answer.stage for answer in told] == ["render"]


def test_an_engine_that_does_most_before_its_first_frame_moves_the_bar_by_it() -> None:
    clock, told = FakeClock(), list[Answer]()
    progress = Progress(told.append, clock, 10, ahead=0.9)
    for step in (0, 500, 1000):
        clock.advance(1)
        progress.engine("remote", step, 1000)
    progress.encoded(1)
    progress.encoded(10)
    start, half, ready, first, last = (answer.fraction for answer in told if isinstance(answer, Progressed))
    assert start < 0.05
    assert 0.4 < half < 0.5
    assert 0.85 < ready < first < last
