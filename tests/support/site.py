"""A whole installation of processes that a test may kill in any order: on one machine, or on several."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Literal

import psutil

from support import postgres, server
from support.engines import HELD
from support.patience import PATIENCE
from support.shell import ENGINES
from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
from vitascope.ledger.tables import duty
from vitascope.storage import LocalStorage

LEASE_SECONDS = 1.5
LONG_AGO = 24 * 3600.0
Part = Literal["server", "worker", "child"]


class Site(ABC):
    """Processes over one ledger and one storage; ``mend`` starts anew what was killed."""

    parts: tuple[Part, ...]
    """What there is to kill, the rarer the dearer."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.nodes: list[server.Server] = []
        self.ledger = Ledger.open(database_url, SystemClock())
        self.storage = LocalStorage(self.data / "storage")
        self.environment = {
            "VITASCOPE_API_KEY": server.KEY,
            "VITASCOPE_ENGINES": f"{ENGINES},{HELD}",
            "PYTHONPATH": server.with_tests(),
            "VITASCOPE_CACHE_DIR": str(folder / "cache"),
            "VITASCOPE_LEASE_SECONDS": str(LEASE_SECONDS),
            "VITASCOPE_HEARTBEAT_SECONDS": "0.25",
            "VITASCOPE_POISON_AFTER": "0",
            "VITASCOPE_WATERMARK": "false",
            "VITASCOPE_C2PA": "false",
        }

    @abstractmethod
    def open(self) -> None:
        """Start everything that is missing; servers answer afterwards, slots may still load."""

    @abstractmethod
    def workers(self) -> dict[str, psutil.Process]:
        """The processes that feed slots, by the name that their leases begin with."""

    @property
    @abstractmethod
    def renderers(self) -> list[subprocess.Popen[str]]:
        """The processes that feed slots, as they were started."""

    def victims(self, part: Part) -> list[tuple[str, psutil.Process]]:
        """Whom to kill, each with the name of the worker it belongs to."""
        if part == "server":
            return [("", psutil.Process(node.process.pid)) for node in self.nodes]
        if part == "worker":
            return list(self.workers().items())
        living = [(name, child) for name, one in self.workers().items() for child in one.children()]
        return [(name, child) for name, child in living if child.status() != psutil.STATUS_ZOMBIE]

    def close(self) -> None:
        """End every process."""
        for node in self.nodes:
            node.http.close()
        ends = [*(node.process for node in self.nodes), *self.renderers]
        for process in ends:
            process.terminate()
        for process in ends:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(PATIENCE)
        self.nodes = []

    def orphans(self) -> set[str]:
        """The stored and half-written files that no generation lists."""
        entries = {entry.key for entry in self.storage.entries()}
        ids = {key.split("/", 1)[0] for key in entries}
        owned = {asset.key for one in self.ledger.live(ids).values() for asset in one.assets}
        unfinished = {str(path) for path in (self.storage_root / ".unfinished").glob("*")}
        return (entries - owned) | unfinished

    @property
    def storage_root(self) -> Path:
        """Where files lie."""
        return self.data / "storage"

    def age(self) -> None:
        """Let every file and duty be a day old: what nobody owns is then removed at the next start."""
        then = time.time() - LONG_AGO
        for path in self.storage_root.rglob("*"):
            os.utime(path, (then, then))
        with self.ledger.database.write() as tx:
            tx.connection.execute(duty.update().values(due=then))


class OneMachine(Site):
    """``vitascope serve`` on SQLite: the server feeds its own slot."""

    parts = ("child", "child", "server")

    def __init__(self, folder: Path) -> None:
        (folder / "data").mkdir(parents=True)
        super().__init__(folder, f"sqlite:///{folder / 'data' / 'ledger.sqlite3'}")
        self._number = 0

    def open(self) -> None:
        """Start the server if it does not run."""
        if self.nodes and self.nodes[0].process.poll() is None:
            return
        self._number += 1
        named = {**self.environment, "VITASCOPE_WORKER_NAME": self._name}
        self.nodes = [server.start(self.data, environment=named)]

    def workers(self) -> dict[str, psutil.Process]:
        """The server."""
        return {self._name: psutil.Process(self.nodes[0].process.pid)}

    def victims(self, part: Part) -> list[tuple[str, psutil.Process]]:
        """As of every site; who kills the server kills the worker."""
        return super().victims("worker" if part == "server" else part)

    @property
    def renderers(self) -> list[subprocess.Popen[str]]:
        """None beside the server."""
        return []

    @property
    def _name(self) -> str:
        return f"serve{self._number}"


class Machines(Site):
    """Some API nodes and workers on PostgreSQL and a folder that all of them see."""

    parts = ("child", "child", "worker", "server")

    def __init__(
        self, folder: Path, database: postgres.Server | None = None, *, nodes: int = 2, workers: int = 2
    ) -> None:
        url = database.create() if database else postgres.database()
        super().__init__(folder, url)
        self.environment |= {
            "VITASCOPE_DATABASE_URL": url,
            "VITASCOPE_STORAGE_URL": f"file://{self.data / 'storage'}",
        }
        self._number = 0
        self._wanted = nodes, workers
        self._workers: dict[str, subprocess.Popen[str]] = {}

    def open(self) -> None:
        """Start workers first: they load while the nodes come up."""
        self._workers = {name: one for name, one in self._workers.items() if one.poll() is None}
        while len(self._workers) < self._wanted[1]:
            self._hire()
        self.nodes = [node for node in self.nodes if node.process.poll() is None]
        while len(self.nodes) < self._wanted[0]:
            self._number += 1
            data = self.folder / f"node{self._number}"
            self.nodes.append(server.start(data, "--no-worker", environment=self.environment))

    def workers(self) -> dict[str, psutil.Process]:
        """Those that run."""
        return {name: psutil.Process(one.pid) for name, one in self._workers.items()}

    @property
    def renderers(self) -> list[subprocess.Popen[str]]:
        """The workers."""
        return list(self._workers.values())

    def _hire(self) -> None:
        self._number += 1
        name = f"w{self._number}"
        command = [sys.executable, "-m", "vitascope", "worker", "--name", name]
        with (self.folder / f"{name}.log").open("w") as log:
            self._workers[name] = subprocess.Popen(
                [*command, "--data-dir", str(self.folder / name)],
                env={**os.environ, **self.environment},
                text=True,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
