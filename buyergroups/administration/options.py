"""Pages of the settings: what each one is now, who changed it and why, and a form to change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, require
from buyergroups.administration.forms import SettingForm
from buyergroups.errors import NotThereError
from buyergroups.settings import queries, services
from buyergroups.settings.catalogue import CATALOGUE, GROUPS, Definition, SettingKey
from buyergroups.web import state
from buyergroups.web.forms import number_seen
from buyergroups.web.views import page
from buyergroups.words import Words
from buyergroups.writing.sending import Writing, form_page, send, writing

blueprint = Blueprint("options", __name__)
SECTION = "administration"

CHANGED = Words("De instelling is gewijzigd.", "The setting was changed.")
YES, NO = Words("ja", "yes"), Words("nee", "no")


@dataclass(frozen=True)
class Line:
    """A setting with its value of now, and what was chosen before, the newest first."""

    key: SettingKey
    definition: Definition
    value: int
    chosen: list[queries.Chosen]

    @property
    def is_default(self) -> bool:
        """Whether it is as it came."""
        return self.value == self.definition.default


@blueprint.get("/beheer/instellingen")
def settings() -> ResponseReturnValue:
    """All settings, by what they are about."""
    require(state.actor(), Action.SETTING_EDIT)
    lines = _lines()
    return page(
        "administration/settings.html",
        section=SECTION,
        groups=[
            (group, words, [row for row in lines.values() if row.definition.group is group])
            for group, words in GROUPS.items()
            if any(row.definition.group is group for row in lines.values())
        ],
        said=_said,
    )


@blueprint.route("/beheer/instellingen/<key>", methods=["GET", "POST"])
def setting(key: str) -> ResponseReturnValue:
    """Choose another value, with the reason; and who chose what before."""
    require(state.actor(), Action.SETTING_EDIT)
    if key not in set(SettingKey):
        raise NotThereError(f"setting {key[:60]}")
    row = _lines()[SettingKey(key)]
    written = writing(SettingForm, gezien=row.value, waarde=str(row.value))
    form: Any = written.form
    form.waarde.definition = row.definition
    if request.method == "POST":
        done = _send(written, row)
        if done is not None:
            flash(CHANGED.into(state.language()))
            return redirect(done, 303)
        row = _lines()[row.key]
    return form_page(
        "administration/setting.html",
        written,
        section=SECTION,
        row=row,
        group=GROUPS[row.definition.group],
        said=_said,
        yes_no=[("1", YES.into(state.language())), ("0", NO.into(state.language()))],
    )


def _lines() -> dict[SettingKey, Line]:
    values, history = state.settings(), queries.history(state.reading())
    return {
        key: Line(key, definition, values[key], list(history[key]))
        for key, definition in CATALOGUE.items()
    }


def _said(definition: Definition, value: int) -> str:
    """A value as people say it."""
    if definition.yes_no:
        return (YES if value else NO).into(state.language())
    return str(value)


def _send(written: Writing, row: Line) -> str | None:
    form: Any = written.form
    programme = state.remembered("programme", queries.programme)
    if programme is None:
        raise NotThereError("programme")

    def act(session: Session) -> str:
        services.change_setting(
            session,
            state.actor(),
            state.now(),
            programme_id=programme.id,
            key=row.key,
            value=form.waarde.data,
            reason=form.reden.data,
            expected=number_seen(form.gezien.data),
        )
        return url_for("options.setting", key=row.key.value)

    return send(written, act)
