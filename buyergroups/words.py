"""A word or sentence in both languages, side by side where it is defined."""

from __future__ import annotations

from typing import Any, NamedTuple


class Words(NamedTuple):
    """The same thing in Dutch and in English; `%(name)s` stands for a value."""

    nl: str
    en: str

    def into(self, language: str, **values: Any) -> str:
        """The text in a language, with the values filled in."""
        text = self.en if language == "en" else self.nl
        return text % values if values else text
