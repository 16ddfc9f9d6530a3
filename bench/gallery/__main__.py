"""``make gallery``: contact sheets and plans of forty prompts in ``docs/gallery``, and the figures over them.

``python -m bench.gallery [prompts] [nouns]`` makes one part; without words, both; ``prompts 3 11`` makes
those two again, and the page stays as it is. A server makes each
prompt's clip, one of it that loops, one that goes on from it, one that leads into it and two short equal
ones, and the files are held to F1 to F3, F6 to F11 and F14; F13 is that of each subject. Given pictures (F4,
F5), the camera (F12) and memory (F15) are the acceptance tests' part.
"""

from __future__ import annotations

import json
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import cv2
from rich.console import Console

from bench.gallery.clips import SEED, Clip, Studio
from bench.gallery.sheets import sheet
from support import server
from support.visible import coverage, shares
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


def main(parts: Sequence[str]) -> int:
    """Make the parts; 1 where a figure does not hold."""
    console = Console(width=120)
    failures: list[str] = []
    if "prompts" in parts:
        with tempfile.TemporaryDirectory() as folder, server.running(Path(folder) / "data") as live:
            failures += prompts(console, Studio(live, Path(folder)), {int(n) for n in parts if n.isdigit()})
    if "nouns" in parts:
        failures += nouns(console)
    for failure in failures:
        console.print(failure, style="red")
    return 1 if failures else 0


def prompts(console: Console, studio: Studio, wanted: AbstractSet[int]) -> list[str]:
    """Write the gallery, or only the sheets that are wanted; what does not hold."""
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
            if wanted and number not in wanted:
                continue
            made = studio.clip(prompt)
            page += _entry(number, made)
            faults = [*studio.faults(made), *_unseen(made)]
            failures += [f"{number}, {fault}" for fault in faults]
            console.print(f"{number:3} {'; '.join(faults) or 'holds'}  {prompt[:90]}")
    if not wanted:
        (OUT / "index.md").write_text("\n".join(page) + "\n", "utf-8")
    return failures


def _entry(number: int, made: Clip) -> list[str]:
    name = f"{number:02}"
    cv2.imwrite(str(OUT / f"{name}.jpg"), sheet(made.path), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    text = json.dumps(made.plan, indent=1, ensure_ascii=False)
    (OUT / f"{name}.json").write_text(text + "\n", "utf-8")
    shown, plan = f"![{_told(made)}]({name}.jpg)", f"[plan]({name}.json)"
    return ["", f"### {number}. {made.prompt}", "", shown, "", plan]


def _told(made: Clip) -> str:
    plan = made.plan
    cast = ", ".join(f"{s['count']} {s['noun']}" for s in plan["subjects"]) or "nobody"
    moves = ", ".join(move["kind"].replace("_", " ") for move in plan["takes"][0]["camera"])
    return f"{plan['environment']}, {plan['time_of_day']}, {plan['weather']}; {cast}; camera: {moves}"


def _unseen(made: Clip) -> list[str]:
    plan = load(made.plan)
    assert isinstance(plan, ShotPlan)
    carrying = {subject.upon for subject in plan.subjects}  # a board that nobody named is under a surfer
    seen = [each for number, each in enumerate(_shares(plan)) if number not in carrying]
    return [f"F13: {noun} covers {share:.2%}" for noun, share in seen if share < LEAST]


def _shares(plan: ShotPlan) -> list[tuple[str, float]]:
    return [(subject.noun, share) for subject, share in zip(plan.subjects, shares(plan), strict=True)]


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
