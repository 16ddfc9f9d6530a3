"""The operator's policy is asked before anything is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.service.parts import OWNER, Home, data_url, png
from vitascope.domain.request import GenerationRequest, ImageKeyframe
from vitascope.errors import ConfigurationError, KeyframeRefused, PolicyRefused
from vitascope.service.moderation import BUILT_IN
from vitascope.settings import Settings


class NoWide:
    """Refuses pictures of one size."""

    def __init__(self, _settings: Settings) -> None:
        self.seen: list[tuple[int, str]] = []

    def check_prompt(self, _prompt: str) -> str | None:
        return None

    def check_picture(self, data: bytes, media_type: str) -> str | None:
        self.seen.append((len(data), media_type))
        return "it is wide" if data == png(64, 16) else None


def words(folder: Path, *lines: str) -> dict[str, object]:
    path = folder / "words.txt"
    path.write_text("\n".join(lines), "utf-8")
    return {"moderation": ("words",), "moderation_words": path}


def asked(prompt: str, **fields: object) -> GenerationRequest:
    return GenerationRequest.model_validate({"model": "luma/ray-2", "prompt": prompt} | fields)


@pytest.mark.parametrize("prompt", ["a Bad Thing", "bad\n  thing!", "ｂａｄ thing", "worse"])
def test_a_listed_word_is_refused_and_nothing_is_kept(home: Home, tmp_path: Path, prompt: str) -> None:
    services = home.build(**words(tmp_path, "# not these", "bad thing", "", "WORSE"))
    with pytest.raises(PolicyRefused, match="against this server's policy") as refused:
        services.generations.create(asked(prompt), OWNER)
    assert (refused.value.status, refused.value.field) == (400, "prompt")
    assert refused.value.reason.startswith("it contains")
    assert home.rows() == 0


@pytest.mark.parametrize("prompt", ["a badger thinks", "worsening weather", "badthing"])
def test_parts_of_words_are_let_through(home: Home, tmp_path: Path, prompt: str) -> None:
    home.build(**words(tmp_path, "bad thing", "worse")).generations.create(asked(prompt), OWNER)
    assert home.rows() == 1


def test_it_is_off_until_set(home: Home) -> None:
    home.create(prompt="bad thing")
    assert home.rows() == 1


@pytest.mark.parametrize("lines", [(), ("# only a remark",)])
def test_an_empty_list_is_a_mistake(home: Home, tmp_path: Path, lines: tuple[str, ...]) -> None:
    with pytest.raises(ConfigurationError, match="no words"):
        home.build(**words(tmp_path, *lines))


def test_a_list_that_is_not_there_is_a_mistake(home: Home, tmp_path: Path) -> None:
    for chosen in ({"moderation_words": tmp_path / "none"}, {}):
        with pytest.raises(ConfigurationError, match="VITASCOPE_MODERATION_WORDS"):
            home.build(moderation=("words",), **chosen)


def test_who_is_not_installed_is_named(home: Home) -> None:
    with pytest.raises(ConfigurationError, match=r"'strict', which is not installed; there is .*words"):
        home.build(moderation="strict")


def test_pictures_are_seen_before_they_are_accepted(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BUILT_IN, "no-wide", NoWide)
    services = home.build(moderation="no-wide")
    good, wide = (ImageKeyframe(url=data_url(data)) for data in (png(), png(64, 16)))
    services.generations.create(asked("a fox", frame0=good), OWNER)
    with pytest.raises(PolicyRefused, match="it is wide") as refused:
        services.generations.create(asked("a fox", frame0=wide), OWNER)
    assert refused.value.field == "keyframes.frame0.url"
    assert home.rows() == 1


def test_a_link_is_fetched_first_so_that_no_picture_goes_unseen(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BUILT_IN, "no-wide", NoWide)
    services = home.build(moderation="no-wide")
    with pytest.raises(KeyframeRefused) as refused:
        services.generations.create(
            asked("a fox", frame0=ImageKeyframe(url="http://nobody.invalid/a.png")), OWNER
        )
    assert refused.value.field == "keyframes.frame0.url"
    assert home.rows() == 0
