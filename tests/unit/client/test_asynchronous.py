"""What only a client on an event loop has to do right."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest
from blockbuster import blockbuster_ctx

from support import pictures, server
from support.patience import PATIENCE
from unit.client.conftest import QUICK
from unit.client.flaky import ID, Step, serving, state
from vitascope.client import AsyncClient, Generation


def test_many_at_once(stripes: server.Server) -> None:
    async def main() -> list[Generation]:
        async with AsyncClient(stripes.url, server.KEY) as client:
            prompts = [f"stripes {number}" for number in range(4)]
            return await asyncio.gather(
                *(
                    client.generate(prompt, model="stripes", resolution="540p", num_frames=4)
                    for prompt in prompts
                )
            )

    made = asyncio.run(main())
    assert len({one.id for one in made}) == 4
    assert {one.status for one in made} == {"completed"}


def test_the_loop_is_never_blocked(stripes: server.Server, clip: Generation, folder: Path) -> None:
    async def main() -> None:
        async with AsyncClient(stripes.url, server.KEY) as client:
            with blockbuster_ctx():
                await client.download(clip, folder / "clip.mp4")
                asked = await client.submit("stripes", model="slow-stripes", first=folder / "photo.png")
                async with aclosing(client.events(asked)) as events:
                    await anext(events)
                await client.cancel(asked)

    (folder / "photo.png").write_bytes(pictures.encoded(pictures.landscape(64, 48)))
    asyncio.run(main())
    assert (folder / "clip.mp4").stat().st_size > 1000


def test_a_cancelled_download_leaves_nothing(folder: Path) -> None:
    async def main(url: str) -> None:
        found = Generation(ID, "completed", video_url=f"{url}/film.mp4")
        async with AsyncClient(url, retry=QUICK) as client:
            async with asyncio.timeout(0.4):
                await client.download(found, folder / "film.mp4")

    with serving(Step(200, b"x" * 10_000, cut=5_000, hold=PATIENCE)) as flaky, pytest.raises(TimeoutError):
        asyncio.run(main(flaky.url))
    assert list(folder.iterdir()) == []


def test_leaving_closes_the_connections() -> None:
    async def main(url: str) -> None:
        client = AsyncClient(url)
        async with client as entered:
            assert (await entered.get(ID)).status == "queued"
        with pytest.raises(RuntimeError, match="closed"):
            await client.get(ID)

    with serving(state("queued")) as flaky:
        asyncio.run(main(flaky.url))
