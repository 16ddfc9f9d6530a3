from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from unit.service.parts import API_KEY, Home
from vitascope.http.app import create_app


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


@pytest.fixture
def anonymous(home: Home) -> TestClient:
    """A client without a key."""
    return TestClient(create_app(home.services), raise_server_exceptions=False)


@pytest.fixture
def client(anonymous: TestClient) -> TestClient:
    """A client with the configured key."""
    anonymous.headers["Authorization"] = f"Bearer {API_KEY}"
    return anonymous


@pytest.fixture(scope="module")
def still_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """One home for the tests of a module that leave it as they found it."""
    home = Home(tmp_path_factory.mktemp("still"))
    yield home
    home.close()


@pytest.fixture(scope="module")
def still_app(still_home: Home) -> FastAPI:
    """What is served there."""
    return create_app(still_home.services)


@pytest.fixture(scope="module")
def still_anonymous(still_app: FastAPI) -> TestClient:
    """A client of it without a key."""
    return TestClient(still_app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def still_client(still_app: FastAPI) -> TestClient:
    """A client of it with the configured key."""
    headers = {"Authorization": f"Bearer {API_KEY}"}
    return TestClient(still_app, headers=headers, raise_server_exceptions=False)


@pytest.fixture
def nothing_left(home: Home) -> Iterator[None]:
    """What was refused leaves no row, no file, and wakes nobody."""
    before = (home.rows(), home.files(), len(home.woken))
    yield
    assert (home.rows(), home.files(), len(home.woken)) == before
