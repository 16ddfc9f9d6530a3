"""What the client raises.

The tree, with the HTTP statuses and the built-in errors that the classes also are::

    VitascopeClientError
    ├── HttpError            the server refused: ``status``, ``request_id``, ``faults``
    │   ├── BadRequest       400, 413, 415, 422 and other 4xx; ValueError
    │   ├── Unauthorized     401, 403; PermissionError
    │   ├── NotFound         404, 410; LookupError
    │   ├── RateLimited      429; ``retry_after``
    │   └── ServerError      5xx, and answers that are not to be understood
    ├── ConnectionFailed     no answer, or one that broke off; ConnectionError
    ├── GenerationFailed     it was accepted and cannot be made: ``generation``
    └── Timeout              it is not ready in the time given, and goes on: ``generation``; TimeoutError
"""

from __future__ import annotations

from vitascope.client.records import FieldFault, Generation


class VitascopeClientError(Exception):
    """The root of everything the client raises on purpose.

    ``retryable`` says whether the same request may go well later; ``retry_after`` after how many seconds,
    where the server said so.
    """

    retryable: bool = False
    retry_after: float | None = None

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class HttpError(VitascopeClientError):
    """The server refused, or could not.

    ``status`` is None where the client saw by itself that the request cannot work. ``request_id`` finds the
    request in the server's log. ``faults`` says which fields are wrong.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        request_id: str | None = None,
        faults: tuple[FieldFault, ...] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.request_id = request_id
        self.faults = faults

    def __str__(self) -> str:
        """The message with the status and the request's id."""
        known = (("HTTP", self.status), ("request", self.request_id))
        said = ", ".join(f"{name} {value}" for name, value in known if value)
        return f"{self.message} ({said})" if said else self.message


class BadRequest(HttpError, ValueError):
    """A request that no retry makes right."""


class Unauthorized(HttpError, PermissionError):
    """No key, a wrong one, one without the right to this, or one whose budget is spent."""


class NotFound(HttpError, LookupError):
    """No such generation or asset for this key."""


class RateLimited(HttpError):
    """Too many requests; ``retry_after`` is in seconds, or None."""


class ServerError(HttpError):
    """The server failed, or is no server of this kind."""


class ConnectionFailed(VitascopeClientError, ConnectionError):
    """The server could not be reached, or the connection broke."""

    retryable = True


class GenerationFailed(VitascopeClientError):
    """An accepted generation that ended without a video; ``generation.error`` says why."""

    def __init__(self, generation: Generation) -> None:
        error = generation.error
        why = f"{error.name}: {error.message}" if error else "the server gave no reason"
        super().__init__(f"The generation {generation.id} has no video. {why}")
        self.generation = generation

    def __reduce__(self) -> tuple[type[GenerationFailed], tuple[Generation]]:
        """Whole again in another process."""
        return type(self), (self.generation,)


class Timeout(VitascopeClientError, TimeoutError):
    """The generation was not ready in time. It goes on: wait again, or cancel it."""

    def __init__(self, generation: Generation, seconds: float) -> None:
        super().__init__(
            f"The generation {generation.id} is {generation.status} at {generation.progress:.0%} after "
            f"{seconds:g} s. It goes on: wait again with its id, or cancel it."
        )
        self.generation = generation
        self.seconds = seconds

    def __reduce__(self) -> tuple[type[Timeout], tuple[Generation, float]]:
        """Whole again in another process."""
        return type(self), (self.generation, self.seconds)
