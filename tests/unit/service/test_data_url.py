from __future__ import annotations

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.errors import KeyframeRefused
from vitascope.service.data_url import is_data_url, read_data_url

FIELD = "keyframes.frame0.url"


@given(st.binary(min_size=1, max_size=200))
def test_what_was_packed_comes_out(data: bytes) -> None:
    packed = base64.b64encode(data).decode()
    for text in (packed, packed.rstrip("="), packed.replace("+", "%2B"), "\n ".join(packed)):
        assert read_data_url(f"data:image/png;base64,{text}", 200, FIELD) == data


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("data:,plain", b"plain"),
        ("data:text/plain;charset=utf-8,a%20b%00", b"a b\x00"),
        ("DATA:IMAGE/PNG;BASE64,AAEC", b"\x00\x01\x02"),
        ("data:;base64,AAEC", b"\x00\x01\x02"),
    ],
)
def test_other_spellings(url: str, data: bytes) -> None:
    assert is_data_url(url)
    assert read_data_url(url, 100, FIELD) == data


@pytest.mark.parametrize("body", ["AAEC", "%41%41EC", "A A E C"])
def test_the_limit_is_exact(body: str) -> None:
    url = f"data:;base64,{body}"
    assert len(read_data_url(url, 3, FIELD)) == 3
    with pytest.raises(KeyframeRefused, match="at most 2"):
        read_data_url(url, 2, FIELD)


@pytest.mark.parametrize("url", ["http://x.example/data:", "dat", "", "xdata:,a"])
def test_other_urls_are_not_taken_for_it(url: str) -> None:
    assert not is_data_url(url)


@given(st.text())
def test_nothing_else_than_a_refusal_comes_of_nonsense(text: str) -> None:
    with suppress(KeyframeRefused):
        assert read_data_url("data:;base64," + text, 1000, FIELD)
