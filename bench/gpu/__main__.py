"""Print one table: seconds by stage, the share of the card's arithmetic, and peak memory.

Weights are random at real dimensions: neither speed nor memory depends on their values. The text encoder is a
small one, so that its time is left out.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.gpu.cost import MIDDLE, SMALL, Transformer
from vitascope.clock import SystemClock
from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.cards import Card, card_named
from vitascope.engines.diffusers.conditions import Shot
from vitascope.engines.diffusers.loaded import Loaded
from vitascope.engines.diffusers.memory import Plan
from vitascope.engines.diffusers.options import Options
from vitascope.engines.diffusers.watch import Watch

FRAMES = 121
RUNS = ((SMALL, "wan2.2-ti2v-5b", 832, 480, 4), (MIDDLE, "wan2.2-ti2v-5b", 1280, 704, 3))
"""Dimensions, the card that is like it, size, and steps."""
GIB = 1 << 30


@dataclass
class Times:
    """When each stage began, in seconds."""

    began: dict[str, float]

    def between(self, one: str, other: str) -> float:
        """Seconds from the beginning of one stage to that of another."""
        return self.began[other] - self.began[one]


def measure(model: Transformer, like: str, width: int, height: int, steps: int, folder: Path) -> list[str]:
    """One row of the table. The second clip counts: the first compiles and fills caches."""
    torch, known, clock = heavy.torch(), card_named(like), SystemClock()
    if known is None:
        raise LookupError(like)
    card = Card.model_validate(known.model_dump() | {"name": "bench", "sizes": ((width, height),)})
    build(model, folder)
    loaded = Loaded(card, folder, Plan("cuda:0", "bfloat16", "none", "bench"), Options(folder))
    shot = Shot("a cat", "", width, height, FRAMES, 24, steps, 1.0, 0)
    times = Times({})
    for _ in range(2):
        times = Times({"start": clock.monotonic()})
        torch.cuda.reset_peak_memory_stats()

        def report(stage: str, _done: int, _of: int, into: dict[str, float] = times.began) -> None:
            torch.cuda.synchronize()
            into[stage] = clock.monotonic()

        loaded.take(shot, Watch(report, lambda: False, steps))
        torch.cuda.synchronize()
        times.began["end"] = clock.monotonic()
    denoise = times.between("start", "denoise")
    rate = model.flops(width, height, FRAMES) * steps / denoise / 1e12
    peak = torch.cuda.max_memory_allocated() / GIB
    decode = times.between("decode", "end")
    total = times.between("start", "end")
    numbers = [f"{denoise:.1f}", f"{decode:.1f}", f"{total:.1f}", f"{rate:.0f}", f"{peak:.1f}"]
    return [model.name, f"{width}x{height}", str(steps), *numbers]


def build(model: Transformer, folder: Path) -> None:
    """A text-to-video pipeline of these dimensions, in a folder as a download leaves it."""
    from models.builder import tokenizer  # noqa: PLC0415 - needs the packages of the extra

    torch, diffusers, transformers = heavy.torch(), heavy.diffusers(), heavy.library("transformers")
    pieces, count = tokenizer()
    config = transformers.UMT5Config(
        vocab_size=count, d_model=4096, d_kv=64, d_ff=64, num_layers=1, num_heads=4
    )
    with torch.device("cuda:0"):
        transformer = diffusers.WanTransformer3DModel(
            num_attention_heads=model.heads,
            num_layers=model.layers,
            ffn_dim=model.ffn,
            in_channels=model.channels,
            out_channels=model.channels,
        ).to(torch.bfloat16)
        vae = diffusers.AutoencoderKLWan(**_vae(model))
        encoder = transformers.UMT5EncoderModel(config)
    diffusers.WanPipeline(
        tokenizer=pieces,
        text_encoder=encoder,
        transformer=transformer,
        transformer_2=None,
        vae=vae,
        scheduler=diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0
        ),
        expand_timesteps=model.spatial == 16,
    ).save_pretrained(folder)


def _vae(model: Transformer) -> dict[str, Any]:
    if model.spatial == 8:
        return {}
    return {
        "base_dim": 160,
        "decoder_base_dim": 256,
        "z_dim": model.channels,
        "in_channels": 12,
        "out_channels": 12,
        "is_residual": True,
        "patch_size": 2,
        "scale_factor_spatial": 16,
        "latents_mean": [0.0] * model.channels,
        "latents_std": [1.0] * model.channels,
    }


def main() -> None:
    """Measure every row, or say what is missing."""
    if heavy.missing():
        sys.exit(f"Packages are missing: {', '.join(heavy.missing())}. Run: {heavy.INSTALL}")
    torch = heavy.torch()
    if not torch.cuda.is_available():
        sys.exit("No CUDA device answers here; `vitascope doctor` says why. Run this on a machine with one.")
    columns = ("model", "size", "steps", "denoise s", "decode s", "total s", "TFLOP/s", "peak GiB")
    table = Table(*columns, title=f"{FRAMES} frames on {torch.cuda.get_device_name()}", box=None)
    for model, like, width, height, steps in RUNS:
        with TemporaryDirectory(prefix="vitascope-bench-") as folder:
            table.add_row(*measure(model, like, width, height, steps, Path(folder)))
    Console().print(table)


if __name__ == "__main__":
    main()
