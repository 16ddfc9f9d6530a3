"""Ports that nobody else takes between the moment they are chosen and the moment they are used."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

FIRST, MANY = 20_000, 9_000
"""Below those that systems hand out to whoever asks for any port."""


def free_port() -> int:
    """One that nobody listens at, and that nobody is given by chance."""
    for port in count(FIRST + 37 * os.getpid() % MANY):
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue
    raise AssertionError("every port is taken")


@contextmanager
def closed_port() -> Iterator[int]:
    """One that is taken and refuses every connection."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])
