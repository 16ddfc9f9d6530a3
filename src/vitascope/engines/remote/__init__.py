"""Generations made by a server elsewhere that speaks one of the three dialects."""

from vitascope.engines.remote.engine import RemoteEngine, remote_engines

__all__ = ["RemoteEngine", "remote_engines"]
