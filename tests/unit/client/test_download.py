"""Transfers that break off."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.client.conftest import QUICK, Connect
from unit.client.flaky import HANG_UP, ID, Flaky, Step, said, serving
from vitascope.client import ConnectionFailed, Generation, NotFound, ServerError

FILM = bytes(range(256)) * 4000
TAG = {"ETag": '"film-1"'}
CUT = Step(200, FILM, TAG, cut=300_000)


def rest(start: int) -> Step:
    """The bytes from there on."""
    span = f"bytes {start}-{len(FILM) - 1}/{len(FILM)}"
    return Step(206, FILM[start:], {**TAG, "Content-Range": span})


def made(flaky: Flaky) -> Generation:
    return Generation(ID, "completed", video_url=f"{flaky.url}/assets/film.mp4")


def test_it_goes_on_where_it_broke_off(connect: Connect, folder: Path) -> None:
    steps = [CUT, Step(206, FILM[300_000:], {"Content-Range": "bytes 300000-"}, cut=200_000), rest(500_000)]
    with serving(*steps) as flaky:
        path = connect(flaky.url).download(made(flaky), folder / "film.mp4")
        assert path.read_bytes() == FILM
        assert flaky.header("Range") == [None, "bytes=300000-", "bytes=500000-"]
        assert flaky.header("If-Range") == [None, '"film-1"', '"film-1"']
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize("tag", [{}, {"ETag": 'W/"film"'}], ids=["none", "weak"])
def test_without_a_tag_it_begins_again(connect: Connect, folder: Path, tag: dict[str, str]) -> None:
    with serving(Step(200, b"x" * 5000, tag, cut=4000), HANG_UP, said(503), Step(200, FILM)) as flaky:
        path = connect(flaky.url).download(made(flaky), folder / "film.mp4")
        assert path.read_bytes() == FILM
        assert flaky.header("Range") == [None] * 4


def test_another_file_than_before_is_taken_whole(connect: Connect, folder: Path) -> None:
    with serving(CUT, Step(200, b"another")) as flaky:
        path = connect(flaky.url).download(made(flaky), folder / "film.mp4")
        assert path.read_bytes() == b"another"


def test_a_file_without_a_length(connect: Connect, folder: Path) -> None:
    with serving(Step(200, FILM, announce=False)) as flaky:
        path = connect(flaky.url).download(made(flaky), folder / "film.mp4")
        assert path.read_bytes() == FILM


def test_one_that_never_comes_whole_leaves_what_was_there(connect: Connect, folder: Path) -> None:
    path = folder / "film.mp4"
    path.write_bytes(b"the old film")
    with serving(Step(200, FILM, cut=10)) as flaky:
        with pytest.raises(ConnectionFailed):
            connect(flaky.url).download(made(flaky), path)
        assert len(flaky.asked) == QUICK.times + 1
    assert path.read_bytes() == b"the old film"
    assert list(folder.iterdir()) == [path]


def test_the_wrong_part(connect: Connect, folder: Path) -> None:
    with serving(CUT, rest(100)) as flaky, pytest.raises(ServerError, match="another part"):
        connect(flaky.url).download(made(flaky), folder / "film.mp4")
    assert list(folder.iterdir()) == []


def test_a_link_that_has_expired(connect: Connect, folder: Path) -> None:
    with serving(said(404, message="No such asset.")) as flaky:
        with pytest.raises(NotFound, match="No such asset"):
            connect(flaky.url).download(made(flaky), folder / "film.mp4")
        assert len(flaky.asked) == 1
    assert list(folder.iterdir()) == []


def test_the_key_is_not_shown_to_who_keeps_the_file(connect: Connect, folder: Path) -> None:
    with serving(Step(200, FILM)) as store:
        moved = Step(302, headers={"Location": f"{store.url}/there.mp4"})
        with serving(moved) as flaky:
            path = connect(flaky.url).download(made(flaky), folder / "film.mp4")
            assert path.read_bytes() == FILM
            assert flaky.header("Authorization") == store.header("Authorization") == [None]
