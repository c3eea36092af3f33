"""A report before it is published: as readers will see it, and what is still in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from buyergroups.consultations.page import ConsultationPage
from buyergroups.consultations.queries import planned_of, readiness
from buyergroups.consultations.rules import missing, report_due
from buyergroups.documents.differences import Stretch, compared, stretches
from buyergroups.documents.prose import passages
from buyergroups.errors import RefusedError
from buyergroups.files.queries import FileRow
from buyergroups.markup.render import Rendered, render
from buyergroups.publications import queries, rules
from buyergroups.publications.names import Find, find_names
from buyergroups.publications.report import Report, below_title, compose
from buyergroups.settings.catalogue import SettingKey
from buyergroups.web import state
from buyergroups.words import Words
from models.consultations import ConsultationState


@dataclass(frozen=True)
class Draft:
    """The report as it would be published now."""

    report: Report
    #: None where the text cannot be laid out; `refused` says why.
    laid_out: Rendered | None
    refused: RefusedError | None
    finds: Sequence[Find]
    #: What is not recorded yet.
    wanting: Sequence[Words]
    state: ConsultationState
    due: date | None
    #: What is published along with it.
    attachments: Sequence[FileRow]
    #: The versions that were published, the newest first.
    done: Sequence[Any]

    @property
    def differs(self) -> bool:
        """Whether what was published last is another text."""
        return bool(self.done) and self.done[0].text != self.report.text

    @property
    def can_be_published(self) -> bool:
        """Whether nothing is in the way."""
        return (
            self.state in rules.PUBLISHABLE
            and self.laid_out is not None
            and not self.finds
            and not self.wanting
            and (not self.done or self.differs)
        )

    def laid_out_or_refused(self) -> Rendered:
        """The text laid out; raises RefusedError where that cannot be."""
        if self.laid_out is None:
            assert self.refused is not None
            raise self.refused
        return self.laid_out


def draft_of(page: ConsultationPage) -> Draft:
    """The report of a file, for who reads the file. What is found is for who may publish."""
    session, actor, consultation = state.reading(), state.actor(), page.consultation
    report = compose(queries.facts(session, consultation))
    laid_out, refused = _laid_out(report.text)
    finds: Sequence[Find] = ()
    if page.may_publish or page.may_keep:
        known = queries.known_names(session, actor, consultation.id, whole=page.may_publish)
        finds = find_names(report.written, laid_out.html if laid_out else "", known)
    return Draft(
        report=report,
        laid_out=laid_out,
        refused=refused,
        finds=finds,
        wanting=missing(readiness(session, consultation)),
        state=consultation.state,
        due=_due(page),
        attachments=queries.attachments(session, consultation.id),
        done=queries.publishers(session, consultation.id),
    )


def _laid_out(text: str) -> tuple[Rendered | None, RefusedError | None]:
    """Laid out once for each text: it may take a while, and a preview is looked at often."""
    body, kept = below_title(text), state.tracker().fragments
    try:
        return kept.get(("report", rules.fingerprint(body)), lambda: render(body)), None
    except RefusedError as error:
        return None, error


def _due(page: ConsultationPage) -> date | None:
    held_on = page.consultation.held_on
    if held_on is None:
        return None
    planned = planned_of(state.reading(), state.actor(), page.consultation)
    return report_due(held_on, state.settings()[SettingKey.REPORT_DAYS], planned)


def differences(was: str, now: str) -> Sequence[Stretch]:
    """What differs between two texts of a report, as people read them."""
    before, after = (
        passages(laid_out.html) if laid_out else []
        for laid_out in (_laid_out(was)[0], _laid_out(now)[0])
    )
    return stretches(compared(before, after))
