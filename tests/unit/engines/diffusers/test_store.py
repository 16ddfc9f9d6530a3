from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest

from support.weights import safetensors
from vitascope.engines.diffusers import Options, diffusers_engines
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.cards import card_named
from vitascope.engines.diffusers.engine import absent
from vitascope.engines.diffusers.hub import is_wanted
from vitascope.engines.diffusers.store import Store
from vitascope.engines.registry import Registry
from vitascope.errors import ConfigurationError, NotFound, UnknownModel

WEIGHTS = safetensors(bytes(range(256)) * 40)


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
    (folder / "vae" / "model.safetensors").write_bytes(WEIGHTS)
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
    assert f"has 5 bytes, expected {len(WEIGHTS):,}" in faults[1]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (
            lambda folder: (folder / "model_index.json").unlink(),
            "holds no model: model_index.json is missing",
        ),
        (lambda folder: (folder / "vae" / "x.ckpt").write_bytes(b""), "vae/x.ckpt is a pickle"),
        (lambda folder: (folder / "vae" / "X.PT").write_bytes(b""), "vae/X.PT is a pickle"),
        (lambda folder: shutil.rmtree(folder / "vae"), "holds no weights"),
        (lambda folder: index(folder).write_text("{"), "model_index.json cannot be read: JSONDecodeError"),
        (lambda folder: index(folder).write_text("[1]"), "model_index.json cannot be read: TypeError"),
        (lambda folder: index(folder).write_text("{}"), "model_index.json cannot be read: KeyError"),
        (
            lambda folder: index(folder).write_text('{"_class_name": "CogVideoXPipeline"}'),
            "holds a CogVideoXPipeline; the family 'vace' is one of WanVACEPipeline",
        ),
        (lambda folder: weights(folder).write_bytes(b""), "model.safetensors is damaged: it has 0 bytes"),
        (lambda folder: weights(folder).write_bytes(WEIGHTS[:20]), "it has 20 bytes and no header"),
        (lambda folder: weights(folder).write_bytes(WEIGHTS[:-1]), "bytes, its header says"),
        (lambda folder: weights(folder).write_bytes(WEIGHTS + b"x"), "bytes, its header says"),
        (
            lambda folder: weights(folder).write_bytes(WEIGHTS[:8] + b"[" + WEIGHTS[9:]),
            "its header cannot be read",
        ),
        (
            lambda folder: weights(folder).write_bytes(pickle.dumps({"weight": list(range(9))})),
            "model.safetensors is damaged: it is a pickle",
        ),
        (
            lambda folder: weights(folder).write_bytes(b"PK\x03\x04" + bytes(60)),
            "it is a zip archive or a pickle",
        ),
        (lambda folder: shards(folder, "two.safetensors"), "names two.safetensors, which is not there"),
        (lambda folder: shards(folder, "../vae/model.safetensors"), "outside"),
        (
            lambda folder: (folder / "vae" / "x.safetensors.index.json").write_text("[]"),
            "cannot be read as a list of files of weights",
        ),
        (lambda folder: (folder / "a.txt").symlink_to("/etc/passwd"), "a.txt is a link to /etc/passwd"),
        (lambda folder: (folder / "more").symlink_to("/etc"), "more is a link to /etc"),
        (lambda folder: (folder / "vae" / "b.json").symlink_to("nowhere"), "is a link to nowhere"),
        (lambda folder: (folder / "ring").symlink_to("ring"), "ring is a link to ring"),
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


def index(folder: Path) -> Path:
    return folder / "model_index.json"


def weights(folder: Path) -> Path:
    return folder / "vae" / "model.safetensors"


def shards(folder: Path, *names: str) -> None:
    """A list that says that the weights lie in these files."""
    where = {f"weight.{number}": name for number, name in enumerate(("model.safetensors", *names))}
    listed = json.dumps({"metadata": {}, "weight_map": where})
    (folder / "vae" / "model.safetensors.index.json").write_text(listed)


def test_links_as_the_hubs_client_lays_them_are_followed(store: Store, card: Card, source: Path) -> None:
    blobs, snapshot = source.parent / "blobs", source.parent / "snapshots" / "c0ffee"
    blobs.mkdir()
    for path in [index(source), weights(source)]:
        path.rename(blobs / path.name)
        link = snapshot / path.relative_to(source)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(blobs / path.name)
    place = brought(store, card, snapshot)
    assert not weights(place).is_symlink()
    assert weights(place).read_bytes() == WEIGHTS


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
