"""A server elsewhere that speaks the AI/ML API, and fails as a test wants it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATH = "/v2/video/generations"


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; ``None`` as the status breaks the connection off."""

    status: int | None = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict[str, str])
    seconds: float = 0.0


@dataclass(frozen=True)
class Heard:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


class Far:
    """Answers creates and polls with what is queued for them, the last one for ever, and sends files."""

    def __init__(self) -> None:
        self.url = ""
        self.heard: list[Heard] = []
        self.creates: list[Answer] = [state("queued")]
        self.polls: list[Answer] = [state("generating")]
        self.stops: list[Answer] = [Answer(200, b"{}")]
        self.files: dict[str, bytes] = {}

    def completes(self, video: bytes) -> None:
        """From now on every poll finds it completed."""
        self.files["/video.mp4"] = video
        self.polls = [state("completed", video={"url": f"{self.url}/video.mp4"})]

    def of(self, method: str) -> list[Heard]:
        """The requests of one method to the API."""
        return [heard for heard in self.heard if heard.method == method and heard.path.startswith("/v2")]

    def answer(self, heard: Heard) -> Answer:
        """What is to be said."""
        if heard.path in self.files:
            return Answer(200, self.files[heard.path], "video/mp4")
        if heard.method == "GET":
            return _next(self.polls)
        return _next(self.creates if heard.path == PATH else self.stops)


def state(status: str, **fields: Any) -> Answer:
    """A generation."""
    return Answer(200, json.dumps({"id": "far-1:ray", "status": status, **fields}).encode())


def refusal(status: int, message: str, **headers: str) -> Answer:
    """An error in the form of the AI/ML API."""
    body = json.dumps({"requestId": "r", "statusCode": status, "message": message}).encode()
    return Answer(status, body, headers={name.replace("_", "-"): text for name, text in headers.items()})


def _next(answers: list[Answer]) -> Answer:
    return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def running() -> Iterator[Far]:
    """The server for the length of a ``with`` block."""
    far = Far()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            names = {name.lower(): value for name, value in self.headers.items()}
            heard = Heard(self.command, self.path, names, body)
            far.heard.append(heard)
            answer = far.answer(heard)
            time.sleep(answer.seconds)
            if answer.status is None:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            with suppress(ConnectionError):  # whoever asked may have gone
                self.wfile.write(answer.body)

        do_GET = do_POST = do_DELETE = handle_any  # noqa: N815 - the standard library's names

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    far.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield far
    finally:
        server.shutdown()
        server.server_close()
