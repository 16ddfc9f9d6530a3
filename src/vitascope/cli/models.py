"""``vitascope models``."""
# ruff: noqa: PLC0415 - each command imports what it needs, so that --help answers at once

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope.cli.configuration import configure
from vitascope.cli.options import AsJson, DataDir
from vitascope.errors import ConfigurationError, NotFound

if TYPE_CHECKING:
    from collections.abc import Container

    from vitascope.engines.diffusers.card import Card
    from vitascope.engines.diffusers.store import Store, Told

app = typer.Typer(help="Fetch and look after diffusion models.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The model, as `vitascope models list` calls it.")]


@app.command("list")
def list_models(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the models that are known, and which of them are here."""
    from rich.console import Console
    from rich.table import Table

    store = _store(data_dir)
    here = {card.name for card in store.cards()}
    cards = _known(store)
    if as_json:
        rows = [_row(card, store, here) for card in cards.values()]
        typer.echo(json.dumps(rows, indent=1))
        return
    table = Table("model", "here", "disk", "licence", "needs", "can", box=None)
    for card in cards.values():
        licence = card.licence + (" (gated)" if card.gated else "")
        disk, _, _ = _disk(card, store, here).partition(" (")
        mark = "yes" if card.name in here else ""
        table.add_row(card.name, mark, disk, licence, _memory(card), _able(card))
    Console().print(table)


@app.command()
def show(name: Name, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show what a model is, on what terms, and what it needs."""
    store = _store(data_dir)
    card = _card(name, store)
    row = _row(card, store, {one.name for one in store.cards()})
    if as_json:
        typer.echo(json.dumps(row, indent=1))
        return
    for key, value in row.items():
        text = ", ".join(value) if isinstance(value, list) else value
        typer.echo(f"{key:<14} {text}")


@app.command()
def pull(
    name: Name,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="Take it from this folder.", file_okay=False, exists=True),
    ] = None,
    card: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="JSON that says what a model of your own is.", dir_okay=False),
    ] = None,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Accept the terms of its licence.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Download a model; an interrupted download goes on where it stopped."""
    store = _store(data_dir)
    wanted = _card(name, store) if card is None else _read_card(card, name)
    _check_terms(wanted, accepted=accept_licence)
    if source is not None:
        record = store.bring(wanted, source, _told("copied"), accepted=accept_licence)
    elif wanted.repo:
        from vitascope.engines.diffusers.hub import Hub

        record = Hub(store).pull(wanted, _told("fetched"))
    else:
        raise ConfigurationError(f"The card of {name!r} names no repo. Give one, or --from FOLDER.")
    typer.echo(f"{wanted.name}: {len(record.files)} files in {store.path(wanted.name)}")


@app.command()
def rm(name: Name, data_dir: DataDir = None) -> None:
    """Delete a model."""
    from vitascope.engines.diffusers.store import gib

    typer.echo(f"{name}: deleted, {gib(_store(data_dir).remove(name))} free again.")


@app.command()
def verify(name: Name, data_dir: DataDir = None) -> None:
    """Read every byte of a model and compare it with what was fetched."""
    faults = _store(data_dir).check(name, _told("checked"))
    for fault in faults:
        typer.secho(f"{name}: {fault}", fg="red", err=True)
    if faults:
        typer.echo(f"Run: vitascope models rm {name} && vitascope models pull {name}", err=True)
        sys.exit(1)
    typer.echo(f"{name}: whole")


def _store(data_dir: Path | None) -> Store:
    from vitascope.engines.diffusers.store import Store

    return Store(configure(data_dir=data_dir).models_folder)


def _known(store: Store) -> dict[str, Card]:
    from vitascope.engines.diffusers.cards import CARDS

    return {card.name: card for card in (*CARDS, *store.cards())}


def _card(name: str, store: Store) -> Card:
    cards = _known(store)
    if name not in cards:
        raise NotFound(
            f"No model {name!r} is known; expected one of {', '.join(cards)}. One of your own wants --card."
        )
    return cards[name]


def _read_card(path: Path, name: str) -> Card:
    from pydantic import ValidationError

    from vitascope.engines.diffusers.card import Card

    try:
        return Card.model_validate(json.loads(path.read_bytes()) | {"name": name})
    except (OSError, TypeError, ValueError, ValidationError) as error:
        raise ConfigurationError(
            f"The card {path} cannot be read: {error}. docs/reference/models.md shows what a card says."
        ) from error


def _check_terms(card: Card, *, accepted: bool) -> None:
    if card.terms and not accepted:
        where = f" Its territory: {card.territory}." if card.territory else ""
        raise ConfigurationError(
            f"{card.name} comes under {card.terms}.{where} Read it at https://huggingface.co/{card.repo} "
            f"and, if you accept it, run: vitascope models pull {card.name} --accept-licence"
        )


def _able(card: Card) -> str:
    from vitascope.domain.request import Capability

    missing = set(Capability) - {Capability.UPSCALE, Capability.REFRAME} - card.capabilities
    return ", ".join(sorted(card.capabilities)) if missing else "everything"


def _memory(card: Card) -> str:
    return f"{card.vram} GiB ({card.least_vram})" if card.vram else ""


def _disk(card: Card, store: Store, here: Container[str]) -> str:
    """What lies here weighs what it weighs; of the rest the card says it, with its source."""
    from vitascope.engines.diffusers.store import gib

    if card.name in here:
        return f"{gib(sum(file.size for file in store.record(card.name).files.values()))} (here)"
    return f"{card.disk.gb} GB ({card.disk.source})" if card.disk is not None else ""


def _repository(card: Card, store: Store, here: Container[str]) -> str:
    """Where a model comes from, and at which commit: what is here, or what would be fetched."""
    from vitascope.engines.diffusers.card import NEWEST

    if not card.repo:
        return ""
    newest = "its newest commit (none is known by name)"
    wanted = newest if card.revision == NEWEST else f"commit {card.revision}"
    return f"{card.repo} at {wanted}" + (
        f"; here: {store.record(card.name).revision}" if card.name in here else ""
    )


def _row(card: Card, store: Store, here: Container[str]) -> dict[str, str | list[str]]:
    return {
        "name": card.name,
        "here": "yes" if card.name in here else "no",
        "description": card.description,
        "repository": _repository(card, store, here),
        "licence": card.licence,
        "terms": card.terms,
        "territory": card.territory or "everywhere",
        "gated": "yes" if card.gated else "no",
        "disk": _disk(card, store, here),
        "memory": f"{card.vram} GiB to be fast, {card.least_vram} GiB at least" if card.vram else "",
        "sizes": [f"{across}x{down}" for across, down in card.sizes],
        "rate": f"{card.fps} frames a second",
        "longest": f"{card.frames} frames at once",
        "steps": f"{card.steps.draft} draft, {card.steps.standard} standard, {card.steps.high} high",
        "capabilities": sorted(card.capabilities),
    }


def _told(verb: str) -> Told:
    def told(what: str, done: int, of: int) -> None:
        share = done / of if of else 0.0
        typer.echo(f"{share:4.0%} {verb}, now {what}", err=True)

    return told
