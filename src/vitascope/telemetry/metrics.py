"""Every metric, defined once, in Prometheus' own terms. ``docs/reference/metrics.md`` describes each."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    start_http_server,
)

from vitascope.domain.queue import Signal
from vitascope.errors import ConfigurationError

REGISTRY = CollectorRegistry()
"""Ours alone: nothing that a library adds by itself is told."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "vitascope"
_POOL = ["pool"]
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


def _gauge(name: str, meaning: str, labels: list[str]) -> Gauge:
    return Gauge(name, meaning, labels, namespace=PREFIX, registry=REGISTRY)


def _counter(name: str, meaning: str, labels: list[str]) -> Counter:
    return Counter(name, meaning, labels, namespace=PREFIX, registry=REGISTRY)


QUEUED = _gauge("queued", "Generations that wait.", _POOL)
QUEUED_SECONDS = _gauge("queued_seconds", "Estimated render time of what waits for a slot.", _POOL)
OLDEST_SECONDS = _gauge("oldest_queued_seconds", "Age of what waits longest; 0 where nothing does.", _POOL)
RUNNING = _gauge("running", "Generations that are being made.", _POOL)
WORKERS = _gauge("workers", "Workers that serve the pool.", _POOL)
SLOTS = _gauge("slots", "Slots that can take work.", _POOL)
BACKLOG_SECONDS = _gauge(
    "backlog_seconds_per_slot",
    "Estimated render time of what waits for a slot, for each slot, or for one.",
    _POOL,
)
PAUSED = _gauge("paused", "1 while the pool is paused.", _POOL)
LEASES_LOST = _counter("leases_lost", "Leases that this process took back from silent workers.", [])
ENDED = _counter("generations_ended", "Attempts of this process's slots, by how they ended.", ["ending"])
STAGE_SECONDS = Histogram(
    "generation_stage_seconds",
    "How long each stage of a generation took in this process's slots.",
    ["stage"],
    namespace=PREFIX,
    registry=REGISTRY,
    buckets=_SECONDS,
)
REQUESTS = _counter("http_requests", "Requests answered by this process.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "http_request_seconds",
    "From a request to the first byte of its answer.",
    ["route"],
    namespace=PREFIX,
    registry=REGISTRY,
    buckets=_REQUEST_SECONDS,
)
_OF_POOLS = (QUEUED, QUEUED_SECONDS, OLDEST_SECONDS, RUNNING, WORKERS, SLOTS, BACKLOG_SECONDS, PAUSED)
_telling = Lock()


def exposition(signals: Iterable[Signal]) -> bytes:
    """All metrics in Prometheus' text format, those of the pools as the signals have them."""
    with _telling:
        for gauge in _OF_POOLS:
            gauge.clear()
        for signal in signals:
            _tell(signal)
        return generate_latest(REGISTRY)


def serve(host: str, port: int) -> None:
    """Answer ``/metrics`` at an address of its own, in a thread, to everybody who reaches it.

    Raises ``ConfigurationError`` where the address cannot be used.
    """
    try:
        start_http_server(port, host, registry=REGISTRY)
    except OSError as error:
        raise ConfigurationError(
            f"Metrics cannot be served on {host} port {port}: {error.strerror}. Choose another "
            "VITASCOPE_METRICS_PORT, or VITASCOPE_HOST."
        ) from error


def _tell(signal: Signal) -> None:
    told = {
        QUEUED: signal.queued,
        QUEUED_SECONDS: signal.queued_seconds,
        OLDEST_SECONDS: signal.oldest_seconds,
        RUNNING: signal.running,
        WORKERS: signal.workers,
        SLOTS: signal.slots,
        BACKLOG_SECONDS: signal.queued_seconds / max(signal.slots, 1),
        PAUSED: signal.paused,
    }
    for gauge, value in told.items():
        gauge.labels(signal.pool).set(value)
