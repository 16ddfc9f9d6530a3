"""Where ``generate`` puts the video: a file that appears whole or not at all, or stdout."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from vitascope.domain.generation import Generation
from vitascope.errors import ConfigurationError, NotFound
from vitascope.storage import Storage

STDOUT = Path("-")


class Output:
    """The place named by ``-o``; without one the file is named by the generation."""

    def __init__(self, out: Path | None) -> None:
        self._out = out

    def check(self) -> None:
        """Raise ``ConfigurationError`` where nothing could be written: known before the work is done."""
        if self._out == STDOUT:
            if sys.stdout.isatty():
                raise ConfigurationError(
                    "-o - would write a video into the terminal. Redirect it: … -o - > out.mp4"
                )
            return
        folder = self._out.parent if self._out else Path()
        if not os.access(folder, os.W_OK) or (self._out is not None and self._out.is_dir()):
            raise ConfigurationError(
                f"Nothing can be written to {self._out or folder.resolve()}. Give -o a file in a folder that "
                "exists and that you may write to."
            )

    def write(self, storage: Storage, generation: Generation) -> Path | None:
        """Write the generation's video; the file, or None where it went to stdout."""
        video = generation.asset("video")
        if video is None:
            raise NotFound(f"The generation {generation.id} has no video; it is {generation.state.value}.")
        if self._out == STDOUT:
            for chunk in storage.read(video.key):
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            return None
        out = self._out or Path(f"{generation.id}.mp4")
        with tempfile.TemporaryDirectory(prefix=".vitascope-", dir=out.parent) as folder:
            whole = Path(folder, out.name)
            with whole.open("wb") as writing:
                writing.writelines(storage.read(video.key))
            whole.replace(out)
        return out
