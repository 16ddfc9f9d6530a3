"""``vitascope generate --plan-only`` and ``--plan``: plans out, plans in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import typer

from vitascope import ids
from vitascope.bootstrap import open_registry
from vitascope.cli.ends import End
from vitascope.domain.render import render_spec
from vitascope.domain.request import GenerationRequest
from vitascope.errors import InvalidRequest
from vitascope.service.rules import check_length, check_options, check_prompt
from vitascope.settings import Settings


def read_plan(path: Path | None) -> dict[str, Any] | None:
    """The plan in a file. Raises ``InvalidRequest`` unless it is one JSON object."""
    if path is None:
        return None
    try:
        plan = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InvalidRequest(
            f"The plan {path} cannot be read: {error}. Give a file that --plan-only wrote.", "plan"
        ) from error
    if not isinstance(plan, dict):
        raise InvalidRequest(
            f"The plan {path} is no JSON object. Give a file that --plan-only wrote.", "plan"
        )
    return cast("dict[str, Any]", plan)


def show_plan(settings: Settings, fields: dict[str, Any], ends: tuple[End, End]) -> None:
    """Print the plan for a prompt as JSON; nothing is rendered and nothing is kept.

    Raises ``InvalidRequest`` where the model does not plan from words alone.
    """
    if any(end is not None for end in ends):
        raise typer.BadParameter("--plan-only plans from the prompt alone; leave out pictures and videos.")
    request = GenerationRequest.model_validate(fields)
    check_prompt(request)
    check_length(request)
    registry = open_registry(settings)
    card = registry.resolve(request.model, request.capabilities)
    check_options(request, card)
    seed = ids.seed() if request.seed is None else request.seed
    plan = registry.engine(card.engine).plan(render_spec(request, seed), ())
    if plan is None:
        raise InvalidRequest(f"The model {card.name} does not plan. Try --model previz.", "model")
    typer.echo(json.dumps(plan, indent=2, ensure_ascii=False))
