"""HTTP/1.1 as it is read: no request may grow, or take its time, without end."""

from __future__ import annotations

import asyncio
import math
import re
from functools import lru_cache, partial
from http import HTTPStatus

from httptools import HttpParserError
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_UNREAD = 65_536
"""Bytes that may come without ending a header or being part of a body, beside one read of the socket."""
PATIENCE_SECONDS = 60.0
"""How long a client may take to send a header, or the next part of a body, or to read on in an answer."""
_HOST = re.compile(
    rb"(?:(?:[\w.~%!$&'()*+,;=-]+|\[[0-9A-Fa-f:.]+(?:%[\w.~%-]+)?\])(?::[0-9]{0,5})?)?", re.ASCII
)
"""``uri-host [":" port]``, RFC 9110 7.2."""
DIRECT = "vitascope.direct"
"""The extension of the ASGI scope that writes a part of an answer's body at once: its ``put`` takes bytes."""


class BoundedProtocol(HttpToolsProtocol):
    """Refuses what a parser would go on collecting, and lets go of clients that hold connections open.

    uvicorn hands a request over once its header is whole, so that what is checked there is in memory already:
    a header, a trailer or a chunk's extension that never ends is refused here, while it is read, with 431;
    a client that sends nothing, or bytes too slowly to get anywhere, gets 408. Time in which the server
    itself does not read is not the client's. A client that reads nothing of what waits for it is cut off.
    """

    patience = PATIENCE_SECONDS
    _timer: asyncio.TimerHandle | None = None
    _due = math.inf
    """When to lose patience, by the loop's clock; the timer asks it, and is not set anew for each request."""
    _unread = 0
    _moved = False
    _open = True
    _headed = False
    _stuck: asyncio.TimerHandle | None = None
    _left = 0
    """Bytes of an answer that waited to be read when the timer was set."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connected, who should say what for."""
        super().connection_made(transport)
        self._extensions: dict[str, dict[object, object]] = {
            DIRECT: {"put": partial(put, self.flow, self.transport)}
        }
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed."""
        if self._timer is not None:
            self._timer.cancel()
        self._read_on()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """More of an answer waits to be read than is kept ready."""
        super().pause_writing()
        self._expect_reading()

    def resume_writing(self) -> None:
        """The client read on."""
        super().resume_writing()
        self._read_on()

    def on_response_complete(self) -> None:
        """An answer is written; where it was the last one, the connection closes once it is read."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._expect_reading()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing came for a while."""
        super().timeout_keep_alive_handler()
        self._expect_reading()

    def data_received(self, data: bytes) -> None:
        """Read on, as long as it leads anywhere."""
        super().data_received(data)
        if not self._open and not self.cycle.response_complete:
            self._rest()
        elif self._moved or self._due == math.inf:
            self._wait()
        else:
            self._unread += len(data)
            if self._unread > MOST_UNREAD:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self.scope["extensions"] = self._extensions
        self._open, self._headed, self._moved = True, False, True

    def on_header(self, name: bytes, value: bytes) -> None:
        """One field of the header. Trailers, which nothing here reads, are left out."""
        if not self._headed:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The header is whole.

        Raises ``HttpParserError``, which is answered 400, unless it names one host (RFC 9112 3.2): what
        stands in front of this server may have read another one.
        """
        hosts = [value.strip(b" \t") for name, value in self.headers if name == b"host"]
        needed = self.parser is not None and self.parser.get_http_version() != "1.0"
        if len(hosts) > 1 or (needed and not hosts) or not all(map(_HOST.fullmatch, hosts)):
            raise HttpParserError("A request names one host.")
        super().on_headers_complete()
        self._headed = self._moved = True

    def on_body(self, body: bytes) -> None:
        """A part of the body came."""
        super().on_body(body)
        self._moved = True

    def on_message_complete(self) -> None:
        """The request is whole."""
        super().on_message_complete()
        self._open = False

    def _wait(self) -> None:
        self._moved, self._unread = False, 0
        self._due = self.loop.time() + self.patience
        if self._timer is None:
            self._timer = self.loop.call_at(self._due, self._late)

    def _rest(self) -> None:
        self._moved, self._unread, self._due = False, 0, math.inf

    def _late(self) -> None:
        self._timer = None
        if self._due == math.inf:
            return
        if self.flow.read_paused:
            self._wait()
        elif self._due <= self.loop.time():
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self._timer = self.loop.call_at(self._due, self._late)

    def _expect_reading(self) -> None:
        self._left = self.transport.get_write_buffer_size()
        if self._stuck is None and self._left:
            self._stuck = self.loop.call_later(self.patience, self._unread_still)

    def _unread_still(self) -> None:
        self._stuck = None
        if self.transport.get_write_buffer_size() < self._left:
            self._expect_reading()
        else:
            self.transport.abort()  # closing would wait for the client to read the rest

    def _read_on(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    @property
    def _limits(self) -> str:
        return f"a header may have {MOST_UNREAD:,} bytes and take {self.patience:g} seconds"

    def _refuse(self, status: HTTPStatus) -> None:
        """Close; say why where no answer is on its way."""
        if not self._headed:
            self.transport.write(_answer(status, f"{status.phrase}: {self._limits}."))
        self.transport.close()
        self._expect_reading()


def put(flow: FlowControl, transport: asyncio.Transport, body: bytes) -> bool:
    """Write a part of a body of unknown length, once its first part went the usual way.

    Whoever sends the same to many connections saves the event loop a task for each. False where nothing was
    written: the client is slow or gone, and the usual way waits for it.
    """
    if flow.write_paused or transport.is_closing():
        return False
    transport.write(_chunk(body))
    return True


@lru_cache(maxsize=8)
def _chunk(body: bytes) -> bytes:
    """As the chunked coding has it; many connections get the same one."""
    return b"%x\r\n%b\r\n" % (len(body), body)


def _answer(status: HTTPStatus, text: str) -> bytes:
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "content-type: text/plain; charset=utf-8",
        f"content-length: {len(text)}",
        "connection: close",
        "",
        text,
    )
    return "\r\n".join(lines).encode("ascii")
