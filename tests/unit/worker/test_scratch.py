from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from vitascope.worker.scratch import Scratch

HOLD = """
import sys
from pathlib import Path
from vitascope.worker.scratch import Scratch
scratch = Scratch(Path(sys.argv[1]))
scratch.attempt("generation", 1).joinpath("video.mp4").write_bytes(b"half")
print(scratch.folder, flush=True)
sys.stdin.read()
"""


def test_folders_of_killed_processes_go_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    folders = [Path(process.stdout.readline().strip()) for process in processes if process.stdout]
    killed, living = processes
    killed.kill()
    killed.wait()
    ours = Scratch(tmp_path)
    assert ours.sweep() == 1
    assert not folders[0].exists()
    assert (folders[1] / "generation" / "1" / "video.mp4").exists()
    assert ours.folder.exists()
    living.communicate()
    assert ours.sweep() == 1
    ours.close()
    assert [path.name for path in tmp_path.iterdir()] == [".guard"]


def test_an_attempt_begins_in_an_empty_folder(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    folder = scratch.attempt("generation", 2)
    (folder / "video.mp4").write_bytes(b"half")
    assert list(scratch.attempt("generation", 2).iterdir()) == []
    scratch.discard("generation")
    assert not folder.exists()
    scratch.close()


def test_nobody_else_looks_into_unfinished_work(tmp_path: Path) -> None:
    ours = Scratch(tmp_path / "scratch")
    for folder in (tmp_path / "scratch", ours.folder, ours.attempt("generation", 1)):
        assert folder.stat().st_mode & 0o777 == 0o700
    ours.close()
