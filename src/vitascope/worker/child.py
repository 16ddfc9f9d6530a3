"""The process that owns one device: it loads its engine once and makes one clip after the other.

Started as ``python -P -m vitascope.worker.child FD PARENT``; orders come and answers go over the pipe
``FD``. It must not outlive its parent, however that ends: the kernel kills it (Linux), and everywhere the
end of the pipe does. Signals meant for the server are the parent's to answer.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from multiprocessing.connection import Connection
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from vitascope.worker.job import Answer, Failed, Job, Load, Order, Setup, Stop

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve orders until the parent is gone."""
    pipe, parent = Connection(int(sys.argv[1])), int(sys.argv[2])
    die_with(parent)
    for meant_for_parent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(meant_for_parent, signal.SIG_IGN)
    setup = pipe.recv()
    prepare(setup)
    # Imported after the environment is set: compiled engines read it when they are imported.
    from vitascope.worker.bench import Bench  # noqa: PLC0415

    Desk(pipe, Bench(setup)).work()


def die_with(parent: int) -> None:
    """Arrange to be killed with the parent; end at once when it is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def prepare(setup: Setup) -> None:
    """Make this process able to import what the parent can, and point compiled kernels at their cache."""
    sys.path[:] = setup.path
    os.environ["NUMBA_CACHE_DIR"] = str(setup.cache_dir / "kernels")
    os.environ["NUMBA_NUM_THREADS"] = "1"
    os.environ["VITASCOPE_CACHE_DIR"] = str(setup.cache_dir)
    os.environ["VITASCOPE_RENDER_THREADS"] = str(setup.render_threads)
