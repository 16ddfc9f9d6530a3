from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from vitascope.media.file import described, partial, replacing


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    with replacing(target) as unfinished:
        unfinished.write_bytes(b"half")
        assert unfinished == partial(target)
        assert not target.exists()
        unfinished.write_bytes(b"whole")
    assert target.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [target]


def test_an_exception_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    partial(target).write_bytes(b"half")
    with pytest.raises(FileNotFoundError), replacing(target):
        (tmp_path / "missing").read_bytes()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_known_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"bytes")
    found = described(tmp_path / "a.mp4", 120, 24)
    assert (found.size, found.frames, found.duration) == (5, 120, 5.0)
    assert found.sha256 == hashlib.sha256(b"bytes").hexdigest()
