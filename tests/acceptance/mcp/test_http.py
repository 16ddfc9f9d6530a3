"""The same tools at ``/mcp`` of a running server, for whoever has a key of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client

from support import server

CLIP: dict[str, Any] = {"prompt": "a red fox", "resolution": "540p", "num_frames": 12, "model": "stripes"}


@pytest.fixture
def live(stripes: server.Server) -> server.Server:
    """A server with the test engine."""
    return stripes


@asynccontextmanager
async def _tools(live: server.Server, key: str, *, named: bool = False) -> AsyncGenerator[Client]:
    headers = {"X-API-Key": key} if named else {"Authorization": f"Bearer {key}"}
    async with (
        create_mcp_http_client(headers=headers) as http,
        Client(streamable_http_client(f"{live.url}/mcp", http_client=http)) as client,
    ):
        yield client


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Cookie": "session=x"}])
def test_nobody_comes_in_without_a_key(live: server.Server, headers: dict[str, str]) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = httpx.request(method, f"{live.url}/mcp", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_key_in_the_other_header_comes_in(live: server.Server) -> None:
    async def main() -> None:
        async with _tools(live, server.KEY, named=True) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} >= {"generate", "status"}

    anyio.run(main)
    wrong = httpx.post(f"{live.url}/mcp", headers={"X-API-Key": "wrong"})
    assert wrong.status_code == 401


def test_a_clip_is_made_with_progress_and_linked(live: server.Server, mp4: Path) -> None:
    steps: list[float] = []

    async def told(progress: float, total: float | None, message: str | None) -> None:
        steps.append(progress)

    async def main() -> None:
        async with _tools(live, server.KEY) as client:
            made = await client.call_tool("generate", CLIP, progress_callback=told)
            assert made.structured_content is not None
            live.download(made.structured_content["places"]["video"], mp4)
            uri = made.structured_content["resources"]["video"]
            assert (await client.read_resource(uri)).contents

    anyio.run(main)
    assert steps[-1] == 1.0
    assert mp4.stat().st_size > 1000


def test_another_owner_finds_nothing(live: server.Server, tmp_path: Path) -> None:

    command = [
        sys.executable,
        "-m",
        "vitascope",
        "keys",
        "create",
        "--owner",
        "other",
        "--data-dir",
        str(live.data),
    ]
    made = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    key = next((word for word in made.stdout.split() if word.startswith("vsk_")), "")
    assert key, made.stderr
    mine = live.make(**CLIP)["generation_id"]

    async def main() -> None:
        async with _tools(live, key) as client:
            for tool in ("status", "cancel"):
                assert (await client.call_tool(tool, {"id": mine})).is_error
            listed = await client.call_tool("list", {})
            assert listed.structured_content == {"generations": []}

    anyio.run(main)


def test_files_of_the_servers_machine_are_not_read(live: server.Server) -> None:
    async def main() -> None:
        async with _tools(live, server.KEY) as client:
            result = await client.call_tool("generate", CLIP | {"first_image": "/etc/hostname"})
            assert result.is_error
            assert "is no URL" in str(result.content[0])

    anyio.run(main)
