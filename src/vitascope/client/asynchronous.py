"""The client for asyncio."""
# ruff: noqa: ASYNC109 - when ``timeout`` is over, nothing is broken off: the generation goes on

from __future__ import annotations

from collections.abc import AsyncGenerator
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

import httpx

from vitascope.client.operations import OnProgress, Operations, continuing
from vitascope.client.options import BEST, Options
from vitascope.client.records import Event, Generation, Model
from vitascope.client.retry import Retry
from vitascope.client.session import Session
from vitascope.client.wire import TIMEOUT, LoopWire


class AsyncClient:
    """Speaks to one vitascope server; for one event loop.

    ``base_url`` and ``api_key`` default to ``VITASCOPE_URL`` (else ``http://127.0.0.1:8000``) and
    ``VITASCOPE_API_KEY``. Pass ``http`` for proxies, certificates and timeouts of your own; you close it.
    Every method raises ``HttpError`` and what is below it, and ``ConnectionFailed``, after the tries that
    ``retry`` allows. Where a generation is taken, its id is too.
    """

    def __init__(
        self,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        retry: Retry | None = None,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self._http = http or httpx.AsyncClient(timeout=TIMEOUT)
        self._owns_http = http is None
        session = Session(LoopWire(self._http), base_url, api_key, retry or Retry())
        self._operations = Operations(session)

    async def submit(self, prompt: str, *, model: str = BEST, **options: Unpack[Options]) -> Generation:
        """Create a generation and return at once. What may be asked is in ``Options``."""
        return await self._operations.submit(prompt, model, options)

    async def get(self, which: Generation | str) -> Generation:
        """A generation as it stands now."""
        return await self._operations.get(which)

    async def wait(
        self,
        which: Generation | str,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> Generation:
        """Return it once it is completed; ``on_progress`` is called with it whenever it has got further.

        Raises ``GenerationFailed`` if it ends without a video, and ``Timeout`` after ``timeout`` seconds.
        """
        return await self._operations.wait(which, timeout, on_progress)

    async def generate(
        self,
        prompt: str,
        *,
        model: str = BEST,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
        **options: Unpack[Options],
    ) -> Generation:
        """``submit``, then ``wait``."""
        return await self._operations.generate(prompt, model, timeout, on_progress, options)

    async def extend(
        self,
        generation: Generation | str,
        prompt: str,
        *,
        model: str = BEST,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
        **options: Unpack[Options],
    ) -> Generation:
        """Continue a completed generation and wait; its asset ``stitched`` is the whole chain as one."""
        asked = continuing(generation, options)
        return await self._operations.generate(prompt, model, timeout, on_progress, asked)

    async def cancel(self, which: Generation | str) -> Generation:
        """Stop it; one that is finished stays as it is."""
        return await self._operations.cancel(which)

    async def generations(self, limit: int = 20, after: Generation | str | None = None) -> list[Generation]:
        """Your generations, the newest first, at most 100; ``after`` is the last of the page before."""
        return await self._operations.generations(limit, after)

    async def plan(self, which: Generation | str) -> dict[str, Any]:
        """The engine's own account of it, for the option ``plan``.

        Raises ``NotFound`` for one that has none: it is not completed, or its model does not plan.
        """
        return await self._operations.plan(which)

    async def delete(self, which: Generation | str) -> None:
        """Remove it and its files; one that is queued or running is cancelled first."""
        await self._operations.delete(which)

    async def download(
        self, which: Generation | str, path: str | PathLike[str], asset: str = "video"
    ) -> Path:
        """Fetch a file of a generation, whole or not at all, replacing what is at ``path``.

        Raises ``NotFound`` for an asset that is not there, ``OSError`` for a path that cannot be written.
        """
        return await self._operations.download(which, path, asset)

    def events(self, which: Generation | str) -> AsyncGenerator[Event, None]:
        """What happens to it, as it happens; the last event's kind is ``end``."""
        return self._operations.events(which)

    async def models(self) -> list[Model]:
        """The names that ``model`` may have."""
        return await self._operations.models()

    async def close(self) -> None:
        """Close the connections."""
        if self._owns_http:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
