"""A live server shared by the acceptance tests of one worker, and pictures to send it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support import pictures, server


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """A server with the built-in engine."""
    with server.running(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture(scope="session")
def stripes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """A server with the quick engine of the tests, where only what goes over the wire matters."""
    environment = {"VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine"}
    with server.running(tmp_path_factory.mktemp("stripes"), environment=environment) as running:
        yield running


@pytest.fixture(scope="session")
def images() -> dict[str, bytes]:
    """Two textured pictures, the one wide and the other tall."""
    return {
        "landscape.jpg": pictures.encoded(pictures.landscape(), "JPEG"),
        "white-fish.png": pictures.encoded(pictures.portrait()),
    }


@pytest.fixture(scope="session")
def web(images: dict[str, bytes]) -> Iterator[str]:
    """The pictures on a web server of the test's own."""
    with pictures.served(images) as url:
        yield url


@pytest.fixture
def mp4(tmp_path: Path) -> Path:
    """Where a test's video goes."""
    return tmp_path / "video.mp4"
