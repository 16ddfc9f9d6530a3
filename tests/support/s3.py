"""A real S3 server of moto's in a process of its own, which a test may stop and start again."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import time
from functools import cache
from http.client import HTTPConnection
from itertools import count

from support.patience import PATIENCE
from support.ports import free_port

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "vitascope",
    "AWS_SECRET_ACCESS_KEY": "not-a-secret",
    "AWS_REGION": "us-east-1",
}
_numbers = count()


class S3:
    """One server. Its buckets live in its memory: ``freeze`` keeps them, ``stop`` does not."""

    def __init__(self) -> None:
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "the S3 server ended"
            assert time.monotonic() < deadline, "the S3 server does not start"
            time.sleep(0.05)

    @property
    def environment(self) -> dict[str, str]:
        """What a vitascope process needs to reach it."""
        return {**CREDENTIALS, "VITASCOPE_STORAGE_ENDPOINT": self.endpoint}

    def bucket(self) -> str:
        """The name of a new bucket."""
        name = f"bucket-{next(_numbers)}"
        assert self._ask("PUT", f"/{name}") == 200
        return name

    def freeze(self) -> None:
        """Answer nothing, as a machine that is cut off; connections are taken and lead nowhere."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Answer again, first what was asked meanwhile."""
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it."""
        self.thaw()
        self._process.kill()
        self._process.wait(PATIENCE)

    def _answers(self) -> bool:
        try:
            return self._ask("GET", "/moto-api/") == 200
        except OSError:
            return False

    def _ask(self, method: str, path: str) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path)
            return connection.getresponse().status
        finally:
            connection.close()


@cache
def server() -> S3:
    """The test process's own server."""
    running = S3()
    atexit.register(running.stop)
    return running


def trust() -> None:
    """Put the server's credentials where the object-store client of this process looks for them."""
    os.environ.update(CREDENTIALS)
