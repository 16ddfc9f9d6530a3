"""A receiver of webhooks on loopback: it writes down what it hears and answers as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook

from support.patience import PATIENCE


@dataclass(frozen=True)
class Heard:
    """One POST, its headers' names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """The body, once the official library has found its signature good."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """Answers each POST with ``status``, or with what ``answer`` makes of it."""

    port: int
    status: int = 204
    answer: Callable[[Heard], int] | None = None
    heard: list[Heard] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait(self, count: int, seconds: float = PATIENCE) -> list[Heard]:
        """The POSTs so far, once there are as many."""
        return self.until(lambda: len(self.heard) >= count, seconds)

    def until(self, enough: Callable[[], bool], seconds: float = PATIENCE) -> list[Heard]:
        """The POSTs so far, once there are enough."""
        deadline = time.monotonic() + seconds
        while not enough():
            assert time.monotonic() < deadline, [one.body[:80] for one in self.heard]
            time.sleep(0.01)
        return list(self.heard)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            heard = Heard(self.path, headers, body)
            here.heard.append(heard)
            status = here.answer(heard) if here.answer else here.status
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if 300 <= status < 400:
                self.send_header("Location", f"{here.url}/elsewhere")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here = Receiver(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
