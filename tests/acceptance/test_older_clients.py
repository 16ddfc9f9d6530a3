"""Programs of older packages, each with its package in a virtual environment of its own.

Two versions of a package do not fit into one environment: ``make clients`` makes one for each line of
``requirements/clients.txt``. What is not installed is skipped.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from support.server import KEY, Server

ROOT = Path(__file__).parents[2]
PINS = [line for line in (ROOT / "requirements" / "clients.txt").read_text().split() if "==" in line]
PROGRAMS = ROOT / "tests" / "data" / "clients"
SECONDS = 600


@pytest.mark.slow
@pytest.mark.parametrize("pin", PINS)
def test_its_program_runs(request: pytest.FixtureRequest, pin: str) -> None:
    python = ROOT / ".venv" / "clients" / pin / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{pin} is not installed; make clients installs it")
    live: Server = request.getfixturevalue("stripes")
    done = subprocess.run(
        [python, PROGRAMS / f"older_{pin.partition('==')[0]}.py"],
        env={**os.environ, "VITASCOPE_URL": live.url, "VITASCOPE_API_KEY": KEY},
        text=True,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{pin.partition('==')[2]} done" in done.stdout
