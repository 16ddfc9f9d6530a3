"""What the tools do, over the same services as every other front door."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from anyio import to_thread
from pydantic import ValidationError

from vitascope.domain.generation import Asset, Generation
from vitascope.domain.key import Scope
from vitascope.domain.request import GenerationKeyframe, GenerationRequest, ImageKeyframe
from vitascope.domain.texts import has_nul
from vitascope.errors import InvalidRequest, KeyframeRefused, NotFound
from vitascope.mcp.shown import Shown, shown
from vitascope.service import Services
from vitascope.service.keys import Caller
from vitascope.service.turns import Turns

LOOK_SECONDS = 0.25
URLS = ("http://", "https://", "data:", "file-")
Tell = Callable[[Shown], Awaitable[None]]
FindFile = Callable[[Asset], str | None]
"""The path of a stored file for whoever shares this machine's disk; None where there is none."""
Take = Callable[[str], AbstractContextManager[None]]
"""A place for an owner who waits, held while the context is; ``TooManyRequests`` where none is left."""


class Studio:
    """Creates, follows and shows an owner's generations.

    With ``find_file`` the caller sits at this machine: files are named by their paths, and pictures may be
    paths too. Without it they are named by links. ``take`` bounds how many of an owner's calls wait; absent:
    nothing does. Every method raises ``VitascopeError`` and what is below it where the service does.
    """

    def __init__(
        self, services: Services, find_file: FindFile | None = None, take: Take | None = None
    ) -> None:
        self._services = services
        self._find_file = find_file
        self._take = take or _unbounded
        self._creating = Turns()

    async def authenticate(self, key: str | None) -> Caller:
        """Whose key it is; ``Unauthenticated`` without a good one."""
        return await to_thread.run_sync(self._services.keys.authenticate, key)

    @staticmethod
    def admit(caller: Caller) -> str:
        """The owner; ``Forbidden`` for a key that may not create and read, for the tools do both."""
        for scope in (Scope.CREATE, Scope.READ):
            caller.need(scope)
        return caller.owner

    def waiting(self, owner: str) -> AbstractContextManager[None]:
        """A place for a call that waits, taken before it begins; ``TooManyRequests`` where none is left."""
        return self._take(owner)

    async def create(self, owner: str, fields: dict[str, Any], ends: dict[str, str | None]) -> Shown:
        """Queue a generation. ``ends`` are ``first`` and ``last`` picture and the id to ``extend``."""
        return await self._creating.run(owner, self._create, owner, fields, ends)

    async def get(self, owner: str, generation_id: str) -> Shown:
        """How one stands."""
        return await to_thread.run_sync(self._get, owner, generation_id)

    async def follow(self, owner: str, generation_id: str, tell: Tell) -> Shown:
        """Wait for its end, telling each step on the way."""
        told: Shown | None = None
        while True:
            found = await self.get(owner, generation_id)
            if found != told:
                await tell(found)
                told = found
            if found.state in {"completed", "failed", "cancelled"}:
                return found
            await anyio.sleep(LOOK_SECONDS)

    async def cancel(self, owner: str, generation_id: str) -> Shown:
        """Stop one; one that has ended stays as it is."""
        cancel = partial(self._services.generations.cancel, generation_id, owner)
        return await to_thread.run_sync(lambda: self._shown(cancel()))

    async def list(self, owner: str, limit: int) -> list[Shown]:
        """The latest, the newest first."""

        def page() -> list[Shown]:
            found = self._services.generations.list(owner, limit).generations
            return [self._shown(generation) for generation in found]

        return await to_thread.run_sync(page)

    async def read(self, owner: str, generation_id: str, name: str) -> bytes:
        """One of its files; ``NotFound`` where it has none of that name."""
        return await to_thread.run_sync(self._read, owner, generation_id, name)

    def _create(self, owner: str, fields: dict[str, Any], ends: dict[str, str | None]) -> Shown:
        given: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
        if has_nul([given, ends]):
            raise InvalidRequest("A text has a NUL character (\\u0000), which no prompt needs. Leave it out.")
        if extend := ends.get("extend"):
            given["frame0"] = GenerationKeyframe(id=extend)
        for name, place in (("first", "frame0"), ("last", "frame1")):
            if picture := ends.get(name):
                given[place] = ImageKeyframe(url=self._picture(picture))
        try:
            request = GenerationRequest.model_validate(given)
        except ValidationError as error:
            raise _plain(error) from error
        return self._shown(self._services.generations.create(request, owner))

    def _picture(self, text: str) -> str:
        if text.lower().startswith(URLS):
            return text
        if self._find_file is None:
            raise KeyframeRefused(
                f"{text[:100]!r} is no URL, and files of your machine cannot be read from here. Give an "
                "http, https or data URL."
            )
        try:
            data = Path(text).expanduser().read_bytes()
        except OSError as error:
            raise KeyframeRefused(
                f"The picture {text[:200]!r} cannot be read: {error.strerror}. Give a file's path or a URL."
            ) from error
        return f"data:application/octet-stream;base64,{base64.b64encode(data).decode()}"

    def _get(self, owner: str, generation_id: str) -> Shown:
        return self._shown(self._services.generations.get(generation_id, owner))

    def _read(self, owner: str, generation_id: str, name: str) -> bytes:
        generation = self._services.generations.get(generation_id, owner)
        served = self._services.assets.served(generation, name)
        if served is None:
            raise NotFound(
                f"The generation {generation.id} has no {name}: it is {generation.state.value}. "
                "Wait until it is completed."
            )
        return b"".join(self._services.assets.read(served))

    def _shown(self, generation: Generation) -> Shown:
        position = self._services.generations.position(generation)
        places: dict[str, str] = {}
        for asset in generation.assets:
            place = (
                self._find_file(asset)
                if self._find_file
                else self._services.assets.url(generation, asset.name)
            )
            if place and not asset.name.startswith("input."):
                places[asset.name] = place
        return shown(generation, position, places)


def _unbounded(_: str) -> AbstractContextManager[None]:
    """A place that there is always."""
    return nullcontext()


def _plain(error: ValidationError) -> InvalidRequest:
    """The first thing that is wrong, in one line."""
    fault = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in fault["loc"])
    return InvalidRequest(f"{field} is {str(fault['input'])[:60]!r}: {fault['msg']}. Correct it.", field)
