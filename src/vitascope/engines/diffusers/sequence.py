"""A transformer's sequence divided among processes (Ulysses, arXiv 2309.14509).

``enable_parallelism`` of diffusers does the same for machines whose cards are numbered as the processes are,
and its plan for LTX-Video divides what the prompt says as well, where the prompt's mask no longer fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitascope.engines.diffusers import heavy

SELF_ATTENTION = "attn1"
"""How attention within the sequence is called; attention to the prompt needs no other process."""
DIVIDED = frozenset({"WanTransformer3DModel", "WanVACETransformer3DModel", "LTXVideoTransformer3DModel"})
"""Not LTX-2: its sound, which is not divided, attends to all pictures in every block."""


def can_divide(transformer: Any) -> bool:
    """Whether it is known where this one's sequence is to be cut and joined."""
    return type(transformer).__name__ in DIVIDED


def mesh_of(size: int, device: str) -> Any:
    """All processes in one row, as diffusers wants them named; to be made by all at once."""
    made = heavy.library("torch.distributed.device_mesh").init_device_mesh
    return made(heavy.torch().device(device).type, (1, size), mesh_dim_names=("ring", "ulysses"))


def divide(transformer: Any, mesh: Any, device: str) -> None:
    """Have this process compute its part of the sequence, and hand on the whole at the end."""
    torch, parallel = heavy.torch(), heavy.library("diffusers.models._modeling_parallel")
    rank, size = mesh.get_rank(), mesh.size()
    context = parallel.ContextParallelConfig(ulysses_degree=size, ulysses_anything=True, mesh=mesh)
    config = parallel.ParallelConfig(context_parallel_config=context)
    config.setup(rank, size, torch.device(device), mesh=mesh)
    for name, module in transformer.named_modules():
        if name.endswith(SELF_ATTENTION):
            module.processor._parallel_config = config  # noqa: SLF001 - as enable_parallelism does

    def cut_times(_: object, args: tuple[Any, ...], given: dict[str, Any]) -> tuple[tuple[Any, ...], Any]:
        """Noise levels, where each token has its own."""
        times = given["timestep"]
        if times.ndim > 1 and times.shape[1] > 1:
            given = given | {"timestep": times.tensor_split(size, dim=1)[rank]}
        return args, given

    transformer.register_forward_pre_hook(cut_times, with_kwargs=True)
    hooks = heavy.library("diffusers.hooks.context_parallel")
    hooks.apply_context_parallel(transformer, context, _plan(parallel, type(transformer).__name__))


def _plan(parallel: Any, kind: str) -> Mapping[str, Any]:
    """Where sequences are cut (their dimension 1, if they have so many) and where they are joined again."""

    def cut(dimensions: int, *, output: bool = False) -> Any:
        return parallel.ContextParallelInput(split_dim=1, expected_dims=dimensions, split_output=output)

    joined = {"proj_out": parallel.ContextParallelOutput(gather_dim=1, expected_dims=3)}
    if kind.startswith("LTX"):
        positions = {0: cut(3, output=True), 1: cut(3, output=True)}
        return {"": {"hidden_states": cut(3)}, "rope": positions} | joined
    positions = {0: cut(4, output=True), 1: cut(4, output=True)}
    plan: dict[str, Any] = {"rope": positions, "blocks.0": {"hidden_states": cut(3)}}
    if "VACE" in kind:
        plan["vace_blocks.0"] = {"hidden_states": cut(3), "control_hidden_states": cut(3)}
    return plan | joined
