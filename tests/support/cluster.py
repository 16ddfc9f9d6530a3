"""Several API nodes and workers in processes of their own, on one PostgreSQL and one S3 server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select, update

from support import postgres, s3, server
from support.engines import HELD
from support.patience import LEASE_SECONDS, PATIENCE
from support.shell import ENGINES
from vitascope import ids
from vitascope.clock import SystemClock
from vitascope.domain.generation import Generation
from vitascope.ledger import Ledger
from vitascope.ledger.tables import generation
from vitascope.storage.cloud import CloudStorage


class Worker:
    """One ``vitascope worker``."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self.name = name
        self.process = process
        self.log: list[str] = []
        threading.Thread(target=lambda: self.log.extend(process.stdout or ()), daemon=True).start()

    def terminate(self) -> None:
        """SIGTERM, and nothing more."""
        self.process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)


class Cluster:
    """What its machines share, and the machines. Each has a data directory of its own."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self._folder = folder
        self.s3 = s3.server()
        self.bucket = self.s3.bucket()
        self.database_url = url or postgres.database()
        s3.trust()
        self.ledger = Ledger.open(self.database_url, SystemClock())
        self.storage = CloudStorage(f"s3://{self.bucket}/videos", self.s3.endpoint)
        self.environment = {
            **self.s3.environment,
            "VITASCOPE_API_KEY": server.KEY,
            "VITASCOPE_ENGINES": f"{ENGINES},{HELD}",
            "PYTHONPATH": server.with_tests(),
            "VITASCOPE_CACHE_DIR": str(folder / "cache"),
            "VITASCOPE_DATABASE_URL": self.database_url,
            "VITASCOPE_STORAGE_URL": f"s3://{self.bucket}/videos",
            "VITASCOPE_LEASE_SECONDS": str(LEASE_SECONDS),
            "VITASCOPE_HEARTBEAT_SECONDS": "0.4",
        }
        self.nodes: list[server.Server] = []
        self.workers: list[Worker] = []

    def node(self) -> server.Server:
        """Start an API node that renders nothing, and wait until it answers."""
        data = self._folder / f"node-{len(self.nodes)}"
        self.nodes.append(server.start(data, "--no-worker", environment=self.environment))
        return self.nodes[-1]

    def worker(self, *arguments: str) -> Worker:
        """Start a worker, and wait until a slot of it is ready."""
        name = f"w{len(self.workers)}"
        made = self.begin("worker", "--name", name, "--data-dir", str(self._folder / name), *arguments)
        self.workers.append(Worker(name, made))
        self.until(lambda: any(one.worker == name and one.slots for one in self.ledger.workers()))
        return self.workers[-1]

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in the cluster's environment."""
        return subprocess.Popen(
            [sys.executable, "-m", "vitascope", *arguments],
            env={**os.environ, **self.environment},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def staff(self, count: int = 1) -> list[Worker]:
        """Workers that run; those that are missing are started."""
        while len(self.alive) < count:
            self.worker()
        return self.alive

    @property
    def alive(self) -> list[Worker]:
        """The workers that have not ended."""
        return [one for one in self.workers if one.process.poll() is None]

    def working_on(self, shown: str) -> Worker:
        """The worker whose slot renders it, once frames are encoded."""
        self.until(lambda: self.get(shown).progress.stage == "render")
        slot = next(one.worker for one in self.ledger.queue() if one.generation.id == self.get(shown).id)
        return next(one for one in self.workers if slot and slot.rpartition("-")[0] == one.name)

    def leased_until(self, shown: str) -> float:
        """Until when a worker may be silent, by the ledger's clock."""
        with self.ledger.database.read() as tx:
            found = select(generation.c.lease_until).where(generation.c.id == self.get(shown).id)
            return float(tx.connection.execute(found).scalar_one())

    def expire(self, shown: str) -> None:
        """Let the lease on it have run out: whoever had it is silent for ever."""
        of_it = generation.c.id == self.get(shown).id
        with self.ledger.database.write() as tx:
            tx.connection.execute(update(generation).where(of_it).values(lease_until=0.0))

    def dismiss(self, shown: str) -> None:
        """Cancel one that still waits."""
        found = self.get(shown)
        self.ledger.cancel(found.id, found.owner)

    def get(self, shown: str) -> Generation:
        """A generation as the ledger has it."""
        return self.ledger.get(ids.parse_generation_id(shown))

    def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> float:
        """Wait until something holds; the seconds it took."""
        began = time.monotonic()
        while not holds():
            assert time.monotonic() - began < seconds, self.logs()
            time.sleep(0.02)
        return time.monotonic() - began

    def logs(self) -> str:
        """What the workers wrote last."""
        return "\n".join(f"{one.name}: {''.join(one.log[-20:])}" for one in self.workers)

    def close(self) -> None:
        """End every process."""
        processes = [*(node.process for node in self.nodes), *(one.process for one in self.workers)]
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(PATIENCE)
        for node in self.nodes:
            node.http.close()
        self.ledger.close()
