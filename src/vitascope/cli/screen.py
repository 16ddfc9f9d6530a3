"""Where tables are drawn."""

from __future__ import annotations

from rich.console import Console

PIPED_WIDTH = 200
"""Columns where there is no terminal: nothing is cut for who reads it with a program."""
ID_WIDTH = 36


def screen() -> Console:
    """The terminal, or a wide page where the output goes elsewhere."""
    console = Console()
    return console if console.is_terminal else Console(width=PIPED_WIDTH)
