"""Reads many streams, and does nothing beside: ``python -m bench.readers URL KEY``.

Takes one line, the id of a generation for each stream, says when all are open, and reads until its input
ends. What came is looked at only then: a line for each step, with the moment it was read on the machine's
monotonic clock.
"""

from __future__ import annotations

import re
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

STEP = re.compile(rb'event: progress\ndata: [^\n]*"step":(\d+)')


def connect(url: str, key: str, generation: str) -> socket.socket:
    """A stream that has begun."""
    parts = urlsplit(url)
    stream = socket.create_connection((parts.hostname, parts.port))
    head = f"GET /v2/video/generations/{generation}/events HTTP/1.1\r\nHost: {parts.netloc}\r\n"
    stream.sendall(f"{head}Authorization: Bearer {key}\r\n\r\n".encode())
    read = b""
    while b"event: state" not in read:
        more = stream.recv(65536)
        if not more or not read.startswith(b"HTTP/1.1 200"[: len(read)]):
            raise RuntimeError((read + more).decode(errors="replace"))
        read += more
    return stream


def collect(streams: list[socket.socket]) -> list[tuple[float, bytes]]:
    """Every piece that came until standard input ended, and when."""
    pieces: list[tuple[float, bytes]] = []
    with selectors.DefaultSelector() as waiting:
        waiting.register(sys.stdin, selectors.EVENT_READ)
        for stream in streams:
            stream.setblocking(False)
            waiting.register(stream, selectors.EVENT_READ, stream)
        while True:
            for key, _ in waiting.select():
                if key.data is None:
                    return pieces
                piece = key.data.recv(65536)
                pieces.append((time.monotonic(), piece))


def steps(pieces: list[tuple[float, bytes]]) -> Iterator[tuple[int, float]]:
    """The steps of those pieces."""
    for at, piece in pieces:
        for step in STEP.findall(piece):
            yield int(step), at


def main() -> None:
    """Open, read, tell."""
    url, key = sys.argv[1:]
    ids = sys.stdin.readline().split()
    streams = [connect(url, key, one) for one in ids]
    print("open", flush=True)
    for step, at in steps(collect(streams)):
        print(step, at)


if __name__ == "__main__":
    main()
