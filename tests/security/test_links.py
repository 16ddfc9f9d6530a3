"""Links that open files without a key: nobody can make one, and one that ends opens nothing afterwards."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from unit.service.parts import API_KEY, PUBLIC_URL, Home
from vitascope.errors import NotFound
from vitascope.http.app import create_app
from vitascope.service.assets import PREFIX

TAMPERED = 10_000
HOUR = 3600.0
POLL = "/v2/video/generations?generation_id="


def tails(home: Home, count: int) -> list[str]:
    urls = [home.services.assets.url(home.finish(home.create()), "video") for _ in range(count)]
    return [url.removeprefix(PUBLIC_URL + PREFIX) for url in urls if url]


def changed(tail: str, others: list[str], rng: np.random.Generator) -> str:
    """One link, forged in one of the ways a forger has."""
    signature, generation, file = tail.split("/")
    other = others[rng.integers(len(others))].split("/")
    at = int(rng.integers(len(tail)))
    return [
        tail[:at] + chr(rng.integers(33, 127)) + tail[at + 1 :],
        tail[:at] + tail[at + 1 :],
        tail[:at] + chr(rng.integers(33, 127)) + tail[at:],
        f"{rng.bytes(16).hex()}/{generation}/{file}",
        f"{signature}/{other[1]}/{file}",
        f"{other[0]}/{generation}/{file}",
        f"{signature}/{generation}/thumbnail.webp",
        f"{signature}.{rng.integers(2**40)}/{generation}/{file}",
        f"{signature.upper()}/{generation}/../{generation}/{file}",
        f"{signature}/{generation}/{file}?until={rng.integers(2**40)}",
    ][rng.integers(10)]


@pytest.mark.parametrize("seconds", [0.0, HOUR])
def test_ten_thousand_forged_links_open_nothing(tmp_path: Path, seconds: float) -> None:
    home = Home(tmp_path)
    links = home.services = home.build(link_seconds=seconds)
    real, *others = tails(home, 5)
    rng = np.random.default_rng(1)
    tried = 0
    while tried < TAMPERED:
        forged = changed(real, others, rng)
        if forged == real:
            continue
        with pytest.raises(NotFound):
            links.assets.find(forged)
        tried += 1
    assert links.assets.find(real).file == "video.mp4"
    home.close()


@pytest.fixture
def ending(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.services = home.build(link_seconds=HOUR)
    return home


def test_a_link_ends(ending: Home) -> None:
    (tail,) = tails(ending, 1)
    ending.clock.advance(HOUR)
    assert ending.services.assets.find(tail).file == "video.mp4"
    ending.clock.advance(HOUR)
    with pytest.raises(NotFound):
        ending.services.assets.find(tail)


def test_one_made_before_links_ended_opens_nothing(ending: Home) -> None:
    url = Home.build(ending).assets.url(ending.finish(ending.create()), "video")
    assert url is not None
    with pytest.raises(NotFound):
        ending.services.assets.find_url(url)


def test_its_end_cannot_be_put_off(ending: Home) -> None:
    (tail,) = tails(ending, 1)
    end = re.search(r"\.(\d+)/", tail)
    assert end is not None
    for later in (str(int(end[1]) + 86_400), "", end[1] + "0", "٣" * 10):
        with pytest.raises(NotFound):
            ending.services.assets.find(tail.replace(end[0], f".{later}/"))
    with pytest.raises(NotFound):
        ending.services.assets.find(tail.replace(end[0], "/"))


def test_an_answer_that_is_given_again_has_links_that_open(ending: Home) -> None:
    """Polls are written down once; their links must not outlive them."""
    client = TestClient(create_app(ending.services), headers={"Authorization": f"Bearer {API_KEY}"})
    made = ending.finish(ending.create())

    def link() -> str:
        return str(client.get(POLL + made.id).json()["video"]["url"]).removeprefix(PUBLIC_URL)

    first = link()
    assert (link(), client.get(first).status_code) == (first, 200)
    for _ in range(3):
        ending.clock.advance(2 * HOUR)
        assert client.get(first).status_code == 404
        assert client.get(link()).status_code == 200
    ending.close()
