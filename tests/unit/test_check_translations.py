"""The check of translations finds every kind of mistake that it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.check_translations import add_missing, faults, translated, wanted

TEMPLATE = """
<h1>{{ _('Ketens') }}</h1>
{% trans %}Nu 50% meer{% endtrans %}
{% trans who='x' %}Door {{ who }}{% endtrans %}
{{ ngettext('%(num)s keten', '%(num)s ketens', 3) }}
"""


@pytest.fixture
def templates(tmp_path: Path) -> Catalog:
    (tmp_path / "page.html").write_text(TEMPLATE)
    return wanted(tmp_path)


def english(**changes: str | tuple[str, str] | None) -> Catalog:
    catalogue = Catalog(locale="en")
    texts: dict[str | tuple[str, str], str | tuple[str, str] | None] = {
        "Ketens": "Chains",
        "Nu 50%% meer": "Now 50%% more",
        "Door %(who)s": "By %(who)s",
        ("%(num)s keten", "%(num)s ketens"): ("%(num)s chain", "%(num)s chains"),
    }
    for message, text in (texts | changes).items():
        if text is not None:
            catalogue.add(message, text)
    return catalogue


def test_a_complete_catalogue_has_no_faults(templates: Catalog) -> None:
    assert faults(templates, english()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"Ketens": None}, "templates/page.html:2: no English for 'Ketens'"),
        ({"Ketens": ""}, "no English for 'Ketens'"),
        ({"Door %(who)s": "By %(whom)s"}, "has other values than 'Door %(who)s'"),
        ({"Door %(who)s": "By somebody"}, "has other values than 'Door %(who)s'"),
        ({"Weg": "Gone"}, "en.po: 'Weg' is in no template"),
    ],
)
def test_a_mistake_is_said(templates: Catalog, changes: dict[str, str | None], said: str) -> None:
    found = faults(templates, english(**changes))
    assert len(found) == 1
    assert said in found[0]


def test_a_plural_without_its_second_form_is_said(templates: Catalog) -> None:
    catalogue = english()
    catalogue[("%(num)s keten", "%(num)s ketens")].string = ("%(num)s chain", "")
    assert "no English for '%(num)s keten'" in faults(templates, catalogue)[0]


def test_one_of_a_plural_may_leave_the_number_out(templates: Catalog) -> None:
    catalogue = english()
    catalogue[("%(num)s keten", "%(num)s ketens")].string = ("one chain", "%(num)s chains")
    assert faults(templates, catalogue) == []


def test_what_is_doubtful_is_said(templates: Catalog) -> None:
    catalogue = english()
    catalogue["Ketens"].flags.add("fuzzy")
    assert "doubtful" in faults(templates, catalogue)[0]


def test_missing_texts_can_be_added_to_fill_in(templates: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "en.po"
    path.write_text('msgid "Ketens"\nmsgstr "Chains"\n\nmsgid "Weg"\nmsgstr "Gone"\n')
    add_missing(templates, path)
    catalogue = translated(path)
    assert catalogue["Ketens"].string == "Chains"
    assert catalogue["Door %(who)s"].string == ""
    assert catalogue.get("Weg") is None
