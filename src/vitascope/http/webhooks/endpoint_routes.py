"""The endpoints around one's webhook endpoints."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response

from vitascope.http.auth import caller
from vitascope.http.body import read_body
from vitascope.http.openapi import json_body
from vitascope.http.webhooks.reading import BASE, documented, path_parameter, read, reply
from vitascope.http.webhooks.schema import (
    Webhook,
    WebhookCreateBody,
    WebhookList,
    WebhookSecret,
    WebhookTestBody,
    WebhookTestResult,
    WebhookUpdateBody,
    WebhookWithSecret,
    shown,
    shown_try,
)
from vitascope.service import Services
from vitascope.service.webhooks import SAMPLES

ID = "endpoint_id"


class EndpointIdConvertor(Convertor[str]):
    """An endpoint's id; not the names of what lies beside the endpoints."""

    regex = r"(?!(?:messages|secret)(?:/|$))[^/]+"

    def convert(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The text as it is."""
        return value


register_url_convertor("webhook_id", EndpointIdConvertor())

ONE = f"{BASE}/{{{ID}:webhook_id}}"
_PATH = path_parameter(ID, "The endpoint's id, `we_…`.")


class EndpointRoutes:
    """Create, list, get, update, delete, rotate and test."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._webhooks = services.webhooks

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        add = app.add_api_route
        add(
            BASE,
            self.create,
            methods=["POST"],
            summary="Create a webhook endpoint",
            openapi_extra=json_body(WebhookCreateBody),
            **documented(201, WebhookWithSecret, "The endpoint and its secret.", 400, 413, 415),
        )
        add(
            BASE,
            self.list,
            methods=["GET"],
            summary="List webhook endpoints",
            **documented(200, WebhookList, "The endpoints."),
        )
        add(
            ONE,
            self.get,
            methods=["GET"],
            summary="Get a webhook endpoint",
            openapi_extra=_PATH,
            **documented(200, Webhook, "The endpoint.", 404),
        )
        add(
            ONE,
            self.update,
            methods=["PATCH"],
            summary="Change a webhook endpoint",
            openapi_extra=_PATH | json_body(WebhookUpdateBody),
            **documented(200, Webhook, "The endpoint.", 400, 404, 413, 415),
        )
        add(
            ONE,
            self.delete,
            methods=["DELETE"],
            summary="Delete a webhook endpoint",
            openapi_extra=_PATH,
            **documented(204, None, "It is gone, with what it was not told yet.", 404),
        )
        add(
            f"{ONE}/rotate",
            self.rotate,
            methods=["POST"],
            summary="Replace an endpoint's secret",
            openapi_extra=_PATH,
            **documented(200, WebhookSecret, "The new secret.", 404),
        )
        add(
            f"{ONE}/test",
            self.test,
            methods=["POST"],
            summary="Send an endpoint a sample",
            openapi_extra=_PATH | json_body(WebhookTestBody, required=False),
            **documented(200, WebhookTestResult, "What came of it.", 400, 404, 413, 415, 429),
        )

    async def create(self, request: Request) -> Response:
        """Have an address told of what happens to your generations."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await to_thread.run_sync(self._create, owner, body)

    async def list(self, request: Request) -> Response:
        """The caller's endpoints."""
        owner = await caller(request, self._keys)
        found = await to_thread.run_sync(self._webhooks.list, owner)
        return reply(WebhookList(data=[shown(one) for one in found]))

    async def get(self, request: Request) -> Response:
        """One endpoint; never its secret."""
        owner = await caller(request, self._keys)
        return reply(shown(await to_thread.run_sync(self._webhooks.get, request.path_params[ID], owner)))

    async def update(self, request: Request) -> Response:
        """Change address, events or name, or enable it again after it was disabled."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await to_thread.run_sync(self._update, request.path_params[ID], owner, body)

    async def delete(self, request: Request) -> Response:
        """Tell it nothing more."""
        owner = await caller(request, self._keys)
        await to_thread.run_sync(self._webhooks.delete, request.path_params[ID], owner)
        return Response(status_code=204)

    async def rotate(self, request: Request) -> Response:
        """A new secret. For a day every message is signed with the old one too."""
        owner = await caller(request, self._keys)
        secret = await to_thread.run_sync(self._webhooks.rotate, request.path_params[ID], owner)
        return reply(WebhookSecret(secret=secret.text))

    async def test(self, request: Request) -> Response:
        """Send a sample now, once, and answer what came of it."""
        owner = await caller(request, self._keys)
        body = await read_body(request)
        return await to_thread.run_sync(self._test, request.path_params[ID], owner, body)

    def _create(self, owner: str, body: bytes) -> Response:
        asked = read(body, WebhookCreateBody)
        endpoint, secret = self._webhooks.create(owner, asked.url, asked.events, asked.name or "")
        answer = shown(endpoint).model_dump() | {"secret": secret.text}
        return reply(WebhookWithSecret.model_validate(answer), 201)

    def _update(self, endpoint_id: str, owner: str, body: bytes) -> Response:
        asked = read(body, WebhookUpdateBody)
        changes: dict[str, Any] = {name: getattr(asked, name) for name in asked.model_fields_set}
        return reply(shown(self._webhooks.update(endpoint_id, owner, changes)))

    def _test(self, endpoint_id: str, owner: str, body: bytes) -> Response:
        asked = read(body, WebhookTestBody, optional=True)
        tried = self._webhooks.test(endpoint_id, owner, asked.event or SAMPLES[0])
        answer = {"message_id": tried.message, "delivered": tried.accepted}
        return reply(WebhookTestResult.model_validate(shown_try(tried) | answer))
