"""Files under keys, whole or not at all."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vitascope.errors import InvalidRequest, NotFound
from vitascope.storage import Storage

MIB = 1 << 20
ESCAPES = [
    "",
    "/",
    "/etc/passwd",
    "..",
    "../outside",
    "a/../../outside",
    "a/..",
    "a/./b",
    "a//b",
    "a/",
    "/a",
    ".hidden",
    "a/.hidden",
    "a\\b",
    "..\\outside",
    "a\0b",
    "a\nb",
    "a b",
    "C:/a",
    "~/a",
    "ä/b",
    "a/%2e%2e/b",
    "x" * 129,
    "/".join(["x"] * 300),
]


def test_what_is_put_is_read_back(storage: Storage, tmp_path: Path) -> None:
    data = bytes(range(256)) * 10
    source = tmp_path / "source"
    source.write_bytes(data)

    stored = storage.put("g/1/video.mp4", source)

    assert (stored.key, stored.size, stored.sha256) == (
        "g/1/video.mp4",
        2560,
        hashlib.sha256(data).hexdigest(),
    )
    assert storage.put_bytes("g/1/copy", data).sha256 == stored.sha256
    assert b"".join(storage.read("g/1/video.mp4")) == data
    assert source.read_bytes() == data
    entry = storage.stat("g/1/video.mp4")
    assert (entry.key, entry.size) == ("g/1/video.mp4", 2560)
    path = storage.path("g/1/video.mp4")
    assert path is None or path.read_bytes() == data


def test_an_empty_file_is_a_file(storage: Storage) -> None:
    assert storage.put_bytes("g/empty", b"").size == 0
    assert list(storage.read("g/empty")) == []
    assert storage.stat("g/empty").size == 0


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, None, b"0123456789"),
        (3, None, b"3456789"),
        (0, 4, b"0123"),
        (3, 7, b"3456"),
        (9, 10, b"9"),
        (0, 99, b"0123456789"),
        (10, None, b""),
        (99, 120, b""),
        (5, 5, b""),
        (7, 3, b""),
        (0, 0, b""),
    ],
)
def test_a_range_ends_before_its_end(storage: Storage, start: int, end: int | None, expected: bytes) -> None:
    storage.put_bytes("g/digits", b"0123456789")
    assert b"".join(storage.read("g/digits", start, end)) == expected


@pytest.mark.parametrize(("start", "end"), [(-1, None), (0, -1)])
def test_a_negative_range_is_refused(storage: Storage, start: int, end: int | None) -> None:
    storage.put_bytes("g/digits", b"0123456789")
    with pytest.raises(InvalidRequest):
        storage.read("g/digits", start, end)


def test_chunks_are_at_most_a_mebibyte(storage: Storage) -> None:
    data = bytes(1000) * 2600
    storage.put_bytes("g/large", data)
    chunks = list(storage.read("g/large", 7))
    assert max(map(len, chunks)) <= MIB
    assert b"".join(chunks) == data[7:]


def test_a_second_put_replaces(storage: Storage) -> None:
    storage.put_bytes("g/one", b"first, and longer")
    storage.put_bytes("g/one", b"second")
    assert b"".join(storage.read("g/one")) == b"second"
    assert [entry.key for entry in storage.entries()] == ["g/one"]


def test_what_is_missing_is_not_found(storage: Storage) -> None:
    storage.put_bytes("g/folder/file", b"x")
    for key in ("g/none", "none", "g/folder", "g/folder/file/below"):
        with pytest.raises(NotFound):
            storage.stat(key)
        with pytest.raises(NotFound):
            storage.path(key)
        with pytest.raises(NotFound):
            storage.read(key)


def test_a_missing_source_changes_nothing(storage: Storage, tmp_path: Path) -> None:
    storage.put_bytes("g/one", b"kept")
    with pytest.raises(FileNotFoundError):
        storage.put("g/one", tmp_path / "none")
    assert b"".join(storage.read("g/one")) == b"kept"


def test_delete_may_be_repeated_and_takes_only_its_own(storage: Storage) -> None:
    storage.put_bytes("g/one", b"1")
    storage.put_bytes("g/one.two", b"2")
    for _ in range(2):
        storage.delete("g/one")
    storage.delete("none/at/all")
    storage.delete("g/one.two/below")
    assert [entry.key for entry in storage.entries()] == ["g/one.two"]
    storage.put_bytes("g/one", b"again")
    assert b"".join(storage.read("g/one")) == b"again"


def test_prefixes_are_whole_names(storage: Storage) -> None:
    keys = {"a/1/video", "a/1/thumbnail", "a/input/frame0", "ab/1/video", "a1"}
    for key in keys:
        storage.put_bytes(key, b"x")

    assert {entry.key for entry in storage.entries()} == keys
    assert {entry.key for entry in storage.entries("a")} == {key for key in keys if key.startswith("a/")}
    assert {entry.key for entry in storage.entries("a/1/")} == {"a/1/video", "a/1/thumbnail"}
    assert {entry.key for entry in storage.entries("a1")} == {"a1"}
    assert list(storage.entries("none")) == []

    storage.delete_prefix("a/1")
    storage.delete_prefix("a/1/")
    storage.delete_prefix("a1")
    assert {entry.key for entry in storage.entries()} == {"a/input/frame0", "ab/1/video"}


@pytest.mark.parametrize("key", ESCAPES)
def test_a_key_that_could_leave_is_refused_everywhere(storage: Storage, tmp_path: Path, key: str) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    for word in (storage.stat, storage.path, storage.read, storage.delete):
        with pytest.raises(InvalidRequest):
            word(key)
    with pytest.raises(InvalidRequest):
        storage.put_bytes(key, b"x")
    with pytest.raises(InvalidRequest):
        storage.put(key, outside)
    assert outside.read_bytes() == b"mine"
    assert list(storage.entries()) == []


@pytest.mark.parametrize("prefix", ["", "/", "..", "a/..", "a//", "/a"])
def test_a_prefix_that_could_leave_or_mean_everything_is_not_deleted(storage: Storage, prefix: str) -> None:
    storage.put_bytes("a/one", b"x")
    with pytest.raises(InvalidRequest):
        storage.delete_prefix(prefix)
    assert [entry.key for entry in storage.entries()] == ["a/one"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.text(alphabet="ab./\\~\0- \u2044", max_size=12))
def test_whatever_key_is_taken_stays_inside(storage: Storage, tmp_path: Path, key: str) -> None:
    before = {path for path in tmp_path.iterdir() if path.name != "storage"}
    try:
        storage.put_bytes(key, b"x")
    except InvalidRequest:
        pass
    else:
        assert b"".join(storage.read(key)) == b"x"
        storage.delete(key)
    assert {path for path in tmp_path.iterdir() if path.name != "storage"} == before
    assert list(storage.entries()) == []


def test_puts_and_deletes_in_one_folder_at_once_do_not_disturb_each_other(storage: Storage) -> None:
    def come_and_go(number: int) -> None:
        for _ in range(25):
            storage.put_bytes(f"g/1/{number}", b"x")
            storage.delete(f"g/1/{number}")
        storage.put_bytes(f"g/1/{number}", b"kept")

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(come_and_go, range(6)))

    assert {entry.key for entry in storage.entries()} == {f"g/1/{number}" for number in range(6)}


def test_check_passes_and_leaves_nothing(storage: Storage) -> None:
    storage.check()
    assert list(storage.entries()) == []
