"""Whether English is complete: every Dutch text of the templates, with the same values in it.

Templates are written in Dutch; `buyergroups/web/translations/en.po` holds the English. Texts in
Python stand in both languages beside each other (`Words`) and need no catalogue.

`python -m tests.check_translations` says what is wrong; with `--add` it adds what is missing, to
be filled in by hand.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from buyergroups.config import ROOT

TEMPLATES = ROOT / "templates"
CATALOGUE = ROOT / "buyergroups" / "web" / "translations" / "en.po"
_VALUE = re.compile(r"%\((\w+)\)[a-z]|%%|%")
#: As in `buyergroups.web.pages`, so that the same texts are found.
_OPTIONS = {
    "newstyle_gettext": "true",
    "silent": "false",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
}

MessageId = str | tuple[str, ...]


def wanted(folder: Path = TEMPLATES) -> Catalog:
    """Every text that the templates translate, with where it stands."""
    found = Catalog(project="Ketenbord", charset="utf-8", header_comment="")
    extracted = extract_from_dir(
        folder,
        method_map=[("**.html", "jinja2"), ("**.txt", "jinja2")],
        options_map={"**.html": _OPTIONS, "**.txt": _OPTIONS},
    )
    for file, line, message, comments, context in extracted:
        found.add(message, None, [(file, line)], user_comments=comments, context=context)
    return found


def translated(path: Path = CATALOGUE) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


def faults(templates: Catalog, english: Catalog) -> list[str]:
    """One line per text that is missing, empty, doubtful, unused, or has other values in it."""
    found = []
    for message in templates:
        if not message.id:
            continue
        place = ", ".join(f"templates/{file}:{line}" for file, line in message.locations[:2])
        translation = english.get(message.id, message.context)
        if translation is None:
            found.append(f"{place}: no English for {message.id!r}")
        elif translation.fuzzy:
            found.append(f"{place}: the English of {message.id!r} is marked as doubtful")
        else:
            found += [f"{place}: {fault}" for fault in _text_faults(message.id, translation.string)]
    found += [
        f"en.po: {message.id!r} is in no template"
        for message in english
        if message.id and templates.get(message.id, message.context) is None
    ]
    return found


def _text_faults(message: MessageId | list[str], translation: object) -> list[str]:
    dutch = [message] if isinstance(message, str) else list(message)
    english = [translation] if isinstance(translation, str) else list(translation or ())  # type: ignore[call-overload]
    if len(english) != len(dutch) or not all(text.strip() for text in english):
        return [f"no English for {dutch[0]!r}"]
    values = set().union(*(_values(text) for text in dutch))
    return [
        f"{text!r} has other values than {dutch[0]!r}"
        for text in english
        if _values(text) - values or (len(dutch) == 1 and values - _values(text))
    ]


def _values(text: str) -> set[str]:
    return {found[0] for found in _VALUE.finditer(text)}


def add_missing(templates: Catalog, path: Path) -> None:
    """Add what is missing with an empty English text, leave out what is unused, sort."""
    english = translated(path)
    kept = Catalog(locale="en", project="Ketenbord", header_comment=english.header_comment)
    for message in templates:
        if message.id:
            known = english.get(message.id, message.context)
            kept.add(message.id, known.string if known else None, context=message.context)
    with path.open("wb") as file:
        write_po(file, kept, sort_output=True, omit_header=False, width=100)


def main(arguments: list[str]) -> int:
    templates = wanted()
    if "--add" in arguments:
        add_missing(templates, CATALOGUE)
    if not CATALOGUE.exists():
        print(f"{CATALOGUE.relative_to(ROOT)} is not there")
        return 1
    found = faults(templates, translated())
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
