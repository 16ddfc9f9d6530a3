"""Which addresses may be told."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from vitascope.errors import InvalidRequest
from vitascope.service.callback import check_callback


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://10.0.0.1/told", "not a public address"),
        ("http://localhost/told", "not a public address"),
        ("ftp://x.example/told", "expected http or https"),
        ("https://me:secret@x.example", "carries a user name"),
        ("https://x.example:22/", "has port 22"),
        ("told", "expected http or https"),
        ("", "expected http or https"),
    ],
)
def test_refused_with_its_field_and_without_a_word_of_pictures(url: str, reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason) as refused:
        check_callback(url, ())
    assert refused.value.field == "callback_url"
    assert "picture" not in refused.value.message


def test_good_ones() -> None:
    check_callback("https://x.example/told?id=1", ())
    check_callback("http://127.0.0.1:9999/told", [ip_network("127.0.0.0/8")])
