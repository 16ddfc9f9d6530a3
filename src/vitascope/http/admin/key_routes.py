"""The operator's endpoints around API keys."""

from __future__ import annotations

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from vitascope.domain.key import NewKey
from vitascope.http.admin.queue_routes import BASE
from vitascope.http.admin.reading import documented, read_wish
from vitascope.http.admin.schema import KeyList, KeyWish, MadeKey
from vitascope.http.auth import admin
from vitascope.http.body import read_body
from vitascope.http.gallery.routes import reply
from vitascope.http.openapi import json_body, path_id
from vitascope.service import Services

ID = "key_id"


class KeyRoutes:
    """Lists, makes and revokes keys."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._operator = services.operator

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        path = f"{BASE}/keys"
        app.add_api_route(path, self.list, methods=["GET"], **documented(KeyList, "Every key."))
        app.add_api_route(
            path,
            self.create,
            methods=["POST"],
            status_code=201,
            openapi_extra=json_body(KeyWish),
            **documented(MadeKey, "The key; its text is not shown again.", 400, 413, 415, ok=201),
        )
        app.add_api_route(
            f"{path}/{{{ID}}}",
            self.revoke,
            methods=["DELETE"],
            status_code=204,
            openapi_extra=path_id(ID),
            **documented(None, "", 404),
        )

    async def list(self, request: Request) -> Response:
        """Every key there ever was, oldest first, revoked ones too; never their texts."""
        await admin(request, self._keys)
        found = await to_thread.run_sync(self._operator.keys)
        return reply(KeyList(data=found))

    async def create(self, request: Request) -> Response:
        """Make a key. Its text is in this answer and nowhere else."""
        await admin(request, self._keys)
        wish = read_wish(await read_body(request), KeyWish)
        new = NewKey(owner=wish.owner, name=wish.name, scopes=wish.scopes, expires_at=wish.expires_at)
        key, text = await to_thread.run_sync(self._operator.create_key, new)
        return reply(MadeKey(key=key, text=text), 201)

    async def revoke(self, request: Request) -> Response:
        """Close a key, named by its id or prefix; nobody gets in with it from now on."""
        await admin(request, self._keys)
        await to_thread.run_sync(self._operator.revoke_key, request.path_params[ID])
        return Response(status_code=204)
