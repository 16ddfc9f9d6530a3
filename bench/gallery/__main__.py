"""``make gallery``: contact sheets and plans of forty prompts in ``docs/gallery``, and the figures over them.

``python -m bench.gallery [prompts] [nouns]`` makes one part; without words, both.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import cv2
from rich.console import Console

from bench.gallery.sheets import SEED, Sheet, sheet
from support.visible import coverage
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.stored import load

HERE = Path(__file__).parent
OUT = HERE.parent.parent / "docs" / "gallery"
QUALITY = 80
LEAST = 0.01
"""The share of the frame that a known noun covers at some time: F13."""
PARTS = {
    "shown": "These guided work on the planner.",
    "aside": "Nothing was ever tuned on these: they show what a prompt nobody thought of comes to.",
}


def main(parts: Iterable[str]) -> int:
    """Make the parts; 1 where a figure does not hold."""
    console = Console(width=120)
    failures: list[str] = []
    if "prompts" in parts:
        failures += prompts(console)
    if "nouns" in parts:
        failures += nouns(console)
    for failure in failures:
        console.print(failure, style="red")
    return 1 if failures else 0


def prompts(console: Console) -> list[str]:
    """Write the gallery; what does not hold."""
    OUT.mkdir(parents=True, exist_ok=True)
    lists: dict[str, list[str]] = tomllib.loads((HERE / "prompts.toml").read_text("utf-8"))
    about = "Forty prompts, five seconds each, six frames of every shot. Made by `make gallery`."
    page = ["# Gallery", "", about]
    failures: list[str] = []
    number = 0
    for part, listed in lists.items():
        page += ["", f"## {part.capitalize()}", "", PARTS[part]]
        for prompt in listed:
            number += 1
            made = sheet(prompt)
            page += _entry(number, made)
            failures += _judged(number, made)
            console.print(f"{number:3} {made.liveliness:6.2f}  {prompt[:90]}")
    (OUT / "index.md").write_text("\n".join(page) + "\n", "utf-8")
    return failures


def _entry(number: int, made: Sheet) -> list[str]:
    name = f"{number:02}"
    cv2.imwrite(str(OUT / f"{name}.jpg"), made.picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    text = json.dumps(made.plan, indent=1, ensure_ascii=False)
    (OUT / f"{name}.json").write_text(text + "\n", "utf-8")
    shown, plan = f"![{_told(made)}]({name}.jpg)", f"[plan]({name}.json)"
    return ["", f"### {number}. {made.prompt}", "", shown, "", plan]


def _told(made: Sheet) -> str:
    plan = made.plan
    cast = ", ".join(f"{s['count']} {s['noun']}" for s in plan["subjects"]) or "nobody"
    moves = ", ".join(move["kind"].replace("_", " ") for move in plan["takes"][0]["camera"])
    return f"{plan['environment']}, {plan['time_of_day']}, {plan['weather']}; {cast}; camera: {moves}"


def _judged(number: int, made: Sheet) -> list[str]:
    failures = [f"{number}: a still ({made.liveliness:.2f})"] if made.liveliness < 0.25 else []
    plan = load(made.plan)
    assert isinstance(plan, ShotPlan)
    if plan.subjects and (share := coverage(plan)) < LEAST:
        failures.append(f"{number}: its subjects cover {share:.2%} of the frame")
    return failures


def nouns(console: Console) -> list[str]:
    """F13 over the whole list: those that are not seen."""
    plans = [plan_shot(f"a {noun}", SEED, 5.0) for noun in listed_nouns()]
    ordered = sorted(plans, key=lambda plan: plan.environment)
    found = {plan.take.prompt: coverage(plan) for plan in ordered}
    hidden = [f"F13: {prompt} covers {share:.2%}" for prompt, share in found.items() if share < LEAST]
    console.print(f"F13: {len(found) - len(hidden)} of {len(found)} nouns visible")
    return hidden


def listed_nouns() -> list[str]:
    """The two hundred nouns."""
    return (HERE / "nouns.txt").read_text("utf-8").split()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["prompts", "nouns"]))
