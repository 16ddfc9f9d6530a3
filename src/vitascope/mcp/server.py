"""The MCP server: tools, and the files of generations as resources."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from vitascope.errors import NotFound, VitascopeError
from vitascope.mcp.shown import PICTURES, SCHEME, VIDEOS
from vitascope.mcp.studio import Studio
from vitascope.mcp.tools import MAKES, READS, STOPS, Tools, Whose
from vitascope.service.keys import sent_key

INSTRUCTIONS = (
    "Makes short videos from prompts and pictures. generate waits and answers with a sheet of frames, the "
    "video's place and its id; extend continues a completed one. Videos take from seconds to minutes: short "
    "ones (num_frames) and a low resolution (540p) answer first."
)
_TITLES = {
    "video": "The video",
    "stitched": "The whole chain of a continued video, as one",
    "thumbnail": "A picture of the video",
    "sheet": "Frames of the video, as a contact sheet",
}


def create_server(studio: Studio, owner: str | None = None) -> MCPServer[Any]:
    """The server for one ``owner``, or without one for whoever's key comes with each HTTP request."""
    server: MCPServer[Any] = MCPServer(
        "vitascope",
        title="vitascope",
        instructions=INSTRUCTIONS,
        version=version("vitascope"),
        log_level="WARNING",
    )
    whose = _fixed(owner) if owner is not None else _bearer(studio)
    tools = Tools(studio, whose)
    server.add_tool(tools.generate, annotations=MAKES)
    server.add_tool(tools.extend, annotations=MAKES)
    server.add_tool(tools.status, annotations=READS)
    server.add_tool(tools.list, annotations=READS)
    server.add_tool(tools.cancel, annotations=STOPS)
    for name, kind in (PICTURES | VIDEOS).items():
        resource = server.resource(f"{SCHEME}/{{id}}/{name}", name=name, title=_TITLES[name], mime_type=kind)
        resource(_reader(studio, whose, name))
    return server


def _reader(studio: Studio, whose: Whose, name: str) -> Callable[..., Awaitable[bytes]]:
    async def read(id: str, ctx: Context[Any, Any]) -> bytes:  # noqa: A002 - the template's name
        try:
            return await studio.read(await whose(ctx), id, name)
        except NotFound as error:
            raise ResourceNotFoundError(error.message) from error
        except VitascopeError as error:
            raise ResourceError(error.message) from error

    return read


def _fixed(owner: str) -> Whose:
    async def whose(_: Context[Any, Any]) -> str:
        return owner

    return whose


def _bearer(studio: Studio) -> Whose:
    async def whose(ctx: Context[Any, Any]) -> str:
        return studio.admit(await studio.authenticate(sent_key(ctx.headers or {})))

    return whose
