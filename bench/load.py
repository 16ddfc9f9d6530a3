"""A small closed-loop HTTP load: a few keep-alive connections, each sending the next request at once."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import urlsplit


async def _client(host: str, port: int, request: bytes, until: float) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    count = 0
    while time.monotonic() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 2"):
            raise RuntimeError(head.decode(errors="replace"))
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        await reader.readexactly(length)
        count += 1
    writer.close()
    return count


async def _run(host: str, port: int, request: bytes, seconds: float, connections: int) -> float:
    started = time.monotonic()
    clients = [_client(host, port, request, started + seconds) for _ in range(connections)]
    return sum(await asyncio.gather(*clients)) / (time.monotonic() - started)


def requests_per_second(
    method: str, url: str, key: str, body: bytes = b"", *, seconds: float = 4.0, connections: int = 8
) -> float:
    """How many requests of one kind a server on loopback answers, as 2xx, per second."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    head = (
        f"{method} {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    assert parts.hostname is not None
    assert parts.port is not None
    return asyncio.run(_run(parts.hostname, parts.port, head.encode() + body, seconds, connections))
