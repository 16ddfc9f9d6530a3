"""``vitascope`` at the shell, with the test engines and directories of the test's own."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from support.forge import Order
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

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, in a process that need not import it first; the output as text."""
        with TemporaryDirectory() as told:
            out, err = Path(told, "out"), Path(told, "err")
            order = Order(arguments, str(self.folder), self.environment | environment, str(out), str(err))
            code = _carried_out(order)
            return subprocess.CompletedProcess(arguments, code, out.read_text(), err.read_text())

    def run_anew(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The same in a process that is started for it, as a shell would."""
        return subprocess.run(
            [*COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=5 * PATIENCE,
        )

    def files(self) -> set[str]:
        """What lies in the folder beside the data."""
        return {path.name for path in self.folder.iterdir()} - {"data", "cache"}


@cache
def _forge() -> subprocess.Popen[str]:
    """The test process's own."""
    made = subprocess.Popen(
        [sys.executable, "-m", "support.forge"],
        env={**os.environ, "PYTHONPATH": with_tests()},
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    atexit.register(made.kill)
    return made


def _carried_out(order: Order) -> int:
    forge = _forge()
    assert forge.stdin is not None
    assert forge.stdout is not None
    forge.stdin.write(order.line())
    forge.stdin.flush()
    return int(forge.stdout.readline())
