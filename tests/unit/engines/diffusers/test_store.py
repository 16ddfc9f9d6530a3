from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from vitascope.engines.diffusers import Options, diffusers_engines
from vitascope.engines.diffusers.cards import Card, card_named
from vitascope.engines.diffusers.engine import absent
from vitascope.engines.diffusers.hub import is_wanted
from vitascope.engines.diffusers.store import Store
from vitascope.engines.registry import Registry
from vitascope.errors import ConfigurationError, NotFound, UnknownModel


@pytest.fixture
def card() -> Card:
    found = card_named("wan2.1-vace-1.3b")
    assert found is not None
    return found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / ".hidden" / "source"
    (folder / "vae").mkdir(parents=True)
    (folder / ".cache").mkdir()
    (folder / "model_index.json").write_text('{"_class_name": "WanVACEPipeline"}')
    (folder / "vae" / "model.safetensors").write_bytes(bytes(range(256)) * 40)
    (folder / ".cache" / "notes.json").write_text("{}")
    (folder / "preview.mp4").write_bytes(b"film")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "models")


def brought(store: Store, card: Card, source: Path) -> Path:
    store.bring(card, source, lambda *_: None, accepted=False)
    return store.path(card.name)


def test_a_model_is_copied_recorded_and_found(store: Store, card: Card, source: Path) -> None:
    told: list[tuple[str, int, int]] = []
    record = store.bring(card, source, lambda *one: told.append(one), accepted=True)
    assert set(record.files) == {"model_index.json", "vae/model.safetensors"}
    assert told[-1][1] < told[-1][2]
    assert store.cards() == (card,)
    assert store.check(card.name, lambda *_: None) == []


def test_a_model_of_ones_own_keeps_its_card(store: Store, card: Card, source: Path) -> None:
    own = card.model_copy(update={"name": "mine", "sizes": ((640, 352),)})
    brought(store, own, source)
    assert store.cards() == (own,)


def test_damage_and_loss_are_found(store: Store, card: Card, source: Path) -> None:
    place = brought(store, card, source)
    weights = place / "vae" / "model.safetensors"
    weights.write_bytes(b"\1" + weights.read_bytes()[1:])
    assert store.check(card.name, lambda *_: None) == [
        "vae/model.safetensors is damaged: its checksum is another"
    ]
    weights.write_bytes(b"short")
    (place / "model_index.json").unlink()
    faults = store.check(card.name, lambda *_: None)
    assert faults[0] == "model_index.json is missing"
    assert "has 5 bytes, expected 10,240" in faults[1]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (
            lambda folder: (folder / "model_index.json").unlink(),
            "holds no model: model_index.json is missing",
        ),
        (lambda folder: (folder / "vae" / "x.ckpt").write_bytes(b""), "vae/x.ckpt is a pickle"),
        (lambda folder: shutil.rmtree(folder / "vae"), "holds no weights"),
    ],
)
def test_a_folder_that_is_no_model_is_refused(
    store: Store, card: Card, source: Path, spoil: object, says: str
) -> None:
    assert callable(spoil)
    spoil(source)
    with pytest.raises(ConfigurationError, match=says):
        brought(store, card, source)
    assert store.cards() == ()


def test_what_is_not_here_or_not_whole_says_how_to_have_it(store: Store, card: Card) -> None:
    with pytest.raises(NotFound, match=r"is not here. Run: vitascope models pull wan2.1-vace-1.3b"):
        store.record(card.name)
    store.path(card.name + ".part").mkdir(parents=True)
    with pytest.raises(NotFound, match="its download was interrupted"):
        store.record(card.name)
    assert store.remove(card.name) == 0
    with pytest.raises(NotFound, match="There is no model"):
        store.remove(card.name)


@pytest.mark.parametrize("name", ["..", "../models", ""])
def test_only_models_are_deleted(store: Store, card: Card, source: Path, name: str) -> None:
    place = brought(store, card, source)
    with pytest.raises(NotFound):
        store.remove(name)
    assert place.is_dir()


def test_a_damaged_record_is_passed_over_in_lists_and_named_alone(
    store: Store, card: Card, source: Path
) -> None:
    (brought(store, card, source) / "vitascope.json").write_text("{}")
    assert store.cards() == ()
    with pytest.raises(ConfigurationError, match="cannot be read as the record of a model"):
        store.record(card.name)


def test_a_known_model_that_is_not_pulled_says_so_when_it_is_named(tmp_path: Path) -> None:
    options = Options(tmp_path)
    registry = Registry.installed((), diffusers_engines(options), absent(options))
    with pytest.raises(UnknownModel, match=r"is not installed here. Run: vitascope models pull ltx-2.5"):
        registry.resolve("ltx-2.5", frozenset())
    with pytest.raises(UnknownModel, match="No model 'other' is served here"):
        registry.resolve("other", frozenset())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("model_index.json", True),
        ("transformer/diffusion_pytorch_model-00001-of-00002.safetensors", True),
        ("tokenizer/spiece.model", True),
        ("LICENSE", True),
        ("ltx-video-2b-v0.9.safetensors", False),
        ("text_encoder/pytorch_model.bin", False),
        (".gitattributes", False),
        ("media/example.mp4", False),
    ],
)
def test_of_a_repository_only_the_pipeline_is_fetched(name: str, kept: bool) -> None:
    assert is_wanted(name) is kept
