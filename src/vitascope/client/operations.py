"""What a client can do, once for both clients."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

from vitascope.client import reading, watching
from vitascope.client.download import download
from vitascope.client.errors import GenerationFailed, NotFound, Timeout
from vitascope.client.options import Options, body
from vitascope.client.records import Event, Generation, Model, bare_id
from vitascope.client.session import Session
from vitascope.client.watching import PATH, standing

OnProgress = Callable[[Generation], object]


class Operations:
    """Requests and their answers over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def submit(self, prompt: str, model: str, options: Options) -> Generation:
        """Create. The key makes it one generation however often the request has to be sent."""
        made = await self._session.wire.run(partial(body, prompt, model, options))
        call = self._session.call("POST", PATH)
        key = options.get("idempotency_key") or str(uuid.uuid4())
        headers = {**call.headers, "Content-Type": "application/json", "Idempotency-Key": key}
        sent = replace(call, headers=headers, content=json.dumps(made).encode())
        return reading.generation(await self._session.send(sent))

    async def get(self, which: Generation | str) -> Generation:
        """Fetch."""
        return await watching.fetch(self._session, _id(which))

    async def wait(
        self, which: Generation | str, seconds: float | None, on_progress: OnProgress | None
    ) -> Generation:
        """Poll to the end."""
        deadline = None if seconds is None else time.monotonic() + seconds
        found = which if isinstance(which, Generation) else await self.get(which)
        told: tuple[object, ...] | None = None
        async with aclosing(watching.polls(self._session, found, deadline)) as polls:
            async for found in polls:
                if on_progress is not None and standing(found) != told:
                    told = standing(found)
                    on_progress(found)
        if found.status == "error":
            raise GenerationFailed(found)
        if not found.done:
            raise Timeout(found, seconds or 0.0)
        return found

    async def generate(
        self,
        prompt: str,
        model: str,
        seconds: float | None,
        on_progress: OnProgress | None,
        options: Options,
    ) -> Generation:
        """Create and wait."""
        return await self.wait(await self.submit(prompt, model, options), seconds, on_progress)

    async def cancel(self, which: Generation | str) -> Generation:
        """Stop it."""
        path = f"{PATH}/{bare_id(_id(which))}/cancel"
        return reading.generation(await self._session.send(self._session.call("POST", path)))

    async def generations(self, limit: int, after: Generation | str | None) -> list[Generation]:
        """List."""
        fields = {"limit": str(limit)} | ({"after": bare_id(_id(after))} if after is not None else {})
        return reading.generations(await self._session.send(self._session.call("GET", PATH, **fields)))

    async def plan(self, which: Generation | str) -> dict[str, Any]:
        """The engine's account of it."""
        path = f"{PATH}/{bare_id(_id(which))}/plan"
        return reading.plan(await self._session.send(self._session.call("GET", path)))

    async def delete(self, which: Generation | str) -> None:
        """Remove it."""
        call = self._session.call("DELETE", f"{PATH}/{bare_id(_id(which))}")
        tries = 0

        async def attempt() -> None:
            nonlocal tries
            tries += 1
            try:
                await self._session.once(call)
            except NotFound:
                if tries == 1:  # else the try before removed it, and its answer was lost
                    raise

        await self._session.retrying(attempt)

    async def download(self, which: Generation | str, path: str | PathLike[str], asset: str) -> Path:
        """Fetch a file of it."""
        found = which if isinstance(which, Generation) else await self.get(which)
        links = _links(found)
        if asset not in links:
            found = await self.get(found)
            links = _links(found)
        if asset not in links:
            there = ", ".join(links) or "nothing yet"
            raise NotFound(
                f"The generation {found.id} is {found.status} and has no {asset[:50]!r}; it has: {there}. "
                "Wait until it is completed, or name another asset."
            )
        target = Path(path)
        await download(self._session, links[asset], target)
        return target

    def events(self, which: Generation | str) -> AsyncGenerator[Event, None]:
        """Follow it."""
        return watching.events(self._session, _id(which))

    async def models(self) -> list[Model]:
        """List models."""
        return reading.models(await self._session.send(self._session.call("GET", "/v1/models")))


def continuing(which: Generation | str, options: Options) -> Options:
    """The options of a generation that continues another."""
    if options.get("extend") is not None:
        raise TypeError("extend continues its first argument; expected no option of that name beside it.")
    return {**options, "extend": which}


def _id(which: Generation | str) -> str:
    return which.id if isinstance(which, Generation) else which


def _links(found: Generation) -> dict[str, str]:
    """The files that can be fetched."""
    video = {"video": found.video_url} if found.video_url else {}
    return {**video, **found.meta.assets}
