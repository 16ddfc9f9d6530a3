"""Several processes on one ledger, and processes that are killed."""

from __future__ import annotations

import signal
import subprocess
import sys

from contract.samples import a_generation
from vitascope.domain.generation import State
from vitascope.ledger import Ledger

JOBS = 100
DRAIN = """
import sys
from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
ledger = Ledger.open(sys.argv[1], SystemClock())
print("ready", flush=True)
sys.stdin.read(1)
print(ledger.claim(sys.argv[2], 600.0).generation.id, flush=True)
sys.stdin.read(1)
while lease := ledger.claim(sys.argv[2], 600.0):
    print(lease.generation.id, flush=True)
"""
INSERT = """
import sys
from contract.samples import a_generation
from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
ledger = Ledger.open(sys.argv[1], SystemClock())
while True:
    print(ledger.insert(a_generation()).id, flush=True)
"""
REPEAT = """
import sys
from concurrent.futures import ThreadPoolExecutor
from contract.samples import a_generation
from vitascope.clock import SystemClock
from vitascope.domain.idempotency import Idempotency
from vitascope.ledger import Ledger
ledger = Ledger.open(sys.argv[1], SystemClock())
print("ready", flush=True)
sys.stdin.read(1)
def create(number):
    key = Idempotency(owner="anna", key=f"k{number // 25}", body_hash="body")
    return f"{key.key} {ledger.insert(a_generation(), idempotency=key).id}"
with ThreadPoolExecutor(25) as threads:
    print(*threads.map(create, range(100)), sep="\\n", flush=True)
"""


def child(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path.endswith("/tests"))},
    )


def heard(*children: subprocess.Popen[str]) -> list[str]:
    """The next line of each; then all go on in the same moment."""
    lines = [one.stdout.readline().strip() for one in children if one.stdout]
    for one in children:
        assert one.stdin
        one.stdin.write("g")
        one.stdin.flush()
    return lines


def together(*children: subprocess.Popen[str]) -> list[str]:
    """What each of them wrote, started in the same moment."""
    assert set(heard(*children)) == {"ready"}
    written = [one.communicate()[0] for one in children]
    assert [one.returncode for one in children] == [0] * len(children)
    return written


def test_two_processes_claim_every_generation_once(ledger: Ledger, url: str) -> None:
    made = {ledger.insert(a_generation()).id for _ in range(JOBS)}

    both = [child(DRAIN, url, name) for name in ("w1", "w2")]
    assert heard(*both) == ["ready", "ready"]
    claimed = heard(*both)  # neither has done all the work before the other has begun
    for one in both:
        claimed += one.communicate()[0].split()

    assert len(claimed) == len(set(claimed))
    assert set(claimed) == made


def test_a_hundred_creates_with_one_key_by_four_processes_make_one_generation(
    ledger: Ledger, url: str
) -> None:
    written = together(*(child(REPEAT, url) for _ in range(4)))

    answers = [line.split() for one in written for line in one.splitlines()]
    assert len(answers) == 400
    assert len({key for key, _ in answers}) == len({(key, id_) for key, id_ in answers}) == 4
    assert ledger.counts()[State.QUEUED] == 4


def test_kill_9_in_the_middle_of_inserts_loses_no_acknowledged_one(ledger: Ledger, url: str) -> None:
    for acknowledged in (1, 7, 30):
        writer = child(INSERT, url)
        assert writer.stdout
        told = [writer.stdout.readline().strip() for _ in range(acknowledged)]
        writer.send_signal(signal.SIGKILL)
        rest = writer.communicate()[0].splitlines(keepends=True)
        told += [line.strip() for line in rest if line.endswith("\n")]

        assert writer.returncode == -signal.SIGKILL
        assert set(told) == set(ledger.live(told))
        assert all([event.kind for event in ledger.events(one)] == ["queued"] for one in told)
    assert ledger.claim("survivor", 5.0)
