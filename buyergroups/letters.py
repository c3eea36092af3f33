"""The words of mails, and the translations that they share with the pages."""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from buyergroups.clock import AMSTERDAM
from buyergroups.config import ROOT
from models.people import Language

TRANSLATIONS = ROOT / "buyergroups" / "web" / "translations"


@dataclass(frozen=True)
class Letter:
    """A mail in somebody's language: plain text, without anything of another server."""

    subject: str
    text: str
    language: Language


@cache
def translations(language: Language) -> gettext.NullTranslations:
    """Dutch is what the templates are written in; other languages are a catalogue beside this."""
    if language is Language.DUTCH:
        return gettext.NullTranslations()
    with (TRANSLATIONS / f"{language.value}.po").open("rb") as file:
        catalogue = read_po(file, locale=language.value)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def _environment(language: Language, *, is_html: bool = False) -> Environment:
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=is_html,  # noqa: S701 - the rest is plain text, never read as HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters["moment"] = lambda moment: format_datetime(
        moment.astimezone(AMSTERDAM), "d MMM y HH:mm", locale=language.value
    ).replace(".", "")
    made.filters["words"] = lambda words, **values: words.into(language.value, **values)
    made.globals["language"] = language.value
    return made


def letter(template: str, language: Language, **values: Any) -> Letter:
    """The mail that a template of `templates/mail/` makes; its first line is the subject.

    What people typed stays on its line: a name with a line end in it starts no line of its own.
    """
    plain = {
        name: " ".join(value.split()) if isinstance(value, str) else value
        for name, value in values.items()
    }
    text = _environment(language).get_template(template).render(**plain)
    subject, _, body = text.partition("\n")
    return Letter(subject.strip(), body.strip() + "\n", language)


def html_letter(template: str, language: Language, **values: Any) -> str:
    """The same mail as HTML, without anything of another server; values are escaped."""
    return _environment(language, is_html=True).get_template(template).render(**values)
