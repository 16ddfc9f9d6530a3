"""What is wrong with models and cards on a machine, planted one fault at a time.

Stand-ins for the packages of the extra lie in a folder of the test's own: what matters here is whether they
can be found and what the driver answers them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from support.weights import safetensors
from vitascope.cli.checks import Finding, Grade
from vitascope.cli.model_checks import LEAST_FREE, accelerator, models, models_disk
from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.cards import card_named
from vitascope.engines.diffusers.families import FAMILIES
from vitascope.engines.diffusers.memory import GIB
from vitascope.engines.diffusers.store import PART, Record, Store
from vitascope.settings import Settings

SMALL, LARGE = "wan2.1-vace-1.3b", "ltx-2.5"
TORCH = """
class version:
    cuda = {cuda!r}

class cuda:
    is_available = staticmethod(lambda: {available})
    mem_get_info = staticmethod(lambda: ({free}, {free}))
    get_device_name = staticmethod(lambda: "a card")
"""


class Machine:
    """A folder for data, one for packages and one for programs."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.settings = Settings(data_dir=folder / "data")
        self._folder = folder
        self._packages = folder / "packages"
        self._packages.mkdir()
        (folder / "bin").mkdir()
        patch.setenv("PATH", str(folder / "bin"))
        for name in heavy.NEEDED:
            patch.delitem(sys.modules, name, raising=False)
        patch.syspath_prepend(str(self._packages))

    def has_packages(self, *, cuda: str | None = "13.0", available: bool = True, free: int = 200) -> None:
        """All of the extra; the card has ``free`` GiB."""
        for name in heavy.NEEDED:
            (self._packages / f"{name}.py").write_text("")
        text = TORCH.format(cuda=cuda, available=available, free=free * GIB)
        (self._packages / "torch.py").write_text(text)

    def has_card(self) -> None:
        """NVIDIA's driver has a program of this name."""
        program = self._folder / "bin" / "nvidia-smi"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)

    def has_model(self, name: str, *, accepted: bool = True) -> Path:
        """Pulled from a folder; where it lies."""
        source = self._folder / f"source-{name}" / "vae"
        source.mkdir(parents=True)
        card = card_named(name)
        assert card is not None
        index = {"_class_name": next(iter(FAMILIES[card.family].classes))}
        (source.parent / "model_index.json").write_text(json.dumps(index))
        (source / "model.safetensors").write_bytes(safetensors(bytes(100)))
        store = Store(self.settings.models_folder)
        store.bring(card, source.parent, lambda *_: None, accepted=accepted)
        return store.path(name)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def assert_said(found: Finding, grade: Grade, says: str, fix: str) -> None:
    assert (found.grade, says in found.detail, fix in found.fix) == (grade, True, True), found


def test_a_machine_without_models_wants_nothing(machine: Machine) -> None:
    assert models(machine.settings).grade is Grade.OK
    assert accelerator(machine.settings).grade in {Grade.OK, Grade.NOTE}


def test_a_good_machine_is_said_to_be_one(machine: Machine) -> None:
    machine.has_packages()
    machine.has_card()
    machine.has_model(SMALL)
    assert_said(models(machine.settings), Grade.OK, SMALL, "")
    assert_said(accelerator(machine.settings), Grade.OK, "a card, 200.0 GiB of 200.0 GiB free", "")


def test_the_extra_is_missing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has_model(SMALL)
    monkeypatch.setattr(heavy, "NEEDED", ("a_package_that_nobody_has",))
    found = models(machine.settings)
    assert_said(found, Grade.FAULT, "packages missing: a_package_that_nobody_has", heavy.INSTALL)


def test_weights_are_missing_or_cut_short(machine: Machine) -> None:
    machine.has_packages()
    weights = machine.has_model(SMALL) / "vae" / "model.safetensors"
    weights.write_bytes(b"cut")
    fix = f"vitascope models rm {SMALL} && vitascope models pull {SMALL}"
    assert_said(models(machine.settings), Grade.FAULT, "model.safetensors is missing or cut short", fix)
    weights.unlink()
    assert_said(models(machine.settings), Grade.FAULT, "model.safetensors is missing or cut short", fix)


def test_a_download_was_interrupted(machine: Machine) -> None:
    machine.settings.models_folder.joinpath(SMALL + PART).mkdir(parents=True)
    assert_said(models(machine.settings), Grade.FAULT, f"not whole: {SMALL}", f"models pull {SMALL} goes on")


def test_terms_were_not_accepted(machine: Machine) -> None:
    machine.has_packages()
    place = machine.has_model(LARGE)
    record = Record.model_validate_json((place / "vitascope.json").read_bytes())
    (place / "vitascope.json").write_text(record.model_copy(update={"accepted": False}).model_dump_json())
    assert_said(models(machine.settings), Grade.FAULT, "the licence was not accepted", "--accept-licence")


def test_there_is_no_card(machine: Machine) -> None:
    machine.has_packages(cuda=None, available=False)
    machine.has_model(SMALL)
    found = accelerator(machine.settings)
    if not Path("/proc/driver/nvidia/version").exists():
        assert_said(found, Grade.NOTE, "none: models run on the CPU", "NVIDIA card")


def test_torch_is_a_cpu_build_on_a_machine_with_a_card(machine: Machine) -> None:
    machine.has_packages(cuda=None, available=False)
    machine.has_card()
    machine.has_model(SMALL)
    assert_said(accelerator(machine.settings), Grade.FAULT, "is a CPU build", "--force-reinstall torch")


def test_the_driver_is_too_old(machine: Machine) -> None:
    machine.has_packages(cuda="13.0", available=False)
    machine.has_card()
    machine.has_model(SMALL)
    found = accelerator(machine.settings)
    assert_said(found, Grade.FAULT, "torch wants CUDA 13.0", "Update the NVIDIA driver")


def test_torch_is_there_and_cannot_be_imported(machine: Machine) -> None:
    machine.has_packages()
    (machine._packages / "torch.py").write_text("import a_library_that_is_not_there")
    machine.has_card()
    machine.has_model(SMALL)
    assert_said(accelerator(machine.settings), Grade.FAULT, "cannot be imported", heavy.INSTALL)


def test_the_card_is_too_small(machine: Machine) -> None:
    machine.has_packages(free=12)
    machine.has_card()
    machine.has_model(SMALL)
    machine.has_model(LARGE)
    found = accelerator(machine.settings)
    assert_said(found, Grade.NOTE, f"little for {LARGE}", "a smaller model")


def test_the_disk_is_too_small(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(machine.settings.data_dir.parent) in models_disk(machine.settings).detail
    monkeypatch.setattr("vitascope.cli.model_checks.LEAST_FREE", LEAST_FREE << 30)
    found = models_disk(machine.settings)
    assert_said(found, Grade.NOTE, "free at", "VITASCOPE_MODELS_DIR")
