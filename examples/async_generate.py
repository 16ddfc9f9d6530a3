"""Make several videos at once, following each by its events: ``python examples/async_generate.py [FOLDER]``.

Needs ``pip install vitascope[client]``, a server (``vitascope serve``) and its key in ``VITASCOPE_API_KEY``.
"""

import asyncio
import sys
from pathlib import Path

from vitascope.client import AsyncClient

PROMPTS = {
    "koi": "Giant white koi in a dark green pond, slow push in",
    "storm": "Waves on a stormy sea at night",
}


async def make(client: AsyncClient, name: str, folder: Path) -> None:
    """One of them, from prompt to file."""
    created = await client.submit(PROMPTS[name], resolution="540p", num_frames=24)
    async for event in client.events(created):
        print(f"{name}: {event.kind} {event.status} {event.progress or 0:.0%}")
    path = await client.download(await client.wait(created), folder / f"{name}.mp4")
    print(f"{path} is there")


async def main(folder: Path) -> None:
    """All of them."""
    async with AsyncClient() as client, asyncio.TaskGroup() as tasks:
        for name in PROMPTS:
            tasks.create_task(make(client, name, folder))


out = Path(sys.argv[1] if len(sys.argv) > 1 else "out")
out.mkdir(parents=True, exist_ok=True)
asyncio.run(main(out))
