"""The folder of models: what lies there, where it came from, and whether it is whole."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from vitascope.domain.request import Frozen
from vitascope.engines.diffusers.card import NAME, Card
from vitascope.engines.diffusers.cards import card_named
from vitascope.engines.diffusers.checks import check_links, check_weights
from vitascope.engines.diffusers.families import FAMILIES
from vitascope.errors import ConfigurationError, NotFound

RECORD = "vitascope.json"
INDEX = "model_index.json"
PART = ".part"
"""How the folder of a model that is not whole yet ends."""
PICKLES = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"})
"""Files that may run code when they are opened: never read, never kept."""
KEPT = frozenset({".safetensors", ".json", ".txt", ".model", ".jinja", ".md", ""})
"""What a model consists of; all else in a repository is left there."""
_CHUNK = 1 << 22

Told = Callable[[str, int, int], None]
"""Progress: ``told(what, done, of)`` in bytes."""


class StoredFile(Frozen):
    """One file as it was when the model was whole."""

    size: int
    sha256: str


class Record(Frozen):
    """What is written beside a model; ``card`` only where it is none of the known ones."""

    name: str
    repo: str
    revision: str
    accepted: bool = False
    card: Card | None = None
    files: dict[str, StoredFile]


class Store:
    """Models in ``folder``, each in a folder of its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """Where a model lies or would."""
        return self.folder / name

    def cards(self) -> tuple[Card, ...]:
        """Every model that is whole, by name. A folder that is no model is passed over."""
        found = (self._card(path) for path in sorted(self.folder.glob(f"*/{RECORD}")))
        return tuple(card for card in found if card is not None)

    def record(self, name: str) -> Record:
        """What is known of a model here; ``NotFound`` where it is not here or not whole."""
        path = self.path(name) / RECORD
        try:
            return Record.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            part = self.path(name + PART).exists()
            state = "is not whole: its download was interrupted" if part else "is not here"
            raise NotFound(f"The model {name!r} {state}. Run: vitascope models pull {name}") from None
        except (OSError, ValidationError) as error:
            raise ConfigurationError(
                f"{path} cannot be read as the record of a model: {str(error).splitlines()[0]}. "
                f"Run: vitascope models rm {name}, then pull it again."
            ) from error

    def check(self, name: str, told: Told) -> list[str]:
        """What is wrong with a model's files, one line each; reads every byte."""
        record, faults = self.record(name), list[str]()
        for number, (file, known) in enumerate(record.files.items()):
            path = self.path(name) / file
            told(file, number, len(record.files))
            if not path.is_file():
                faults.append(f"{file} is missing")
            elif path.stat().st_size != known.size:
                faults.append(f"{file} has {path.stat().st_size:,} bytes, expected {known.size:,}")
            elif digest(path) != known.sha256:
                faults.append(f"{file} is damaged: its checksum is another")
        return faults

    def remove(self, name: str) -> int:
        """Delete a model, whole or not; the bytes that were freed."""
        named = (self.path(name), self.path(name + PART)) if re.fullmatch(NAME, name) else ()
        folders = [path for path in named if path.is_dir()]
        if not folders:
            raise NotFound(
                f"There is no model {name!r} in {self.folder}. `vitascope models list` shows them."
            )
        freed = sum(size_of(folder, alone=True) for folder in folders)
        for folder in folders:
            shutil.rmtree(folder)
        return freed

    def bring(self, card: Card, source: Path, told: Told, *, accepted: bool) -> Record:
        """Copy a model from a folder of this machine. Raises ``ConfigurationError`` for what is none."""
        check_folder(source)
        check_links(source)
        check_pipeline(card, source)
        check_weights(source)
        found = (relative(path, source) for path in source.rglob("*") if is_kept(path, source))
        names = sorted(name for name in found if is_read(card, name))
        total = sum((source / name).stat().st_size for name in names)
        check_room(self.folder, total)
        part = self.path(card.name + PART)
        shutil.rmtree(part, ignore_errors=True)
        done = 0
        for name in names:
            told(name, done, total)
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, part / name)
            done += (part / name).stat().st_size
        return self.finish(card, revision=f"folder {source}", accepted=accepted)

    def finish(self, card: Card, revision: str, *, accepted: bool) -> Record:
        """Make what lies in the unfinished folder the model, in one step."""
        part, whole = self.path(card.name + PART), self.path(card.name)
        check_folder(part)
        check_pipeline(card, part)
        check_weights(part)
        files = {
            relative(path, part): StoredFile(size=path.stat().st_size, sha256=digest(path))
            for path in sorted(part.rglob("*"))
            if is_kept(path, part) and path.name != RECORD
        }
        record = Record(
            name=card.name,
            repo=card.repo,
            revision=revision,
            accepted=accepted,
            card=None if card_named(card.name) == card else card,
            files=files,
        )
        (part / RECORD).write_text(record.model_dump_json(indent=1), "utf-8")
        if whole.exists():
            shutil.rmtree(whole)
        part.rename(whole)
        return record

    def _card(self, path: Path) -> Card | None:
        try:
            record = Record.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None
        return record.card or card_named(record.name) if record.name == path.parent.name else None


def check_folder(folder: Path) -> None:
    """Raise ``ConfigurationError`` unless a pipeline in safetensors lies there, and no pickle."""
    if not (folder / INDEX).is_file():
        raise ConfigurationError(
            f"{folder} holds no model: {INDEX} is missing. Expected a folder in the layout of diffusers, "
            "as `save_pretrained` writes it or a download of such a repository."
        )
    pickled = next((path for path in sorted(folder.rglob("*")) if path.suffix.lower() in PICKLES), None)
    if pickled is not None:
        raise ConfigurationError(
            f"{pickled.relative_to(folder)} is a pickle, which may run code when it is opened. Expected "
            "weights as .safetensors: convert it, or take a repository that has them, and delete this file."
        )
    if not any(folder.rglob("*.safetensors")):
        raise ConfigurationError(f"{folder} holds no weights: expected .safetensors files. Download it anew.")


def check_pipeline(card: Card, folder: Path) -> str:
    """The class that loads ``folder``; ``ConfigurationError`` unless it holds a pipeline of the family's."""
    try:
        name = json.loads((folder / INDEX).read_bytes())["_class_name"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{folder / INDEX} cannot be read: {type(error).__name__}: {error}. Expected a JSON object that "
            "names a pipeline as its _class_name. Download it anew."
        ) from error
    classes = FAMILIES[card.family].classes
    if str(name) not in classes:
        raise ConfigurationError(
            f"{folder} holds a {name}; the family {card.family!r} is one of {', '.join(classes)}. Give "
            "it the family that it is of, or pull another model."
        )
    return classes[name]


def check_room(folder: Path, size: int) -> None:
    """Raise ``ConfigurationError`` where ``size`` bytes would not fit."""
    place = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(place).free
    if size > free:
        raise ConfigurationError(
            f"The model takes {gib(size)} and {place} has {gib(free)} free. Free some room, or set "
            "VITASCOPE_MODELS_DIR to a folder on a larger disk."
        )


def is_kept(path: Path, folder: Path) -> bool:
    """Whether a file is part of the model in ``folder``; the hub's own notes in hidden folders are not."""
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and path.suffix in KEPT and not hidden


def is_read(card: Card, name: str) -> bool:
    """Whether a file of a model's repository lies in none of the folders that nothing reads."""
    return PurePosixPath(name).parts[0] not in card.leaves


def relative(path: Path, folder: Path) -> str:
    """The path inside the folder, with slashes."""
    return path.relative_to(folder).as_posix()


def size_of(folder: Path, *, alone: bool = False) -> int:
    """The bytes of all files in a folder; ``alone``: of those that no other folder has as well."""
    states = (path.stat() for path in folder.rglob("*") if path.is_file())
    return sum(state.st_size for state in states if not alone or state.st_nlink == 1)


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    for chunk in _chunks(path):
        found.update(chunk)
    return found.hexdigest()


def gib(size: int) -> str:
    """Bytes for people."""
    return f"{size / (1 << 30):.1f} GiB" if size >= 1 << 30 else f"{size / (1 << 20):.1f} MiB"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as reading:
        while chunk := reading.read(_CHUNK):
            yield chunk
