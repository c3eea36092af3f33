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

    def filled(self, **values: Any) -> Words:
        """The same words with the values filled in, in both languages; a value may be words too."""
        in_nl = {key: one.nl if isinstance(one, Words) else one for key, one in values.items()}
        in_en = {key: one.en if isinstance(one, Words) else one for key, one in values.items()}
        return Words(self.into("nl", **in_nl), self.into("en", **in_en))
