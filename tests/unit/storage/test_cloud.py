"""Object stores beyond what the contract asks: parts, links, digests, and a store that does not answer."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from support import s3
from vitascope.errors import ConfigurationError, NotFound, Unavailable
from vitascope.storage import LocalStorage, local_path, on_disk, open_storage
from vitascope.storage.cloud import PART, CloudStorage


@pytest.fixture(scope="module")
def storage() -> CloudStorage:
    s3.trust()
    live = s3.server()
    return CloudStorage(f"s3://{live.bucket()}/folder", live.endpoint)


def test_a_large_file_goes_up_in_parts_and_comes_back_whole(storage: CloudStorage, tmp_path: Path) -> None:
    source = tmp_path / "large"
    data = bytes(range(251)) * (PART // 100)
    source.write_bytes(data)

    stored = storage.put("g/1/large", source)

    assert len(data) > 2 * PART
    assert (stored.size, stored.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert hashlib.sha256(b"".join(storage.read("g/1/large"))).hexdigest() == stored.sha256


def test_a_link_opens_its_file_for_a_while_without_us(storage: CloudStorage) -> None:
    storage.put_bytes("g/1/video.mp4", b"a video")
    with urlopen(storage.link("g/1/video.mp4", 60.0)) as answer:
        assert (answer.read(), answer.headers["content-type"]) == (b"a video", "video/mp4")


def test_a_local_file_has_no_link(tmp_path: Path) -> None:
    storage = open_storage(None, tmp_path)
    storage.put_bytes("g/1/video.mp4", b"a video")
    assert storage.link("g/1/video.mp4", 60.0) is None


def test_a_copy_is_compared_with_its_digest(storage: CloudStorage, tmp_path: Path) -> None:
    stored = storage.put_bytes("g/2/video.mp4", b"a video")
    assert local_path(storage, stored.key, tmp_path / "a", stored.sha256).read_bytes() == b"a video"
    with pytest.raises(Unavailable, match="backup of the storage"):
        local_path(storage, stored.key, tmp_path / "b", "0" * 64)
    with pytest.raises(NotFound), on_disk(storage, "g/2/none"):
        pass


def test_a_store_that_is_gone_is_said_to_be_soon() -> None:
    s3.trust()
    storage = CloudStorage("s3://bucket/folder", "http://127.0.0.1:9")
    began = time.monotonic()
    for word in (storage.check, lambda: storage.put_bytes("a/b", b"x"), lambda: storage.stat("a/b")):
        with pytest.raises(Unavailable, match="does not answer"):
            word()
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    "url", ["ftp://host/folder", "s3://", "bucket/folder", "file://host/folder", "az://container/folder"]
)
def test_a_url_that_names_no_storage_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="VITASCOPE_STORAGE_URL"):
        open_storage(url, tmp_path)


def test_what_urls_mean(tmp_path: Path) -> None:
    assert isinstance(open_storage(None, tmp_path), LocalStorage)
    local = open_storage(f"file://{tmp_path}/with%20space", tmp_path)
    local.put_bytes("a/b", b"x")
    assert (tmp_path / "with space" / "a" / "b").read_bytes() == b"x"
    for url in ("s3://bucket/folder", "gs://bucket/folder"):
        assert isinstance(open_storage(url, tmp_path), CloudStorage)
