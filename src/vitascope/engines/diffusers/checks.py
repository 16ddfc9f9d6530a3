"""Whether the files of a folder are what their names say, without opening any weights."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from vitascope.errors import ConfigurationError

SHARDS = ".safetensors.index.json"
"""How a list ends that says which weights lie in which file."""
_HEADER_MOST = 100_000_000
"""Bytes; readers of safetensors refuse a longer one too."""
_LEADS = {b"PK": "a zip archive or a pickle", b"\x80": "a pickle"}
"""How files begin that are called safetensors and are not; a right one begins with the size of its header."""


def check_weights(folder: Path) -> None:
    """Raise ``ConfigurationError`` for weights that are damaged, cut short or missing."""
    for path in sorted(folder.rglob("*.safetensors")):
        fault = _fault(path)
        if fault:
            raise ConfigurationError(
                f"{path.relative_to(folder)} is damaged: {fault}. Expected weights as safetensors. Copy or "
                "download it again."
            )
    for path in sorted(folder.rglob("*" + SHARDS)):
        missing = [name for name in _shards(path) if not (path.parent / name).is_file()]
        if missing:
            raise ConfigurationError(
                f"{path.relative_to(folder)} names {', '.join(missing)}, which is not there: the model is "
                "not whole. Copy or download what is missing."
            )


def check_links(folder: Path) -> None:
    """Raise ``ConfigurationError`` for a link that leads out of the folder, or nowhere.

    Where the hub's client keeps models, files are links to ``blobs`` beside the folder's parent: those count
    as inside.
    """
    inside = (folder.resolve(), folder.resolve().parent.parent / "blobs")
    for path in sorted(folder.rglob("*")):
        target = Path(os.path.realpath(path))
        if path.is_symlink() and not (target.exists() and any(map(target.is_relative_to, inside))):
            raise ConfigurationError(
                f"{path.relative_to(folder)} is a link to {path.readlink()}, which is not in {folder}. Put "
                "the file itself there, or remove the link."
            )


def _fault(path: Path) -> str:
    """What is wrong with a file of weights; empty where nothing is. Only its header is read."""
    size = path.stat().st_size
    with path.open("rb") as reading:
        lead = reading.read(8)
        length = int.from_bytes(lead, "little")
        if len(lead) < 8 or length > min(size - 8, _HEADER_MOST):
            other = next((kind for begin, kind in _LEADS.items() if lead.startswith(begin)), "")
            return f"it is {other}" if other else f"it has {size:,} bytes and no header"
        try:
            header: dict[str, Any] = json.loads(reading.read(length))
            ends = [one["data_offsets"][1] for name, one in header.items() if name != "__metadata__"]
            expected = 8 + length + max(ends, default=0)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
            return "its header cannot be read"
    return "" if expected == size else f"it has {size:,} bytes, its header says {expected:,}"


def _shards(path: Path) -> list[str]:
    """The files that a list names, each once; those outside its folder as they are never there."""
    try:
        named: dict[str, str] = json.loads(path.read_bytes())["weight_map"]
        return sorted({name if Path(name).name == name else f"{name} (outside)" for name in named.values()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ConfigurationError(
            f"{path.name} cannot be read as a list of files of weights: {error}. Download it again."
        ) from error
