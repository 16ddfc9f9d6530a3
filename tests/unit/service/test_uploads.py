from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from unit.service.parts import OTHER, OWNER, Home, png
from vitascope.domain.limits import Limits
from vitascope.errors import InvalidRequest, NotFound, PayloadTooLarge, QuotaReached
from vitascope.media.limits import MAX_BYTES
from vitascope.service.uploads import MAX_UPLOAD, Upload
from vitascope.storage import sweep
from vitascope.storage.base import Stored


def upload(home: Home, data: bytes | None = None, name: str = "fox.png", owner: str = OWNER) -> Upload:
    path = home.root / "sent"
    path.write_bytes(png() if data is None else data)
    return home.services.uploads.add(path, name, "vision", owner)


def test_what_is_told_of_a_file_is_found_again(home: Home) -> None:
    added = upload(home, name="ein Füchslein.png")
    assert (added.name, added.purpose, added.size) == ("ein Füchslein.png", "vision", len(png()))
    assert added.created_at == pytest.approx(home.clock.now(), abs=0.001)
    assert home.services.uploads.get(added.id, OWNER) == added
    assert b"".join(home.services.uploads.read(added)) == png()
    with home.services.uploads.on_disk(added.id, OWNER) as path:
        assert path.read_bytes() == png()


def test_the_newest_is_first(home: Home) -> None:
    ids = []
    for _ in range(3):
        ids.append(upload(home).id)
        home.clock.advance(0.01)
    assert [one.id for one in home.services.uploads.list(OWNER)] == ids[::-1]


def test_nobody_sees_anothers_files(home: Home) -> None:
    added = upload(home)
    assert home.services.uploads.list(OTHER) == []
    for use in (home.services.uploads.get, home.services.uploads.delete):
        with pytest.raises(NotFound):
            use(added.id, OTHER)
    assert home.services.uploads.get(added.id, OWNER) == added


def test_deleted_is_gone(home: Home) -> None:
    added = upload(home)
    home.services.uploads.delete(added.id, OWNER)
    assert home.files() == []
    with pytest.raises(NotFound):
        home.services.uploads.get(added.id, OWNER)


@pytest.mark.parametrize("file_id", ["", "file-", "file-../..", "file-" + "0" * 31, "file-" + "z" * 31])
def test_an_id_that_nobody_has(home: Home, file_id: str) -> None:
    upload(home)
    with pytest.raises(NotFound):
        home.services.uploads.get(file_id, OWNER)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("", "upload"), ("  ", "upload"), ("x" * 200 + ".png", "x" * 86 + ".png"), ("ü" * 60, "ü" * 45)],
)
def test_names_are_kept_as_far_as_they_fit(home: Home, name: str, kept: str) -> None:
    added = upload(home, name=name)
    assert home.services.uploads.get(added.id, OWNER).name == kept


def test_a_name_cannot_lead_out_of_the_folder(home: Home) -> None:
    added = upload(home, name="../../../etc/passwd")
    assert added.name == "../../../etc/passwd"
    assert [key.split("/")[0] for key in home.files()] == ["uploads"]


def test_only_what_a_request_could_use_is_kept(home: Home) -> None:
    for data in (b"", b"hello", b"%PDF-1.7 " * 9, png()[:20]):
        with pytest.raises(InvalidRequest, match="MP4") as caught:
            upload(home, data)
        assert caught.value.field == "file"
    assert home.files() == []
    assert upload(home, b"\0\0\0\x20ftypisom").size == 12


def test_pictures_have_their_limit_and_everything_has_one(home: Home) -> None:
    with pytest.raises(PayloadTooLarge):
        upload(home, png() + bytes(MAX_BYTES))
    path = home.root / "large.mp4"
    with path.open("wb") as file:
        file.write(b"\0\0\0\x20ftypisom")
        file.truncate(MAX_UPLOAD + 1)
    with pytest.raises(PayloadTooLarge):
        home.services.uploads.add(path, "large.mp4", "vision", OWNER)


@pytest.mark.parametrize("purpose", ["", "Vision", "../x", "a b", "x" * 41])
def test_a_purpose_is_a_plain_word(home: Home, tmp_path: Path, purpose: str) -> None:
    (tmp_path / "a.png").write_bytes(png())
    with pytest.raises(InvalidRequest) as caught:
        home.services.uploads.add(tmp_path / "a.png", "a.png", purpose, OWNER)
    assert caught.value.field == "purpose"


def test_tidying_up_leaves_uploads_alone(home: Home) -> None:
    upload(home)
    assert sweep(home.storage, home.ledger.live, before=2**40) == 0
    assert len(home.files()) == 1


def test_what_is_sent_at_once_shares_the_room(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    path, size, put = home.root / "sent", len(png()), home.storage.put
    path.write_bytes(png())
    home.ledger.set_limits(Limits(owner=OWNER, storage_bytes=3 * size))

    def slow(key: str, source: Path) -> Stored:
        time.sleep(0.05)
        return put(key, source)

    monkeypatch.setattr(home.storage, "put", slow)

    def add(_: int) -> bool:
        try:
            home.services.uploads.add(path, "fox.png", "vision", OWNER)
        except QuotaReached:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(8))) == 3
    assert len(home.files()) == 3
