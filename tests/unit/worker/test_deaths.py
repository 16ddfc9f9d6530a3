from __future__ import annotations

import base64
import resource
import sqlite3
from pathlib import Path

from support import film, pictures
from support.house import OWNER, Works, children, start
from support.patience import until
from vitascope.domain.generation import State
from vitascope.domain.request import ImageKeyframe

KILLS = 2


def test_a_killed_child_costs_an_attempt_and_no_video(works: Works, tmp_path: Path) -> None:
    for kill in range(KILLS):
        gate = tmp_path / f"gate-{kill}"
        works.relieved()
        running = works.held(gate)
        working, standing_by = children()
        working.kill()
        works.until(running, lambda found: found.attempt == 2 and found.progress.stage == "render")
        assert standing_by == children()[0]  # it took over: nobody waited until another had loaded
        gate.touch()
        assert works.final(running).state is State.COMPLETED
        assert film.stream(works.file(running)).frames == 24
        assert works.get(running).attempt == 2
        works.until(running, lambda _: works.stored() == works.owned(*works.house.ledger.list(OWNER)))


def test_a_worker_that_lost_its_lease_publishes_nothing(works: Works, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    running = works.held(gate)
    database = works.house.settings.data_dir / "ledger.sqlite3"
    with sqlite3.connect(database) as taken:
        taken.execute("UPDATE generation SET worker = 'another', attempt = attempt + 1, lease_until = 4e9")
    gate.touch()
    until(lambda: not any(works.house.settings.scratch_dir.glob(f"*/{running.id}/*")))
    assert works.get(running).state is State.RUNNING
    assert works.get(running).assets == ()
    assert works.stored() == set()


def test_what_is_running_is_handed_back_when_the_process_ends(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    first = start(tmp_path)
    running = first.held(gate)
    first.house.close()
    assert children() == []
    gate.touch()
    second = start(tmp_path)
    told = [event.data.get("reason") for event in second.house.ledger.events(running.id)]
    assert "handed back" in told
    found = second.final(running)
    assert (found.state, found.attempt) == (State.COMPLETED, 2)
    second.house.close()


def test_a_full_disk_delays_and_loses_nothing(tmp_path: Path) -> None:
    """Files of this process may not grow beyond 100 kB for a while: neither the video's nor the ledger's."""
    works = start(tmp_path, lease_seconds=2.0)  # a full ledger cannot even be told that work is handed back
    data = pictures.encoded(pictures.landscape(1000, 600))
    url = "data:image/png;base64," + base64.b64encode(data).decode()
    gate = tmp_path / "gate"
    waiting = works.held(gate, num_frames=12, frame0=ImageKeyframe(url=url))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        gate.touch()
        works.until(waiting, lambda _: works.house.dispatcher.health() != "ok")
        assert not works.get(waiting).state.final
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    found = works.final(waiting)
    assert found.state is State.COMPLETED
    assert works.file(found).stat().st_size > 100_000
    works.until(found, lambda _: works.stored() == works.owned(found))
    works.house.close()
