"""Files in an object store, sent by this server or by the store itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient

from support import s3
from unit.service.parts import VIDEO, Home
from vitascope.http.app import create_app
from vitascope.storage.cloud import CloudStorage


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    s3.trust()
    live = s3.server()
    made = Home(tmp_path)
    made.storage = CloudStorage(f"s3://{live.bucket()}/videos", live.endpoint)  # type: ignore[assignment]
    yield made
    made.close()


def link(home: Home) -> str:
    """The path of a video's link."""
    made = home.finish(home.create())
    url = home.services.assets.url(made, "video")
    assert url is not None
    return urlsplit(url).path


@pytest.mark.parametrize("way", ["proxy", "presigned"])
def test_a_link_leads_to_the_bytes(home: Home, way: str) -> None:
    home.services = home.build(asset_links=way)
    client = TestClient(create_app(home.services), follow_redirects=False)
    path = link(home)

    answer = client.get(path)

    if way == "presigned":
        assert answer.status_code == 307
        assert answer.headers["cache-control"] == "no-store"
        with urlopen(answer.headers["location"]) as found:
            assert found.read() == VIDEO
    else:
        assert (answer.status_code, answer.content) == (200, VIDEO)
        part = client.get(path, headers={"Range": "bytes=3-9"})
        assert (part.status_code, part.content) == (206, VIDEO[3:10])
    assert client.head(path).headers["content-length"] == str(len(VIDEO))


def test_a_wrong_signature_leads_nowhere(home: Home) -> None:
    home.services = home.build(asset_links="presigned")
    client = TestClient(create_app(home.services), follow_redirects=False)
    _, prefix, _signature, rest = link(home).split("/", 3)
    assert client.get(f"/{prefix}/{'0' * 32}/{rest}").status_code == 404


def test_a_page_of_the_servers_own_is_not_sent_away(home: Home) -> None:
    home.services = home.build(asset_links="presigned")
    client = TestClient(create_app(home.services), follow_redirects=False)
    answer = client.get(link(home), params={"proxied": ""})
    assert (answer.status_code, answer.content) == (200, VIDEO)
