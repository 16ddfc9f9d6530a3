"""Web servers on loopback for tests of fetching."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Site:
    """A listening socket that answers with what ``reply`` sends, and counts who came."""

    port: int
    heard: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


Reply = Callable[[socket.socket, bytes], None]


def text(status: str, body: bytes = b"", *headers: str) -> bytes:
    """An HTTP answer with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@contextmanager
def site(reply: Reply, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Site]:
    """Serve on a free port; one thread a connection."""
    listener = socket.create_server((host, 0))
    here = Site(listener.getsockname()[1])

    def talk(connection: socket.socket) -> None:
        try:
            with tls.wrap_socket(connection, server_side=True) if tls else connection as peer:
                request = b""
                while _unfinished(request) and (received := peer.recv(65536)):
                    request += received
                here.heard.append(request)
                reply(peer, request)
        except OSError:
            here.heard.append(b"broken off")

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(connection,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield here
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _unfinished(request: bytes) -> bool:
    """Whether more is to come. A server that closes before it has read all breaks its own answer off."""
    head, ended, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return not ended or len(body) < int(length[1] if length else 0)


def always(answer: bytes) -> Reply:
    """The same answer to everyone."""

    def reply(peer: socket.socket, request: bytes) -> None:
        peer.sendall(answer)

    return reply
