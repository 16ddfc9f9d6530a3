"""The queue on both databases, durable as in service: ``PYTHONPATH=tests python -m bench.queue [ROWS …]``.

Prints the time of a claim with so many generations in the table (1,000 and 100,000 unless given; ``--full``
adds 1,000,000), the rate of 8 processes that claim 10,000, the time of an insert, the order in which owners
are served, the time from a create to its start, and what a small cluster makes: 1 API node, 2 workers and
40 jobs, or 4, 8 and 2,000 with ``--full``. ``--cluster 4 8 200`` makes such a cluster alone.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

from sqlalchemy import text

from bench.cluster import starts, throughput
from contract.samples import a_generation
from support.postgres import Server
from vitascope.clock import SystemClock
from vitascope.domain.limits import Limits
from vitascope.ledger import Ledger
from vitascope.ledger.database import Database

ROWS, MILLION = (1_000, 100_000), 1_000_000
SMALL, FULL = (1, 2, 40), (4, 8, 2_000)
"""API nodes, workers and jobs of the small cluster."""
START_SECONDS = 15.0
"""What eight claimers need to start."""
CLAIMS, CLAIMERS, JOBS, OWNERS = 200, 8, 10_000, 200
_COPIED = (
    "request, engine, model, seed, pool, attempt, cancel_requested, deaths, furthest, progress, assets, "
    "created_at, charge"
)
_FILL = f"""
INSERT INTO generation (id, owner, priority, vstart, state, error_name, error_message, finished_at, {_COPIED})
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
SELECT 'copy-' || i, 'owner' || (i % {OWNERS}), i % 3, i / {OWNERS},
    CASE WHEN i % 2 = 0 THEN 'queued' ELSE 'failed' END, CASE WHEN i % 2 = 0 THEN NULL ELSE 'X' END,
    CASE WHEN i % 2 = 0 THEN NULL ELSE 'x' END, CASE WHEN i % 2 = 0 THEN NULL ELSE 1.0 END, {_COPIED}
FROM n, (SELECT * FROM generation WHERE id = 'model') AS model
"""


def fill(url: str, rows: int) -> None:
    """So many more generations: every second one waits, of 200 owners and 3 priorities; the others ended."""
    with closing(Ledger.open(url, SystemClock())) as ledger:
        ledger.insert(a_generation(id="model"))
    with closing(Database.connect(url, SystemClock())) as database:
        with database.write() as tx:
            tx.connection.execute(text(_FILL), {"rows": rows})
        with database.write() as tx:
            tx.connection.execute(text("ANALYZE"))


def milliseconds(do: Callable[[], object]) -> float:
    """How long it took."""
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1000.0


def show(what: str, times: list[float]) -> None:
    """One line: median and 99th percentile."""
    ordered = sorted(times)
    print(
        f"  {what}: p50 {statistics.median(ordered):.2f} ms, p99 {ordered[len(ordered) * 99 // 100]:.2f} ms"
    )


def claims(fresh: Callable[[], str], sizes: Sequence[int]) -> None:
    """The time of a claim, and of an insert, in tables of these sizes.

    They are asked in turns, so that whatever else the machine does hits all alike.
    """
    with ExitStack() as opened:
        ledgers = dict[int, Ledger]()
        for rows in sizes:
            fill(url := fresh(), rows)
            ledgers[rows] = opened.enter_context(closing(Ledger.open(url, SystemClock())))
        claimed, inserted = ({rows: list[float]() for rows in sizes} for _ in range(2))
        for number in range(CLAIMS):
            for rows, ledger in ledgers.items():
                claimed[rows].append(milliseconds(partial(ledger.claim, "w", 600.0)))
            for rows, ledger in ledgers.items():
                new = a_generation(f"owner{number % OWNERS}")
                inserted[rows].append(milliseconds(partial(ledger.insert, new)))
    for what, times in (("claim among", claimed), ("insert beside", inserted)):
        for rows in sizes:
            show(f"{what} {rows:,} rows", times[rows])
    middle = [statistics.median(times) for times in claimed.values()]
    print(f"  claims: the slowest median is {max(middle) / min(middle):.2f} x the fastest")


def drain(url: str, name: str, start: float) -> tuple[list[str], float]:
    """One claimer, from a moment until nothing waits: what it claimed, and the seconds of CPU that took."""
    claimed: list[str] = []
    with closing(Ledger.open(url, SystemClock())) as ledger:
        ledger.counts()
        time.sleep(max(0.0, start - time.time()))
        began = time.process_time()
        while lease := ledger.claim(name, 600.0):
            claimed.append(lease.generation.id)
        return claimed, time.process_time() - began


def race(url: str, server: Server | None, jobs: int) -> None:
    """8 claimers in processes of their own and so many jobs; CPU time is theirs and the database server's."""
    fill(url, 2 * jobs - 2)  # every second one waits, and the model
    start, before = time.time() + START_SECONDS, server.cpu_seconds() if server else 0.0
    with multiprocessing.get_context("spawn").Pool(CLAIMERS) as pool:
        hauls = pool.starmap(drain, [(url, f"w{number}", start) for number in range(CLAIMERS)])
    seconds = time.time() - start
    spent = sum(cpu for _, cpu in hauls) + (server.cpu_seconds() - before if server else 0.0)
    claimed = list(chain.from_iterable(haul for haul, _ in hauls))
    shares = sorted(len(haul) for haul, _ in hauls)
    print(
        f"  {CLAIMERS} claimers: {len(claimed):,} claims, {len(set(claimed)):,} distinct, "
        f"{len(claimed) / seconds:.0f}/s, {spent / len(claimed) * 1000:.2f} ms of CPU each, "
        f"from {shares[0]} to {shares[-1]} by each"
    )


def fairness(url: str) -> None:
    """A queues 60 and 5 of them start; then B queues 10, and C, whose weight is 2, queues 10."""
    with closing(Ledger.open(url, SystemClock())) as ledger:
        ledger.set_limits(Limits(owner="C", weight=2.0))
        order = ""
        for queued, served in (("A" * 60, 5), ("B" * 10 + "C" * 10, 80)):
            for owner in queued:
                ledger.insert(a_generation(owner))
            for _ in range(served):
                lease = ledger.claim("w", 600.0)
                order += lease.generation.owner if lease else ""
    print(f"  served: {order}")


@contextmanager
def databases() -> Iterator[dict[str, tuple[Callable[[], str], Server | None]]]:
    """For each kind what makes the URL of a new, empty one, and the server it is on."""
    server = Server.another(durable=True)
    with tempfile.TemporaryDirectory() as folder:
        try:
            yield {
                "SQLite": (lambda: f"sqlite:///{tempfile.mkdtemp(dir=Path(folder))}/ledger.sqlite3", None),
                "PostgreSQL": (server.create, server),
            }
        finally:
            server.stop()


def measure(sizes: Sequence[int] = ROWS, jobs: int = JOBS) -> None:
    """Measure both databases with tables of these sizes and a race for so many jobs, and print."""
    with databases() as kinds:
        for name, (fresh, server) in kinds.items():
            print(name)
            claims(fresh, sizes)
            race(fresh(), server, jobs)
            fairness(fresh())
            with tempfile.TemporaryDirectory() as folder:
                show("create to start", starts(fresh(), Path(folder)))


def cluster(nodes: int, workers: int, jobs: int) -> None:
    """Measure what API nodes and workers make of so many jobs, and print."""
    print(f"{nodes} API nodes, {workers} workers: {throughput(jobs, nodes, workers)}")


def main() -> None:
    """Read the command line."""
    given = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    given.add_argument("rows", nargs="*", type=int, default=list(ROWS))
    given.add_argument("--full", action="store_true", help="all sizes")
    given.add_argument(
        "--cluster", nargs=3, type=int, help="API nodes, workers and jobs of the cluster alone"
    )
    asked = given.parse_args()
    if not asked.cluster:
        measure((*asked.rows, MILLION) if asked.full else asked.rows)
    cluster(*(asked.cluster or (FULL if asked.full else SMALL)))


if __name__ == "__main__":
    main()
