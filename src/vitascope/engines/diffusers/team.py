"""One model computed by several processes, each with a card of its own: what they say to each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.quarters import near_name
from vitascope.engines.diffusers.sequence import can_divide, divide, mesh_of
from vitascope.engines.diffusers.watch import Watch
from vitascope.errors import Cancelled

PATIENCE = timedelta(minutes=10)
"""How long one waits for the others: for the first pass until the slowest has loaded the model."""

PASSES = 2
"""Of a step with guidance: with the prompt, and with what is to be kept out."""


class Team:
    """This process's place among them; all make the same calls in the same order.

    Two cards share the two passes of guidance, one each; otherwise each takes a part of the sequence, where
    the model's family allows it.
    """

    def __init__(self, rank: int, devices: Sequence[str], meeting: str) -> None:
        """Wait until all have come: they meet at ``file://…`` or, on several machines, ``tcp://…``."""
        self.rank, self.size = rank, len(devices)
        self.agreed = False
        self._device = near_name(devices[rank])
        self._group = heavy.library("torch.distributed")
        cuda = self._device.startswith("cuda")
        if cuda:
            heavy.torch().cuda.set_device(self._device)
        self._group.init_process_group(
            "nccl" if cuda else "gloo",
            init_method=meeting,
            rank=rank,
            world_size=self.size,
            timeout=PATIENCE,
        )
        self._pairs: list[Pairs] = []
        self._mesh: Any = None

    def join(self, transformers: Sequence[Any], *, guided: bool) -> str:
        """Share what these compute; ``guided``: the model is usually asked for with guidance. Says how."""
        self._pairs = []
        if guided and self.size == PASSES:
            self._pairs = [Pairs(one, self.rank, self._group) for one in transformers]
            return "the two passes of guidance"
        if not all(can_divide(one) for one in transformers):
            return "nothing, for its sequence cannot be divided: each computes all of it"
        self._mesh = self._mesh or mesh_of(self.size, self._device)
        for one in transformers:
            divide(one, self._mesh, self._device)
        return f"its sequence, in {self.size} parts"

    def begin(self, *, guided: bool) -> None:
        """A window begins, with two passes for each step or with one."""
        self.agreed = False
        for pairs in self._pairs:
            pairs.begin(guided=guided)

    def together(self, watch: Watch) -> Callable[..., None]:
        """To be called before each pass by all: who is asked to stop takes the others along."""

        def go_on(*_: object) -> None:
            torch = heavy.torch()
            flag = torch.tensor([int(watch.unwanted)], device=self._device)
            self._group.all_reduce(flag)
            if int(flag) > 0:
                self.agreed = True
                raise Cancelled("The owner cancelled this generation.")

        return go_on

    def leave(self) -> None:
        """Say no more to the others."""
        if self._group.is_initialized():
            self._group.destroy_process_group()


class Pairs:
    """Stands in for a transformer's ``forward``: of the two passes of a step this process computes one.

    Pipelines ask for both at once, as a batch of two, or one after the other (Wan); in the latter case the
    first answer is filled in when the second is asked for, for nothing reads it before.
    """

    def __init__(self, transformer: Any, rank: int, group: Any) -> None:
        self._guided = False
        self._rank = rank
        self._group = group
        self._plain = transformer.forward
        self._channels = int(transformer.config.out_channels or transformer.config.in_channels)
        self._in_turn = type(transformer).__name__.startswith("Wan")
        self._first: Any = None
        transformer.forward = self.forward

    def begin(self, *, guided: bool) -> None:
        """A window begins; what the one before left over is forgotten."""
        self._guided, self._first = guided, None

    def forward(self, *args: Any, **given: Any) -> Any:
        """See the transformer's own; answers a tuple."""
        if not self._guided:
            return self._plain(*args, **given)
        if self._in_turn:
            return self._turn(args, given)
        return self._half(given) if given["hidden_states"].shape[0] == PASSES else self._plain(*args, **given)

    def _half(self, given: dict[str, Any]) -> Any:
        torch, part = heavy.torch(), slice(self._rank, self._rank + 1)

        def halved(value: Any) -> Any:
            both = isinstance(value, torch.Tensor) and value.ndim > 0 and value.shape[0] == PASSES
            return value[part].contiguous() if both else value

        made = self._plain(**{name: halved(value) for name, value in given.items()})
        return tuple(self._gathered(one) for one in made)

    def _gathered(self, mine: Any) -> Any:
        torch = heavy.torch()
        parts = [torch.empty_like(mine, memory_format=torch.contiguous_format) for _ in range(PASSES)]
        self._group.all_gather(parts, mine.contiguous())
        return torch.cat(parts)

    def _turn(self, args: tuple[Any, ...], given: dict[str, Any]) -> Any:
        first, like = self._first, given["hidden_states"]
        if self._rank == (0 if first is None else 1):
            answer = self._plain(*args, **given)[0].contiguous()
        else:
            answer = like.new_empty((like.shape[0], self._channels, *like.shape[2:]))
        if first is None:
            self._first = answer
        else:
            self._first = None
            self._group.broadcast(first, src=0)
            self._group.broadcast(answer, src=1)
        return (answer,)
