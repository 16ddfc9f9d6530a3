"""The page of diffusion models, from their cards."""

from __future__ import annotations

from tools.reference.markdown import code, described, page, table
from vitascope.engines.diffusers.card import NEWEST, Card
from vitascope.engines.diffusers.cards import CARDS

INTRO = (
    "The diffusion models that are known by name ([how to run them](../howto/gpu.md)). Memory is the "
    "graphics memory with everything resident, and in parentheses the least, with weights moved in as they "
    "are needed. What a model weighs on disk is in GB of 10^9 bytes, and where the figure is from says "
    "`vitascope models show NAME`; the hub is asked again when a download begins. Sizes, lengths and steps "
    "are those a model was trained for: every request is brought to them and back. A model is fetched at the "
    "commit that is named, and where no commit is known at the newest; which one it was is written down, and "
    "`vitascope models show NAME` tells it."
)
OWN = (
    "A model of one of the families that is not listed, such as a finetune, is described in a JSON file with "
    "these fields and brought in with `vitascope models pull NAME --card FILE`, from the hub by its `repo` "
    "or with `--from FOLDER`."
)


def page_of_models() -> str:
    """The page. Raises ``Undocumented``."""
    terms = table(
        ("model", "repository", "commit", "licence", "what must be accepted", "gated", "disk", "memory"),
        (_terms(card) for card in CARDS),
    )
    trained = table(
        ("model", "sizes", "rate", "longest", "steps: draft, standard, high", "guidance", "can"),
        (_trained(card) for card in CARDS),
    )
    fields = table(
        ("field", "needed", "values"),
        (
            (code(name), "yes" if name in _needed() else "no", code(_values(schema)))
            for name, schema in Card.model_json_schema()["properties"].items()
        ),
    )
    described_cards = "\n".join(
        f"- {code(card.name)}: {described(card.name, card.description)}" for card in CARDS
    )
    parts = [described_cards, "## Terms", terms, "## What they were trained for", trained]
    return page("Models", INTRO, [*parts, "## A card of your own", OWN, fields])


def _terms(card: Card) -> tuple[str, ...]:
    memory = f"{card.vram} GiB ({card.least_vram} GiB)"
    gated = "yes" if card.gated else "no"
    disk = f"{card.disk.gb} GB" if card.disk is not None else ""
    commit = "the newest" if card.revision == NEWEST else code(card.revision[:12])
    where = (code(card.name), code(card.repo), commit)
    return *where, card.licence, card.terms or "nothing", gated, disk, memory


def _trained(card: Card) -> tuple[str, ...]:
    sizes = ", ".join(f"{across}x{down}" for across, down in card.sizes)
    steps = f"{card.steps.draft}, {card.steps.standard}, {card.steps.high}"
    able = ", ".join(sorted(card.capabilities))
    guidance = " / ".join(f"{one:g}" for one in (card.guidance, card.guidance_low) if one is not None)
    return code(card.name), sizes, f"{card.fps}/s", f"{card.frames} frames", steps, guidance, able


def _needed() -> set[str]:
    return set(Card.model_json_schema()["required"]) - {"name"}


def _values(schema: dict[str, object]) -> str:
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"])  # type: ignore[attr-defined]
    either = schema.get("anyOf")
    if isinstance(either, list):
        schema = either[0]
    return str(schema.get("type", "object"))
