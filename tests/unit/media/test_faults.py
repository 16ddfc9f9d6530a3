from __future__ import annotations

import errno

import pytest

from vitascope.errors import MediaError, StorageFull
from vitascope.media.faults import reading, writing


@pytest.mark.parametrize("fault", [SyntaxError("broken"), IndexError(3), MemoryError(), OSError("cut off")])
def test_reading_translates_what_codecs_raise(fault: Exception) -> None:
    with pytest.raises(MediaError, match="The picture cannot be read") as caught, reading("The picture"):
        raise fault
    assert caught.value.__cause__ is fault


def test_our_own_errors_pass() -> None:
    with pytest.raises(MediaError, match="mine"), reading("The picture"):
        raise MediaError("mine")


def test_messages_hold_no_memory_addresses() -> None:
    with pytest.raises(MediaError) as caught, reading("The picture"):
        raise OSError("cannot identify image file <_io.BytesIO object at 0x7f1c>")
    assert "0x7f1c" not in caught.value.message


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_not_the_pictures_fault(number: int) -> None:
    with pytest.raises(StorageFull), writing("The video"):
        raise OSError(number, "No space left on device")


def test_writing_does_not_hide_our_mistakes() -> None:
    with pytest.raises(TypeError), writing("The video"):
        raise TypeError("wrong argument")
