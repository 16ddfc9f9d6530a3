"""What ``doctor`` looks at, one function for each thing."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import numpy as np

from vitascope import __version__
from vitascope.bootstrap import open_ledger, open_registry, upgrade_database
from vitascope.clock import SystemClock
from vitascope.errors import VitascopeError
from vitascope.ledger import migrate
from vitascope.ledger.database import Database
from vitascope.media import cage
from vitascope.media.cage.walls import CALLS, FILES
from vitascope.media.encode import Encoder
from vitascope.settings import Settings

OLDEST_PYTHON = (3, 11)
LEAST_FREE = 1 << 30
"""Bytes: room for some dozens of clips."""

ENCODED_FRAMES = 2


class Grade(Enum):
    """How bad it is."""

    OK = auto()
    NOTE = auto()
    FAULT = auto()


@dataclass(frozen=True)
class Finding:
    """What was found; ``fix`` says what to do and is empty only where nothing is to be done.

    ``mend`` does it, where it can be done from here; it may raise ``OSError`` and ``VitascopeError``.
    """

    name: str
    grade: Grade
    detail: str
    fix: str = ""
    mend: Callable[[], object] | None = None


def python(_settings: Settings) -> Finding:
    """The interpreter."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] < OLDEST_PYTHON:
        return Finding("python", Grade.FAULT, found, "Install Python 3.11 or newer.")
    return Finding("python", Grade.OK, f"{found}, vitascope {__version__}")


def platform(_settings: Settings) -> Finding:
    """The system."""
    if sys.platform == "linux":
        return Finding("platform", Grade.OK, "linux")
    return Finding(
        "platform",
        Grade.NOTE,
        f"{sys.platform}: a renderer that outlives a killed server ends when it next looks at its pipe",
        "Nothing to do; on Linux the kernel ends it at once.",
    )


def packages(_settings: Settings) -> Finding:
    """What the wheel depends on."""
    wanted = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in _requirements()]
    missing = [name for name in wanted if not _is_installed(name)]
    if missing:
        return Finding(
            "packages",
            Grade.FAULT,
            f"missing: {', '.join(missing)}",
            "Reinstall: pip install --force-reinstall vitascope",
        )
    return Finding("packages", Grade.OK, f"{len(wanted)} present")


def cores(_settings: Settings) -> Finding:
    """What there is to render with."""
    count = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    if count < 2:
        return Finding("cores", Grade.NOTE, "1 core: slow", "Give this machine or container 2 cores or more.")
    return Finding("cores", Grade.OK, str(count))


def data_dir(settings: Settings) -> Finding:
    """Whether files can be kept."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data_dir):
            return Finding("data dir", Grade.OK, str(settings.data_dir))
    except OSError as error:
        return Finding(
            "data dir",
            Grade.FAULT,
            f"{settings.data_dir} cannot be written: {error.strerror}",
            "chown it to this user, or choose another with --data-dir or VITASCOPE_DATA_DIR.",
            _opened(settings.data_dir),
        )


def disk(settings: Settings) -> Finding:
    """Room for videos."""
    place = next(folder for folder in (settings.data_dir, *settings.data_dir.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    detail = f"{free / (1 << 30):.1f} GiB free at {place}"
    if free < LEAST_FREE:
        return Finding(
            "disk", Grade.FAULT, detail, "Free some room, or move VITASCOPE_DATA_DIR to a larger disk."
        )
    return Finding("disk", Grade.OK, detail)


def media_cage(_settings: Settings) -> Finding:
    """Where strangers' pictures and videos are decoded."""
    try:
        walls = cage.shared().walls
    except VitascopeError as error:
        return Finding("cage", Grade.FAULT, error.message, "Reinstall, or allow this user more processes.")
    detail = f"media is decoded in children behind {', '.join(walls)}"
    if {FILES, CALLS} <= set(walls):
        return Finding("cage", Grade.OK, detail)
    return Finding(
        "cage",
        Grade.NOTE,
        f"{detail}; this system has no more",
        "Run on Linux 5.13 or newer with Landlock and seccomp, or give the server a container of its own.",
    )


def ledger(settings: Settings) -> Finding:
    """The database."""
    try:
        opened = open_ledger(settings, SystemClock())
        try:
            opened.check()
        finally:
            opened.close()
    except VitascopeError as error:
        if _is_behind(settings):
            mend = partial(upgrade_database, settings)
            return Finding("ledger", Grade.FAULT, error.message, "vitascope db upgrade", mend)
        return Finding(
            "ledger",
            Grade.FAULT,
            error.message,
            "Correct VITASCOPE_DATABASE_URL or the data directory, or `vitascope db restore` a backup.",
        )
    return Finding("ledger", Grade.OK, "answers")


def engines(settings: Settings) -> Finding:
    """What can render."""
    try:
        cards = open_registry(settings).cards
    except VitascopeError as error:
        return Finding("engines", Grade.FAULT, error.message, "Correct VITASCOPE_ENGINES or that package.")
    if not cards:
        return Finding("engines", Grade.FAULT, "none", "Reinstall: pip install --force-reinstall vitascope")
    return Finding("engines", Grade.OK, ", ".join(card.name for card in cards))


def kernels(settings: Settings) -> Finding:
    """Whether the first video waits for a compiler."""
    place = settings.kernels
    if any(place.rglob("*.nbi")):
        return Finding("kernels", Grade.OK, f"compiled, in {place}")
    if not _can_hold(settings.cache_dir):
        return Finding(
            "kernels",
            Grade.FAULT,
            f"{settings.cache_dir} cannot be written: every start compiles anew",
            "chown it to this user, or choose another with VITASCOPE_CACHE_DIR.",
            _opened(settings.cache_dir),
        )
    told = "not compiled yet: the first video takes longer"
    return Finding("kernels", Grade.NOTE, told, "vitascope warm", _warm)


def encoder(_settings: Settings) -> Finding:
    """Whether H.264 can be written, by writing some."""
    luma, chroma = np.full((256, 256), 126, np.uint8), np.full((128, 128), 128, np.uint8)
    try:
        with tempfile.TemporaryDirectory() as folder, _encoder(Path(folder, "test.mp4")) as writing:
            for _ in range(ENCODED_FRAMES):
                writing.write(luma, chroma, chroma)
            writing.close()
    except (VitascopeError, OSError, ValueError) as error:
        return Finding(
            "encoder",
            Grade.FAULT,
            f"libx264: {error}",
            "Reinstall PyAV from its wheel: pip install --force-reinstall av",
        )
    return Finding("encoder", Grade.OK, "libx264")


def port(settings: Settings) -> Finding:
    """Whether ``serve`` could listen."""
    where = f"{settings.host}:{settings.port}"
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        with socket.create_server((settings.host, settings.port), family=family):
            return Finding("port", Grade.OK, f"{where} is free")
    except OSError as error:
        return Finding(
            "port",
            Grade.FAULT,
            f"{where}: {error.strerror}",
            "Stop the program that has it, or choose another with --port or VITASCOPE_PORT.",
        )


def _requirements() -> list[str]:
    return [line for line in requires("vitascope") or [] if "extra ==" not in line]


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _encoder(path: Path) -> Encoder:
    return Encoder(path, 256, 256, 24, ENCODED_FRAMES)


def _can_hold(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _opened(folder: Path) -> Callable[[], object] | None:
    """Gives a folder that is ours its owner's rights back; None where it is not ours, or no folder."""
    if not folder.is_dir() or folder.stat().st_uid != os.getuid():
        return None
    return partial(folder.chmod, folder.stat().st_mode | 0o700)


def _warm() -> None:
    """In a process of its own: compilers read where their cache is when they are imported."""
    subprocess.run([sys.executable, "-m", "vitascope", "warm"], check=True, stdout=subprocess.DEVNULL)


def _is_behind(settings: Settings) -> bool:
    """Whether the database answers and lacks tables that an upgrade makes."""
    try:
        database = Database.connect(settings.ledger_url, SystemClock())
        try:
            return not migrate.is_current(database)
        finally:
            database.close()
    except VitascopeError:
        return False
