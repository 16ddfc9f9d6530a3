"""What a dispatcher asks of a slot."""

from __future__ import annotations

from typing import Protocol

from vitascope.worker.job import Answer, Job


class Slot(Protocol):
    """One place that makes one generation at a time. Used by one thread, except ``wake``."""

    @property
    def trouble(self) -> str | None:
        """Why it does not become ready, or None while nothing is known to be wrong."""
        ...

    @property
    def loaded(self) -> frozenset[str]:
        """The engines that it keeps ready."""
        ...

    def revive(self) -> bool:
        """Bring up what makes the videos where it is down; whether it is ready to start a job.

        Returns at once; asked again until it answers yes.
        """
        ...

    def start(self, job: Job) -> None:
        """Begin a job. Its answers come from ``poll`` and end with one that is final."""
        ...

    def poll(self, seconds: float) -> Answer | None:
        """The next answer, or None when none came in time or somebody called ``wake``."""
        ...

    def wake(self) -> None:
        """End a waiting ``poll`` early; from any thread."""
        ...

    def cancel(self) -> None:
        """Ask the running job to stop at its next step; it answers ``Stopped``, or ends as it would."""
        ...

    def kill(self) -> None:
        """Stop the running job now, whatever it does; nothing more is reported of it."""
        ...

    def close(self) -> None:
        """Stop everything for good."""
        ...
