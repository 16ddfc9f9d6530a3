"""The tools over real services, without a transport."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from mcp import Client
from mcp.types import CallToolResult

from support.patience import PATIENCE
from unit.service.parts import OWNER, Home
from vitascope.http.places import Places
from vitascope.mcp.server import create_server
from vitascope.mcp.studio import Studio

CLIP = {"prompt": "a red fox", "num_frames": 12}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.close()


def test_who_waits_takes_a_place(home: Home) -> None:
    waited = list[CallToolResult]()

    async def main() -> None:
        places, created = Places(1), anyio.Event()

        async def told(progress: float, total: float | None, message: str | None) -> None:
            created.set()

        async with Client(create_server(Studio(home.services, take=places.take), OWNER)) as client:

            async def generate() -> None:
                waited.append(await client.call_tool("generate", CLIP, progress_callback=told))

            async with anyio.create_task_group() as group:
                group.start_soon(generate)
                with anyio.fail_after(PATIENCE):
                    await created.wait()
                (made,) = home.services.generations.list(OWNER, 9).generations
                refused = await client.call_tool("generate", CLIP)
                assert refused.is_error
                assert "Close one, or poll" in str(refused.content[0])
                assert home.rows() == 1
                assert (await client.call_tool("status", {"id": made.id, "wait": True})).is_error
                assert not (await client.call_tool("status", {"id": made.id})).is_error
                home.finish(made)
            assert not (await client.call_tool("status", {"id": made.id, "wait": True})).is_error

    anyio.run(main)
    assert waited[0].structured_content is not None
    assert waited[0].structured_content["state"] == "completed"
