"""``/v1/webhook_endpoints``: webhook endpoints as the OpenAI API manages them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.webhook import EVENT_KINDS, Endpoint, SigningSecret
from vitascope.errors import InvalidRequest, NotFound
from vitascope.http.auth import caller
from vitascope.http.dialects.openai.cursors import Cursor, cursor_query, read_cursor
from vitascope.http.dialects.openai.paths import WEBHOOK_EVENTS, WEBHOOKS
from vitascope.http.dialects.openai.reading import read
from vitascope.http.dialects.openai.replies import documented, reply
from vitascope.http.dialects.openai.webhook_schema import (
    WebhookEndpointCreateBody,
    WebhookEndpointDeleted,
    WebhookEndpointList,
    WebhookEndpointObject,
    WebhookEndpointRotateBody,
    WebhookEndpointTestBody,
    WebhookEndpointTested,
    WebhookEndpointUpdateBody,
    WebhookEndpointWithSecret,
    WebhookEventTypes,
    endpoint_fields,
)
from vitascope.http.forms import read_fields
from vitascope.http.openapi import form_body
from vitascope.service import Services

ID = "webhook_endpoint_id"
ONE = f"{WEBHOOKS}/{{{ID}}}"
PAGE, PAGE_MOST = 20, 100
_PATH: dict[str, Any] = {
    "parameters": [{"name": ID, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}]
}


class WebhookRoutes:
    """Create, list, retrieve, update, delete, rotate and test."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._webhooks = services.webhooks

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        add = app.add_api_route
        get: dict[str, Any] = {"methods": ["GET"]}
        post: dict[str, Any] = {"methods": ["POST"]}
        one = documented(WebhookEndpointObject, "The endpoint.", 400, 404, 413, 415)
        gone = documented(WebhookEndpointDeleted, "It is gone.", 404)
        listed = documented(WebhookEndpointList, "A page of endpoints.", 400, 404)
        revealed = documented(WebhookEndpointWithSecret, "With its secret.", 400, 404, 413, 415)
        tested = documented(WebhookEndpointTested, "What it answered.", 400, 404, 413, 415, 429)
        creating, changing = form_body(WebhookEndpointCreateBody), form_body(WebhookEndpointUpdateBody)
        rotating, testing = form_body(WebhookEndpointRotateBody), form_body(WebhookEndpointTestBody)
        add(WEBHOOK_EVENTS, self.event_types, **get, **documented(WebhookEventTypes, "The kinds of event."))
        add(WEBHOOKS, self.create, openapi_extra=creating, **post, **revealed)
        add(WEBHOOKS, self.list, openapi_extra=cursor_query(PAGE, PAGE_MOST), **get, **listed)
        add(ONE, self.retrieve, openapi_extra=_PATH, **get, **one)
        add(ONE, self.update, openapi_extra=_PATH | changing, **post, **one)
        add(ONE, self.delete, methods=["DELETE"], openapi_extra=_PATH, **gone)
        add(f"{ONE}/rotate_secret", self.rotate, openapi_extra=_PATH | rotating, **post, **revealed)
        add(f"{ONE}/test", self.test, openapi_extra=_PATH | testing, **post, **tested)

    async def event_types(self, request: Request) -> Response:
        """What an endpoint may be told of."""
        await caller(request, self._keys)
        return reply(WebhookEventTypes(data=list(EVENT_KINDS)))

    async def create(self, request: Request) -> Response:
        """Have an address told of what happens to your videos."""
        owner = await caller(request, self._keys)
        async with read_fields(request) as fields:
            return await to_thread.run_sync(self._create, fields, owner)

    async def list(self, request: Request) -> Response:
        """The caller's endpoints."""
        owner = await caller(request, self._keys)
        cursor = read_cursor(request, PAGE, PAGE_MOST)
        return await to_thread.run_sync(self._list, owner, cursor)

    async def retrieve(self, request: Request) -> Response:
        """One endpoint; never its secret."""
        owner = await caller(request, self._keys)
        found = await to_thread.run_sync(self._webhooks.get, request.path_params[ID], owner)
        return reply(endpoint_fields(found))

    async def update(self, request: Request) -> Response:
        """Change address, events or name."""
        return await self._with_fields(request, self._update)

    async def delete(self, request: Request) -> Response:
        """Tell it nothing more."""
        owner = await caller(request, self._keys)
        gone = await to_thread.run_sync(self._webhooks.delete, request.path_params[ID], owner)
        return reply(WebhookEndpointDeleted(id=gone.id))

    async def rotate(self, request: Request) -> Response:
        """A new secret; the old one signs no more, unless it is asked to for a day."""
        return await self._with_fields(request, self._rotate)

    async def test(self, request: Request) -> Response:
        """Send a sample now, once, and answer what was answered."""
        return await self._with_fields(request, self._test)

    async def _with_fields(
        self, request: Request, act: Callable[[str, str, dict[str, Any]], Response]
    ) -> Response:
        owner = await caller(request, self._keys)
        async with read_fields(request) as fields:
            return await to_thread.run_sync(act, request.path_params[ID], owner, fields)

    def _create(self, fields: dict[str, Any], owner: str) -> Response:
        asked, _ = read(fields, WebhookEndpointCreateBody)
        with _events_by_name():
            return _revealed(*self._webhooks.create(owner, asked.url, asked.event_types, asked.name))

    def _list(self, owner: str, cursor: Cursor) -> Response:
        found = self._webhooks.list(owner)
        if not cursor.oldest_first:
            found.reverse()
        if cursor.after is not None:
            found = found[_place(found, cursor.after) + 1 :]
        page = [endpoint_fields(one) for one in found[: cursor.limit]]
        return reply(
            WebhookEndpointList(
                data=page,
                first_id=page[0].id if page else None,
                last_id=page[-1].id if page else None,
                has_more=len(found) > cursor.limit,
            )
        )

    def _update(self, endpoint_id: str, owner: str, fields: dict[str, Any]) -> Response:
        asked, _ = read(fields, WebhookEndpointUpdateBody)
        given = {"url": asked.url, "events": asked.event_types, "name": asked.name}
        changes = {name: value for name, value in given.items() if value is not None}
        with _events_by_name():
            return reply(endpoint_fields(self._webhooks.update(endpoint_id, owner, changes)))

    def _rotate(self, endpoint_id: str, owner: str, fields: dict[str, Any]) -> Response:
        asked, _ = read(fields, WebhookEndpointRotateBody)
        keep = asked.keep_old_secret_active_for_24_hours
        secret = self._webhooks.rotate(endpoint_id, owner, keep_old=keep)
        return _revealed(self._webhooks.get(endpoint_id, owner), secret)

    def _test(self, endpoint_id: str, owner: str, fields: dict[str, Any]) -> Response:
        asked, _ = read(fields, WebhookEndpointTestBody)
        with _events_by_name("event_type"):
            tried = self._webhooks.test(endpoint_id, owner, asked.event_type)
        if tried.status is None:
            raise InvalidRequest(
                f"The endpoint gave no answer: {tried.fault} Expected a status. See that it can be reached."
            )
        return reply(
            WebhookEndpointTested(
                webhook_endpoint_id=endpoint_id, event_type=asked.event_type, status_code=tried.status
            )
        )


@contextmanager
def _events_by_name(name: str = "event_types") -> Generator[None]:
    """Name what is wrong with the events as this API calls them."""
    try:
        yield
    except InvalidRequest as error:
        if error.field in {"event", "events"}:
            error.field = name
        raise


def _revealed(endpoint: Endpoint, secret: SigningSecret) -> Response:
    fields = endpoint_fields(endpoint).model_dump() | {"signing_secret": secret.text}
    return reply(WebhookEndpointWithSecret.model_validate(fields))


def _place(found: list[Endpoint], after: str) -> int:
    place = next((place for place, one in enumerate(found) if one.id == after), None)
    if place is None:
        raise NotFound(f"No webhook endpoint in this list has the id {after[:80]!r}.")
    return place
