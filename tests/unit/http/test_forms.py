"""Forms that nobody wrote by hand."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from vitascope.errors import StorageFull, VitascopeError
from vitascope.http.forms import SentFile, read_fields
from vitascope.http.intake import Intake
from vitascope.service.keys import Caller


def plain(value: Any) -> Any:
    if isinstance(value, SentFile):
        with value.on_disk() as path:
            return [path.name, value.size, path.read_bytes().decode("latin-1")]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


async def echo(request: Request) -> Response:
    request.state.caller = Caller("default")
    try:
        async with read_fields(request, 5000) as fields:
            return JSONResponse(plain(fields))
    except VitascopeError as error:
        return JSONResponse(error.message, error.status)


@pytest.fixture(scope="module")
def reader() -> TestClient:
    """A client of an application that answers what it read."""
    app = Starlette(routes=[Route("/", echo, methods=["POST"])])
    app.state.intake = Intake()
    return TestClient(app)


NUL = b'--X\r\nContent-Disposition: form-data; name="a"; filename="a\0.png"\r\n\r\nb\r\n--X--\r\n'


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("application/json", b'{"a": ["b\\u0000"]}'),
        ("application/json", b'{"a": {"\\u0000": 1}}'),
        ("application/x-www-form-urlencoded", b"a=%00"),
        ("application/x-www-form-urlencoded", b"a%00=b"),
        ("multipart/form-data; boundary=X", NUL.replace(b"\0", b"").replace(b"b\r", b"\0\r")),
        (
            "multipart/form-data; boundary=X",
            NUL.replace(b'; filename="a\0.png"', b"").replace(b"b\r", b"\0\r"),
        ),
        ("multipart/form-data; boundary=X", NUL),
    ],
)
def test_no_text_has_a_nul_character(reader: TestClient, kind: str, sent: bytes) -> None:
    """PostgreSQL would refuse it where it is kept, and nobody would know why."""
    answer = reader.post("/", content=sent, headers={"Content-Type": kind})
    of_a_file = b"filename" in sent and sent != NUL
    assert answer.status_code == (200 if of_a_file else 400)
    assert of_a_file or "NUL character" in answer.json()


def test_a_backslash_before_u0000_is_text(reader: TestClient) -> None:
    sent = {"a": "\\u0000"}
    assert reader.post("/", json=sent).json() == sent


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("a=1&b=x%20y", {"a": "1", "b": "x y"}),
        ("a[b]=1&a[c]=2", {"a": {"b": "1", "c": "2"}}),
        ("a[]=1&a[]=2", {"a": ["1", "2"]}),
        ("a[1]=x&a[0]=y", {"a": ["y", "x"]}),
        ("a[][k]=1&a[][k]=2", {"a": [{"k": "1"}, {"k": "2"}]}),
        ("a[b][c][d]=1", {"a": {"b": {"c": {"d": "1"}}}}),
        ("a[b=1&[]=2&]=3", {"a[b": "1", "[]": "2", "]": "3"}),
        ("0=a", {"0": "a"}),
        ("", {}),
    ],
)
def test_bracket_keys(reader: TestClient, sent: str, read: dict[str, Any]) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert reader.post("/", content=sent, headers=kind).json() == read


def test_files_and_fields(reader: TestClient) -> None:
    parts: list[Any] = [
        ("a", ("x/../ü y.mp4", b"bytes")),
        ("b[]", ("two", b"")),
        ("b[]", (None, "text")),
        ("c", ("...", b"\0\xff")),
    ]
    assert reader.post("/", files=parts).json() == {
        "a": ["x-..-y.mp4", 5, "bytes"],
        "b": [["two", 0, ""], "text"],
        "c": ["upload", 2, "\0\xff"],
    }


def test_files_are_gone_after_the_block(tmp_path: Path) -> None:
    kept: list[Path] = []
    with (tmp_path / "sent").open("w+b") as file:
        file.write(b"bytes")
        sent = SentFile("a.mp4", 5, file)
        assert sent.read() == sent.read() == b"bytes"
        with sent.on_disk() as path:
            kept.append(path)
            assert path.is_file()
    assert not kept[0].exists()
    assert not kept[0].parent.exists()


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    with (tmp_path / "sent").open("w+b") as file:
        sent = SentFile("a.mp4", 0, file)

        def use() -> None:
            with sent.on_disk():
                raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(StorageFull):
            use()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_form_breaks_the_server(reader: TestClient, data: st.DataObject) -> None:
    whole = (
        b'--x\r\nContent-Disposition: form-data; name="a[b]"\r\n\r\n1\r\n'
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="u"\r\n\r\n\0\r\n--x--\r\n'
    )
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, len(whole)))
    body = whole[:start] + data.draw(st.binary(max_size=40)) + whole[stop:]
    kind = data.draw(
        st.sampled_from(
            [
                "multipart/form-data; boundary=x",
                'multipart/form-data; boundary="x"; charset=utf-8',
                "multipart/form-data; boundary=-",
                "Multipart/Form-Data;boundary=x",
                "application/x-www-form-urlencoded",
                "application/json",
            ]
        )
    )
    assert reader.post("/", content=body, headers={"Content-Type": kind}).status_code in {200, 400, 413, 415}
