"""The script that measures a graphics card is ready to run: its models can be built, its rows are made."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from bench.gpu.__main__ import COLUMNS, main, rows
from bench.gpu.clock import Counter
from bench.gpu.models import SUBJECTS, Parts, Subject, made_on
from bench.gpu.targets import TARGETS, Reached, verdicts
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.cards import CARDS, card_named
from vitascope.engines.diffusers.families import FAMILIES

BILLIONS = {
    "wan2.2-ti2v-5b": 5.0,
    "wan2.2-t2v-a14b": 14.3,
    "wan2.2-i2v-a14b": 14.3,
    "wan2.1-vace-1.3b": 2.15,
    "wan2.1-vace-14b": 17.3,
    "ltx-video-2b": 1.92,
    "ltx-video-0.9.8-13b": 13.0,
    "ltx-2.3-turbo": 19.0,
    "ltx-2.5": 19.0,
}
"""Parameters of the published transformers; VACE has those of its second branch besides."""


STORED = {"wan": 4, "vace": 4, "ltx": 2, "ltx2": 2}
"""Bytes of a parameter in the published files, text encoders apart."""
ENCODERS = {"wan": 11.4, "vace": 11.4, "ltx": 19.0, "ltx2": 48.8}
"""GB of those: the hub's listings of UMT5 and T5; Gemma 3 of 12.2 billion parameters in 32 bits."""
LTX_25 = 23.0 + 6.3
"""GB of Gemma 4 in 16 bits, and of the connectors, which are stored in 32."""
EXPERTS = {"wan2.2-t2v-a14b": 2, "wan2.2-i2v-a14b": 2}


def gigabytes(card: Card, parts: Parts) -> float:
    """What a model's files weigh by their parameters."""
    times = {"transformer": EXPERTS.get(card.name, 1), "latent_upsampler": int(card.upsampler is not None)}
    models = {name: part for name, part in parts.items() if hasattr(part, "parameters")}
    counted: int = sum(
        times.get(name, 1) * sum(one.numel() for one in part.parameters()) for name, part in models.items()
    )
    encoder = LTX_25 if card.name == "ltx-2.5" else ENCODERS[card.family]
    return counted * STORED[card.family] / 1e9 + encoder


RESIDENT = {"wan": 11.4, "vace": 11.4, "ltx": 9.5, "ltx2": 24.4}
"""GB of text encoders in 16 bits."""


def resident(card: Card, parts: Parts) -> float:
    """GiB of a whole model on the card: in 16 bits, the autoencoder of Wan in 32."""
    times = {"transformer": EXPERTS.get(card.name, 1), "vae": 2 if card.family in {"wan", "vace"} else 1}
    models = {name: part for name, part in parts.items() if hasattr(part, "parameters")}
    counted: int = sum(
        times.get(name, 1) * sum(one.numel() for one in part.parameters()) for name, part in models.items()
    )
    return (counted * 2 + RESIDENT[card.family] * 1e9) / (1 << 30)


def named(like: str) -> Subject:
    return next(one for one in SUBJECTS if one.like == like)


def test_every_family_is_measured() -> None:
    assert {card.family for one in SUBJECTS if (card := card_named(one.like))} == set(FAMILIES)
    assert {one.like for one in SUBJECTS} <= {card.name for card in CARDS}


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda one: one.like)
def test_models_have_the_dimensions_of_the_published_ones(subject: Subject) -> None:
    import diffusers

    with made_on("meta"):
        parts = subject.parts()
    assert sum(one.numel() for one in parts["transformer"].parameters()) / 1e9 == pytest.approx(
        BILLIONS[subject.like], rel=0.01
    )
    names = set(parts) | {"scheduler", "text_encoder", "tokenizer"}
    kind = getattr(diffusers, subject.pipeline)
    needed, _ = kind._get_signature_keys(kind)
    assert set(needed) - set(kind._optional_components) <= names
    card = card_named(subject.like)
    assert card is not None
    assert card.disk is not None
    assert card.disk.gb == pytest.approx(gigabytes(card, parts), rel=0.05), "what a download weighs"
    assert card.vram > resident(card, parts), "with everything resident, and room to compute"
    for width, height in card.sizes:
        assert width % parts["vae"].spatial_compression_ratio == 0
        assert height % parts["vae"].spatial_compression_ratio == 0


@pytest.mark.parametrize(
    ("like", "channels", "size", "tera"),
    [("wan2.2-ti2v-5b", 48, (31, 44, 80), 517), ("wan2.2-t2v-a14b", 16, (21, 90, 160), 6530)],
)
def test_the_arithmetic_of_a_pass_is_what_its_formula_says(
    like: str, channels: int, size: tuple[int, int, int], tera: float
) -> None:
    """Twice the parameters for each token, and four times the width for each pair of tokens in each layer."""
    import torch

    with made_on("meta"):
        transformer = named(like).parts()["transformer"]
        given: dict[str, Any] = {
            "hidden_states": torch.empty(1, channels, *size),
            "timestep": torch.empty(1),
            "encoder_hidden_states": torch.empty(1, 512, 4096),
        }
    counter = Counter([transformer])
    with torch.inference_mode():
        transformer(**given)
    counted = counter.close()
    tokens, layers = size[0] * size[1] * size[2] // 4, transformer.config.num_layers
    weights = sum(one.numel() for one in transformer.blocks.parameters())
    width = transformer.config.num_attention_heads * transformer.config.attention_head_dim
    formula = 2 * weights * tokens + 4 * layers * tokens**2 * width
    assert counted == pytest.approx(formula, rel=0.1)
    assert counted / 1e12 == pytest.approx(tera, rel=0.1)


@pytest.mark.parametrize("subject", [named("wan2.2-i2v-a14b"), SUBJECTS[-1]], ids=lambda one: one.like)
def test_a_row_holds_a_number_in_every_column(subject: Subject) -> None:
    made = list(rows(subject, "cpu", 0.1, compiles=False))
    first, skipping = (cells for cells, _, _ in made)
    for row in (first, skipping):
        assert len(row) == len(COLUMNS)
        cells = dict(zip(COLUMNS, row, strict=True))
        assert cells["model"] == subject.like
        numbers = [cells[name] for name in ("denoise s", "decode s", "after s", "total s", "floor s")]
        assert all(re.fullmatch(r"\d+\.\d+", number) for number in numbers)
        assert float(cells["TFLOP/s"]) > 0
    assert first[-1].endswith("x"), "against plain diffusers"
    assert skipping[-2:] == ["", ""], "which skips no steps"
    assert "one of 2 computed" in skipping[2]
    assert made[0][1].faster is not None
    assert made[1][1].faster is None
    assert made[0][2] == "attention by native (no graphics card); weights full"


def test_the_table_is_printed_and_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--tiny", "--only", "ltx-video-2b"])
    printed = capsys.readouterr().out
    assert "a plain product in bfloat16 reaches" in printed
    assert printed.count("ltx-video-2b") == 3, "two rows, and how it computed"
    assert "attention by native" in printed
    assert "wanted" not in printed, "a CPU is not judged"
    with pytest.raises(SystemExit, match="No model 'sora' is measured"):
        main(["--tiny", "--only", "sora"])


def test_what_was_to_be_reached_is_judged_row_by_row() -> None:
    first = TARGETS[0]
    row = Reached(first.like, first.size, first.steps, refined=False, seconds=14.0, share=0.4, faster=1.6)
    said = verdicts([row, replace(row, faster=None), replace(row, steps=50, seconds=90.0, share=0.55)])
    assert [line.partition(":")[0] for line in said] == ["met", "MISSED", "met", "met", "met"]
    assert said[0] == "met: wan2.2-ti2v-5b 1280x720, 3 steps: 14.0 s, wanted at most 15 s"
    two = replace(row, like="ltx-2.3-turbo", steps=8, seconds=10.5)
    assert len(verdicts([two])) == 2, "a draft makes one stage of two"
    assert verdicts([replace(two, refined=True)])[0].startswith(
        "MISSED: ltx-2.3-turbo 1280x720, 8 steps: 10.5 s"
    )
