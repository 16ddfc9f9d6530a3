"""The camera concepts."""

from __future__ import annotations

from vitascope.domain.concepts import CONCEPTS, camera_words


def test_there_are_34_in_order() -> None:
    assert len(set(CONCEPTS)) == 34
    assert list(CONCEPTS) == sorted(CONCEPTS)


def test_words() -> None:
    assert camera_words("orbit_left") == "camera orbit left"
    assert camera_words("over_the_shoulder") == "camera over the shoulder"
