from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil

from support import film, worker
from support.house import OWNER, Works, open_works
from support.patience import PATIENCE, until
from support.server import TESTS
from vitascope.domain.generation import State
from vitascope.storage import sweep
from vitascope.worker.housekeeper import SETTLED_SECONDS

KILLS = 2
CHILD = [sys.executable, "-m", "vitascope.worker.child"]


@contextmanager
def _process(root: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that renders."""
    process = subprocess.Popen(
        [sys.executable, worker.__file__, str(root)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": TESTS},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()


def _ended(processes: list[psutil.Process]) -> bool:
    return not any(_runs(process) for process in processes)


def _runs(process: psutil.Process) -> bool:
    """A container's first process may never collect orphans: a zombie is dead."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_a_child_whose_parent_is_another_ends_at_once() -> None:
    ours, theirs = socket.socketpair()
    child = subprocess.Popen([*CHILD, str(theirs.fileno()), "1"], pass_fds=[theirs.fileno()])
    assert child.wait(PATIENCE) == 0
    ours.close()
    theirs.close()


def test_a_child_ends_with_the_pipe() -> None:
    ours, theirs = socket.socketpair()
    child = subprocess.Popen([*CHILD, str(theirs.fileno()), str(os.getpid())], pass_fds=[theirs.fileno()])
    theirs.close()
    time.sleep(0.3)
    assert child.poll() is None
    ours.close()
    assert child.wait(PATIENCE) == 0


def test_a_killed_house_takes_its_children_with_it_and_loses_no_work(tmp_path: Path) -> None:
    works, gate = Works(open_works(tmp_path)), tmp_path / "gate"
    made = []
    for _ in range(KILLS):
        with _process(tmp_path) as process:
            running = works.held(gate, num_frames=16)
            family = psutil.Process(process.pid).children(recursive=True)
            assert len(family) >= 1
            process.kill()
            until(partial(_ended, family))
        assert works.get(running).state is State.RUNNING
        made.append(running)
    gate.touch()
    works.expire(*made)
    with _process(tmp_path):
        for running in made:
            assert works.final(running).state is State.COMPLETED
            assert film.stream(works.file(running)).frames == 16
            kinds = [event.kind for event in works.house.ledger.events(running.id)]
            assert kinds.count("completed") == 1
        scratch = works.house.settings.scratch_dir
        until(lambda: len([folder for folder in scratch.iterdir() if folder.is_dir()]) == 1)
    sweep(works.house.storage, works.house.ledger.live, time.time() - SETTLED_SECONDS)
    assert works.stored() == works.owned(*works.house.ledger.list(OWNER))
    works.house.close()


def test_a_child_holds_nothing_of_the_ledger() -> None:
    seen = "import sys, vitascope.worker.bench; print({'sqlalchemy', 'alembic'} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "set()"
