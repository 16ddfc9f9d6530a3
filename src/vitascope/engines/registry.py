"""Which engines are installed, and which model a requested name means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points

from vitascope.domain.request import Capability
from vitascope.engines.base import Engine, ModelCard
from vitascope.errors import ConfigurationError, MissingCapability, UnknownModel

GROUP = "vitascope.engines"
BEST, FAST = "best", "fast"


def role_of(name: str) -> str | None:
    """The role a hosted model's name stands for: ``best``, ``fast`` or none.

    ``luma/ray-2``, ``ray-1-6``, ``ray-1.6`` and every ``sora-2`` ask for the best there is,
    ``ray-flash-2`` for the fast one; the provider's prefix does not matter.
    """
    bare = name.removeprefix("luma/").removeprefix("openai/")
    if bare == "ray-flash-2":
        return FAST
    if bare in {"ray-2", "ray-1-6", "ray-1.6"} or bare == "sora-2" or bare.startswith("sora-2-"):
        return BEST
    return None


SERVED_ALIASES = ("luma/ray-2", "luma/ray-flash-2", "luma/ray-1-6")
"""The hosted names that ``/v1/models`` lists beside the installed models."""


class Registry:
    """The installed engines by name."""

    def __init__(self, engines: Iterable[Engine], absent: Mapping[str, str] | None = None) -> None:
        """``absent`` are known models that are not installed, each with what to do."""
        self._engines = {engine.describe().name: engine for engine in engines}
        self._absent = dict(absent or {})

    @classmethod
    def installed(
        cls,
        extra: Iterable[str] = (),
        more: Iterable[Engine] = (),
        absent: Mapping[str, str] | None = None,
    ) -> Registry:
        """Every engine an installed package declares under ``vitascope.engines``, and ``extra`` ones.

        An extra engine is named ``module:Class``; ``ConfigurationError`` when it cannot be imported.
        ``more`` are engines that are made already.
        """
        named = [EntryPoint(name, name, GROUP) for name in extra]
        loaded = [_load(point)() for point in [*entry_points(group=GROUP), *named]]
        return cls([*loaded, *more], absent)

    @cached_property
    def cards(self) -> tuple[ModelCard, ...]:
        """Every model, the one with the highest rank first."""
        found = (card for engine in self._engines.values() for card in engine.describe().cards)
        return tuple(sorted(found, key=lambda card: (-card.rank, card.name)))

    def engine(self, name: str) -> Engine:
        """The engine of that name; ``ConfigurationError`` when it is not installed here."""
        if name not in self._engines:
            raise ConfigurationError(
                f"The engine {name!r} is not installed on this machine; "
                f"installed: {', '.join(sorted(self._engines)) or 'none'}."
            )
        return self._engines[name]

    def resolve(self, name: str, needs: frozenset[Capability]) -> ModelCard:
        """The model that serves this name and can do what is needed.

        Raises ``UnknownModel`` for a name nobody serves and ``MissingCapability`` where the model
        that was named exactly cannot do it.
        """
        exact = next((card for card in self.cards if card.name == name), None)
        if exact is not None:
            return self._capable([exact], needs)
        role = role_of(name)
        if role is None and name in self._absent:
            raise UnknownModel(f"The model {name!r} is not installed here. {self._absent[name]}", "model")
        if role is None:
            served = ", ".join([*SERVED_ALIASES, *(card.name for card in self.cards)])
            raise UnknownModel(f"No model {name!r} is served here. Served: {served}.", "model")
        return self._capable([card for card in self.cards if role in card.roles], needs)

    def _capable(self, candidates: list[ModelCard], needs: frozenset[Capability]) -> ModelCard:
        for card in candidates:
            if needs <= card.capabilities:
                return card
        missing = ", ".join(sorted(needs - candidates[0].capabilities)) if candidates else "any model"
        able = [card.name for card in self.cards if needs <= card.capabilities]
        raise MissingCapability(
            f"{candidates[0].name if candidates else 'This server'} cannot do: {missing}. "
            f"Models here that can: {', '.join(able) or 'none'}.",
            "model",
        )


def _load(point: EntryPoint) -> Callable[[], Engine]:
    try:
        loaded: Callable[[], Engine] = point.load()
    except (ImportError, AttributeError) as error:
        raise ConfigurationError(
            f"The engine {point.value!r} cannot be imported: {error}. "
            "Expected module:Class of an importable engine; correct it or uninstall its package."
        ) from error
    return loaded
