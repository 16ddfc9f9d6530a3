"""``vitascope mcp``: the tools over stdin and stdout, for a program that starts us."""

from __future__ import annotations

import logging
import signal
import sys

import anyio

from vitascope.bootstrap import House, open_house
from vitascope.domain.generation import Asset
from vitascope.errors import ConfigurationError, NotFound
from vitascope.service.keys import DEFAULT_OWNER
from vitascope.settings import Settings
from vitascope.storage import LocalStorage

try:
    from vitascope.mcp.server import create_server
    from vitascope.mcp.studio import Studio
except ModuleNotFoundError as missing:
    if missing.name is None or missing.name.partition(".")[0] != "mcp":
        raise
    raise ConfigurationError(
        "The package mcp is not installed. Install it: pip install vitascope[mcp]"
    ) from missing


def run(settings: Settings) -> None:
    """Answer until stdin ends. Renders here what no running server of the same data directory takes first."""
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with open_house(settings, standby=False) as house:
        house.dispatcher.start()
        server = create_server(Studio(house.services, lambda asset: _file(house, asset)), DEFAULT_OWNER)
        anyio.run(server.run_stdio_async)


def _file(house: House, asset: Asset) -> str | None:
    storage = house.storage
    if not isinstance(storage, LocalStorage):
        return None
    try:
        return str(storage.path(asset.key))
    except NotFound:
        return None
