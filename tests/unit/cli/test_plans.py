from __future__ import annotations

import json

from support.shell import Shell

SMALL = ("--num-frames", "8", "--resolution", "540p", "--model", "previz")


def test_a_plan_out_and_in_again(shell: Shell) -> None:
    told = shell.run("generate", "a fox in snowy mountains", "--plan-only", "--seed", "4", *SMALL)
    assert told.returncode == 0, told.stderr
    plan = json.loads(told.stdout)
    assert (plan["environment"], plan["seed"], plan["size"]) == ("mountains", 4, [960, 540])
    assert shell.files() == set()
    (shell.folder / "plan.json").write_text(told.stdout)
    again = shell.run("generate", "anything", "--plan", "plan.json", "--plan-only", *SMALL)
    assert json.loads(again.stdout) == plan


def test_what_is_no_plan(shell: Shell) -> None:
    (shell.folder / "list.json").write_text("[]")
    (shell.folder / "odd.json").write_text("{")
    for name in ("list.json", "odd.json", "missing.json"):
        done = shell.run("generate", "a fox", "--plan", name, "--plan-only", *SMALL)
        assert done.returncode != 0
        assert name in done.stderr
    done = shell.run("generate", "a fox", "--first", "x.png", "--plan-only", *SMALL)
    assert done.returncode == 2
    assert "leave out pictures" in done.stderr
