from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
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
