"""What prompts mean to a model, kept from one window and one request to the next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from vitascope.engines.diffusers import heavy

MOST = 1 << 30
"""Bytes of main memory: a prompt takes from 4 MB (Wan) to 400 MB (LTX-2, every layer of its encoder)."""

Encode = Callable[..., Any]


class Texts:
    """Stands in for the ``encode_prompt`` of every pipeline over one model.

    The longest unused go first where room is short. With the text encoder off the card, a prompt that is
    known spares moving it there.
    """

    def __init__(self, most: int = MOST) -> None:
        """``most`` bytes are kept."""
        self._most = most
        self._kept: OrderedDict[str, tuple[Any, ...]] = OrderedDict()
        self.read = 0
        """How often a prompt was really read."""

    def watch(self, pipe: Any) -> Any:
        """Put into the place of a pipeline's own; answers the pipeline."""
        plain: Encode = pipe.encode_prompt

        def encode(*args: Any, **given: Any) -> Any:
            return self._encoded(plain, args, given)

        pipe.encode_prompt = encode
        return pipe

    def _encoded(self, plain: Encode, args: tuple[Any, ...], given: dict[str, Any]) -> Any:
        torch = heavy.torch()
        if any(isinstance(value, torch.Tensor) for value in (*args, *given.values())):
            return plain(*args, **given)
        key = repr((args, sorted(given.items())))
        if key not in self._kept:
            self.read += 1
            made = plain(*args, **given)
            self._keep(key, tuple((one.cpu(), one.device) if one is not None else None for one in made))
            return made
        self._kept.move_to_end(key)
        return tuple(one[0].to(one[1]) if one is not None else None for one in self._kept[key])

    def _keep(self, key: str, made: tuple[Any, ...]) -> None:
        self._kept[key] = made
        while len(self._kept) > 1 and sum(map(_size, self._kept.values())) > self._most:
            self._kept.popitem(last=False)


def _size(made: tuple[Any, ...]) -> int:
    return sum(int(one[0].nbytes) for one in made if one is not None)
