"""The operator's endpoints around owners: what each may ask for, and what each uses."""

from __future__ import annotations

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.limits import Limits
from vitascope.domain.price import dollars
from vitascope.http.admin.queue_routes import BASE
from vitascope.http.admin.reading import documented, read_wish
from vitascope.http.admin.schema import LimitsWish, OwnerBody, OwnerList
from vitascope.http.auth import admin
from vitascope.http.body import read_body
from vitascope.http.gallery.routes import reply
from vitascope.http.openapi import json_body
from vitascope.service import Services


class OwnerRoutes:
    """Lists owners and limits them."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._operator = services.operator

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        app.add_api_route(
            f"{BASE}/owners", self.list, methods=["GET"], **documented(OwnerList, "Everybody with a key.")
        )
        app.add_api_route(
            f"{BASE}/limits",
            self.limit,
            methods=["PUT"],
            openapi_extra=json_body(LimitsWish),
            **documented(OwnerBody, "The owner as limited now.", 400, 413, 415),
        )

    async def list(self, request: Request) -> Response:
        """Everybody who holds a key, by name, with their limits and what they use."""
        await admin(request, self._keys)
        return await to_thread.run_sync(self._list)

    async def limit(self, request: Request) -> Response:
        """Set everything that an owner may ask for; what is left out is unlimited."""
        await admin(request, self._keys)
        wish = read_wish(await read_body(request), LimitsWish)
        return await to_thread.run_sync(self._limit, wish)

    def _list(self) -> Response:
        return reply(OwnerList(data=[self._owner(name) for name in self._operator.owners()]))

    def _limit(self, limits: Limits) -> Response:
        self._operator.set_limits(Limits.model_validate(limits.model_dump()))
        return reply(self._owner(limits.owner))

    def _owner(self, name: str) -> OwnerBody:
        used = self._operator.usage(name)
        return OwnerBody(
            owner=name,
            limits=self._operator.limits(name),
            spent=dollars(used.credits),
            stored_bytes=used.bytes,
        )
