"""A live vitascope server for tests: a real process on a real port, spoken to over HTTP."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from support.patience import LEASE_SECONDS, PATIENCE

KEY = "acceptance-key-0123456789"
"""The ``VITASCOPE_API_KEY`` of every test server."""
TESTS = str(Path(__file__).parents[1])
"""Where the tests' own engines are found."""


class Server:
    """One running ``vitascope serve`` and a client with its key."""

    def __init__(self, process: subprocess.Popen[str], url: str, data: Path, log: list[str]) -> None:
        self.process = process
        self.url = url
        self.data = data
        self.log = log
        headers = {"Authorization": f"Bearer {KEY}"}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=PATIENCE, verify=False)

    def create(self, **body: Any) -> dict[str, Any]:
        """POST a generation; the answer's JSON, which must be a 2xx."""
        body = {"model": "luma/ray-2", **body}
        answer = self.http.post("/v2/video/generations", json=body)
        assert answer.is_success, f"{answer.status_code}: {answer.text}"
        return dict(answer.json())

    def get(self, generation: str) -> dict[str, Any]:
        """GET one generation."""
        answer = self.http.get("/v2/video/generations", params={"generation_id": generation})
        assert answer.is_success, f"{answer.status_code}: {answer.text}"
        return dict(answer.json())

    def wait(self, generation: str, seconds: float = 5 * PATIENCE, pause: float = 0.1) -> dict[str, Any]:
        """Poll until the generation is final."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.get(generation)
            if found["status"] in {"completed", "error"}:
                return found
            time.sleep(pause)
        raise AssertionError(
            f"{generation} was not final after {seconds} s: {found}\n{''.join(self.log[-40:])}"
        )

    def make(self, **body: Any) -> dict[str, Any]:
        """Create, wait, and insist on a video."""
        found = self.wait(self.create(**body)["id"])
        assert found["status"] == "completed", found
        return found

    def download(self, url: str, to: Path) -> Path:
        """Fetch an asset without a key into a file."""
        answer = httpx.get(url, timeout=PATIENCE, verify=False)
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
        to.write_bytes(answer.content)
        return to

    def video(self, to: Path, **body: Any) -> Path:
        """Make a generation and download its video."""
        return self.download(self.make(**body)["video"]["url"], to)

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)


def with_tests() -> str:
    """A ``PYTHONPATH`` for processes that load the tests' own engines."""
    return os.pathsep.join(filter(None, (TESTS, os.environ.get("PYTHONPATH"))))


def start(data: Path, *arguments: str, environment: Mapping[str, str] | None = None, port: int = 0) -> Server:
    """Start a server on a data directory and wait until it answers /health."""
    env = {
        **os.environ,
        "VITASCOPE_API_KEY": KEY,
        "VITASCOPE_FETCH_ALLOW": "127.0.0.0/8",
        "VITASCOPE_LEASE_SECONDS": str(LEASE_SECONDS),
        "PYTHONPATH": with_tests(),
        **(environment or {}),
    }
    command = [sys.executable, "-m", "vitascope", "serve", "--port", str(port), "--data-dir", str(data)]
    process = subprocess.Popen(
        [*command, *arguments], env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    log: list[str] = []
    assert process.stdout is not None
    threading.Thread(target=lambda: log.extend(process.stdout or ()), daemon=True).start()
    return Server(process, _address(process, log), data, log)


def _address(process: subprocess.Popen[str], log: list[str]) -> str:
    """The URL the server prints, once it answers there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"https?://[\w.:\[\]]+:\d+", "".join(log))
        if found:
            try:
                if httpx.get(f"{found[0]}/health", timeout=PATIENCE, verify=False).status_code == 200:
                    return found[0]
            except httpx.TransportError:
                pass
        time.sleep(0.05)
    process.kill()
    raise AssertionError("the server did not start:\n" + "".join(log))


@contextmanager
def running(data: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server for the length of a ``with`` block."""
    server = start(data, *arguments, environment=environment)
    try:
        yield server
    finally:
        server.http.close()
        server.process.terminate()
        try:
            server.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
