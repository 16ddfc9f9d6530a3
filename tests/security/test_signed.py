"""All that is made and kept says what made it: clips, chains of them, and their pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.house import Works, start
from vitascope.cli.verify import Known, examine
from vitascope.domain.generation import Generation
from vitascope.domain.request import GenerationKeyframe
from vitascope.media.manifest import Seal, read_seal


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Works]:
    running = start(tmp_path_factory.mktemp("signed"))
    yield running
    running.house.close()


@pytest.fixture(scope="module")
def chain(works: Works) -> Generation:
    """The third of three clips, each of which continues the one before."""
    latest = works.made()
    for _ in range(2):
        latest = works.made(frame0=GenerationKeyframe(type="generation", id=latest.id))
    return latest


def sealed(path: Path) -> Seal:
    found = read_seal(path)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["video", "stitched", "thumbnail", "sheet"])
def test_what_is_kept_says_what_made_it(works: Works, chain: Generation, name: str) -> None:
    found = sealed(works.file(chain, name))
    assert found.intact
    assert found.record["generation"] == chain.id
    assert (found.record["engine"], found.record["model"]) == ("stripes", "stripes")
    assert found.source


@pytest.mark.parametrize("name", ["video", "stitched"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_one_changed_byte_is_found(
    works: Works, chain: Generation, name: str, share: float, tmp_path: Path
) -> None:
    data = bytearray(works.file(chain, name).read_bytes())
    data[int(share * len(data))] ^= 1
    altered = tmp_path / "altered.mp4"
    altered.write_bytes(data)
    assert examine(altered, Known()).verdict == "altered"


def test_without_its_signature_it_is_not_called_intact(
    works: Works, chain: Generation, tmp_path: Path
) -> None:
    data = works.file(chain).read_bytes()
    assert data.count(b"c2pa") > 1
    stripped = tmp_path / "stripped.mp4"
    stripped.write_bytes(data.replace(b"c2pa", b"free"))
    assert examine(stripped, Known()).verdict != "intact"


def test_it_can_be_switched_off(tmp_path: Path) -> None:
    running = start(tmp_path, c2pa=False)
    try:
        made = running.made()
        assert {read_seal(running.file(made, name)) for name in ("video", "thumbnail", "sheet")} == {None}
    finally:
        running.house.close()
