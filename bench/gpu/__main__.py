"""Print one table: seconds by stage, the share of the card's arithmetic, peak memory, and plain diffusers.

*decode* is decoding alone; *after* is all that follows the last step: a clip is decoded, enlarged and encoded
at once. *floor* is the transformer's arithmetic at the card's ceiling.

Weights are random at real dimensions: neither speed nor memory depends on their values. Text encoders are
small ones, so that their time is left out. Plain diffusers makes the same windows with as many steps, in one
stage. ``--tiny`` runs the same with tiny models on the CPU, to see that it runs; ``--only NAME`` one model.

Below the table stand the kernel of attention and how weights are held, model by model, and, of a graphics
card, what one H200 should reach and whether it did. Drafts that skip steps on a fixed schedule are told apart
and not judged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bench.gpu.clock import SIDE, ceiling
from bench.gpu.models import SUBJECTS, Subject
from bench.gpu.runs import Bench, Measured, Wanted
from bench.gpu.targets import Reached, verdicts
from vitascope.domain.request import Quality
from vitascope.engines.diffusers import Options, heavy
from vitascope.engines.diffusers.card import Card, Steps
from vitascope.engines.diffusers.cards import card_named
from vitascope.engines.diffusers.memory import Held
from vitascope.engines.diffusers.store import PART, Store

SIZES = ((1280, 720), (1920, 1080))
FRAMES = 120
TINY = 64
"""Pixels of a tiny clip's sides."""
COLUMNS = (
    *("model", "size", "work", "denoise s", "decode s", "after s", "total s"),
    *("floor s", "TFLOP/s", "of ceiling", "peak GiB", "plain s", "faster"),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure every row, or say what is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.gpu", description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="tiny models on the CPU, to see that it runs")
    parser.add_argument("--only", metavar="NAME", help="one model, as `vitascope models list` calls it")
    parser.add_argument("--compile", action="store_true", help="compile the models first")
    parser.add_argument("--weights", choices=["full", "fp8"], default="full", help="how weights are held")
    given = parser.parse_args(arguments)
    if heavy.missing():
        sys.exit(f"Packages are missing: {', '.join(heavy.missing())}. Run: {heavy.INSTALL}")
    torch = heavy.torch()
    if not given.tiny and not torch.cuda.is_available():
        sys.exit("No CUDA device answers here; `vitascope doctor` says why. --tiny runs without one.")
    subjects = [one for one in SUBJECTS if given.only in {None, one.like}]
    if not subjects:
        sys.exit(
            f"No model {given.only!r} is measured; expected one of {', '.join(s.like for s in SUBJECTS)}."
        )
    device = "cpu" if given.tiny else "cuda:0"
    able = ceiling(device, TINY if given.tiny else SIDE)
    name = "tiny models on the CPU" if given.tiny else torch.cuda.get_device_name()
    title = f"5 s on {name}; a plain product in bfloat16 reaches {able:.3g} TFLOP/s"
    table = Table(*COLUMNS, title=title, box=None)
    reached, ways = list[Reached](), dict[str, None]()
    for subject in subjects:
        for cells, row, way in rows(subject, device, able, compiles=given.compile, weights=given.weights):
            table.add_row(*cells)
            reached.append(row)
            ways[f"{subject.like}: {way}"] = None
    console = Console(width=180)
    console.print(table)
    console.print("", *ways, "", *([] if given.tiny else verdicts(reached)), sep="\n", markup=False)


def rows(
    subject: Subject, device: str, able: float, *, compiles: bool, weights: Held = "full"
) -> Iterator[tuple[list[str], Reached, str]]:
    """The rows of one model: their cells, what is judged of them, and how the model computed."""
    with TemporaryDirectory(prefix="vitascope-bench-") as scratch:
        store = Store(Path(scratch) / "models")
        card = _card(subject, tiny=device == "cpu")
        _build(subject, store, card, device)
        options = Options(store.folder, idle_seconds=0, compiles=compiles, weights=weights)
        bench = Bench(card, options, device, Path(scratch))
        for wanted in _wanted(subject, tiny=device == "cpu"):
            measured = bench.clip(wanted)
            # Plain diffusers skips no steps: there is nothing to compare a schedule with.
            plain = bench.plain(measured) if wanted.every == 1 else None
            yield (
                _row(subject, wanted, measured, able, plain),
                _reached(wanted, subject, measured, able, plain),
                measured.way,
            )


def _card(subject: Subject, *, tiny: bool) -> Card:
    known = card_named(subject.like)
    if known is None:
        raise LookupError(subject.like)
    if not tiny:
        return known
    small = {"sizes": ((TINY, TINY),), "frames": 25, "steps": Steps(draft=5, standard=5, high=5)}
    return known.model_copy(update=small | {"sigmas": ()})


def _build(subject: Subject, store: Store, card: Card, device: str) -> None:
    from models.builder import BUILDERS  # noqa: PLC0415 - needs the packages of the extra

    part = store.path(card.name + PART)
    part.mkdir(parents=True)
    if device == "cpu":
        BUILDERS[subject.tiny](part)
    else:
        subject.build(part, device)
    store.finish(card, "random", accepted=True)


def _wanted(subject: Subject, *, tiny: bool) -> tuple[Wanted, ...]:
    """Drafts and standard clips, steps of a distilled form, and, apart, drafts that skip steps."""
    if tiny:
        kinds = ((Quality.STANDARD, 1), (Quality.DRAFT, 2))
        return tuple(Wanted(TINY, TINY, 12, *kind) for kind in kinds)
    grades = (Quality.DRAFT, Quality.STANDARD)
    whole = (Wanted(*size, FRAMES, quality) for size in SIZES for quality in grades)
    few = (Wanted(*size, FRAMES, Quality.DRAFT, few=subject.few) for size in SIZES if subject.few)
    return (*whole, *few, *(Wanted(*size, FRAMES, Quality.DRAFT, every=2) for size in SIZES))


def _reached(
    wanted: Wanted, subject: Subject, measured: Measured, able: float, plain: float | None
) -> Reached:
    return Reached(
        like=subject.like,
        size=(wanted.width, wanted.height),
        steps=measured.shots[0].steps,
        refined=measured.shots[0].refined,
        seconds=measured.total,
        share=measured.rate / able,
        faster=None if plain is None else plain / measured.total,
    )


def _row(subject: Subject, wanted: Wanted, measured: Measured, able: float, plain: float | None) -> list[str]:
    rate = measured.rate
    every = f", one of {wanted.every} computed" if wanted.every > 1 else ""
    floor = measured.flops / 1e12 / able
    numbers = [measured.denoise, measured.decode, measured.after, measured.total, floor]
    return [
        subject.like,
        f"{wanted.width}x{wanted.height}",
        f"{wanted.quality}, {measured.shots[0].steps} steps{every}",
        *(f"{number:.1f}" for number in numbers),
        f"{rate:.3g}",
        f"{rate / able:.0%}",
        f"{measured.peak:.1f}",
        "" if plain is None else f"{plain:.1f}",
        "" if plain is None else f"{plain / measured.total:.2f}x",
    ]


if __name__ == "__main__":
    main()
