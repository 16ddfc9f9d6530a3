"""Ledgers in files: the tables are made once, and every test is given a copy."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import copy, rmtree
from tempfile import mkdtemp

from vitascope.ledger import Ledger
from vitascope.testing.clock import FakeClock


def new_ledger(path: Path) -> str:
    """The URL of an empty ledger at the path."""
    copy(_empty(), path)
    return f"sqlite:///{path}"


@cache
def _empty() -> Path:
    folder = Path(mkdtemp(prefix="vitascope-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    path = folder / "ledger.sqlite3"
    Ledger.open(f"sqlite:///{path}", FakeClock()).close()
    return path
