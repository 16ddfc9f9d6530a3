from __future__ import annotations

import time
from pathlib import Path

from support.house import OWNER, Works, start
from vitascope.worker.housekeeper import Housekeeper


def tidy(works: Works) -> None:
    """What is done every hour, now."""
    (keeper,) = (one for one in works.house.dispatcher._threads if isinstance(one, Housekeeper))
    keeper.tidy()


def test_what_ended_long_enough_ago_goes_with_its_files_and_what_runs_stays(tmp_path: Path) -> None:
    works = start(tmp_path, retention_days=1e-6)  # a twelfth of a second
    try:
        old = works.made(num_frames=2)
        running = works.held(tmp_path / "never")
        time.sleep(0.1)
        tidy(works)
        assert [one.id for one in works.house.ledger.list(OWNER)] == [running.id]
        assert not any(key.startswith(old.id) for key in works.stored())
    finally:
        works.house.close()


def test_without_a_retention_everything_stays(tmp_path: Path) -> None:
    works = start(tmp_path)
    try:
        made = works.made(num_frames=2)
        tidy(works)
        assert works.get(made) == made
        works.until(made, lambda _: works.stored() == works.owned(made))
    finally:
        works.house.close()


def test_processes_that_share_a_storage_do_not_all_look_through_it(tmp_path: Path) -> None:
    storage = tmp_path / "shared"
    works = start(tmp_path, storage_url=f"file://{storage}", retention_days=1e-6)
    try:
        tidy(works)  # if it was not done at the start yet
        made = works.made(num_frames=2)
        time.sleep(0.1)
        tidy(works)
        assert works.get(made) == made  # done for this hour
    finally:
        works.house.close()
