"""The process that owns one device: it loads its engine once and makes one clip after the other.

Started as ``python -P -m vitascope.worker.child FD PARENT``; orders come and answers go over the pipe
``FD``. It must not outlive its parent, however that ends: the kernel kills it (Linux), and everywhere the
end of the pipe does. Signals meant for the server are the parent's to answer.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from multiprocessing.connection import Connection

from vitascope.settings import kernels_in
from vitascope.worker import processor
from vitascope.worker.job import Setup
from vitascope.worker.memory import keep_little

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve orders until the parent is gone."""
    pipe, setup = begun()
    # Imported now and not above: compiled engines read the environment when they are imported.
    from vitascope.worker.bench import Bench  # noqa: PLC0415

    Bench(pipe, setup).work()


def begun() -> tuple[Connection, Setup]:
    """The pipe to the parent, and what it said first; ends the process where the parent is gone."""
    pipe: Connection = Connection(int(sys.argv[1]))
    die_with(int(sys.argv[2]))
    keep_little()
    for meant_for_parent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(meant_for_parent, signal.SIG_IGN)
    try:
        setup: Setup = pipe.recv()
    except (EOFError, OSError):
        sys.exit(0)
    prepare(setup)
    return pipe, setup


def die_with(parent: int) -> None:
    """Arrange to be killed with the parent; end at once where it is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def prepare(setup: Setup) -> None:
    """Let this process import what the parent can, and tell engines where kernels and threads go.

    The one place that writes the environment: engines know only it and ``Settings``.
    """
    sys.path[:] = setup.path
    os.environ["NUMBA_CACHE_DIR"] = str(kernels_in(setup.cache_dir))
    os.environ["NUMBA_NUM_THREADS"] = "1"
    os.environ.update(processor.variables(setup.kernels_for))
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = str(setup.cache_dir / "inductor")
    os.environ["HF_HUB_OFFLINE"] = "1"  # models were pulled before; a renderer fetches nothing
    os.environ["VITASCOPE_CACHE_DIR"] = str(setup.cache_dir)
    os.environ["VITASCOPE_RENDER_THREADS"] = str(setup.render_threads)
    if setup.secret:
        multiprocessing.current_process().authkey = setup.secret


if __name__ == "__main__":
    main()
