"""The process that decodes: ``python -P -m vitascope.media.cage.child FD``, with a socket at ``FD``.

It ends when the other end of the socket does. Its answers are read by a parent that trusts nothing in
them: JSON and bytes, never pickles.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import sys
from collections.abc import Generator
from contextlib import ExitStack, closing
from importlib import import_module
from multiprocessing.connection import Connection
from pkgutil import walk_packages
from typing import Any

import av
import cv2
from PIL import Image

from vitascope.errors import MediaError, StorageFull
from vitascope.media.cage import walls
from vitascope.media.cage.tasks import ENOUGH, MORE, PART, STREAMS, TASKS, Material, Order
from vitascope.media.image import FORMATS


def main() -> None:
    """Answer orders until the parent is gone."""
    for meant_for_parent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(meant_for_parent, signal.SIG_IGN)
    link = socket.socket(fileno=int(sys.argv[1]))
    pipe: Connection[Any, Any] = Connection(os.dup(link.fileno()))
    _import_codecs()
    pipe.send_bytes(json.dumps(walls.build()).encode())
    try:
        while True:
            order = Order.model_validate_json(pipe.recv_bytes())
            _answer(pipe, order, link)
    except (EOFError, OSError):
        return


def _answer(pipe: Connection[Any, Any], order: Order, link: socket.socket) -> None:
    handles = socket.recv_fds(link, 1, order.files)[1] if order.files else []
    data = pipe.recv_bytes()
    with ExitStack() as stack:
        material = Material(data, [stack.enter_context(os.fdopen(handle, "rb")) for handle in handles])
        if order.task in STREAMS:
            walls.allow(walls.STREAM_CPU_SECONDS)
            _stream(pipe, STREAMS[order.task](material))
            return
        walls.allow(walls.CPU_SECONDS)
        try:
            value, blobs = TASKS[order.task](order, material)
        except (MediaError, StorageFull) as error:
            pipe.send_bytes(json.dumps({"refused": error.message}).encode())
            return
    pipe.send_bytes(json.dumps({"value": value, "blobs": len(blobs)}).encode())
    for blob in blobs:
        pipe.send_bytes(blob)


def _stream(pipe: Connection[Any, Any], parts: Generator[bytes]) -> None:
    """Send each part once it is wanted, then whether these were all; reads until ``ENOUGH`` was said."""
    said, refused = MORE, None
    try:
        with closing(parts):
            for part in parts:
                if (said := pipe.recv_bytes()) == ENOUGH:
                    break
                pipe.send_bytes(PART)
                pipe.send_bytes(part)
    except (MediaError, StorageFull) as error:
        refused = error.message
    pipe.send_bytes(json.dumps({"refused": refused}).encode())
    while said != ENOUGH:
        said = pipe.recv_bytes()


def _import_codecs() -> None:
    """What PyAV and Pillow would import when they first need it: behind the walls nothing can be."""
    cv2.setNumThreads(1)
    for module in walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in FORMATS:
        out = io.BytesIO()
        Image.new("RGB", (16, 16)).save(out, name)
        with Image.open(io.BytesIO(out.getvalue()), formats=FORMATS) as image:
            image.load()
            image.getexif()


if __name__ == "__main__":
    main()
