"""The operator's endpoints around the queue, the workers and what failed."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.generation import Generation, State
from vitascope.domain.queue import QueueEntry
from vitascope.http.admin.reading import documented, read_wish
from vitascope.http.admin.schema import Entry, EntryList, PriorityWish, ServerBody, StorageBody
from vitascope.http.auth import admin
from vitascope.http.body import read_body
from vitascope.http.dialects.aiml.schema import Failure
from vitascope.http.gallery.routes import reply
from vitascope.http.notices import stage
from vitascope.http.openapi import json_body, path_id
from vitascope.service import Services

BASE = "/v1/admin"
ID = "generation_id"
POOL: dict[str, Any] = {
    "parameters": [
        {
            "name": "pool",
            "in": "path",
            "required": True,
            "description": "The pool's name, such as `default`.",
            "schema": {"type": "string", "minLength": 1},
        }
    ]
}


class QueueRoutes:
    """Looks at everybody's queue and changes it."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._operator = services.operator
        self._links = services.assets
        self._registry = services.registry
        self._health = services.health

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        add = app.add_api_route
        one = f"{BASE}/generations/{{{ID}}}"
        get: dict[str, Any] = {"methods": ["GET"]}
        post: dict[str, Any] = {"methods": ["POST"]}
        add(f"{BASE}/overview", self.overview, **get, **documented(ServerBody, "The server."))
        add(f"{BASE}/pools/{{pool}}/queue", self.queue, openapi_extra=POOL, **get, **_LIST)
        add(f"{BASE}/errors", self.errors, **get, **_LIST)
        for verb, endpoint in (("pause", self.pause), ("resume", self.resume)):
            path = f"{BASE}/pools/{{pool}}/{verb}"
            add(path, endpoint, openapi_extra=POOL, status_code=204, **post, **documented(None, "", 404))
        add(f"{one}/cancel", self.cancel, openapi_extra=path_id(ID), **post, **_ONE)
        add(f"{one}/retry", self.retry, openapi_extra=path_id(ID), **post, **_ONE)
        add(
            f"{one}/priority",
            self.reprioritise,
            methods=["PUT"],
            openapi_extra=path_id(ID) | json_body(PriorityWish),
            **documented(Entry, "The generation.", 400, 404, 413, 415),
        )

    async def overview(self, request: Request) -> Response:
        """Pools, workers, counts, storage and health."""
        await admin(request, self._keys)
        return await to_thread.run_sync(self._overview)

    async def queue(self, request: Request) -> Response:
        """What runs in a pool, then what waits, by place."""
        await admin(request, self._keys)
        return await to_thread.run_sync(self._queue, request.path_params["pool"])

    async def errors(self, request: Request) -> Response:
        """What failed last, and why."""
        await admin(request, self._keys)
        return await to_thread.run_sync(self._errors)

    async def pause(self, request: Request) -> Response:
        """Let nothing of the pool start; what runs goes on, what comes waits."""
        await admin(request, self._keys)
        await to_thread.run_sync(self._operator.pause, request.path_params["pool"])
        return Response(status_code=204)

    async def resume(self, request: Request) -> Response:
        """End a pause."""
        await admin(request, self._keys)
        await to_thread.run_sync(self._operator.resume, request.path_params["pool"])
        return Response(status_code=204)

    async def cancel(self, request: Request) -> Response:
        """Stop anybody's generation; a finished one stays as it is."""
        return await self._act(request, self._operator.cancel)

    async def retry(self, request: Request) -> Response:
        """Queue a failed or cancelled generation again."""
        return await self._act(request, self._operator.retry)

    async def reprioritise(self, request: Request) -> Response:
        """Move a waiting generation before or behind others."""
        await admin(request, self._keys)
        wish = read_wish(await read_body(request), PriorityWish)
        return await self._act(request, lambda id_: self._operator.reprioritise(id_, wish.priority))

    async def _act(self, request: Request, act: Callable[[str], Generation]) -> Response:
        await admin(request, self._keys)
        generation_id: str = request.path_params[ID]
        return await to_thread.run_sync(lambda: reply(self._entry(act(generation_id))))

    def _overview(self) -> Response:
        seen, health = self._operator.overview(), self._health.report()
        use = seen.storage
        return reply(
            ServerBody(
                version=version("vitascope"),
                status=health.status,
                health={"ledger": health.ledger, "storage": health.storage, "slots": health.slots},
                pools=list(seen.pools),
                workers=list(seen.workers),
                counts=seen.counts,
                storage=StorageBody(files=use.files, bytes=use.bytes, free=use.free),
                models=[card.name for card in self._registry.cards],
            )
        )

    def _queue(self, pool: str) -> Response:
        entries = self._operator.queue(pool)
        workers = self._operator.workers_of([one.generation for one in entries])
        shown = [self._entry(one.generation, one, workers.get(one.generation.id)) for one in entries]
        return reply(EntryList(data=shown))

    def _errors(self) -> Response:
        return reply(EntryList(data=[self._entry(one) for one in self._operator.failures()]))

    def _entry(self, one: Generation, line: QueueEntry | None = None, worker: str | None = None) -> Entry:
        return Entry(
            id=one.id,
            owner=one.owner,
            state=one.state,
            model=one.model,
            prompt=one.request.prompt[:300],
            priority=one.priority,
            attempt=one.attempt,
            created_at=one.created_at,
            progress=round(min(max(one.progress.fraction, 0.0), 1.0), 4),
            stage=stage(one),
            worker=worker,
            position=line.position if line else None,
            cost=line.cost if line else None,
            starts_in=line.starts_in if line else None,
            thumbnail=self._thumbnail(one),
            error=Failure(name=one.error.name, message=one.error.message) if one.error else None,
        )

    def _thumbnail(self, one: Generation) -> str | None:
        """Its own picture; while there is none, what is made so far, or what it begins with or continues."""
        if one.state is State.RUNNING and one.progress.preview:
            return self._links.preview_url(one.id, one.progress.preview)
        for name in ("thumbnail", "input.frame0", "input.frame1"):
            if (link := self._links.url(one, name)) is not None:
                return link
        source = self._operator.source_of(one)
        return None if source is None else self._links.url(source, "thumbnail")


_LIST = documented(EntryList, "Generations.")
_ONE = documented(Entry, "The generation.", 400, 404)
