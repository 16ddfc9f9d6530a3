"""``vitascope`` at the shell, with the test engines and directories of the test's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.patience import LEASE_SECONDS, PATIENCE
from support.server import with_tests

COMMAND = [sys.executable, "-m", "vitascope"]
ENGINES = "vitascope.testing.engine:StripesEngine,vitascope.testing.engine:SlowStripes"


class Shell:
    """Runs commands in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "VITASCOPE_DATA_DIR": str(folder / "data"),
            "VITASCOPE_CACHE_DIR": str(folder / "cache"),
            "VITASCOPE_ENGINES": ENGINES,
            "VITASCOPE_LEASE_SECONDS": str(LEASE_SECONDS),
            "PYTHONPATH": with_tests(),
        }

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Begin a command."""
        return subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(
        self, *arguments: str, seconds: float = 5 * PATIENCE, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; the output as text."""
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    def files(self) -> set[str]:
        """What lies in the folder beside the data."""
        return {path.name for path in self.folder.iterdir()} - {"data", "cache"}
