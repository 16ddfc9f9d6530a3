"""Traces in OpenTelemetry's terms. Until ``start`` is called nothing is imported and nothing is recorded.

A generation is a trace of its own, whose number is the generation's id: API nodes and workers find it without
telling each other. The request that created it is linked.
"""
# ruff: noqa: PLC0415 - OpenTelemetry is an extra: it is imported where somebody wants traces

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from vitascope.errors import ConfigurationError

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

NAME = "vitascope"
NANO = 1_000_000_000
_LOW = (1 << 64) - 1
_tracers: list[Tracer] = []
"""One, or none while traces are off."""


def start(endpoint: str | None) -> None:
    """Send traces to this address (OTLP over HTTP); None leaves them off.

    Raises ``ConfigurationError`` where the extra is not installed.
    """
    if endpoint is None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ModuleNotFoundError as missing:
        raise ConfigurationError(
            "VITASCOPE_OTLP_ENDPOINT is set and OpenTelemetry is not installed. "
            "pip install 'vitascope[otel]', or unset it."
        ) from missing
    provider = TracerProvider(resource=Resource.create({"service.name": NAME}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint)))
    start_with(provider)


def start_with(provider: TracerProvider) -> None:
    """Record with a provider that was set up elsewhere."""
    _tracers[:] = [provider.get_tracer(NAME)]


def stop() -> None:
    """Record nothing any more."""
    _tracers.clear()


def is_on() -> bool:
    """Whether anything is recorded."""
    return bool(_tracers)


@contextmanager
def request(method: str, headers: Mapping[str, str]) -> Generator[Span | None]:
    """A request while it is answered, in the trace that the caller names in ``traceparent``."""
    if not _tracers:
        yield None
        return
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind

    with _tracers[0].start_as_current_span(method, extract(headers), SpanKind.SERVER) as span:
        span.set_attribute("http.request.method", method)
        yield span


def accepted(generation: str, at: float) -> None:
    """A generation was queued, at epoch seconds; linked to the request that is being answered."""
    if not _tracers:
        return
    from opentelemetry.trace import Link, get_current_span

    context = get_current_span().get_span_context()
    links = [Link(context)] if context.is_valid else []
    moment = round(at * NANO)
    span = _tracers[0].start_span("accept", _trace(generation), links=links, start_time=moment)
    span.set_attribute("vitascope.generation", generation)
    span.end(moment)


@contextmanager
def attempt(generation: str, number: int) -> Generator[None]:
    """One try at a generation, from its lease to its end."""
    if not _tracers:
        yield
        return
    with _tracers[0].start_as_current_span("generation", _trace(generation)) as span:
        span.set_attributes({"vitascope.generation": generation, "vitascope.attempt": number})
        yield


def stage(name: str, began: float, ended: float) -> None:
    """A stage of the attempt that is being made, between two moments in epoch seconds."""
    if _tracers:
        _tracers[0].start_span(name, start_time=round(began * NANO)).end(round(ended * NANO))


def _trace(generation: str) -> Context:
    """The trace whose number is the generation's id."""
    from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

    number = UUID(generation).int
    sampled = TraceFlags(TraceFlags.SAMPLED)
    context = SpanContext(number, number & _LOW, is_remote=True, trace_flags=sampled)
    return set_span_in_context(NonRecordingSpan(context))
