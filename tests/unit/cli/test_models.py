from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.shell import Shell
from support.weights import safetensors

WEIGHTS = safetensors(bytes(1000))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    (folder / "vae").mkdir(parents=True)
    (folder / "model_index.json").write_text('{"_class_name": "WanVACEPipeline"}')
    (folder / "vae" / "model.safetensors").write_bytes(WEIGHTS)
    return folder


def test_models_are_listed_with_terms_and_memory(shell: Shell) -> None:
    listed = {row["name"]: row for row in json.loads(shell.run("models", "list", "--json").stdout)}
    assert listed["wan2.1-vace-1.3b"]["licence"] == "Apache-2.0"
    assert listed["ltx-2.5"]["gated"] == "yes"
    assert all(row["here"] == "no" for row in listed.values())
    assert "ltx-2.5" in shell.run("models", "list").stdout
    assert all(row["disk"].partition(" GB (")[0].isdigit() for row in listed.values()), "without a network"
    assert listed["wan2.2-t2v-a14b"]["disk"].startswith("126 GB (the hub's listings")
    assert listed["wan2.1-vace-1.3b"]["repository"].endswith(
        " at commit ec4d2cb062b548996b179d493fdd05340de702a1"
    )
    shown = shell.run("models", "show", "ltx-2.5").stdout
    assert "at its newest commit (none is known by name)" in shown
    assert "10 million dollars" in shown
    assert "reverse_extend" in shown


def test_a_folder_becomes_a_model_that_is_checked_and_deleted(shell: Shell, source: Path) -> None:
    name = "wan2.1-vace-1.3b"
    made = shell.run("models", "pull", name, "--from", str(source))
    assert made.stdout.startswith(f"{name}: 2 files in ")
    assert "copied" in made.stderr
    assert shell.run("models", "verify", name).stdout == f"{name}: whole\n"
    shown = json.loads(shell.run("models", "show", name, "--json").stdout)
    assert (shown["here"], shown["disk"]) == ("yes", "0.0 MiB (here)"), "what lies here is weighed"
    assert shown["repository"].endswith(f"; here: folder {source}")
    weights = shell.folder / "data" / "models" / name / "vae" / "model.safetensors"
    weights.write_bytes(b"cut")
    broken = shell.run("models", "verify", name)
    assert broken.returncode == 1
    assert f"vae/model.safetensors has 3 bytes, expected {len(WEIGHTS):,}" in broken.stderr
    found = shell.run("doctor").stdout
    assert f"{name}: vae/model.safetensors is missing or cut short" in found or "packages missing" in found
    assert "deleted" in shell.run("models", "rm", name).stdout
    assert shell.run("models", "verify", name).returncode == 1


def test_terms_are_accepted_in_so_many_words(shell: Shell, source: Path) -> None:
    (source / "model_index.json").write_text('{"_class_name": "LTX2ConditionPipeline"}')
    refused = shell.run("models", "pull", "ltx-2.5", "--from", str(source))
    assert refused.returncode == 1
    assert "vitascope models pull ltx-2.5 --accept-licence" in refused.stderr
    assert shell.run("models", "pull", "ltx-2.5", "--accept-licence", "--from", str(source)).returncode == 0


def test_unknown_names_and_broken_cards_are_named(shell: Shell, source: Path, tmp_path: Path) -> None:
    unknown = shell.run("models", "show", "sora")
    assert unknown.returncode == 1
    assert "expected one of wan2.2-ti2v-5b" in unknown.stderr
    card = tmp_path / "card.json"
    card.write_text('{"family": "wan"}')
    broken = shell.run("models", "pull", "mine", "--card", str(card), "--from", str(source))
    assert broken.returncode == 1
    assert "docs/reference/models.md" in broken.stderr
    card.write_text('{"family": "sora", "licence": "none"}')
    other = shell.run("models", "pull", "mine", "--card", str(card), "--from", str(source))
    assert other.returncode == 1
    assert "Input should be 'wan', 'vace', 'ltx' or 'ltx2'" in other.stderr
