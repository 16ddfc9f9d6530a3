"""Every error vitascope raises on purpose.

The tree, with the stable ``code`` and the HTTP status of each class::

    VitascopeError                 internal_error        500
    ├── InvalidRequest             invalid_request       400
    │   ├── UnknownModel           unknown_model         400
    │   ├── MissingCapability      missing_capability    400
    │   ├── KeyframeRefused        keyframe_refused      400
    │   └── PolicyRefused          policy_refused        400
    ├── Unauthenticated            unauthenticated       401
    ├── Forbidden                  forbidden             403
    │   └── QuotaReached           quota_reached         403
    ├── NotFound                   not_found             404
    ├── MethodNotAllowed           method_not_allowed    405
    ├── PayloadTooLarge            payload_too_large     413
    ├── UnsupportedMediaType       unsupported_media     415
    ├── IdempotencyMismatch        idempotency_mismatch  422
    ├── TooManyRequests            too_many_requests     429   retryable
    ├── Unavailable                unavailable           503   retryable
    ├── GenerationFailed           generation_failed     500
    │   ├── KeyframeUnreachable    keyframe_unreachable  500
    │   ├── AddressRefused         address_refused       500
    │   ├── MediaError             media_error           500
    │   ├── EngineError            engine_error          500
    │   │   ├── RemoteUnreachable  remote_unreachable    500
    │   │   ├── RemoteRefused      remote_refused        500
    │   │   ├── RemoteFailed       remote_failed         500
    │   │   └── RemoteMismatch     remote_mismatch       500
    │   ├── Poisoned               poisoned              500
    │   └── Cancelled              cancelled             500
    ├── StorageFull                storage_full          503   retryable
    ├── LeaseLost                  lease_lost            500
    └── ConfigurationError         configuration_error   500

A refusal made while a client waits is an HTTP status. ``GenerationFailed`` and what is below it happen
after a generation was accepted: the status is never sent, ``code`` and message are recorded with it.
A message says what was wrong, what was expected and what to do.
"""

from __future__ import annotations

from typing import ClassVar


class VitascopeError(Exception):
    """The root: an error whose message may be shown to the caller."""

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRequest(VitascopeError):
    """A request that no retry makes right; ``field`` names where, dotted (``keyframes.frame0.url``)."""

    code = "invalid_request"
    status = 400

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field

    def __reduce__(self) -> tuple[type[InvalidRequest], tuple[str, str | None]]:
        """Keep the field when an error crosses from a child process."""
        return type(self), (self.message, self.field)


class UnknownModel(InvalidRequest):
    """No installed engine serves the model that was named."""

    code = "unknown_model"


class MissingCapability(InvalidRequest):
    """The model exists and cannot do what was asked."""

    code = "missing_capability"


class KeyframeRefused(InvalidRequest):
    """A keyframe that can be seen to be wrong before anything is fetched."""

    code = "keyframe_refused"


class PolicyRefused(InvalidRequest):
    """A prompt or picture that the operator's policy does not let through; ``reason`` is for the log."""

    code = "policy_refused"

    def __init__(self, message: str, field: str | None = None, reason: str = "") -> None:
        super().__init__(message, field)
        self.reason = reason

    def __reduce__(self) -> tuple[type[PolicyRefused], tuple[str, str | None, str]]:  # type: ignore[override]
        """Keep what else it holds when it crosses from a child process."""
        return type(self), (self.message, self.field, self.reason)


class Unauthenticated(VitascopeError):
    """No key, or one that is unknown, revoked or expired."""

    code = "unauthenticated"
    status = 401


class Forbidden(VitascopeError):
    """A known caller without the right to this."""

    code = "forbidden"
    status = 403


class QuotaReached(Forbidden):
    """A budget that is spent or a store that is full: waiting does not help, room has to be made."""

    code = "quota_reached"


class NotFound(VitascopeError):
    """Nothing is there, or it belongs to another owner: the two answers are the same."""

    code = "not_found"
    status = 404


class MethodNotAllowed(VitascopeError):
    """The path exists, the verb does not."""

    code = "method_not_allowed"
    status = 405


class PayloadTooLarge(VitascopeError):
    """A body or upload over its limit."""

    code = "payload_too_large"
    status = 413


class UnsupportedMediaType(VitascopeError):
    """A body in an encoding this route does not read."""

    code = "unsupported_media"
    status = 415


class IdempotencyMismatch(VitascopeError):
    """An idempotency key that was used before with another body."""

    code = "idempotency_mismatch"
    status = 422


class TooManyRequests(VitascopeError):
    """A rate, concurrency or queue limit; ``retry_after`` is in seconds."""

    code = "too_many_requests"
    status = 429
    retryable = True

    def __init__(self, message: str, retry_after: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(VitascopeError):
    """The server is starting, draining, or a part it needs does not answer."""

    code = "unavailable"
    status = 503
    retryable = True


class GenerationFailed(VitascopeError):
    """An accepted generation that cannot be made; recorded with it, never sent as a status."""

    code = "generation_failed"


class KeyframeUnreachable(GenerationFailed):
    """A remote keyframe that could not be fetched."""

    code = "keyframe_unreachable"


class AddressRefused(GenerationFailed):
    """A host that resolves to an address the server is not allowed to talk to."""

    code = "address_refused"


class MediaError(GenerationFailed):
    """Bytes that are no picture or video we read, are damaged, or are over a limit."""

    code = "media_error"


class EngineError(GenerationFailed):
    """The engine reported that it cannot render this."""

    code = "engine_error"


class RemoteUnreachable(EngineError):
    """A remote engine that gave no whole answer for longer than it is waited for."""

    code = "remote_unreachable"


class RemoteRefused(EngineError):
    """A remote engine that refused the request, or is no server of the dialect it was set up with."""

    code = "remote_refused"


class RemoteFailed(EngineError):
    """A remote engine that accepted the request and made no video."""

    code = "remote_failed"


class RemoteMismatch(EngineError):
    """A remote engine whose video is not what was asked for and cannot be brought into its form."""

    code = "remote_mismatch"


class Poisoned(GenerationFailed):
    """A generation that killed its process again and again without getting further."""

    code = "poisoned"


class Cancelled(GenerationFailed):
    """The owner cancelled it."""

    code = "cancelled"


class StorageFull(VitascopeError):
    """No room to write; what was accepted waits until there is."""

    code = "storage_full"
    status = 503
    retryable = True


class LeaseLost(VitascopeError):
    """Another worker owns this generation now; whatever was made here must not be published."""

    code = "lease_lost"


class ConfigurationError(VitascopeError):
    """A setting that cannot work; the message names it and says what it may be."""

    code = "configuration_error"
