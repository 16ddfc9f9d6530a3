from __future__ import annotations

import string

import pytest

from unit.service.parts import OWNER, PUBLIC_URL, VIDEO, Home
from vitascope.errors import NotFound
from vitascope.service.assets import PREFIX


@pytest.fixture
def tail(home: Home) -> str:
    url = home.services.assets.url(home.finish(home.create()), "video")
    assert url is not None
    return url.removeprefix(PUBLIC_URL + PREFIX)


def test_a_link_leads_to_its_file(home: Home, tail: str) -> None:
    signature, generation_id, file = tail.split("/")
    assert (len(signature), file) == (32, "video.mp4")
    served = home.services.assets.find(tail)
    assert (served.generation.id, served.asset.name) == (generation_id, "video")
    assert b"".join(home.services.assets.read(served)) == VIDEO
    assert b"".join(home.services.assets.read(served, 2, 7)) == VIDEO[2:7]


def test_there_is_no_link_to_what_is_not_there(home: Home) -> None:
    made = home.create()
    assert home.services.assets.url(made, "video") is None
    assert home.services.assets.url(home.finish(made), "stitched") is None


def test_every_changed_character_is_refused(home: Home, tail: str) -> None:
    """Each character of the link in turn becomes every other that could stand there."""
    for index, right in enumerate(tail):
        for wrong in string.hexdigits + "/.-_é":
            if wrong != right:
                with pytest.raises(NotFound):
                    home.services.assets.find(tail[:index] + wrong + tail[index + 1 :])


@pytest.mark.parametrize("tail", ["", "/", "a", "a/b", "a/b/c", "../../etc/passwd", "\udcff/b/c"[1:]])
def test_nonsense_is_refused(home: Home, tail: str) -> None:
    with pytest.raises(NotFound):
        home.services.assets.find(tail)


def test_a_signature_opens_no_other_file_of_the_generation(home: Home, tail: str) -> None:
    with pytest.raises(NotFound):
        home.services.assets.find(tail.replace("video.mp4", "thumbnail.webp"))


def test_links_die_with_their_generation(home: Home, tail: str) -> None:
    home.services.generations.delete(tail.split("/")[1], OWNER)
    with pytest.raises(NotFound):
        home.services.assets.find(tail)


def test_a_lost_file_is_not_found(home: Home, tail: str) -> None:
    home.storage.delete_prefix(tail.split("/")[1])
    with pytest.raises(NotFound):
        home.services.assets.find(tail)


def test_links_outlive_a_restart(home: Home, tail: str) -> None:
    assert home.build().assets.find(tail).asset.name == "video"


@pytest.mark.parametrize(
    ("url", "own"),
    [
        (f"{PUBLIC_URL}/assets/x/y/z", True),
        (f"{PUBLIC_URL}/assets/x/y/z?download=1#t", True),
        (f"{PUBLIC_URL}/health", False),
        ("http://vitascope.test:8000.evil.example/assets/x/y/z", False),
        ("http://vitascope.test/assets/x/y/z", False),
        ("http://user@vitascope.test:8000/assets/x/y/z", False),
        ("http://[::1", False),
    ],
)
def test_own_links_are_told_from_others(home: Home, url: str, own: bool) -> None:
    assert home.services.assets.is_own(url) is own


def test_the_address_defaults_to_the_bound_one(home: Home) -> None:
    services = home.build(public_url=None, host="127.0.0.2", port=81)
    assert services.assets.public_url == "http://127.0.0.2:81"
