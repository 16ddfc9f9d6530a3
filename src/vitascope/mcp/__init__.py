"""The use cases as tools and resources of the Model Context Protocol."""

from vitascope.mcp.server import create_server
from vitascope.mcp.studio import Studio

__all__ = ["Studio", "create_server"]
