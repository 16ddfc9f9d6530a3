"""``vitascope mcp`` as a program that speaks the Model Context Protocol starts it: the official client."""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import BlobResourceContents, CallToolResult, ImageContent, ResourceLink, TextContent

from support import film, pictures
from support.engines import HELD
from support.patience import PATIENCE
from support.server import with_tests

ENGINES = f"vitascope.testing.engine:StripesEngine,{HELD}"
CLIP: dict[str, Any] = {"prompt": "a red fox", "resolution": "540p", "num_frames": 24, "model": "stripes"}


def _with_tools(folder: Path, work: Callable[[Client], Awaitable[None]]) -> None:
    """Start the server as a child, do some work with it, end it."""
    environment = {**os.environ, "VITASCOPE_DATA_DIR": str(folder), "VITASCOPE_ENGINES": ENGINES}
    environment["PYTHONPATH"] = with_tests()
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "vitascope", "mcp"], env=environment, cwd=folder
    )

    async def main() -> None:
        with anyio.fail_after(5 * PATIENCE):
            async with Client(command) as client:
                await work(client)

    anyio.run(main)


def _text(result: CallToolResult) -> str:
    first = result.content[0]
    assert isinstance(first, TextContent)
    return first.text


def _found(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, _text(result)
    assert result.structured_content is not None
    return dict(result.structured_content)


def test_a_clip_is_made_looked_at_and_continued(tmp_path: Path) -> None:
    steps: list[tuple[float, str]] = []

    async def told(progress: float, total: float | None, message: str | None) -> None:
        assert total == 1.0
        if 0 < progress < 1:
            (tmp_path / "gate").touch()
        steps.append((progress, message or ""))

    async def work(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert tools.keys() == {"generate", "extend", "status", "list", "cancel"}
        assert tools["generate"].input_schema["required"] == ["prompt"]

        held = CLIP | {"model": "held", "prompt": str(tmp_path / "gate")}
        made = await client.call_tool("generate", held, progress_callback=told)
        found = _found(made)
        assert (found["state"], found["frames"], found["engine"]) == ("completed", 24, "held")
        assert film.stream(Path(found["places"]["video"])).frames == 24
        kinds = [type(part) for part in made.content]
        assert kinds[:2] == [TextContent, ImageContent]
        links = {part.name: part.uri for part in made.content if isinstance(part, ResourceLink)}
        for name, start in (("video", b"ftyp"), ("thumbnail", b"RIFF"), ("sheet", b"\xff\xd8\xff")):
            (content,) = (await client.read_resource(links[name])).contents
            assert isinstance(content, BlobResourceContents)
            assert start in base64.b64decode(content.blob)[:12]

        longer = _found(
            await client.call_tool(
                "extend", {"id": found["id"], "prompt": "it stops", "num_frames": 12, "model": "stripes"}
            )
        )
        assert film.stream(Path(longer["places"]["stitched"])).frames == 36
        assert (longer["width"], longer["height"]) == (960, 540)

        listed = _found(await client.call_tool("list", {"limit": 5}))["generations"]
        assert [one["id"] for one in listed] == [longer["id"], found["id"]]

    _with_tools(tmp_path, work)
    fractions = [done for done, _ in steps]
    assert fractions == sorted(fractions)
    assert any(0 < fraction < 1 for fraction in fractions)
    assert steps[-1] == (1.0, "completed: completed")


def test_a_picture_from_disk_is_the_first_frame(tmp_path: Path) -> None:
    data = pictures.encoded(pictures.landscape(960, 540))
    (tmp_path / "first.png").write_bytes(data)

    async def work(client: Client) -> None:
        found = _found(
            await client.call_tool(
                "generate", CLIP | {"first_image": str(tmp_path / "first.png"), "num_frames": 12}
            )
        )
        first = film.decoded(Path(found["places"]["video"]))[0]
        assert film.psnr(film.luma(first), film.reference(data, 960, 540)) >= 35

    _with_tools(tmp_path, work)


def test_one_that_is_not_waited_for_is_followed_and_cancelled(tmp_path: Path) -> None:
    async def work(client: Client) -> None:
        slow = CLIP | {"model": "held", "prompt": str(tmp_path / "never"), "wait": False}
        made = _found(await client.call_tool("generate", slow))
        assert made["state"] in {"queued", "running"}
        assert _found(await client.call_tool("status", {"id": made["id"]}))["id"] == made["id"]
        await client.call_tool("cancel", {"id": made["id"]})
        ended = _found(await client.call_tool("status", {"id": made["id"], "wait": True}))
        assert ended["state"] == "cancelled"
        assert ended["error"].startswith("Cancelled")

    _with_tools(tmp_path, work)


def test_whoever_gives_up_waiting_stops_the_work(tmp_path: Path) -> None:
    async def work(client: Client) -> None:
        with anyio.CancelScope() as waiting:

            async def told(progress: float, total: float | None, message: str | None) -> None:
                waiting.cancel()

            asked = CLIP | {"model": "held", "prompt": str(tmp_path / "never")}
            await client.call_tool("generate", asked, progress_callback=told)
        assert waiting.cancelled_caught
        with anyio.fail_after(PATIENCE):
            while True:
                (last,) = _found(await client.call_tool("list", {"limit": 1}))["generations"]
                if last["state"] == "cancelled":
                    return
                await anyio.sleep(0.1)

    _with_tools(tmp_path, work)


def test_errors_are_in_plain_words(tmp_path: Path) -> None:
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("generate", CLIP | {"prompt": " "}, "Prompt is required"),
        ("generate", CLIP | {"resolution": "8k"}, "resolution is '8k': Input should be '540p', '720p'"),
        ("generate", CLIP | {"num_frames": 1000}, "num_frames is '1000'"),
        ("generate", CLIP | {"duration": 90, "num_frames": None}, "duration must be 1 to 20 seconds"),
        ("generate", CLIP | {"model": "nope"}, "No model 'nope' is served here. Served: luma/ray-2"),
        ("generate", CLIP | {"first_image": "/no/such.png"}, "cannot be read: No such file"),
        ("generate", CLIP | {"first_image": "http://10.0.0.1/a.png"}, "not a public address"),
        ("extend", {"id": "nope", "prompt": "on"}, "No generation has the id 'nope'"),
        ("status", {"id": "00000000-0000-0000-0000-000000000000"}, "No generation"),
        ("cancel", {"id": "nope"}, "No generation has the id 'nope'"),
    ]

    async def work(client: Client) -> None:
        for tool, arguments, words in wrong:
            result = await client.call_tool(tool, arguments)
            assert result.is_error, (tool, arguments)
            assert words in _text(result), _text(result)
            assert "Traceback" not in _text(result)
        with pytest.raises(MCPError, match="No generation has the id 'nope'"):
            await client.read_resource("vitascope://generations/nope/video")

    _with_tools(tmp_path, work)
