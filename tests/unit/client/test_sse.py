from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.client.sse import Message, Messages

STREAM = (
    "\ufeff: a comment\n"
    "id: 1\nevent: state\ndata: {}\n\n"
    "event: progress\r\ndata: first\r\ndata:second\r\n\r\n"
    "data: ünïcödé\rid: 2\r\r"
    "retry: 10\nevent: nothing\n\n"
    "data\n\n"
    "id: bad\0\ndata:  two spaces\n\n"
    "data: never finished\n"
)
MESSAGES = [
    Message("state", "{}", "1"),
    Message("progress", "first\nsecond", "1"),
    Message("message", "ünïcödé", "2"),
    Message("message", "", "2"),
    Message("message", " two spaces", "2"),
]


def read(*pieces: bytes) -> list[Message]:
    reader = Messages()
    return [message for piece in pieces for message in reader.feed(piece)]


def test_a_stream_in_one_piece() -> None:
    assert read(STREAM.encode()) == MESSAGES


def test_a_stream_byte_by_byte() -> None:
    assert read(*(bytes([byte]) for byte in STREAM.encode())) == MESSAGES


@given(st.lists(st.integers(0, len(STREAM.encode())), max_size=8))
def test_a_stream_in_any_pieces(cuts: list[int]) -> None:
    whole = STREAM.encode()
    ends = [0, *sorted(cuts), len(whole)]
    assert read(*(whole[start:end] for start, end in pairwise(ends))) == MESSAGES


def test_a_message_is_given_as_soon_as_it_is_whole() -> None:
    reader = Messages()
    assert list(reader.feed(b"data: 1\n")) == []
    assert list(reader.feed(b"\n")) == [Message("message", "1", "")]


@pytest.mark.parametrize("junk", [b"", b"\n\n\n", b"\xff\xfe\n\n", b"<html>\n</html>\n\n"])
def test_what_is_no_stream_has_no_messages(junk: bytes) -> None:
    assert read(junk) == []
