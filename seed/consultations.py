"""The market consultations of the demonstration, with their suppliers. All fictitious."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.clock import local_day
from buyergroups.consultations import blocks, services
from buyergroups.consultations.blocks import AnswerLine, FollowUpLine, ItemLine, QuestionLine
from buyergroups.consultations.facts import Facts
from buyergroups.groups.places import Place
from buyergroups.suppliers.services import match_or_add
from models.consultations import (
    ConsultationFollowUp,
    ConsultationKind,
    ConsultationState,
    ItemOutcome,
    ItemReaders,
    MarketConsultation,
)
from models.groups import BuyerGroup
from models.organisations import Organisation
from models.programme import Theme
from seed.files import STORIES, read_yaml
from seed.groups import Stage


def play_consultations(session: Session, now: datetime) -> None:
    """Everything, in the order of the file."""
    stage = Stage(session, now)
    for row in read_yaml(STORIES / "consultaties.yaml")["consultaties"]:
        play(stage, row)


def play(stage: Stage, row: dict[str, Any]) -> MarketConsultation:
    """One consultation, with its file and its steps."""
    announced = "aangekondigd" in row
    begun = row["aangekondigd"] if announced else row["gehouden"]
    begin = services.announce_consultation if announced else services.log_consultation
    made = begin(*stage.as_(row["door"], begun), place=_place(stage, row), facts=_facts(stage, row))
    for nr, step in enumerate(row.get("stappen", ()), 1):
        if step["stand"] == "reported":
            _fill(stage, row, made)
        services.move_consultation(
            *stage.as_(row["door"], step["ago"], nr),
            ref=made.ref,
            state=ConsultationState(step["stand"]),
            moved_on=stage.timing.day(step["ago"]),
            reason=step.get("reden", ""),
        )
    if made.state is not ConsultationState.REPORTED:
        _fill(stage, row, made)
    return made


def _place(stage: Stage, row: dict[str, Any]) -> Place:
    def key(model: type[Any], slug: str) -> int:
        found: int = stage.session.scalars(select(model.id).where(model.slug == slug)).one()
        return found

    return Place(key(BuyerGroup, row["groep"]), key(Organisation, row["organisatie"]))


def _facts(stage: Stage, row: dict[str, Any]) -> Facts:
    def day(name: str) -> date | None:
        if name not in row:
            return None
        ago = row[name]
        return stage.timing.day(ago) if ago >= 0 else stage.timing.exactly(ago)

    def at(name: str) -> time | None:
        return time.fromisoformat(row[name]) if name in row else None

    planned = local_day(stage.now) + timedelta(days=row["over"]) if "over" in row else None
    return Facts(
        kind=ConsultationKind(row["soort"]),
        subject=row["onderwerp"],
        chain_ids=frozenset({stage.chain(row["keten"])}),
        held_on=day("gehouden") or planned,
        starts=at("van"),
        ends=at("tot"),
        announced_on=day("aangekondigd"),
        announced_where=row.get("waar", ""),
        platform_ref=row.get("kenmerk", ""),
        opens_on=day("opent"),
        closes_on=day("sluit"),
        place=row.get("plaats", ""),
        minutes_each=row.get("minuten"),
        invited_why=row.get("waarom", ""),
    )


def _fill(stage: Stage, row: dict[str, Any], made: MarketConsultation) -> None:
    """What was asked, who was there, and what was heard: some days after it was held."""
    who = stage.as_(row["door"], max(0, row.get("gehouden", row.get("aangekondigd", 0)) - 2), 7)
    themes = {theme.code: theme.id for theme in stage.session.scalars(select(Theme))}
    blocks.set_questions(
        *who,
        ref=made.ref,
        lines=[
            QuestionLine(line["tekst"], themes.get(line.get("thema", "")))
            for line in row.get("vragen", ())
        ],
    )
    people = [stage.person(account) for account in row.get("aanwezig", ())]
    blocks.set_attendees(*who, ref=made.ref, person_ids=people)
    _suppliers(stage, who, row, made)
    blocks.set_items(
        *who, ref=made.ref, lines=[_item(themes, line) for line in row.get("gehoord", ())]
    )
    if "samenvatting" in row:
        services.write_summary(*who, ref=made.ref, text=row["samenvatting"])
    blocks.set_answers(
        *who,
        ref=made.ref,
        lines=[
            AnswerLine(line["vraag"], line["antwoord"], stage.timing.day(line["ago"]))
            for line in row.get("platform", ())
        ],
    )
    for line in row.get("vervolg", ()):
        _follow(stage, who, line, made)


def _item(themes: dict[str, int], line: dict[str, Any]) -> ItemLine:
    return ItemLine(
        text=line["tekst"],
        theme_id=themes.get(line.get("thema", "")),
        readers=ItemReaders(line["lezers"]),
        outcome=ItemOutcome(line["uitkomst"]),
        outcome_why=line.get("waarom", ""),
    )


def _suppliers(stage: Stage, who: Any, row: dict[str, Any], made: MarketConsultation) -> None:
    names = row.get("marktpartijen", [])
    if not names:
        return
    assert stage.programme_id is not None
    found = match_or_add(*who, programme_id=stage.programme_id, names=names)
    ids = [supplier.id for supplier in found]
    blocks.add_present(*who, ref=made.ref, supplier_ids=ids)


def _follow(stage: Stage, who: Any, line: dict[str, Any], made: MarketConsultation) -> None:
    """Planned for a day to come, or done on one that was."""
    due = local_day(stage.now) + timedelta(days=line["voor"]) if "voor" in line else None
    owner_id = stage.person(line["wie"])
    blocks.set_follow_ups(*who, ref=made.ref, lines=[FollowUpLine(line["wat"], owner_id, due)])
    if "klaar" not in line:
        return
    newest = select(ConsultationFollowUp.id).order_by(ConsultationFollowUp.id.desc()).limit(1)
    blocks.finish_follow_up(
        *stage.as_(line["wie"], line["klaar"]),
        ref=made.ref,
        follow_up_id=stage.session.scalars(newest).one(),
        done_on=stage.timing.day(line["klaar"]),
        result=line["resultaat"],
    )
