"""Puts right what processes that died left behind."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

from vitascope.errors import StorageFull, Unavailable
from vitascope.ledger.upkeep import Upkeep
from vitascope.storage import sweep
from vitascope.telemetry import metrics
from vitascope.worker.desk import Desk
from vitascope.worker.herald import Herald

log = logging.getLogger(__name__)
SWEEP_SECONDS = 1.0
SETTLED_SECONDS = 8.0
"""How old a file that no generation owns must be: older than any create takes from its first stored
picture to its row. What a process that died left is that old at the second tidying at the latest."""
SHARED_SETTLED_SECONDS = 900.0
"""The same in a storage elsewhere, whose clock may differ from this machine's."""
TIDY_EVERY = 3600.0
DUTY_EVERY = 0.9 * TIDY_EVERY
"""How often one process of a cluster does what each would do every hour otherwise."""
AT_ONCE = 200
"""Generations removed in one transaction."""


class Housekeeper(Thread):
    """Gives expired leases back once a second, and has the ``herald`` say that this process is there.

    Removes the scratch of dead processes and, where it ``tidies``, orphan files and generations that were
    kept long enough: at the start, once more when everything from before the start has settled, and then
    every hour. Of processes that share a storage one does it for all.
    """

    def __init__(
        self, desk: Desk, wake: Callable[[], None], *, tidies: bool, herald: Herald | None = None
    ) -> None:
        super().__init__(name="housekeeper", daemon=True)
        self._desk = desk
        self._wake = wake
        self._tidies = tidies
        self._herald = herald

    def run(self) -> None:
        """Until the process drains."""
        due = self._desk.clock.monotonic()
        pause = SETTLED_SECONDS
        while True:
            try:
                self._keep_order()
                if self._desk.clock.monotonic() >= due:
                    self.tidy()
                    due += pause
                    pause = TIDY_EVERY
            except (StorageFull, Unavailable, OSError) as error:
                log.warning("Tidying up waits: %s", error)
            if self._desk.draining.wait(SWEEP_SECONDS):
                break
        if self._herald is not None:
            with suppress(StorageFull, Unavailable):
                self._herald.leave()

    def _keep_order(self) -> None:
        if expired := self._desk.ledger.sweep_expired():
            metrics.LEASES_LOST.inc(len(expired))
            self._wake()
        if self._herald is not None:
            self._herald.tell()

    def tidy(self) -> None:
        """Remove the scratch of processes that are gone, and in storage what nobody needs any more."""
        desk = self._desk
        folders, files = desk.scratch.sweep(), 0
        shared = desk.settings.storage_url is not None
        if self._tidies and (not shared or Upkeep(desk.ledger.database).take("tidy", DUTY_EVERY)):
            self._remove_old()
            settled = desk.clock.now() - (SHARED_SETTLED_SECONDS if shared else SETTLED_SECONDS)
            files = sweep(desk.storage, desk.ledger.live, settled)
        if folders or files:
            log.info("Removed %d orphan files and the scratch of %d processes that are gone.", files, folders)

    def _remove_old(self) -> None:
        """Remove the generations that were kept as long as the operator wants, then their files."""
        desk, kept = self._desk, self._desk.settings.retention_seconds
        upkeep, removed = Upkeep(desk.ledger.database), 0
        while kept is not None and (gone := upkeep.remove_ended(kept, AT_ONCE)):
            for one in gone:
                desk.storage.delete_prefix(f"{one}/")
            removed += len(gone)
        if removed:
            log.info(
                "Removed %d generations that ended more than %g days ago.",
                removed,
                desk.settings.retention_days,
            )
