"""``python -m support.forge``: commands of vitascope in processes of their own that need not import it first.

What the commands have in common is imported once, by a process with a single thread. For each line that it
reads, which says what to run, where, and in what environment, it forks; it answers with the exit status.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Order:
    """One command. ``out`` and ``err`` are the files that it writes to."""

    arguments: tuple[str, ...]
    folder: str
    environment: dict[str, str]
    out: str
    err: str

    def line(self) -> str:
        """As it is sent."""
        return json.dumps(asdict(self)) + "\n"


def main() -> None:
    """Carry out orders until there are no more."""
    from vitascope.cli import app, generate  # noqa: F401 - what is imported here is there after each fork
    from vitascope.cli import main as command

    for line in sys.stdin:
        order = Order(**json.loads(line))
        if (child := os.fork()) == 0:
            _become(order)
            command()
            sys.exit()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(order: Order) -> None:
    """The process that the command is to run in."""
    writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order.out, writing),
        (2, order.err, writing),
    ):
        os.dup2(os.open(path, flags, 0o600), number)
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.folder)
    sys.argv = ["vitascope", *order.arguments]


if __name__ == "__main__":
    main()
