"""Downloads from the hub: resumed where they were interrupted, checked file by file."""

from __future__ import annotations

import shutil
from collections.abc import Container
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.card import Card, Loras, Upsampler
from vitascope.engines.diffusers.loaded import LORAS
from vitascope.engines.diffusers.store import (
    INDEX,
    KEPT,
    PART,
    Record,
    Store,
    Told,
    check_room,
    digest,
    is_read,
)
from vitascope.errors import ConfigurationError, Unavailable

OVERLAID = frozenset({".safetensors", ".json"})
WHOLE = "diffusion_pytorch_model.safetensors"
"""Weights in one file: not read where there is a list of the files that they are divided among."""
NOTES = ".cache"
"""Where the hub's client remembers how far it is."""
Wanted = tuple[str, str, Any, Path]
"""A file: its repository, that one's revision, what the hub says of it, and the folder it goes to."""


class Hub:
    """Fetches models into a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hub = heavy.library("huggingface_hub")

    def pull(self, card: Card, told: Told) -> Record:
        """Download one model. What was fetched before an interruption is not fetched again.

        Raises ``ConfigurationError`` where the repository cannot be had, the disk is too small or a file is
        damaged, and ``Unavailable`` where the hub cannot be reached.
        """
        part = self._store.path(card.name + PART)
        found = self._listed(card.repo, card.revision, card)
        names = {one.rfilename for one in found.siblings}
        files = [
            (card.repo, found.sha, one, part)
            for one in found.siblings
            if is_wanted(one.rfilename)
            and is_read(card, one.rfilename)
            and not is_double(one.rfilename, names)
        ]
        if card.loras is not None:
            files += self._overlay(card, card.loras, part / LORAS)
        if card.upsampler is not None and card.upsampler.repo != card.repo:
            files += self._overlay(card, card.upsampler, part)
        lent = {id(one) for _, _, one, folder in files if self._lent(one, folder)}
        self._check_room(part, [one for _, _, one, _ in files])
        for number, (repo, revision, one, folder) in enumerate(files):
            told(one.rfilename, number, len(files))
            if id(one) not in lent:
                self._fetch(card, repo, revision, one, folder)
        for notes in (part / NOTES, part / LORAS / NOTES):
            shutil.rmtree(notes, ignore_errors=True)
        return self._store.finish(card, revision=str(found.sha), accepted=True)

    def _lent(self, file: Any, folder: Path) -> bool:
        """Take a file that another model here has as well, storing it once; whether there was one."""
        name, expected = file.rfilename, file.lfs.sha256 if file.lfs else None
        if expected is None or (folder / name).exists():
            return False
        for card in self._store.cards():
            known = self._store.record(card.name).files.get(name)
            if known is None or known.sha256 != expected:
                continue
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):  # gone meanwhile, or on a disk that has no such links
                (folder / name).hardlink_to(self._store.path(card.name) / name)
                if digest(folder / name) == expected:
                    return True
                (folder / name).unlink()
        return False

    def _overlay(self, card: Card, more: Loras | Upsampler, folder: Path) -> list[Wanted]:
        found = self._listed(more.repo, more.revision, card)
        return [
            (more.repo, found.sha, one, folder)
            for one in found.siblings
            if fnmatch(one.rfilename, more.pattern) and PurePosixPath(one.rfilename).suffix in OVERLAID
        ]

    def _listed(self, repo: str, revision: str, card: Card) -> Any:
        try:
            return self._hub.HfApi().model_info(repo, revision=revision, files_metadata=True)
        except self._faults() as error:
            raise self._explained(error, repo, card, revision) from error

    def _fetch(self, card: Card, repo: str, revision: str, file: Any, folder: Path) -> None:
        name = file.rfilename
        try:
            self._hub.hf_hub_download(repo, name, revision=revision, local_dir=folder)
        except self._faults() as error:
            raise self._explained(error, repo, card, revision) from error
        path, expected = folder / name, file.lfs.sha256 if file.lfs else None
        if path.stat().st_size != file.size or (expected is not None and digest(path) != expected):
            path.unlink()
            raise ConfigurationError(
                f"{name} of {repo} arrived damaged: its size or checksum is not the hub's. It was deleted; "
                f"run `vitascope models pull {card.name}` again, which fetches it and what is missing."
            )

    def _check_room(self, part: Path, files: list[Any]) -> None:
        there = sum(path.stat().st_size for path in part.rglob("*") if path.is_file())
        check_room(self._store.folder, max(sum(one.size or 0 for one in files) - there, 0))

    def _faults(self) -> tuple[type[Exception], ...]:
        known: type[Exception] = self._hub.errors.HfHubHTTPError
        # The root of the HTTP library that this release of the client happens to use.
        http = [one for one in known.__mro__ if one.__name__ == "HTTPError" and issubclass(one, Exception)]
        return (known, OSError, *http)

    def _explained(
        self, error: Exception, repo: str, card: Card, revision: str
    ) -> ConfigurationError | Unavailable:
        errors = self._hub.errors
        page = f"https://huggingface.co/{repo}"
        if isinstance(error, errors.GatedRepoError):
            return ConfigurationError(
                f"{repo} is gated: its owner wants the terms accepted there. Open {page}, accept them, make "
                "a token in your account's settings, and run again with HF_TOKEN set to it."
            )
        if isinstance(error, errors.RepositoryNotFoundError | errors.RevisionNotFoundError):
            return ConfigurationError(
                f"{repo} at {revision} is not on the hub, or not for you. Look at {page}; a private one "
                "needs HF_TOKEN."
            )
        return Unavailable(
            f"The hub cannot be asked for {repo}: {error}. Run the same command again when it can be: it "
            "goes on where it stopped. Without a network: "
            f"vitascope models pull {card.name} --from FOLDER"
        )


def is_wanted(name: str) -> bool:
    """Whether a repository's file is part of its pipeline: notes at the top, all that is in its folders."""
    path = PurePosixPath(name)
    if any(part.startswith(".") for part in path.parts) or path.suffix not in KEPT:
        return False
    return name == INDEX or len(path.parts) > 1 or path.suffix != ".safetensors"


def is_double(name: str, names: Container[str]) -> bool:
    """Whether a file holds the same weights as others of its repository's, which are read instead."""
    return PurePosixPath(name).name == WHOLE and f"{name}.index.json" in names
