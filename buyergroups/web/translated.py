"""Translates the words of a template while it is compiled: an environment has one language.

A board has fifty `{% trans %}` blocks; looking each up on every page took a tenth of its time.
Plurals, and what stands in `_("...")`, are looked up when the page is drawn, as Jinja does.
"""

from __future__ import annotations

import re

from jinja2 import nodes
from jinja2.ext import InternationalizationExtension

_VARIABLE = re.compile(r"%\((\w+)\)s")


class CompiledTranslations(InternationalizationExtension):
    """Takes the place of `jinja2.ext.i18n`; needs `environment.translations`."""

    def _make_node(
        self,
        singular: str,
        plural: str | None,
        context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        vars_referenced: bool,  # noqa: FBT001 (the signature is Jinja's)
        num_called_num: bool,  # noqa: FBT001
    ) -> nodes.Output:
        if plural_expr is not None or context is not None:
            return super()._make_node(
                singular,
                plural,
                context,
                variables,
                plural_expr,
                vars_referenced,
                num_called_num,
            )
        text: str = self.environment.translations.gettext(singular)  # type: ignore[attr-defined]
        # Texts and the names between them, in turns.
        parts = _VARIABLE.split(text)
        return nodes.Output(
            [
                variables[part] if place % 2 else nodes.TemplateData(part.replace("%%", "%"))
                for place, part in enumerate(parts)
            ]
        )
