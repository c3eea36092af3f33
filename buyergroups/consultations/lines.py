"""Forms with lines: fields once, and below them as many lines of the same fields as are needed.

They work without JavaScript: a few empty lines stand ready, and a button asks for more. What is
sent, drafted and shown again is one form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from flask import request
from wtforms import HiddenField

from buyergroups.people.forms import PickField
from buyergroups.web import state
from buyergroups.web.forms import Form
from buyergroups.words import Words

#: The button that asks for more lines sends the name of the list.
MORE = "erbij"
#: So many lines more it gives, and so many a form holds; what is drafted is bounded too.
STEP = 2
MOST = 60


class LineForm(Form):
    """The fields of one line; `nr` is the row that it changes."""

    class Meta(Form.Meta):
        """The page has one token for all its lines."""

        csrf = False

    #: The field without which the line is nothing, and all in which somebody types.
    text: ClassVar[str]
    typed: ClassVar[tuple[str, ...]]
    missing: ClassVar[Words]

    nr = HiddenField()
    #: The fields that stand there once, for who compares a line with them.
    head: Any = None

    @property
    def key(self) -> int | None:
        """The row that this line changes."""
        number = str(self.nr.data or "")
        usable = number.isascii() and number.isdigit() and len(number) <= 9
        return int(number) if usable else None

    @property
    def said(self) -> str:
        """What makes it a line."""
        return (self[self.text].data or "").strip()

    @property
    def filled(self) -> bool:
        """Whether anything was typed."""
        return any(str(part).strip() for name in self.typed for part in self[name].raw_data or ())

    def check(self) -> None:
        """Say at a field what is wrong between fields; nothing, usually."""

    def fits(self) -> bool:
        """Whether it can be recorded. An emptied line takes its row away, whatever else it says."""
        if not self.said and (self.key is not None or not self.filled):
            return True
        sound = bool(self.validate())
        if not self.said:
            self.refuse(self.text, self.missing)
        self.check()
        return sound and not any(part.errors for part in self)

    def refuse(self, name: str, words: Words) -> None:
        """Say at a field what is wrong with it, unless that was said."""
        if not self[name].errors:
            self[name].errors = [words.into(state.language())]


@dataclass(frozen=True)
class Lines:
    """One list of lines in a form: how it is called, and how many empty lines stand ready."""

    name: str
    kind: type[LineForm]
    words: Words
    spare: int = 2


Choices = Mapping[str, Collection[str]]


@dataclass
class LinedForm:
    """Fields with lists of lines; it is sent, drafted and shown again as any form."""

    head: Any
    lists: Mapping[str, list[Any]]
    words: Mapping[str, Words] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.head[name]

    def __contains__(self, name: str) -> bool:
        return name in self.head

    def __getattr__(self, name: str) -> Any:
        # For templates and views, which ask for a field by its name, or for what the head knows.
        if name in ("head", "lists", "words"):
            raise AttributeError(name)
        return getattr(self.head, name)

    def validate(self) -> bool:
        """Whether all of it can be recorded; each field says what is wrong with it."""
        sound = [bool(self.head.validate())]
        sound += [line.fits() for lines in self.lists.values() for line in lines]
        return all(sound)

    def mistakes(self) -> list[tuple[str, str]]:
        """What is wrong, by the id of the field, with the number of its line."""
        return [*self.head.mistakes(), *self._mistakes()]

    def _mistakes(self) -> Iterator[tuple[str, str]]:
        for name, lines in self.lists.items():
            for nr, line in enumerate(lines, 1):
                where = self.words[name].into(state.language(), nr=nr)
                for key, sentence in line.mistakes():
                    yield key, f"{where}: {sentence}"

    def told(self, name: str) -> list[Any]:
        """The lines of a list that say something, or take a row away."""
        return [line for line in self.lists[name] if line.said or line.key is not None]


def lined(
    head: type[Form],
    lists: Sequence[Lines],
    choices: Choices,
    formdata: Any = None,
    **initial: Any,
) -> LinedForm:
    """The form as sent, as drafted, or as it begins: `initial` has its fields, and its lines."""
    sent = formdata if formdata is not None else (request.form if _is_sent() else None)
    given = {"formdata": formdata} if formdata is not None else {}
    rows = {part.name: initial.pop(part.name, ()) for part in lists}
    top: Any = head(**given, data=initial)
    _choose(top, choices)
    made = {part.name: _lines(part, top, sent, given, rows[part.name], choices) for part in lists}
    return LinedForm(top, made, {part.name: part.words for part in lists})


def _lines(
    part: Lines,
    head: Any,
    sent: Any,
    given: Mapping[str, Any],
    rows: Sequence[Any],
    choices: Choices,
) -> list[LineForm]:
    if sent is None:
        count = len(rows) + part.spare
    else:
        more = STEP if sent.get(MORE) == part.name else 0
        count = max(_numbers(part.name, sent), part.spare) + more
    made = [
        part.kind(prefix=f"{part.name}{nr}", data=dict(rows[nr]) if nr < len(rows) else {}, **given)
        for nr in range(min(count, max(MOST, len(rows) + part.spare)))
    ]
    for line in made:
        line.head = head
        _choose(line, choices)
    return made


def _numbers(name: str, sent: Any) -> int:
    """How many lines of a list were sent."""
    pattern = re.compile(rf"{re.escape(name)}(\d{{1,3}})-", re.ASCII)
    found = [int(match[1]) for key in sent if (match := pattern.match(key))]
    return max(found, default=-1) + 1


def _choose(form: Any, choices: Choices) -> None:
    for part in form:
        if isinstance(part, PickField):
            part.codes = choices.get(part.short_name, ())


def _is_sent() -> bool:
    return request.method == "POST"


def asks_for_more() -> bool:
    """Whether the button for more lines was pressed: nothing is recorded then."""
    return _is_sent() and bool(request.form.get(MORE))
