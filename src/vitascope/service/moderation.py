"""The operator's policy, asked before anything is accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import entry_points

from vitascope.domain.moderation import Moderator
from vitascope.errors import ConfigurationError, PolicyRefused
from vitascope.service.word_list import WordList
from vitascope.settings import Settings

GROUP = "vitascope.moderation"
BUILT_IN: dict[str, Callable[[Settings], Moderator]] = {"words": WordList}


class Moderation:
    """Asks every moderator in turn; the first that refuses decides. Without any, all is let through."""

    def __init__(self, moderators: Sequence[Moderator] = ()) -> None:
        self._moderators = tuple(moderators)

    @classmethod
    def installed(cls, settings: Settings) -> Moderation:
        """Those that the settings name. Raises ``ConfigurationError`` for one that is not installed."""
        offered = {one.name: one for one in entry_points(group=GROUP)}
        moderators: list[Moderator] = []
        for name in settings.moderation:
            if name not in BUILT_IN and name not in offered:
                known = ", ".join(sorted({*BUILT_IN, *offered}))
                raise ConfigurationError(
                    f"VITASCOPE_MODERATION names {name!r}, which is not installed; there is {known}. Install "
                    "its package, or leave it out."
                )
            make = BUILT_IN[name] if name in BUILT_IN else offered[name].load()
            moderators.append(make(settings))
        return cls(moderators)

    @property
    def active(self) -> bool:
        """Whether anybody looks."""
        return bool(self._moderators)

    def check_prompt(self, prompt: str) -> None:
        """Raise ``PolicyRefused`` for a prompt that is not let through."""
        for one in self._moderators:
            reason = one.check_prompt(prompt)
            if reason is not None:
                raise PolicyRefused(
                    f"The prompt is against this server's policy: {reason}. Write another.", "prompt", reason
                )

    def check_picture(self, data: bytes, media_type: str, field: str) -> None:
        """Raise ``PolicyRefused`` for a picture that is not let through; ``field`` is where it was sent."""
        for one in self._moderators:
            reason = one.check_picture(data, media_type)
            if reason is not None:
                raise PolicyRefused(
                    f"The picture is against this server's policy: {reason}. Send another.", field, reason
                )
