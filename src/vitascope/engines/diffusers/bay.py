"""Which models are loaded in this process: shared by every engine of it."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from dataclasses import replace
from threading import RLock, Timer, current_thread

from vitascope.engines.diffusers import float8, heavy
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.conditions import Frames, Shot, Window
from vitascope.engines.diffusers.crew import Crew, Order
from vitascope.engines.diffusers.decoder import empty_cache
from vitascope.engines.diffusers.loaded import Loaded
from vitascope.engines.diffusers.memory import Plan, Wishes, planned
from vitascope.engines.diffusers.options import Options
from vitascope.engines.diffusers.reuse import EVERY_STEP, Reuse
from vitascope.engines.diffusers.store import Store
from vitascope.engines.diffusers.team import Team
from vitascope.engines.diffusers.watch import Watch
from vitascope.errors import EngineError

log = logging.getLogger(__name__)


class Bay:
    """Holds a model from one request to the next; it gives way to another, and to nobody's asking."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.store = Store(options.folder)
        self._device = "cpu"
        self._loaded: Loaded | None = None
        self._lock = RLock()
        self._timer: Timer | None = None
        self._lowered: dict[str, Plan] = {}
        self._others: tuple[str, ...] = ()
        self._crew: Crew | None = None
        self._team: Team | None = None

    @property
    def holds(self) -> str | None:
        """The model that is loaded."""
        return self._loaded.card.name if self._loaded else None

    @property
    def loaded(self) -> Loaded | None:
        """That model itself."""
        return self._loaded

    @property
    def crew(self) -> Crew | None:
        """The processes on the slot's other devices."""
        return self._crew

    @property
    def device(self) -> str:
        """Where models compute."""
        return self._device

    def settle(self, device: str) -> None:
        """Find the devices: the slot's, or the graphics card where none was named.

        On several the model is computed together, once a clip wants it.
        """
        torch = heavy.torch()
        if device == "cpu" and self.options.finds_device and torch.cuda.is_available():
            device = "cuda:0"
        self._device, *others = device.split(",")
        self._others = tuple(others)

    def take(self, card: Card, shot: Shot, watch: Watch, reuse: Reuse = EVERY_STEP) -> Window:
        """One window; where memory runs out, again with less of the model on the graphics card.

        Until all of its frames are taken the model stays.
        """
        with self._lock:
            self._stop_timer()
            try:
                window = self._take(card, shot, watch, reuse)
            except BaseException:
                if self._team is not None and not self._team.agreed:
                    self._disband()  # the others wait for what does not come
                self._start_timer()
                raise
        return replace(window, frames=self._seen(window.frames))

    def follow(self, order: Order) -> None:
        """Compute along with the process that leads."""
        watch = Watch(_unheard, lambda: False, order.shot.steps)
        self._ready(order.card, watch).follow(order.shot, watch, order.reuse)

    @classmethod
    def of(cls, options: Options, device: str, team: Team) -> Bay:
        """That of a process which follows."""
        made = cls(options)
        made.settle(device)
        made._team = team
        return made

    def unload(self) -> None:
        """Let go of the model."""
        with self._lock:
            if self._loaded is not None:
                log.info("Unloaded %s.", self._loaded.card.name)
            try:
                if self._crew is not None:
                    self._crew.begin(None)
            except EngineError as error:
                log.warning("%s", error.message)
                self._disband()
            self._drop()

    def close(self) -> None:
        """Let go of the model and end the processes on other devices."""
        with self._lock:
            self._stop_timer()
            self._disband()

    def _seen(self, frames: Iterator[Frames]) -> Iterator[Frames]:
        try:
            yield from frames
        finally:
            with self._lock:
                if self._loaded is not None and self._loaded.decoder.moved:
                    self.unload()
                self._start_timer()

    def _drop(self) -> None:
        self._loaded = None
        gc.collect()
        empty_cache()

    def _take(self, card: Card, shot: Shot, watch: Watch, reuse: Reuse) -> Window:
        while True:
            begun = watch.done
            try:
                self._muster()
                if self._crew is not None:
                    self._crew.begin(Order(card, shot, reuse))
                loaded = self._ready(card, watch)
                watch.say("text")
                window = loaded.take(shot, watch, reuse)
            except heavy.torch().OutOfMemoryError:
                self._lowered[card.name] = self._planned(card).lower()
            else:
                return window
            # Out of the handler: until here its traceback held what the failed attempt had on the card.
            plan = self._lowered[card.name]
            log.warning("Out of memory with %s: again with offload %s.", card.name, plan.tier)
            watch.again(watch.done - begun)
            if self._crew is not None:
                log.warning("The other devices are left out from now on.")
                self._disband()
                self._others = ()
            self.unload()

    def _muster(self) -> None:
        """Have the other devices' processes there, where the slot has any."""
        if self._others and self._crew is None:
            self._drop()
            self._crew = Crew((self._device, *self._others), self.options, Bay.of)
            self._team = self._crew.team

    def _disband(self) -> None:
        crew, self._crew, self._team = self._crew, None, None
        if crew is not None:
            crew.close()
        self._drop()

    def _ready(self, card: Card, watch: Watch) -> Loaded:
        held = self._loaded
        if held is not None and held.card == card:
            return held
        del held
        self._drop()  # the crew finds out by itself that another model is wanted
        plan = self._planned(card)
        where = (card.name, plan.device, plan.precision, plan.weights, plan.tier, plan.why)
        log.info("Loading %s on %s in %s, weights %s, offload %s (%s).", *where)
        watch.say(f"load ({plan.precision}, weights {plan.weights}, offload {plan.tier})")
        folder = self.store.path(card.name)
        self._loaded = Loaded(card, folder, plan, self.options, self._team)
        return self._loaded

    def _planned(self, card: Card) -> Plan:
        if self._loaded is not None and self._loaded.card == card:
            return self._loaded.plan
        if card.name in self._lowered:
            return self._lowered[card.name]
        torch, wishes = heavy.torch(), Wishes(self.options.offload, self.options.weights)
        if not self._device.startswith("cuda"):
            return planned(card, self._device, 0, wishes, half=False)
        free, _ = torch.cuda.mem_get_info(torch.device(self._device))
        half, eight = bool(torch.cuda.is_bf16_supported()), float8.can(heavy.capability(self._device))
        return planned(card, self._device, int(free), wishes, half=half, eight=eight)

    def _start_timer(self) -> None:
        if self.options.idle_seconds > 0:
            self._timer = Timer(self.options.idle_seconds, self._unused)
            self._timer.daemon = True
            self._timer.start()

    def _unused(self) -> None:
        with self._lock:
            if self._timer is current_thread():  # else a request came first
                self.unload()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _unheard(_stage: str, _step: int, _steps: int) -> None:
    """Only the process that leads says how far it is."""
