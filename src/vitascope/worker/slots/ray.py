"""Slots that are Ray actors. Only this module and ``hired`` import Ray."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, cast

import ray as _ray  # pyright: ignore[reportMissingImports]
import ray.exceptions as _exceptions  # pyright: ignore[reportMissingImports]

from vitascope.clock import Clock
from vitascope.errors import ConfigurationError, Unavailable
from vitascope.worker.job import Answer, Died, Failed, Job, Setup
from vitascope.worker.slots.hired import Group, Hired, Single
from vitascope.worker.slots.outpost import Condition, brought, inputs, outputs

ray: Any = cast("Any", _ray)
faults: Any = cast("Any", _exceptions)

log = logging.getLogger(__name__)
ASK_SECONDS = 0.25
"""How long an actor is waited for before something else is done."""
SILENT_SECONDS = 10.0
"""How long an actor that has a job may not answer at all before it is given up."""
NOTICE_SECONDS = 8.0
"""How long Ray may take to notice that a node is gone, where it is set up as the documentation says."""
PAUSE = 1.0
"""Seconds before an actor that could not be made is tried again."""
KILLED = -9
FOLDER = "vitascope-ray"


def connect(address: str) -> None:
    """Talk to the cluster at the address, of which this machine is a node; ``auto`` finds it.

    Ray itself reads ``RAY_AUTH_MODE`` and ``RAY_AUTH_TOKEN``. Raises ``ConfigurationError``.
    """
    try:
        ray.init(address, logging_level=logging.WARNING, ignore_reinit_error=True)
    except (ConnectionError, ValueError, RuntimeError, faults.RayError) as error:
        raise ConfigurationError(
            f"No Ray cluster answers at {address!r}: {error}. Start one with `ray start --head`, or make "
            "this machine a node of one: `ray start --address host:6379 --num-cpus 0`; where the "
            "cluster wants a token, set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN."
        ) from error


def has_gpus() -> bool:
    """Whether the cluster has graphics cards now."""
    return bool(ray.cluster_resources().get("GPU", 0))


class RaySlot:
    """One actor, and without ``gpus`` a second one that stands by, on another node where there is one.

    ``gpus`` that no single node has are those of several: then a group of actors, one on each, is one slot.

    The actor keeps the engine in a child of its own, so that it answers whatever the engine does. Files are
    carried to it and back: the nodes share no folder. ``wanted`` says whether there should be an actor at
    all. An actor that is only *unavailable* may still be working: it is killed before another takes its
    place, and the generation is handed back without blame.
    """

    def __init__(
        self, setup: Setup, clock: Clock, preload: str, *, shares: tuple[int, int], wanted: Callable[[], bool]
    ) -> None:
        """``shares`` are the nodes that the slot spans and its GPUs on each, 0 on one node for the CPU."""
        self._clock = clock
        self._wanted = wanted
        nodes, gpus = shares
        self._spares = gpus == 0
        root = Path(tempfile.gettempdir()) / FOLDER
        self._hire: Callable[[], Hired] = (
            partial(Single, setup, preload, root, gpus)
            if nodes == 1
            else partial(Group, setup, preload, root, nodes, gpus)
        )
        self._hired: Hired | None = None
        self._spare: Hired | None = None
        self._actor: Any = None
        self._asked: Any = None
        self._condition = Condition(ready=False, trouble=None, loaded=frozenset())
        self._job: Job | None = None
        self._doubted: Failed | Died | None = None
        self._heard = 0.0
        self._not_before = 0.0
        self._woken = Event()

    @property
    def trouble(self) -> str | None:
        """What the actor says keeps its engine from loading."""
        return self._condition.trouble

    @property
    def loaded(self) -> frozenset[str]:
        """The engines that the actor has loaded."""
        return self._condition.loaded

    def revive(self) -> bool:
        """Ask for an actor where there is none; whether it is ready. Lets it go where it is not wanted."""
        if not self._wanted():
            self.close()
            return False
        if self._hired is None and self._clock.monotonic() >= self._not_before:
            self._hired, self._spare = self._spare or self._hire(), None
            self._asked = None
        ready = self._hired is not None and self._is_ready(self._hired)
        if ready and self._spares and self._spare is None:
            self._spare = self._hire()
            self._spare.leader().condition.remote()  # begins to load
        return ready

    def start(self, job: Job) -> None:
        """Send the actor a job with its files."""
        self._job, self._doubted, self._heard = job, None, self._clock.monotonic()
        self._asked = self._actor.start.remote(job, inputs(job))  # ``poll`` hears of it first

    def poll(self, seconds: float) -> Answer | None:
        """The next answer. Raises ``Unavailable`` where the actor is out of reach, which blames no engine."""
        if self._job is None or self._hired is None:
            self._woken.wait(seconds)
            self._woken.clear()
            return None
        try:
            self._hired.check()
            if self._doubted is not None:
                return self._confirmed(self._doubted, seconds)
            if self._asked is None:
                self._asked = self._actor.poll.remote(ASK_SECONDS)
            if not ray.wait([self._asked], timeout=seconds)[0]:
                self._check_silence()
                return None
            answer = cast("Answer | None", ray.get(self._asked))
            self._asked, self._heard = None, self._clock.monotonic()
            if self._hired.spans and isinstance(answer, Failed | Died):
                self._doubted = answer
                return None
            return self._received(answer, self._job)
        except faults.RayError as error:
            return self._lost(error)

    def wake(self) -> None:
        """End a waiting ``poll`` early."""
        self._woken.set()

    def cancel(self) -> None:
        """Ask the running job to stop."""
        if self._actor is not None and self._job is not None:
            self._actor.cancel.remote()

    def kill(self) -> None:
        """End the actor and its child; the next ``revive`` takes another."""
        if self._hired is not None:
            self._hired.end()
        self._hired = self._actor = self._asked = self._job = self._doubted = None
        self._condition = Condition(ready=False, trouble=None, loaded=frozenset())

    def close(self) -> None:
        """End both actors."""
        self.kill()
        if self._spare is not None:
            self._spare.end()
            self._spare = None

    def _is_ready(self, hired: Hired) -> bool:
        try:
            hired.check()
            self._actor = hired.leader()
            if self._actor is None:
                return False
            if self._asked is None:
                self._asked = self._actor.condition.remote()
            if not ray.wait([self._asked], timeout=ASK_SECONDS)[0]:
                return False
            self._condition = cast("Condition", ray.get(self._asked))
        except faults.RayError as error:
            log.warning("The Ray actor of a slot is gone: %s", _brief(error))
            self.kill()
            self._not_before = self._clock.monotonic() + (0.0 if self._spare else PAUSE)
            return False
        self._asked = None
        return self._condition.ready

    def _confirmed(self, answer: Failed | Died, seconds: float) -> Answer | None:
        """The failure of a slot that spans nodes, once none of them can be the reason any more."""
        if self._clock.monotonic() - self._heard < NOTICE_SECONDS:
            self._woken.wait(min(seconds, ASK_SECONDS))
            self._woken.clear()
            return None
        if isinstance(answer, Died):
            self.kill()
        return answer

    def _received(self, answer: Answer | None, job: Job) -> Answer | None:
        """The answer, its files brought to this machine's scratch folder of the job."""
        places = {path: job.scratch / path.name for path in outputs(answer)}
        for there, here in places.items():
            self._fetch(there, here)
        if isinstance(answer, Died):
            self.kill()  # The actor that stands by has an engine ready; this one would have to load it.
        elif answer is not None and places:
            self._heard = self._clock.monotonic()
        return brought(answer, places)

    def _fetch(self, there: Path, here: Path) -> None:
        with here.open("wb") as file:
            while piece := cast("bytes", ray.get(self._actor.read.remote(there, file.tell()))):
                file.write(piece)

    def _check_silence(self) -> None:
        if self._clock.monotonic() - self._heard > SILENT_SECONDS:
            self.kill()
            raise Unavailable(
                f"The Ray actor of a slot has not answered for {SILENT_SECONDS:.0f} s and was ended; its "
                "work is handed back. Look at its node with `ray status`."
            )

    def _lost(self, error: Exception) -> Answer:
        """The actor is dead, or must be made so."""
        log.warning("The Ray actor of a slot is gone: %s", _brief(error))
        here = isinstance(error, faults.ActorDiedError) and "node" not in str(error).lower()
        self.kill()
        if here:
            return Died(KILLED)
        raise Unavailable(
            f"The Ray actor of a slot is out of reach: {_brief(error)} Its work is handed back; Ray brings "
            "up another where there is room (`ray status`)."
        ) from error


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
