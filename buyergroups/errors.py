"""What services and queries raise when something cannot be; the web turns each into an answer."""

from __future__ import annotations

from typing import Any

from buyergroups.words import Words

#: Many acts want a reason; the sentence is one.
WHY_MISSING = Words("Schrijf waarom.", "Write why.")


class NotThereError(Exception):
    """The thing does not exist, or not for this person: the answer is the same."""


class NotAllowedError(NotThereError):
    """This person may not do this. It is told apart only in logs: the answer is 'not found'."""


class RefusedError(Exception):
    """A rule of the domain says no; the sentence says why and what to do."""

    def __init__(self, words: Words, **values: Any) -> None:
        self.words = words
        self.values = values
        super().__init__(words.into("en", **values))

    def sentence(self, language: str) -> str:
        """Why not, in the reader's language."""
        return self.words.into(language, **self.values)


class ChangedMeanwhileError(RefusedError):
    """Somebody else changed the thing first; what this person typed must not be lost."""
