"""Pages: one Jinja environment per language, made once, with its translations built in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from flask import current_app
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block as _render_block
from markupsafe import Markup

from buyergroups.config import ROOT
from buyergroups.letters import translations
from buyergroups.web import amounts, formats
from buyergroups.web.translated import CompiledTranslations
from models.people import Language

ENVIRONMENTS = "ketenbord-pages"


def environment(language: Language, **helpers: Any) -> Environment:
    """The templates in one language, with the helpers that every template may use."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=[CompiledTranslations, "jinja2.ext.do"],
    )
    made.extend(translations=translations(language))
    made.install_gettext_translations(made.translations, newstyle=True)  # type: ignore[attr-defined]
    code = language.value
    made.filters.update(
        day=partial(_with_language, formats.day_words, code),
        short_day=partial(_with_language, formats.short_day, code),
        moment=partial(_with_language, formats.moment_words, code),
        euro=partial(_with_language, amounts.euro_words, code),
        typed_day=formats.typed_day,
        words=lambda words, **values: words.into(code, **values),
        device=partial(_with_language, formats.device_words, code),
    )
    made.globals.update(
        language=code,
        in_dutch="" if code == "nl" else Markup(' lang="nl"'),
        vague=lambda day, precision: formats.vague_day(day, precision, code),
        distance=lambda day, today: formats.distance((day - today).days, code),
        tongue=lambda written: "" if written == code else Markup(' lang="{}"').format(written),
        labelled=_labelled(made),
        **helpers,
    )
    return made


def _labelled(environment: Environment) -> Callable[[Any], Markup]:
    """A label with its shape, drawn once: lists show the same few on every line."""

    @cache
    def draw(label: Any) -> Markup:
        badges: Any = environment.get_template("components/badge.html").module
        drawn: Markup = badges.labelled(label)
        return drawn

    return draw


def _with_language(function: Any, language: str, value: Any) -> Any:
    return function(value, language)


def _environment(language: Language) -> Environment:
    environments: dict[Language, Environment] = current_app.extensions[ENVIRONMENTS]
    return environments[language]


def render(template: str, language: Language, **values: Any) -> str:
    """A whole page."""
    return _environment(language).get_template(template).render(**values)


def render_block(template: str, block: str, language: Language, **values: Any) -> str:
    """One block of a page, for htmx or to be kept."""
    return _render_block(_environment(language), template, block, **values)
