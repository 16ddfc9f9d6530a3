"""What only shows on a disk: crashes, full disks, rights."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vitascope.errors import InvalidRequest, NotFound, Unavailable
from vitascope.storage import LocalStorage
from vitascope.storage.local import UNFINISHED

FULL = """
import resource, sys
from pathlib import Path
from vitascope.errors import StorageFull
from vitascope.storage import LocalStorage
storage = LocalStorage(Path(sys.argv[1]))
storage.put_bytes("g/1/video", b"old")
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
try:
    storage.put_bytes("g/1/video", bytes(5_000_000))
except StorageFull as error:
    print(error.message)
"""
NO_ROOM_AT_ALL = """
import resource, sys
from pathlib import Path
from vitascope.errors import StorageFull
from vitascope.storage import LocalStorage
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    LocalStorage(Path(sys.argv[1])).check()
except StorageFull as error:
    print(error.message)
"""
KILLED = """
import sys
from pathlib import Path
from vitascope.storage import LocalStorage
storage = LocalStorage(Path(sys.argv[1]))
number = 0
while True:
    storage.put_bytes("g/1/video", bytes([number % 256]) * 3_000_000)
    print(number % 256, flush=True)
    number += 1
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "storage"


@pytest.fixture
def storage(root: Path) -> LocalStorage:
    return LocalStorage(root)


def unfinished(root: Path) -> list[Path]:
    return list((root / UNFINISHED).iterdir())


def test_a_put_leaves_one_file_and_nothing_unfinished(storage: LocalStorage, root: Path) -> None:
    storage.put_bytes("g/1/video", b"x")
    assert (root / "g/1/video").read_bytes() == b"x"
    assert (root / "g/1/video").stat().st_mode & 0o077 == 0
    assert root.stat().st_mode & 0o077 == 0
    assert unfinished(root) == []


def test_folders_left_empty_go_and_the_root_stays(storage: LocalStorage, root: Path) -> None:
    storage.put_bytes("g/1/video", b"x")
    storage.put_bytes("h/1/video", b"x")
    storage.delete("g/1/video")
    storage.delete_prefix("h/")
    assert [path.name for path in root.iterdir()] == [UNFINISHED]


def test_a_full_disk_keeps_the_old_file_and_leaves_no_half(root: Path) -> None:
    told = subprocess.check_output([sys.executable, "-c", FULL, str(root)], text=True)
    assert "no room" in told
    assert "VITASCOPE_DATA_DIR" in told
    assert (root / "g/1/video").read_bytes() == b"old"
    assert unfinished(root) == []


def test_check_tells_of_a_full_disk(root: Path) -> None:
    told = subprocess.check_output([sys.executable, "-c", NO_ROOM_AT_ALL, str(root)], text=True)
    assert "no room" in told
    assert unfinished(root) == []


def test_kill_9_in_the_middle_of_puts_leaves_a_whole_file(root: Path, storage: LocalStorage) -> None:
    for puts in (1, 2, 5):
        child = subprocess.Popen([sys.executable, "-c", KILLED, str(root)], stdout=subprocess.PIPE, text=True)
        assert child.stdout
        for _ in range(puts):
            assert child.stdout.readline()
        child.send_signal(signal.SIGKILL)
        child.communicate()

        data = b"".join(storage.read("g/1/video"))
        assert len(data) == 3_000_000
        assert len(set(data)) == 1


def test_what_a_crash_left_is_removed_once_it_is_old(storage: LocalStorage, root: Path) -> None:
    storage.put_bytes("g/1/video", b"x")
    old, new = root / UNFINISHED / "old", root / UNFINISHED / "new"
    for path, modified in ((old, 1000), (new, 3000)):
        path.write_bytes(b"half")
        os.utime(path, (modified, modified))

    assert [entry.key for entry in storage.entries()] == ["g/1/video"]
    assert storage.discard_unfinished(before=2000) == 1
    assert unfinished(root) == [new]


def test_nothing_is_unfinished_where_nothing_was_ever_stored(storage: LocalStorage) -> None:
    assert storage.discard_unfinished(before=1e12) == 0
    assert list(storage.entries()) == []


def test_links_are_not_followed(storage: LocalStorage, root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    storage.put_bytes("g/1/video", b"x")
    (root / "g/1/link").symlink_to(outside)

    with pytest.raises(NotFound):
        storage.read("g/1/link")
    assert [entry.key for entry in storage.entries()] == ["g/1/video"]
    storage.delete_prefix("g")
    assert outside.read_bytes() == b"mine"


def test_a_file_where_a_folder_should_be_is_refused(storage: LocalStorage, root: Path) -> None:
    storage.put_bytes("g/1", b"x")
    storage.put_bytes("h/1/video", b"x")
    for key in ("g/1/video", "h/1"):
        with pytest.raises(InvalidRequest, match="another key"):
            storage.put_bytes(key, b"y")
    assert unfinished(root) == []


def test_a_root_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Check that the disk is there"):
        LocalStorage(Path("/proc/vitascope")).check()


def test_a_file_in_the_roots_place_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="Check that the disk is there"):
        LocalStorage(tmp_path / "file" / "storage").check()


def test_a_file_deleted_while_it_is_read_is_not_found(storage: LocalStorage) -> None:
    storage.put_bytes("g/1/video", b"x")
    reading = storage.read("g/1/video")
    storage.delete("g/1/video")
    with pytest.raises(NotFound):
        next(iter(reading))
