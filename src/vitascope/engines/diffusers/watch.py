"""How far a render is, and whether anybody still wants it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitascope.engines.base import Cancelled, Report
from vitascope.errors import Cancelled as WasCancelled


class Watch:
    """Counts the steps of all windows; ``steps`` is how many there will be."""

    def __init__(self, report: Report, cancelled: Cancelled, steps: int) -> None:
        self._report = report
        self._cancelled = cancelled
        self._steps = steps
        self._done = 0

    def say(self, stage: str) -> None:
        """A stage begins. Raises ``Cancelled`` where nobody wants the clip any more."""
        self.go_on()
        self._report(stage, self._done, self._steps)

    def go_on(self, *_: object) -> None:
        """Raise ``Cancelled`` where nobody wants the clip any more."""
        if self.unwanted:
            raise WasCancelled("The owner cancelled this generation.")

    def step(self, _pipe: object, _index: int, _time: object, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """After each denoising step, as pipelines call it; ``_interrupt`` would still decode."""
        self.count()
        self.go_on()
        return given

    def step_of_all(
        self, _pipe: object, _index: int, _time: object, given: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The same where several compute together: they stop together, before the next pass."""
        self.count()
        return given

    def count(self) -> None:
        """One more step is done."""
        self._done += 1
        self._report("denoise", self._done, self._steps)

    @property
    def unwanted(self) -> bool:
        """Whether nobody wants the clip any more."""
        return self._cancelled()

    def again(self, steps: int) -> None:
        """A window begins anew, after ``steps`` steps that count for nothing."""
        self._done -= steps

    @property
    def done(self) -> int:
        """Steps so far."""
        return self._done
