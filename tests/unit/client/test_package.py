"""The package in a process of its own."""

from __future__ import annotations

import subprocess
import sys

from support.patience import PATIENCE


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=PATIENCE
    )


def test_without_httpx_it_says_what_to_install() -> None:
    done = run("import sys; sys.modules['httpx'] = None; import vitascope.client")
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("Install it: pip install vitascope[client]")


def test_it_brings_nothing_of_the_server() -> None:
    done = run("import sys, vitascope.client; print(*sys.modules)")
    names = set(done.stdout.split())
    ours = {name for name in names if name.startswith("vitascope.")}
    assert "vitascope.client.blocking" in ours
    assert all(name.startswith("vitascope.client") for name in ours)
    assert not names & {"fastapi", "numpy", "pydantic", "sqlalchemy", "starlette"}
