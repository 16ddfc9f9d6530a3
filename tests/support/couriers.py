"""Couriers to be killed: ``python -m support.couriers URL`` forks one for each line it reads.

Each delivers from the ledger at the URL, in a process of its own whose id is printed once it is about to
begin. What all of them need is imported once, before the first fork, by a process with a single thread.
"""

from __future__ import annotations

import os
import signal
import sys
from ipaddress import ip_network

from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
from vitascope.ledger.webhooks import WebhookLedger
from vitascope.webhooks.courier import Courier
from vitascope.webhooks.deliverer import Deliverer
from vitascope.webhooks.payloads import Payloads

PATIENCE = 1.0
"""Seconds: how long a receiver is waited for, so that a killed try is made again soon."""


def deliver(url: str) -> None:
    """Until killed."""
    clock = SystemClock()
    book = WebhookLedger(Ledger.open(url, clock).database)
    loopback = (ip_network("127.0.0.0/8"),)
    deliverer = Deliverer(book, Payloads(lambda _generation, _name: None), clock, loopback, PATIENCE)
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    with Courier(book, deliverer, clock):
        signal.pause()


def main() -> None:
    """Fork one for each line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    for _ in iter(sys.stdin.readline, ""):
        if os.fork() == 0:
            deliver(sys.argv[1])


if __name__ == "__main__":
    main()
