from __future__ import annotations

import json
from pathlib import Path

import pytest

from vitascope.remotes import read_remotes
from vitascope.settings import Settings

ENTRY = {
    "name": "box",
    "url": "http://10.0.0.5:8000",
    "dialect": "aiml",
    "model": "ray",
    "key": "very-secret",
}


def test_a_list_and_a_file_with_it_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps([ENTRY | {"allow": ["10.0.0.0/8"]}])
    path = tmp_path / "remotes.json"
    path.write_text(text)
    assert read_remotes(text) == read_remotes(str(path))
    monkeypatch.setenv("VITASCOPE_REMOTES", text)
    (remote,) = Settings().remotes
    assert (remote.name, str(remote.allow[0])) == ("box", "10.0.0.0/8")
    assert "very-secret" not in repr(Settings())
    assert read_remotes("  ") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[{", "expected a JSON list"),
        ("/no/such/file", "No such file"),
        (json.dumps([ENTRY | {"dialect": "klingon"}]), "0.dialect"),
        (json.dumps([ENTRY | {"speed": 3}]), "0.speed"),
        (json.dumps([ENTRY | {"url": "ftp://x"}]), "0.url"),
        (json.dumps([ENTRY | {"url": "http://me:pw@x"}]), "0.url"),
        (json.dumps([ENTRY | {"allow": ["here"]}]), "0.allow.0"),
        (json.dumps([ENTRY, ENTRY]), "two servers have the name 'box'"),
    ],
)
def test_what_is_wrong_is_named_and_no_key_repeated(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        read_remotes(text)
    assert "very-secret" not in str(caught.value)
