"""A small HTTP server that does what its script says: refuse, hang up, break off, then answer."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ID = "6b1f7c1e-6c1c-4f59-9f5e-0d4a4d1c8f10"


@dataclass(frozen=True)
class Step:
    """What one request gets: with ``cut`` so many bytes of the body, with status 0 nothing at all."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cut: int | None = None
    announce: bool = True
    hold: float = 0.0
    """Seconds before the connection is given up."""


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


HANG_UP = Step(status=0)


def said(code: int = 200, headers: Mapping[str, str] | None = None, **body: Any) -> Step:
    """A JSON answer."""
    return Step(code, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})


def state(status: str, **more: Any) -> Step:
    """A generation in that state."""
    return said(id=f"{ID}:luma/ray-2", status=status, **more)


def events(*messages: str, cut: bool = False) -> Step:
    """A stream of events that ends; as an orderly server's or, ``cut``, as a cable's does."""
    body = "".join(message + "\n\n" for message in messages).encode()
    return Step(200, body + b"?" * cut, {"Content-Type": "text/event-stream"}, cut=len(body) if cut else None)


class Flaky:
    """Goes through its steps, then stays at the last."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.asked: list[Asked] = []
        self.url = ""
        self._lock = threading.Lock()

    def next(self, asked: Asked) -> Step:
        """Remember the request and say what it gets."""
        with self._lock:
            self.asked.append(asked)
            return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]

    def header(self, name: str) -> list[str | None]:
        """One header of all requests."""
        return [one.headers.get(name.lower()) for one in self.asked]


@contextmanager
def serving(*steps: Step) -> Iterator[Flaky]:
    """The server on loopback."""
    flaky = Flaky(*steps)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            step = flaky.next(Asked(self.command, self.path, headers, body))
            if step.status:
                self.send_response(step.status)
                for name, value in step.headers.items():
                    self.send_header(name, value)
                if step.announce:
                    self.send_header("Content-Length", str(len(step.body)))
                self.end_headers()
                self.wfile.write(step.body[: step.cut])
            if step.status == 0 or step.cut is not None or not step.announce:
                self.close_connection = True
                self.wfile.flush()
                time.sleep(step.hold)
                self.connection.shutdown(socket.SHUT_RDWR)

        do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the names that the base class calls

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    flaky.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield flaky
    finally:
        server.shutdown()
        server.server_close()
