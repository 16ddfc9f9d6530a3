"""The endpoints that only tell something: ping, credits, concepts, camera motions."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from pydantic import RootModel
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.concepts import CONCEPTS, camera_words
from vitascope.domain.price import dollars
from vitascope.http.auth import caller
from vitascope.http.dialects.luma.alias import BASE
from vitascope.http.dialects.luma.answers import LumaCredits, LumaPong
from vitascope.http.dialects.luma.paths import GENERATIONS
from vitascope.http.dialects.luma.replies import documented, reply
from vitascope.service import Services


class LumaWords(RootModel[list[str]]):
    """A list of words."""


class ServiceRoutes:
    """Each needs a key, so that ``ping`` tells whether it is good."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._accounts = services.accounts

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        words = f"{GENERATIONS}/%s/list"
        told: tuple[tuple[str, Any, str, dict[str, Any]], ...] = (
            (f"{BASE}/ping", self.ping, "Ping", documented(200, LumaPong, "A sign of life.")),
            (f"{BASE}/credits", self.credits, "Credits", documented(200, LumaCredits, "The balance.")),
            (words % "concepts", self.concepts, "List concepts", documented(200, LumaWords, "The keys.")),
            (
                words % "camera_motion",
                self.camera_motions,
                "List camera motions",
                documented(200, LumaWords, "Words for a prompt."),
            ),
        )
        for path, endpoint, summary, answers in told:
            app.add_api_route(path, endpoint, methods=["GET"], summary=summary, **answers)

    async def ping(self, request: Request) -> Response:
        """Whether the server answers and the key is good."""
        await caller(request, self._keys)
        return reply(LumaPong())

    async def credits(self, request: Request) -> Response:
        """What is left of what the owner was given; nothing is refused when it is used up."""
        owner = await caller(request, self._keys)
        left = await to_thread.run_sync(self._accounts.balance, owner)
        return reply(LumaCredits(credit_balance=dollars(left) * 100))

    async def concepts(self, request: Request) -> Response:
        """The keys that ``concepts`` takes."""
        await caller(request, self._keys)
        return reply(LumaWords(list(CONCEPTS)))

    async def camera_motions(self, request: Request) -> Response:
        """The same as they are written into a prompt."""
        await caller(request, self._keys)
        return reply(LumaWords([camera_words(concept) for concept in CONCEPTS]))
