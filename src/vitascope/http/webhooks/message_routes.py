"""The log of what was told, and the secret of addresses that come with a request."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.http.auth import caller
from vitascope.http.problem import Fault, InvalidBody
from vitascope.http.webhooks.reading import BASE, documented, path_parameter, reply
from vitascope.http.webhooks.schema import (
    WebhookMessage,
    WebhookMessageList,
    WebhookSecret,
    shown_message,
)
from vitascope.service import Services

ID = "message_id"
LIMIT, MOST = 100, 1000
"""How many messages are listed unless it is said, and at most."""


class MessageRoutes:
    """List and redeliver messages; see and replace the owner's secret."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._webhooks = services.webhooks

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``, before the route whose path has an endpoint's id in this place."""
        add = app.add_api_route
        add(
            f"{BASE}/messages",
            self.list,
            methods=["GET"],
            summary="List webhook messages",
            openapi_extra={"parameters": _QUERY},
            **documented(200, WebhookMessageList, "The messages with their tries.", 400, 404),
        )
        add(
            f"{BASE}/messages/{{{ID}}}/redeliver",
            self.redeliver,
            methods=["POST"],
            summary="Send a message again",
            openapi_extra=path_parameter(ID, "The message's id, `msg_…`."),
            **documented(200, WebhookMessage, "The message, which is due now.", 400, 404),
        )
        add(
            f"{BASE}/secret",
            self.secret,
            methods=["GET"],
            summary="Get the secret of per-request webhooks",
            **documented(200, WebhookSecret, "The secret."),
        )
        add(
            f"{BASE}/secret/rotate",
            self.rotate,
            methods=["POST"],
            summary="Replace the secret of per-request webhooks",
            **documented(200, WebhookSecret, "The new secret."),
        )

    async def list(self, request: Request) -> Response:
        """What was told or waits to be told, the newest first, with every try."""
        owner = await caller(request, self._keys)
        limit = _limit(request.query_params.get("limit") or str(LIMIT))
        endpoint = _endpoint(request.query_params.get("endpoint", ""))
        generation = request.query_params.get("generation_id") or None
        found = await to_thread.run_sync(self._webhooks.messages, owner, endpoint, generation, limit)
        return reply(WebhookMessageList(data=[shown_message(one) for one in found]))

    async def redeliver(self, request: Request) -> Response:
        """Send a message again, under its id, whatever became of it."""
        owner = await caller(request, self._keys)
        return await to_thread.run_sync(self._redeliver, request.path_params[ID], owner)

    async def secret(self, request: Request) -> Response:
        """What the messages to the `webhook` of a create are signed with; made when first asked for."""
        owner = await caller(request, self._keys)
        secret = await to_thread.run_sync(self._webhooks.own_secret, owner)
        return reply(WebhookSecret(secret=secret.text))

    async def rotate(self, request: Request) -> Response:
        """A new secret. For a day every message is signed with the old one too."""
        owner = await caller(request, self._keys)
        secret = await to_thread.run_sync(self._webhooks.rotate_own, owner)
        return reply(WebhookSecret(secret=secret.text))

    def _redeliver(self, message_id: str, owner: str) -> Response:
        return reply(shown_message(self._webhooks.redeliver(message_id, owner)))


def _endpoint(text: str) -> str | None:
    if "\0" in text:
        message = f'Expected no NUL character, received {text[:40]!r} at "endpoint"'
        raise InvalidBody((Fault("endpoint", message, text[:40], "an endpoint's id"),))
    return text or None


def _limit(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST:
        return int(text)
    expected = f"a whole number, 1 to {MOST}"
    message = f'Expected {expected}, received {text[:40]!r} at "limit"'
    raise InvalidBody((Fault("limit", message, text[:40], expected),))


_QUERY: list[dict[str, Any]] = [
    {
        "name": "endpoint",
        "in": "query",
        "required": False,
        "description": "Only those of this endpoint.",
        "schema": {"type": "string"},
    },
    {
        "name": "generation_id",
        "in": "query",
        "required": False,
        "description": "Only those about this generation, whose id may be in any form.",
        "schema": {"type": "string"},
    },
    {
        "name": "limit",
        "in": "query",
        "required": False,
        "description": "How many.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
    },
]
