"""The simplest moderator: words and phrases that no prompt may contain."""

from __future__ import annotations

import re
import unicodedata

from vitascope.errors import ConfigurationError
from vitascope.settings import Settings


class WordList:
    """Reads a file with one word or phrase a line; lines that begin with ``#`` are remarks.

    Case, accents' encoding and the blanks between words make no difference; parts of longer words are not
    found. It does not look at pictures.
    """

    def __init__(self, settings: Settings) -> None:
        """Raises ``ConfigurationError`` where the file is missing, unreadable or empty."""
        path = settings.moderation_words
        if path is None:
            raise ConfigurationError("Set VITASCOPE_MODERATION_WORDS to the file whose words are refused.")
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(
                f"The word list {path} cannot be read: {error}. Correct VITASCOPE_MODERATION_WORDS."
            ) from error
        words = [_plain(line) for line in lines if line.strip() and not line.lstrip().startswith("#")]
        if not words:
            raise ConfigurationError(f"The word list {path} has no words. Write one on each line.")
        self._found = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)")

    def check_prompt(self, prompt: str) -> str | None:
        """The first of the words that is in the prompt."""
        found = self._found.search(_plain(prompt))
        return None if found is None else f"it contains {found[1]!r}"

    def check_picture(self, data: bytes, media_type: str) -> str | None:
        """Nothing: words are not looked for in pictures."""
        del data, media_type
        return None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
