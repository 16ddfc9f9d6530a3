"""``python worker.py DATA``: a house of its own whose dispatcher runs until it is killed."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

from support.engines import HELD
from support.patience import LEASE_SECONDS
from vitascope.bootstrap import open_house
from vitascope.settings import Settings


def main() -> None:
    """Say when it is ready, then work."""
    logging.basicConfig(level=logging.WARNING)
    root = Path(sys.argv[1])
    settings = Settings(
        data_dir=root / "data",
        cache_dir=root / "cache",
        engines=(HELD,),
        heartbeat_seconds=0.2,
        lease_seconds=LEASE_SECONDS,
    )
    with open_house(settings, standby=False) as house:
        house.dispatcher.start()
        while house.dispatcher.health() != "ok":
            time.sleep(0.01)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        time.sleep(3600)


if __name__ == "__main__":
    main()
