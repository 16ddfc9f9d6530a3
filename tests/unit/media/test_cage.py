"""Strangers' media in a child: the same answers as at home, and nothing else gets out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import zlib
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
import psutil
import pytest

from support.patience import PATIENCE, until
from support.pictures import landscape
from unit.media.clips import clip
from vitascope.errors import MediaError
from vitascope.media import cage
from vitascope.media.cage import pool as pools
from vitascope.media.cage.pool import Pool
from vitascope.media.decode import first_frames, frames, last_frames
from vitascope.media.image import check_image, cover_fit, decode_image, encode_jpeg, encode_png
from vitascope.media.join import join
from vitascope.media.probe import probe
from vitascope.media.provenance import read

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")
PICTURE = encode_png(landscape(96, 64))


def test_pictures_are_what_they_are_at_home() -> None:
    for data in (PICTURE, encode_jpeg(landscape(50, 70))):
        assert cage.check_image(data) == cage.check_pixels(data) == check_image(data)
        assert np.array_equal(cage.fitted(data, 64, 64), cover_fit(decode_image(data), 64, 64))


def test_videos_are_what_they_are_at_home(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 64, 48, 6).path
    assert cage.probe(path) == probe(path)
    assert cage.tags(path) == read(path)
    assert np.array_equal(cage.neighbours(path, "first", 2, (64, 48)), first_frames(path, 2))
    assert np.array_equal(cage.neighbours(path, "last", 3, (64, 48)), last_frames(path, 3))
    small = np.stack([cover_fit(frame, 32, 32) for frame in last_frames(path, 2)])
    assert np.array_equal(cage.neighbours(path, "last", 2, (32, 32)), small)
    for shown, given in zip(cage.frames(path), frames(path), strict=True):
        assert all(np.array_equal(*pair) for pair in zip(shown, given, strict=True))
        assert all(plane.flags.writeable for plane in shown)
    cage.check_joinable([path, path])
    joined = cage.join([path, path], tmp_path / "b.mp4", path, {"title": "two"})
    assert joined.sha256 == join([path, path], tmp_path / "c.mp4", metadata={"title": "two"}).sha256
    thumbnail, sheet = cage.stills(path, 12, 64)
    assert (check_image(thumbnail).format, check_image(sheet).format) == ("WEBP", "JPEG")


def test_refusals_are_those_of_home(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"ffconcat version 1.0\nfile other.mp4\n")
    other = clip(tmp_path / "other.mp4", 64, 48, 3).path
    larger = clip(tmp_path / "larger.mp4", 96, 48, 3).path
    with pytest.raises(MediaError, match="cannot be read"):
        cage.probe(path)
    with pytest.raises(MediaError, match="96x48"):
        cage.check_joinable([other, larger])
    with pytest.raises(MediaError, match="damaged PNG"):
        cage.check_pixels(PICTURE[:8])
    with pytest.raises(MediaError, match="empty"):
        cage.check_pixels(b"")


def gone(pid: int) -> bool:
    """Whether a process has ended: a container's first process may never collect orphans."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_a_child_is_used_again() -> None:
    own = Pool(1)
    own.ask("header", PICTURE)
    first = own.children
    own.ask("pixels", PICTURE)
    assert own.children == first
    own.close()
    until(lambda: gone(first[0]))


def test_a_child_that_died_while_it_waited_is_replaced() -> None:
    own = Pool(1)
    own.ask("header", PICTURE)
    os.kill(own.children[0], signal.SIGKILL)
    psutil.wait_procs([psutil.Process(own.children[0])], timeout=PATIENCE)
    assert own.ask("header", PICTURE).value["width"] == 96
    own.close()


def test_a_file_that_ends_its_child_is_refused_and_the_next_is_read() -> None:
    own = Pool(1)
    own.ask("header", PICTURE)
    with pytest.raises(MediaError, match="ended the process"):
        own.ask("no such task", PICTURE)
    assert own.ask("header", PICTURE).value["height"] == 64
    own.close()


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Pool(1)
    own.ask("header", PICTURE)
    monkeypatch.setattr(pools, "SECONDS", 0.5)
    os.kill(own.children[0], signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(MediaError, match="took longer"):
        own.ask("header", PICTURE)
    assert time.monotonic() - began < PATIENCE
    monkeypatch.undo()
    assert own.ask("header", PICTURE).value["width"] == 96
    own.close()


def test_only_so_many_decode_at_once() -> None:
    own = Pool(1)
    threads = [threading.Thread(target=own.ask, args=("pixels", PICTURE)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(own.children) == 1
    own.close()


def test_a_stream_that_is_left_leaves_its_child_at_rest(tmp_path: Path) -> None:
    own, path = Pool(1), clip(tmp_path / "a.mp4", 64, 48, 12).path
    own.ask("header", PICTURE)
    children, sizes = own.children, set[int]()
    for wanted in (0, 1, 5, 12, 13):
        with path.open("rb") as file, closing(own.stream("frames", file)) as parts:
            sizes |= {len(part) for part in islice(parts, wanted)}
        assert own.ask("header", PICTURE).value["width"] == 96
    assert sizes == {64 * 48 * 3 // 2}
    assert own.children == children
    own.close()


def test_a_stream_ends_with_the_reason_where_the_rest_cannot_be_read(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 64, 48, 6).path
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"mdat") + 4] + b"\xff" * 20_000)
    with pytest.raises(MediaError, match="damaged"):
        list(cage.frames(path))
    path.write_bytes(b"ffconcat version 1.0")
    with pytest.raises(MediaError, match="cannot be read"):
        list(cage.frames(path))


def test_a_child_that_dies_in_a_stream_is_replaced(tmp_path: Path) -> None:
    own, path = Pool(1), clip(tmp_path / "a.mp4", 64, 48, 12).path
    own.ask("header", PICTURE)
    child = own.children[0]
    with path.open("rb") as file, closing(own.stream("frames", file)) as parts:
        next(parts)
        os.kill(child, signal.SIGKILL)
        with pytest.raises(MediaError, match="ended the process"):
            list(parts)
    assert own.ask("header", PICTURE).value["width"] == 96
    assert own.children != [child]
    own.close()


def test_a_bomb_is_refused_by_its_header() -> None:
    """13,000 by 13,000 pixels in half a megabyte: 500 MB if they were decoded."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    side = 13_000
    head = side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(MediaError, match="169,000,000 pixels"):
        cage.check_pixels(bomb)


@LINUX
def test_the_child_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITASCOPE_API_KEY", "a-secret-of-this-process")
    own = Pool(1)
    own.ask("header", PICTURE)
    child = psutil.Process(own.children[0])
    assert set(child.environ()) <= {"PYTHONPATH", "OPENBLAS_NUM_THREADS", "MALLOC_ARENA_MAX", "LC_CTYPE"}
    assert not child.net_connections("inet")
    own.close()


ATTEMPTS = """
import ctypes, errno, json, os, resource, socket, sys, threading
from vitascope.media.cage import walls
sibling = int(sys.argv[1])
handle = os.open("/dev/null", os.O_RDONLY)
if sys.argv[3] == "seccomp":
    walls.landlock.restrict = lambda: False
stand = walls.build()
libc = ctypes.CDLL(None, use_errno=True)
victim = os.fsencode(sys.argv[2])
tgkill = {"x86_64": 234, "aarch64": 131}[os.uname().machine]


def call(number, *given):
    if libc.syscall(number, *given) != 0:
        raise OSError(ctypes.get_errno(), "refused")


tries = {
    "open": lambda: open("/etc/hostname"),
    "create": lambda: open("/tmp/made-in-a-cage", "w"),
    "list": lambda: os.listdir("/"),
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "local socket": lambda: socket.socket(socket.AF_UNIX),
    "fork": lambda: os.fork() or os._exit(0),
    "execute": lambda: os.execv("/bin/true", ["true"]),
    "kill": lambda: os.kill(sibling, 9),
    "starve": lambda: resource.prlimit(sibling, resource.RLIMIT_CPU, (0, 0)),
    "signal a thread": lambda: call(tgkill, sibling, sibling, 9),
    "signal nobody's thread": lambda: call(tgkill, 1, 1, 0),
    "slow": lambda: os.setpriority(os.PRIO_PROCESS, sibling, 19),
    "pin": lambda: os.sched_setaffinity(sibling, {min(os.sched_getaffinity(0))}),
    "schedule": lambda: os.sched_setscheduler(sibling, os.SCHED_BATCH, os.sched_param(0)),
    "mode": lambda: os.chmod(sys.argv[2], 0o777),
    "mode, anew": lambda: call(452, -100, victim, 0o777, 0),
    "times": lambda: os.utime(sys.argv[2], (1, 1)),
    "attribute": lambda: os.setxattr(sys.argv[2], "user.mark", b"x"),
    "attribute away": lambda: os.removexattr(sys.argv[2], "user.mark"),
    "remove": lambda: os.unlink(sys.argv[2]),
    "memory": lambda: bytearray(walls.MEMORY + (1 << 20)),
}
found = {}
for name, attempt in tries.items():
    try:
        attempt()
        found[name] = "succeeded"
    except (OSError, MemoryError) as error:
        found[name] = type(error).__name__
thread = threading.Thread(target=lambda: found.update(thread="ran"))
thread.start()
thread.join()
call(tgkill, os.getpid(), threading.get_native_id(), 0)
print(json.dumps({"stand": stand, "found": found, "read": os.read(handle, 1).decode()}))
"""


@LINUX
@pytest.mark.parametrize("walls", [["limits", "landlock", "seccomp"], ["limits", "seccomp"]], ids=" ".join)
def test_what_the_walls_keep_in(tmp_path: Path, walls: list[str]) -> None:
    """The second time on a kernel without Landlock."""
    victim = tmp_path / "victim"
    victim.write_text("still here")
    before = victim.stat()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as sibling:
        told = subprocess.run(
            [sys.executable, "-c", ATTEMPTS, str(sibling.pid), str(victim), walls[1]],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"},
        )
        assert told.returncode == 0, told.stderr
        assert sibling.poll() is None
        sibling.communicate(b"\n")
    said = json.loads(told.stdout)
    assert said["stand"] == walls
    assert said["found"].pop("thread") == "ran"
    assert said["found"].pop("memory") == "MemoryError"
    assert set(said["found"].values()) == {"PermissionError"}, said["found"]
    assert victim.read_text() == "still here"
    assert (victim.stat().st_mode, victim.stat().st_mtime) == (before.st_mode, before.st_mtime)


@LINUX
def test_the_child_ends_with_its_parent() -> None:
    script = "from vitascope.media import cage; cage.shared().walls; print(cage.shared().children[0])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    until(lambda: gone(int(told.stdout)))
