from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.errors import KeyframeRefused
from vitascope.netguard.url import check_url

LOOPBACK = [ip_network("127.0.0.0/8")]


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://example.com/a.png", "https://example.com/a.png"),
        ("HTTPS://EXAMPLE.com.", "https://example.com/"),
        ("http://example.com:80/x", "http://example.com/x"),
        ("https://example.com:8443/x?y=1&z=%20#top", "https://example.com:8443/x?y=1&z=%20"),
        ("https://bücher.example/ä ".strip(), "https://xn--bcher-kva.example/%C3%A4"),
        ("https://my_bucket.example.com/a|b{c}", "https://my_bucket.example.com/a%7Cb%7Bc%7D"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://134744072/", "http://8.8.8.8/"),
        ("http://010.8.0x8.8/", "http://8.8.8.8/"),
        ("https://[2606:4700::1111]:443/?q", "https://[2606:4700::1111]/?q"),
        ("http://example.com/a?u=http://127.0.0.1/", "http://example.com/a?u=http://127.0.0.1/"),
    ],
)
def test_plain_urls_are_read(url: str, read: str) -> None:
    assert str(check_url(url)) == read
    assert str(check_url(read)) == read


SPELLINGS = """
127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 0x7f.1 127.0.0.1. ①②⑦.0.0.1 0 10.1 192.168.257
169.254.169.254 [::1] [::ffff:127.0.0.1] [0:0:0:0:0:0:0:1] [fe80::1] [64:ff9b::7f00:1] [2002:7f00:1::]
localhost LOCALHOST. foo.localhost ｌｏｃａｌｈｏｓｔ
"""


@pytest.mark.parametrize("host", SPELLINGS.split())
def test_addresses_in_any_spelling_are_seen(host: str) -> None:
    with pytest.raises(KeyframeRefused, match="not a public address"):
        check_url(f"http://{host}/a.png")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.com/", "scheme 'ftp'"),
        ("file:///etc/passwd", "scheme 'file'"),
        ("//example.com/", "scheme ''"),
        ("example.com/a.png", "scheme ''"),
        ("", "scheme ''"),
        ("http://", "no host"),
        ("http:///a", "no host"),
        ("http://:80/", "no host"),
        ("http://user@example.com/", "user name"),
        ("http://user:pw@example.com/", "user name"),
        ("http://@example.com/", "user name"),
        ("http://example.com\\@10.0.0.1/", "backslashes"),
        ("http://example.com/\r\nHost: x", "invisible"),
        ("http://exa\tmple.com/", "invisible"),
        (" http://example.com/", "spaces"),
        ("http://example.com/\x00", "invisible"),
        ("http://exam\u200bple.com/", "invisible"),
        ("http://example.com:0/", "port 0"),
        ("http://example.com:65536/", "no number from 1 to 65535"),
        ("http://example.com:abc/", "no number from 1 to 65535"),
        ("http://example.com:22/", "has port 22"),
        ("http://example.com:6379/", "has port 6379"),
        ("http://[::1/", "malformed"),
        ("http://[127.0.0.1]/", "malformed|brackets"),
        ("http://[localhost]/", "malformed|brackets"),
        ("http://[fe80::1%25eth0]/", "zone"),
        ("http://[v1.x]/", "malformed|brackets"),
        ("http://[::1]x/", "malformed|brackets"),
        ("http://a..b/", "no domain name"),
        ("http://-a.example/", "no domain name"),
        ("http://%31%32%37.0.0.1/", "half an IPv4"),
        ("http://1_0.0.0.1/", "half an IPv4"),
        ("http://256.1.1.1/", "out of range"),
        ("http://1.2.3.4.5/", "out of range"),
        ("http://08.8.8.8/", "malformed IPv4"),
        ("http://exa%6dple.com/", "no domain name"),
        ("http://" + "a" * 64 + ".com/", "no domain name"),
        ("http://" + "a." * 130 + "com/", "no domain name"),
        ("http://xn--/", "domain name|no domain"),
        ("https://example.com/" + "a" * 8200, "8,220 characters"),
    ],
)
def test_strange_urls_are_refused_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(KeyframeRefused, match=why) as caught:
        check_url(url)
    assert "http or https" in caught.value.message


@pytest.mark.parametrize("port", [80, 443, 8080, 8443])
def test_web_ports_of_public_hosts(port: int) -> None:
    assert check_url(f"http://8.8.8.8:{port}/").port == port


def test_an_allowed_network_may_use_any_port_and_spelling() -> None:
    for host in ("127.0.0.1", "127.1", "localhost", "[::ffff:127.0.0.1]"):
        assert check_url(f"http://{host}:54321/a.png", LOOPBACK).port == 54321
    with pytest.raises(KeyframeRefused, match="not a public"):
        check_url("http://10.0.0.1/", LOOPBACK)
    with pytest.raises(KeyframeRefused, match="port 54321"):
        check_url("http://8.8.8.8:54321/", LOOPBACK)


def test_the_host_header() -> None:
    assert check_url("http://example.com:80/").authority == "example.com"
    assert check_url("http://example.com:8080/").authority == "example.com:8080"
    assert check_url("https://[2606:4700::1111]:8443/").authority == "[2606:4700::1111]:8443"


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://[", "http://1"]))
def test_any_text_is_read_or_refused(text: str, start: str) -> None:
    try:
        found = check_url(start + text)
    except KeyframeRefused:
        return
    assert found.scheme in {"http", "https"}
    assert str(found).isascii()
    assert str(check_url(str(found))) == str(found)
