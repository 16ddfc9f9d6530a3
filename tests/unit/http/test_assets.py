from __future__ import annotations

import hashlib
from email.utils import formatdate

import pytest
from starlette.testclient import TestClient

from unit.service.parts import PUBLIC_URL, VIDEO, Home, png

SIZE = len(VIDEO)
ETAG = f'"{hashlib.sha256(VIDEO).hexdigest()}"'


@pytest.fixture(scope="module")
def home(still_home: Home) -> Home:
    """The module's: nothing is changed."""
    return still_home


@pytest.fixture
def anonymous(still_anonymous: TestClient) -> TestClient:
    return still_anonymous


@pytest.fixture(scope="module")
def path(home: Home) -> str:
    url = home.services.assets.url(home.finish(home.create()), "video")
    assert url is not None
    return url.removeprefix(PUBLIC_URL)


@pytest.fixture(scope="module")
def modified(home: Home, path: str) -> str:
    generation_id = path.split("/")[3]
    entry = next(entry for entry in home.storage.entries(generation_id) if entry.key.endswith("video.mp4"))
    return formatdate(entry.modified, usegmt=True)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_whole_file_needs_no_key(anonymous: TestClient, path: str, modified: str, method: str) -> None:
    answer = anonymous.request(method, path)
    assert answer.status_code == 200
    assert answer.content == (VIDEO if method == "GET" else b"")
    generation_id = path.split("/")[3]
    assert {name: answer.headers[name] for name in answer.headers if name in EXPECTED} == EXPECTED | {
        "last-modified": modified,
        "content-disposition": f'inline; filename="{generation_id}-video.mp4"',
    }


EXPECTED = {
    "content-type": "video/mp4",
    "content-length": str(SIZE),
    "accept-ranges": "bytes",
    "etag": ETAG,
    "cache-control": "private, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
    "last-modified": "",
    "content-disposition": "",
}


def test_a_thumbnail_says_that_it_is_webp(anonymous: TestClient, home: Home) -> None:
    url = home.services.assets.url(home.finish(home.create()), "thumbnail")
    assert url is not None
    answer = anonymous.get(url.removeprefix(PUBLIC_URL))
    assert (answer.headers["content-type"], answer.content) == ("image/webp", png())


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=2-5", 2, 6),
        ("bytes=3990-", 3990, SIZE),
        ("bytes=3990-99999", 3990, SIZE),
        ("bytes=-10", SIZE - 10, SIZE),
        ("bytes=-99999", 0, SIZE),
        ("Bytes= 1-2 ", 1, 3),
    ],
)
def test_one_part(anonymous: TestClient, path: str, method: str, wanted: str, start: int, end: int) -> None:
    answer = anonymous.request(method, path, headers={"Range": wanted})
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert answer.headers["content-length"] == str(end - start)
    assert answer.content == (VIDEO[start:end] if method == "GET" else b"")


@pytest.mark.parametrize("wanted", [f"bytes={SIZE}-", "bytes=99999-100000", "bytes=-0"])
def test_a_part_beyond_the_end(anonymous: TestClient, path: str, wanted: str) -> None:
    answer = anonymous.get(path, headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=0-1,5-6",
        "bytes=5-2",
        "bytes=-",
        "bytes=a-b",
        "bytes",
        "lines=0-1",
        "bytes=--1",
        "bytes=1" + "0" * 30 + "-",
    ],
)
def test_what_is_not_honoured_gets_the_whole(anonymous: TestClient, path: str, wanted: str) -> None:
    answer = anonymous.get(path, headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (200, VIDEO)


@pytest.mark.parametrize("tags", [ETAG, f"W/{ETAG}", f'"other", {ETAG}', "*"])
def test_what_the_client_has_is_not_sent_again(anonymous: TestClient, path: str, tags: str) -> None:
    answer = anonymous.get(path, headers={"If-None-Match": tags, "Range": "bytes=0-1"})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", ETAG)


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (None, 304),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 200),
        ("yesterday", 200),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 304),
    ],
)
def test_if_modified_since(
    anonymous: TestClient, path: str, modified: str, since: str | None, status: int
) -> None:
    answer = anonymous.get(path, headers={"If-Modified-Since": since or modified})
    assert answer.status_code == status


def test_an_entity_tag_outweighs_a_date(anonymous: TestClient, path: str, modified: str) -> None:
    headers = {"If-None-Match": '"other"', "If-Modified-Since": modified}
    assert anonymous.get(path, headers=headers).status_code == 200


def test_if_range(anonymous: TestClient, path: str, modified: str) -> None:
    def status(condition: str) -> int:
        answer = anonymous.get(path, headers={"Range": "bytes=0-1", "If-Range": condition})
        return int(answer.status_code)

    assert (status(ETAG), status(modified)) == (206, 206)
    assert (status('"other"'), status(f"W/{ETAG}"), status("Sun, 06 Nov 1994 08:49:37 GMT")) == (
        200,
        200,
        200,
    )


def test_a_tampered_link_is_a_404(anonymous: TestClient, path: str) -> None:
    _, assets, signature, generation_id, file = path.split("/")
    flipped = ("0" if signature[0] != "0" else "1") + signature[1:]
    for wrong in (
        f"/{assets}/{flipped}/{generation_id}/{file}",
        f"/{assets}/{signature}/{generation_id}/thumbnail.webp",
        f"/{assets}/{signature}/{generation_id}/../{file}",
        f"/{assets}/{signature}/{generation_id}",
        f"/{assets}/{signature}/{generation_id}/{file}/{file}",
        f"/{assets}//{generation_id}/{file}",
    ):
        answer = anonymous.get(wrong)
        assert answer.status_code == 404, wrong
        assert answer.json()["statusCode"] == 404


def test_links_may_not_be_posted_to(anonymous: TestClient, path: str) -> None:
    answer = anonymous.post(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
