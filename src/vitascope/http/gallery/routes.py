"""The endpoints of the gallery: they only look."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.generation import Generation, State
from vitascope.http.auth import caller, is_admin
from vitascope.http.dialects.aiml.schema import ErrorBody
from vitascope.http.gallery.present import card
from vitascope.http.gallery.schema import Card, Cards, CardWithChain, SessionBody
from vitascope.http.openapi import path_id, refusals
from vitascope.http.problem import Fault, InvalidBody
from vitascope.ledger.shelf import Look
from vitascope.service import Services
from vitascope.service.keys import sent_key

PATH = "/v1/gallery"
LIMIT, MOST = 40, 100
TEXT_LIMIT = 200


class GalleryRoutes:
    """Finds clips, shows one with its chain, and says who is calling."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._gallery = services.gallery
        self._generations = services.generations
        self._links = services.assets

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        answer: dict[str, Any] = {"methods": ["GET"], "response_model": None, "tags": ["gallery"]}
        app.add_api_route(
            PATH,
            self.find,
            summary="Look through your clips",
            responses={200: _told(Cards, "A page of clips."), **refusals(ErrorBody, 400, 401, 404)},
            openapi_extra={"parameters": _query()},
            **answer,
        )
        app.add_api_route(
            PATH + "/{generation_id}",
            self.one,
            summary="One clip and its chain",
            responses={200: _told(CardWithChain, "The clip."), **refusals(ErrorBody, 401, 404)},
            openapi_extra=path_id("generation_id"),
            **answer,
        )
        app.add_api_route(
            "/v1/session",
            self.session,
            summary="Who is calling",
            responses={200: _told(SessionBody, "The caller."), **refusals(ErrorBody, 401)},
            **answer,
        )

    async def find(self, request: Request) -> Response:
        """The caller's clips, the newest first, as the playground's gallery shows them."""
        owner = await caller(request, self._keys)
        return await to_thread.run_sync(self._find, owner, _look(request))

    async def one(self, request: Request) -> Response:
        """A clip, the request that makes it again, and the clips before and after it."""
        owner = await caller(request, self._keys)
        return await to_thread.run_sync(self._one, owner, request.path_params["generation_id"])

    async def session(self, request: Request) -> Response:
        """The owner behind the key or the session, and whether it runs this server."""
        owner = await caller(request, self._keys)
        via = "session" if sent_key(request.headers) is None else "key"
        return reply(SessionBody(owner=owner, via=via, admin=await is_admin(request, self._keys)))

    def _find(self, owner: str, look: Look) -> Response:
        found, more = self._gallery.find(owner, look)
        last = found[-1].id if found else None
        return reply(Cards(data=[self._card(one) for one in found], has_more=more, last_id=last))

    def _one(self, owner: str, generation_id: str) -> Response:
        found = self._gallery.get(generation_id, owner)
        chain = self._gallery.chain(found)
        return reply(
            CardWithChain(
                card=self._card(found),
                before=[self._card(one) for one in chain.before],
                after=[self._card(one) for one in chain.after],
                continuations=[self._card(one) for one in chain.continuations],
            )
        )

    def _card(self, generation: Generation) -> Card:
        return card(self._generations.standing(generation), self._links)


def reply(answer: BaseModel, status: int = 200) -> Response:
    """An answer that no cache keeps."""
    headers = {"Cache-Control": "no-store"}
    return Response(answer.model_dump_json(), status, headers, "application/json")


def _told(model: type[BaseModel], description: str) -> dict[str, Any]:
    return {"model": model, "description": description}


def _look(request: Request) -> Look:
    asked = request.query_params
    states = tuple(asked.get("state", "").split(",")) if asked.get("state") else ()
    wrong = next((state for state in states if state not in set(State)), None)
    if wrong is not None:
        raise _odd("state", wrong, ", ".join(State))
    limit = asked.get("limit") or str(LIMIT)
    if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= MOST):
        raise _odd("limit", limit, f"a whole number, 1 to {MOST}")
    text = asked.get("q", "").strip()
    if len(text) > TEXT_LIMIT or "\0" in text:
        raise _odd("q", text, f"at most {TEXT_LIMIT} characters of text")
    return Look(
        text=text,
        states=tuple(State(state) for state in states),
        after=asked.get("after") or None,
        limit=int(limit),
    )


def _query() -> list[dict[str, Any]]:
    told: list[tuple[str, str, dict[str, Any]]] = [
        ("q", "Words that are in the prompt.", {"type": "string", "maxLength": TEXT_LIMIT}),
        ("state", f"States, comma-separated: {', '.join(State)}.", {"type": "string"}),
        ("limit", "How many.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}),
        ("after", "The id of the last one of the page before.", {"type": "string"}),
    ]
    return [
        {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
        for name, description, schema in told
    ]


def _odd(name: str, received: str, expected: str) -> InvalidBody:
    message = f'Expected {expected}, received {received[:40]!r} at "{name}"'
    return InvalidBody((Fault(name, message, received[:40], expected),))
