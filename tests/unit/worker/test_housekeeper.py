from __future__ import annotations

import time
from pathlib import Path

from support.house import OWNER, start


def test_what_ended_long_enough_ago_goes_with_its_files_and_what_waits_stays(tmp_path: Path) -> None:
    works = start(tmp_path, retention_days=1e-6)  # a twelfth of a second
    try:
        works.made(num_frames=2)
        running = works.create("slow-stripes", num_frames=400)
        works.rendering(running)
        deadline = time.monotonic() + 120
        while works.house.ledger.list(OWNER) != [works.get(running)] or works.stored():
            assert time.monotonic() < deadline, works.stored()
            time.sleep(0.1)
    finally:
        works.house.close()


def test_without_a_retention_everything_stays(tmp_path: Path) -> None:
    works = start(tmp_path)
    try:
        made = works.made(num_frames=2)
        time.sleep(10)  # the second tidying comes after eight seconds
        assert works.get(made) == made
        assert works.stored() == works.owned(made)
    finally:
        works.house.close()
