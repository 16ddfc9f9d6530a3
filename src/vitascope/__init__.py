"""vitascope: a video-generation server you host."""

from importlib.metadata import version

__version__ = version("vitascope")
