"""How much an owner may keep: what was made and what was sent are one amount, wherever more is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.media.clips import clip
from unit.service.parts import OTHER, OWNER, Home, png
from vitascope.domain.limits import Limits
from vitascope.errors import QuotaReached


def send(home: Home, owner: str = OWNER) -> str:
    path = home.root / "sent"
    path.write_bytes(png())
    return home.services.uploads.add(path, "fox.png", "vision", owner).id


def limit(home: Home, most: int) -> None:
    home.ledger.set_limits(Limits(owner=OWNER, storage_bytes=most))


def test_both_kinds_are_kept(home: Home) -> None:
    made = home.finish(home.create())
    sent = send(home)
    size = sum(asset.size for asset in made.assets)
    assert home.services.operator.usage(OWNER).bytes == size + len(png())
    assert home.services.operator.usage(OTHER).bytes == 0
    home.services.uploads.delete(sent, OWNER)
    assert home.services.operator.usage(OWNER).bytes == size


def test_who_sent_as_much_as_may_makes_no_more(home: Home) -> None:
    sent = send(home)
    limit(home, len(png()))
    with pytest.raises(QuotaReached, match=f"keeps {len(png()):,} bytes and may keep {len(png()):,}"):
        home.create()
    assert home.rows() == 0
    home.create(OTHER)
    home.services.uploads.delete(sent, OWNER)
    home.create()


def test_who_made_as_much_as_may_sends_no_more(home: Home) -> None:
    made = home.finish(home.create())
    limit(home, sum(asset.size for asset in made.assets) + len(png()) - 1)
    with pytest.raises(QuotaReached):
        send(home)
    home.create()  # there is room for a byte, and nobody knows how many it will take


def test_a_video_that_is_taken_in_needs_room_too(home: Home, tmp_path: Path) -> None:
    video = clip(tmp_path / "theirs.mp4", 256, 256, 4).path
    limit(home, video.stat().st_size - 1)
    with pytest.raises(QuotaReached):
        home.services.generations.adopt(video, OWNER)
    assert (home.rows(), home.files()) == (0, [])
    limit(home, video.stat().st_size)
    assert home.services.generations.adopt(video, OWNER).asset("video")
