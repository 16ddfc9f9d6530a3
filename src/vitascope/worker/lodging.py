"""The process that lodges members of a crew whose leader is on another machine.

Started as ``python -P -m vitascope.worker.lodging FD PARENT``, as ``vitascope.worker.child`` is, and ends as
that does. It says where it listens, and from then on crews call it.
"""

from __future__ import annotations

from vitascope.engines.diffusers.crew import serve
from vitascope.engines.diffusers.quarters import Quarters
from vitascope.worker.child import begun
from vitascope.worker.job import Quartered


def main() -> None:
    """Lodge until the parent is gone."""
    pipe, setup = begun()
    pipe.send(Quartered(Quarters(setup.host, serve).address))
    pipe.poll(None)


if __name__ == "__main__":
    main()
