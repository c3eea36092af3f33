"""The one form by which a consultation is logged after the fact, in six blocks and a sealed one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session
from wtforms import ValidationError

from buyergroups.access.actor import Actor
from buyergroups.capture.queries import where_to_log
from buyergroups.capture.services import NOT_AMONG_THEM, Captured, Confided
from buyergroups.confidential.labels import InConfidenceOf
from buyergroups.confidential.services import HOW_WITHOUT_DAY, READERS_MISSING, TEXT_MISSING
from buyergroups.consultations.blocks import QuestionLine
from buyergroups.consultations.forms import (
    FOLLOW_UPS,
    ITEMS,
    LINE_TEXT,
    BasicsForm,
    number,
    numbers,
)
from buyergroups.consultations.lines import LinedForm, LineForm, Lines
from buyergroups.consultations.rules import DAY_MISSING, NOT_YET_HELD
from buyergroups.people.forms import PickField
from buyergroups.suppliers.rules import is_named, names_in
from buyergroups.web import state
from buyergroups.web.forms import (
    DayField,
    SeveralField,
    choice_field,
    line_field,
    writing_field,
)
from buyergroups.words import Words
from buyergroups.writing.services import SealedForm

CHOOSE_ORGANISATION = Words("Kies een organisatie.", "Choose an organisation.")
WHO_SAID = Words("Schrijf welke marktpartij dit zei.", "Write which supplier said this.")
CHOOSE_CONFIDENCE = Words("Kies wie het leest.", "Choose who reads it.")
CONFIDED_NR = Words("Vertrouwelijk %(nr)s", "Confidential %(nr)s")


def may_open_form(session: Session, actor: Actor, now: datetime, at: re.Match[str]) -> bool:
    """Whether somebody may still log in the group of the address; raises as the page does."""
    if at["group"] is None:
        return False
    where_to_log(session, actor, now, at["group"])
    return True


#: What is typed in the log form can be in confidence: its drafts are in no copy of one's data.
FORMS = SealedForm(
    re.compile(r"^/marktconsultaties/vastleggen(?:\?groep=(?P<group>[^&]+))?"), may_open_form
)


class CaptureForm(BasicsForm):
    """The fields that stand there once."""

    organisatie = PickField(CHOOSE_ORGANISATION)
    wie = SeveralField()
    marktpartijen = writing_field(most=LINE_TEXT * 4)
    vragen = writing_field(most=LINE_TEXT * 4)
    samenvatting = writing_field()

    def validate_dag(self, field: DayField) -> None:
        """It was held, so there is a day, and it is not still to come."""
        if field.process_errors:
            return
        if field.data is None:
            raise ValidationError(DAY_MISSING.into(state.language()))
        if field.data > state.today():
            raise ValidationError(NOT_YET_HELD.into(state.language()))


class ConfidedLine(LineForm):
    """What one supplier said in confidence."""

    text = "tekst"
    typed = ("partij", "tekst", "hoe", "verteld")
    missing = TEXT_MISSING

    partij = line_field()
    thema = PickField()
    tekst = writing_field(most=LINE_TEXT)
    vertrouwen = choice_field(InConfidenceOf, CHOOSE_CONFIDENCE)
    lezers = SeveralField()
    verteld = DayField()
    hoe = line_field()

    def check(self) -> None:
        """Somebody who was there said it; who is named is named; how it was told has a day."""
        if not (self.partij.data or "").strip():
            self.refuse("partij", WHO_SAID)
        elif not is_named(self.partij.data, names_in(self.head.marktpartijen.data or "")):
            self.refuse("partij", NOT_AMONG_THEM)
        if self.vertrouwen.data is InConfidenceOf.NAMED and not self.lezers.data:
            self.refuse("lezers", READERS_MISSING)
        if (self.hoe.data or "").strip() and self.verteld.data is None:
            self.refuse("verteld", HOW_WITHOUT_DAY)

    def confided(self) -> Confided:
        """As the service takes it."""
        return Confided(
            supplier=self.partij.data or "",
            text=self.said,
            in_confidence_of=self.vertrouwen.data,
            reader_ids=numbers(self.lezers.data),
            theme_id=number(self.thema.data),
            told_on=self.verteld.data,
            told_how=self.hoe.data or "",
        )


LISTS = (ITEMS, FOLLOW_UPS, Lines("c", ConfidedLine, CONFIDED_NR, spare=1))


def captured(form: LinedForm, meant: Mapping[str, int]) -> Captured:
    """What was filled in, in all blocks. `meant`: the supplier that was chosen for a name."""
    return Captured(
        facts=form.head.facts(),
        summary=form.samenvatting.data or "",
        attendee_ids=numbers(form.wie.data),
        supplier_names=names_in(form.marktpartijen.data or ""),
        meant=meant,
        questions=[QuestionLine(text) for text in each(form.vragen.data)],
        items=[line.line() for line in form.told("g")],
        follow_ups=[line.line() for line in form.told("a")],
        confided=[line.confided() for line in form.told("c")],
    )


def each(text: str | None) -> list[str]:
    """The lines of a text without the signs of a list before them; no empty ones."""
    stripped = (line.strip().lstrip("-*•").strip() for line in (text or "").splitlines())
    return [line for line in stripped if line]
