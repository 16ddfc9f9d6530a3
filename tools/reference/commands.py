"""The page of the command line, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import typer
from typer import Context

from tools.reference.markdown import code, described, first_paragraph, page, table
from vitascope.cli.app import app
from vitascope.cli.examples import EXAMPLES

INTRO = (
    "`vitascope COMMAND --help` says the same at the shell. Exit codes: 0 done, 1 a fault, told in "
    "one line on stderr, 2 a misuse of the command, 130 an interrupt.\n\n"
    "`vitascope --install-completion` lets bash, zsh, fish or PowerShell complete commands and "
    "options; `--show-completion` prints what it would install."
)
COMPLETION = {"--install-completion", "--show-completion", "--help"}


class Command(NamedTuple):
    """One command with its parameters as ``(name, what it does)``."""

    name: str
    help: str
    parameters: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]


def commands() -> Iterator[Command]:
    """Every command that does something, ``db backup`` as well as ``serve``. Raises ``Undocumented``."""
    yield from _below(typer.main.get_command(app), "")


def _below(node: Any, path: str) -> Iterator[Command]:
    inner = getattr(node, "commands", None)
    if inner is None:
        text = described(f"vitascope {path}", first_paragraph(node.help))
        yield Command(path, text, tuple(_parameters(node, path)), EXAMPLES.get(path, ()))
        return
    for name, below in inner.items():
        yield from _below(below, f"{path} {name}".strip())


def _parameters(node: Any, path: str) -> Iterator[tuple[str, str]]:
    context = Context(node, info_name=path)
    for parameter in node.params:
        if COMPLETION & set(parameter.opts):
            continue
        described(f"vitascope {path} {parameter.name}", parameter.help)
        name, told = parameter.get_help_record(context)
        yield code(name), " ".join(told.split())


def page_of_commands() -> str:
    """The page."""
    parts: list[str] = []
    for one in commands():
        parts += [f"## vitascope {one.name}", one.help]
        if one.parameters:
            parts.append(table(("option", "what it does"), one.parameters))
        if one.examples:
            parts.append("\n".join(["```sh", *one.examples, "```"]))
    return page("Command line", INTRO, parts)
