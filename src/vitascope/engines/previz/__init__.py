"""The built-in engine: a planned and rendered shot, on any CPU, without weights."""

from vitascope.engines.previz.engine import PrevizEngine

__all__ = ["PrevizEngine"]
