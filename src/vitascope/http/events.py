"""``GET /v2/video/generations/{id}/events``: what happens to a generation, as it happens."""

from __future__ import annotations

from contextlib import AbstractContextManager, aclosing
from typing import Any

from anyio import create_task_group, to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from vitascope.http.auth import caller
from vitascope.http.dialects.aiml.schema import ErrorBody
from vitascope.http.hub import Hub, Put
from vitascope.http.openapi import path_id, refusals
from vitascope.http.places import Places
from vitascope.http.wire import DIRECT
from vitascope.service import Services
from vitascope.service.events import parse_last_id

PATH = "/v2/video/generations/{generation_id:path}/events"
TOLD = (
    "Server-sent events named `state`, `progress`, `preview` and, as the last one, `end`. The data of each "
    "is a JSON object with `state` (queued, running, completed, failed, cancelled), `progress` (0 to 1), "
    "`stage`, `step`, `steps`, `position`, `starts_in`, `seconds_left` and `preview_url`, each null where it "
    "is not known; `end` also has `error`. A comment keeps a silent stream open."
)
EVENT = {
    "type": "object",
    "description": "One of the events; OpenAPI has no words for the stream of them.",
    "properties": {name: {"type": "string"} for name in ("id", "event", "data")},
}
HEADERS = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",  # nginx would hold messages back
}


class EventStream(Response):
    """Messages until there are no more or the client has gone."""

    def __init__(self, hub: Hub, generation_id: str, after: int, place: AbstractContextManager[None]) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._hub = hub
        self._generation_id = generation_id
        self._after = after
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them; returns at once when the client hangs up."""
        with self._place:  # before anything is sent: who finds none left is refused
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await self._follow(receive, send, scope.get("extensions", {}).get(DIRECT, {}).get("put"))

    async def _follow(self, receive: Receive, send: Send, put: Put | None) -> None:
        async with create_task_group() as group:

            async def hang_up() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                group.cancel_scope.cancel()

            group.start_soon(hang_up)
            async with aclosing(self._hub.follow(self._generation_id, self._after, put)) as chunks:
                async for chunk in chunks:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            group.cancel_scope.cancel()


class EventRoutes:
    """Streams of events, all of which share one look at the ledger."""

    def __init__(self, services: Services, places: Places) -> None:
        self._keys = services.keys
        self._watch = services.watch
        self._hub = Hub(services.watch)
        self._places = places

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``; ``app.state.hub`` is what ends the streams when the server stops.

        ``app.state.places`` bounds them, with whatever else lets clients wait.
        """
        app.state.hub, app.state.places = self._hub, self._places
        responses: dict[int | str, dict[str, Any]] = {
            200: {
                "description": TOLD,
                "content": {"text/event-stream": {"schema": EVENT}},
            },
            204: {"description": "The client was told the end already: it need not come again."},
        }
        last = {
            "name": "Last-Event-ID",
            "in": "header",
            "required": False,
            "description": "The id of the last event received: what was missed since comes first.",
            "schema": {"type": "string"},
        }
        app.add_api_route(
            PATH,
            self.events,
            methods=["GET"],
            summary="Watch a generation",
            response_class=Response,
            response_model=None,
            responses={**responses, **refusals(ErrorBody, 401, 404, 429)},
            openapi_extra={"parameters": [*path_id("generation_id")["parameters"], last]},
            tags=["video"],
        )

    async def events(self, request: Request) -> Response:
        """States, progress and the end of a generation, as they happen. Send the id in any of its forms."""
        owner = await caller(request, self._keys)
        watched = await to_thread.run_sync(self._watch.allow, request.path_params["generation_id"], owner)
        after, ended = parse_last_id(request.headers.get("last-event-id", ""))
        if ended and watched.state.final:
            return Response(status_code=204)
        return EventStream(self._hub, watched.id, after, self._places.take(owner))
