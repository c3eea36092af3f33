"""A published report of the demonstration, and its correction. All fictitious."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from buyergroups.consultations import services
from buyergroups.markup.render import render
from buyergroups.publications.queries import facts
from buyergroups.publications.report import compose
from buyergroups.publications.services import publish_report
from models.consultations import MarketConsultation
from seed.consultations import play
from seed.files import STORIES, read_yaml
from seed.groups import Stage


def play_reports(session: Session, now: datetime) -> None:
    """Each consultation, its report as it was published first, and what was corrected later."""
    stage = Stage(session, now)
    for row in read_yaml(STORIES / "verslagen.yaml")["verslagen"]:
        made = play(stage, row)
        _publish(stage, made, row["publicatie"], 0)
        for nr, again in enumerate(row["correcties"], 1):
            who = stage.as_(row["door"], again["ago"], 3)
            services.write_summary(*who, ref=made.ref, text=again["samenvatting"])
            _publish(stage, made, again, nr)


def _publish(stage: Stage, made: MarketConsultation, act: dict[str, Any], after: int) -> None:
    """As it stands, as whoever publishes would see it in the preview."""
    report = compose(facts(stage.session, made))
    publish_report(
        *stage.as_(act["door"], act["ago"], 5),
        ref=made.ref,
        shown=report.text,
        after=after,
        laid_out=render(report.below_title),
        reason=act.get("reden", ""),
    )
