"""What users meet is described, and the reference pages say what the code says."""

from __future__ import annotations

import re
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from tools.reference import commands, errors, events, routes, settings
from tools.reference.markdown import Undocumented, described
from tools.reference.pages import PAGES, outdated
from tools.site import DOCS
from vitascope.cli.app import app
from vitascope.cli.examples import EXAMPLES
from vitascope.domain.events import STREAMED, STREAMED_FIELDS
from vitascope.domain.generation import State
from vitascope.domain.webhook import EVENT_KINDS, MEANINGS
from vitascope.errors import InvalidRequest, VitascopeError
from vitascope.service.events import Told, _data
from vitascope.settings import Settings


def test_every_page_is_up_to_date() -> None:
    """Also that nothing is undocumented: a page with something that is not described is refused."""
    assert outdated() == [], "run `make reference`"


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_what_has_no_description_is_refused(text: str | None) -> None:
    with pytest.raises(Undocumented, match="VITASCOPE_NEW"):
        described("VITASCOPE_NEW", text)


def test_a_setting_without_a_description_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings.model_fields["port"], "description", None)
    with pytest.raises(Undocumented, match="port"):
        settings.page_of_settings()


def test_an_error_without_a_docstring_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(InvalidRequest, "__doc__", None)
    with pytest.raises(Undocumented, match="InvalidRequest"):
        errors.page_of_errors()


def test_an_option_without_help_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = typer.Typer()

    @other.command()
    def first(level: Annotated[int, typer.Option()] = 0) -> None:
        """Has an option that nobody describes."""

    @other.command()
    def second() -> None:
        """Makes it a group."""

    monkeypatch.setattr(commands, "app", other)
    with pytest.raises(Undocumented, match="first level"):
        list(commands.commands())


def test_an_event_without_a_meaning_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(MEANINGS, EVENT_KINDS[0])
    with pytest.raises(Undocumented, match=re.escape(EVENT_KINDS[0])):
        events.page_of_events()


def test_a_route_without_a_description_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = {"paths": {"/new": {"get": {"tags": ["server"], "summary": "New", "parameters": []}}}}
    monkeypatch.setattr(routes, "document", lambda: bare)
    with pytest.raises(Undocumented, match="GET /new"):
        routes.page_of_routes()


def test_codes_of_errors_are_told_apart() -> None:
    codes = [one.code for one in errors.tree(VitascopeError)]
    assert len(codes) == len(set(codes))


def test_what_a_stream_sends_is_on_its_page() -> None:
    assert set(STREAMED_FIELDS) == {*_data(State.QUEUED), "error"}
    kinds = re.findall(r"``(\w+)``", (Told.__doc__ or "").splitlines()[0])
    assert set(kinds) - {"kind"} == set(STREAMED)


def test_every_command_has_examples_that_it_understands() -> None:
    known = {one.name: one for one in commands.commands()}
    assert set(known) == set(EXAMPLES)
    for path, lines in EXAMPLES.items():
        options = {flag for name, _ in known[path].parameters for flag in re.findall(r"-[a-z-]+", name)}
        for line in lines:
            assert line.startswith(f"vitascope {path}")
            assert set(re.findall(r"(?<= )--?[a-z-]+", line)) <= options, line


def test_help_answers_with_examples() -> None:
    shown = CliRunner().invoke(app, ["generate", "--help"]).output
    assert EXAMPLES["generate"][0].split(" -o ")[0] in " ".join(shown.split())


def test_no_page_is_left_over() -> None:
    by_hand = {"reference/metrics.md", "reference/models.md"}
    there = {f"reference/{path.name}" for path in (DOCS / "reference").glob("*.md")}
    assert there == {name for name in PAGES if name.startswith("reference/")} | by_hand
