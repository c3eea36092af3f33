"""Reference data and demonstration: all of it, once, and never over what a person edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from buyergroups.access.actor import Actor
from buyergroups.accounts.passwords import Passwords
from buyergroups.chains.queries import Selection, reading_of, selections_at, standings
from buyergroups.chains.reference import themes_in
from buyergroups.chains.services import change_chain
from buyergroups.chains.standing import AssessmentState, Freshness, Standing, state_at
from buyergroups.clock import local_day, start_of_day
from buyergroups.db import Database
from buyergroups.history.recording import recorded
from buyergroups.settings.queries import settings_at
from models import Base
from models.base import ChangeNumber, Precision
from models.chains import (
    Chain,
    ChainSlug,
    ChainVersion,
    Cluster,
    Coverage,
    CoverageKind,
    Impact,
    ImpactLevel,
    SelectedChain,
    SelectionOutcome,
)
from models.decisions import Body, Decision
from models.history import ActorKind, HistoryEntry
from models.organisations import Organisation, OrganisationType, OrganisationVersion
from models.people import Person, Role, RoleAssignment
from models.phases import (
    Phase,
    PhaseAssessment,
    PhaseCriterion,
    Progress,
    ReportKind,
    StatusUpdate,
)
from models.programme import (
    DueDiligenceStep,
    Milestone,
    PolicyInstrument,
    Programme,
    RelatedProgramme,
    Theme,
)
from seed.demo import PARTS, PASSWORD, load_demo
from seed.files import REFERENCE, STORIES, read_csv, read_yaml, slug_of
from seed.reference import load_reference
from seed.timing import Timing
from tests.support.run import NOW

LATER = NOW + timedelta(days=3)
READER = Actor(ActorKind.PERSON, person_id=1)
MANAGER = Actor(ActorKind.COMMAND, roles=frozenset({Role.PROGRAMME_MANAGER}))
CHEAP = Passwords(memory_kib=8, rounds=1)
ICT = "ict-hardware-en-mobiele-apparaten"


def rows_per_table(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def number(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(ChangeNumber.value)).one()


def count(session: Session, model: type[Base], *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def board(database: Database, days_ago: int = 0) -> dict[str, Standing]:
    with database.read() as session:
        reading = reading_of(local_day(NOW) - timedelta(days=days_ago), settings_at(session, NOW))
        programme_id = session.scalars(select(Programme.id)).one()
        found = standings(session, READER, programme_id, reading)
        return {standing.slug: standing for standing in found}


def phase(database: Database, standing: Standing) -> str | None:
    with database.read() as session:
        return session.scalar(select(Phase.code).where(Phase.id == standing.phase_id))


def chain_id(session: Session, slug: str) -> int:
    return session.scalars(select(Chain.id).where(Chain.slug == slug)).one()


# ---- reference data ---------------------------------------------------------------------------


def test_everything_of_the_agenda_is_there(fresh: Database) -> None:
    expected = {
        Programme: 1,
        Theme: 7,
        DueDiligenceStep: 6,
        PolicyInstrument: 4,
        Body: 4,
        OrganisationType: 5,
        Organisation: 42,
        OrganisationVersion: 42,
        RelatedProgramme: 11,
        Milestone: 4,
        Phase: 4,
        PhaseCriterion: 14,
        Cluster: 6,
        Chain: 58,
        ChainVersion: 58,
        Impact: 58 * 5,
        Coverage: 30,
    }
    with fresh.read() as session:
        assert {model: count(session, model) for model in expected} == expected
        assert count(session, ChainVersion, ChainVersion.priority) == 20
        assert count(session, Theme, Theme.is_approach) == 1
        assert count(session, Phase, Phase.nr.in_([1, 2, 3, 4])) == 4
        assert count(session, Person) == 0
        assert not session.scalars(select(Programme.is_demonstration)).one()
        assert session.scalars(select(Programme.records_from)).one() == local_day(NOW)


def test_chains_are_as_the_source_has_them(fresh: Database) -> None:
    rows = {slug_of(row["chain"]): row for row in read_csv(REFERENCE / "chains.csv")}
    assert len(rows) == 58
    with fresh.read() as session:
        loaded = session.execute(
            select(Chain.slug, Cluster.code, ChainVersion)
            .join(ChainVersion, ChainVersion.chain_id == Chain.id)
            .join(Cluster, Cluster.id == ChainVersion.cluster_id)
        ).all()
    assert {slug for slug, _, _ in loaded} == set(rows)
    for slug, cluster, version in loaded:
        row = rows[slug]
        assert (cluster, version.name_nl) == (row["cluster"], row["chain"])
        assert version.priority == (row["priority"] == "yes")
        assert version.in_criteria_tool == (row["in_criteria_tool"] == "yes")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("ICT-hardware en mobiele apparaten", ICT),
        ("Grondwerken en -verzet", "grondwerken-en-verzet"),
        ("Wegmarkering - belijning", "wegmarkering-belijning"),
        ("Krachtenbundeling Rijk-Regio: één café", "krachtenbundeling-rijk-regio-een-cafe"),
    ],
)
def test_a_name_becomes_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_one_chain_is_known_under_both_its_names(fresh: Database) -> None:
    with fresh.read() as session:
        found = session.execute(
            select(ChainVersion.name_nl, ChainVersion.also_named_nl).where(
                ChainVersion.also_named_nl.is_not(None)
            )
        ).all()
    assert [tuple(row) for row in found] == [
        ("Netwerken, datacenterhardware en telefoniediensten", "Netwerken, datacenterhardware")
    ]


def test_an_impact_of_lost_size_is_unknown_and_never_guessed(fresh: Database) -> None:
    said = Counter(
        value
        for row in read_csv(REFERENCE / "chains.csv")
        for value in row.values()
        if value in ("some", "none")
    )
    with fresh.read() as session:
        levels: Counter[ImpactLevel] = Counter(session.scalars(select(Impact.level)))
        social = select(Theme.id).where(Theme.code == "social-return")
        assert count(session, Impact, Impact.theme_id.in_(social)) == 0
    assert levels == {ImpactLevel.UNKNOWN: said["some"], ImpactLevel.NONE: said["none"]}


def test_chains_of_two_clusters_are_possibly_covered_by_nobody_named(fresh: Database) -> None:
    shown = board(fresh)
    covered = {slug: standing for slug, standing in shown.items() if standing.covered}
    with fresh.read() as session:
        clusters = select(Cluster.id).where(Cluster.code.in_(["gww", "gebouwen"]))
        expected = set(session.scalars(clusters))
    assert {standing.cluster_id for standing in covered.values()} == expected
    assert len(covered) == 30
    assert sum(standing.priority for standing in covered.values()) == 12
    assert {standing.coverage for standing in covered.values()} == {CoverageKind.POSSIBLE}
    assert {standing.covered_by for standing in covered.values()} == {None}


def test_themes_keep_their_former_names(fresh: Database) -> None:
    with fresh.read() as session:
        now = {row.code: row for row in themes_in(session, 1, 2026)}
        before = {row.code: row for row in themes_in(session, 1, 2023)}
    assert len(now) == 6
    assert now["circular"].name_nl == "Circulair"
    assert now["circular"].former_nl == ("Circulair (inclusief biobased)",)
    assert now["climate"].former_nl == ()
    assert before["human-rights"].name_en.startswith("Supply-chain responsibility")
    assert not now["social-return"].scored


def test_a_milestone_without_a_date_in_the_source_has_none(fresh: Database) -> None:
    with fresh.read() as session:
        found = {row.code: row for row in session.scalars(select(Milestone))}
    assert (found["start"].due, found["start"].due_precision) == (date(2027, 1, 1), Precision.YEAR)
    assert found["evaluation"].due == date(2030, 1, 1)
    for code in ("to-parliament", "midterm-update"):
        assert found[code].due is None
        assert found[code].note


def test_bodies_decide_or_do_not(fresh: Database) -> None:
    with fresh.read() as session:
        found = session.execute(select(Body.prefix, Body.decides).order_by(Body.position)).all()
    assert [tuple(row) for row in found] == [
        ("OO", True),
        ("BO", True),
        ("PT", False),
        ("KG", False),
    ]


def test_loading_tells_what_was_added(bare: Database) -> None:
    added = load_reference(bare, NOW)
    assert (added["chain"], added["impact"], added["phase_criterion"]) == (58, 290, 14)
    present = rows_per_table(bare)
    assert {name: present[name] for name in added} == added


def test_loading_again_changes_nothing(fresh: Database) -> None:
    before, mark = rows_per_table(fresh), number(fresh)
    assert load_reference(fresh, LATER) == {}
    assert (rows_per_table(fresh), number(fresh)) == (before, mark)


def test_looking_for_what_is_missing_takes_one_statement_a_table(
    fresh: Database, counted: Any
) -> None:
    with counted(fresh) as seen:
        load_reference(fresh, LATER)
    assert len(seen) == 19, str(seen)


def test_what_a_person_edited_stays(fresh: Database) -> None:
    with fresh.write() as session:
        version = session.scalars(
            select(ChainVersion).where(ChainVersion.name_nl == "Papier")
        ).one()
        change_chain(
            session,
            MANAGER,
            LATER,
            chain_id=version.chain_id,
            name_nl="Papier en karton",
            cluster_id=version.cluster_id,
            priority=version.priority,
            in_criteria_tool=True,
            reason="Besluit",
        )
        other = session.scalars(select(RelatedProgramme).order_by(RelatedProgramme.id)).first()
        assert other is not None
        with recorded(session, MANAGER, LATER):
            other.name_nl = "Een nieuwe naam"
    before = rows_per_table(fresh)
    assert load_reference(fresh, LATER + timedelta(days=1)) == {}
    assert rows_per_table(fresh) == before
    with fresh.read() as session:
        names = set(session.scalars(select(RelatedProgramme.name_nl)))
    assert "Een nieuwe naam" in names


def test_a_chain_with_another_address_is_not_added_again(fresh: Database) -> None:
    with fresh.write() as session, recorded(session, MANAGER, LATER):
        chain = session.scalars(select(Chain).where(Chain.slug == "papier")).one()
        chain.slug = "papier-en-karton"
        session.add(ChainSlug(programme_id=chain.programme_id, chain_id=chain.id, slug="papier"))
    assert load_reference(fresh, LATER) == {}


def test_what_is_missing_is_added_by_code(fresh: Database) -> None:
    with fresh.write() as session:
        papier = chain_id(session, "papier")
        for table in ("impact", "chain_version"):
            session.execute(text(f"DELETE FROM {table} WHERE chain_id = :id"), {"id": papier})
        session.execute(text("DELETE FROM phase_criterion WHERE code = 'pilot'"))
        session.execute(text("DELETE FROM related_programme WHERE since_year = 2019"))
    assert load_reference(fresh, LATER) == {
        "chain_version": 1,
        "impact": 5,
        "phase_criterion": 1,
        "related_programme": 1,
    }
    assert board(fresh, -3)["papier"].name == "Papier"


# ---- history ----------------------------------------------------------------------------------


def audited() -> Iterable[Any]:
    return (mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__audited__)


def test_the_history_tells_of_every_row_who_brought_it(demo: Database) -> None:
    with demo.read() as session:
        entries = session.execute(
            select(HistoryEntry.object_type, HistoryEntry.object_id).where(
                HistoryEntry.action == "insert", HistoryEntry.actor_kind == ActorKind.SEED
            )
        ).all()
        told = Counter((row.object_type, row.object_id) for row in entries)
        assert max(told.values()) == 1
        for model in audited():
            ids = set(session.scalars(select(model.id)))
            assert {(model.__tablename__, key) for key in ids} <= told.keys()
        assert count(session, HistoryEntry, HistoryEntry.actor_kind != ActorKind.SEED) == 0


def test_moving_the_beginning_back_is_told_with_a_reason(demo: Database) -> None:
    with demo.read() as session:
        reasons = session.execute(
            select(HistoryEntry.object_type, HistoryEntry.reason).where(
                HistoryEntry.action == "update",
                HistoryEntry.object_type.in_(["chain_version", "impact", "coverage"]),
            )
        ).all()
    assert Counter(row.object_type for row in reasons) == {
        "chain_version": 58,
        "impact": 290,
        "coverage": 30,
    }
    assert all(row.reason.startswith("Demonstratie") for row in reasons)


# ---- demonstration ----------------------------------------------------------------------------


def test_each_part_loads_once_by_name(demo: Database) -> None:
    before, mark = rows_per_table(demo), number(demo)
    assert load_demo(demo, LATER, passwords=CHEAP) == []
    assert (rows_per_table(demo), number(demo)) == (before, mark)


def test_a_part_that_was_not_there_is_added(fresh: Database, monkeypatch: Any) -> None:
    early = {name: part for name, part in PARTS.items() if name in ("begin", "mensen")}
    monkeypatch.setattr("seed.demo.PARTS", early)
    assert load_demo(fresh, NOW, passwords=CHEAP) == ["begin", "mensen"]
    monkeypatch.setattr("seed.demo.PARTS", PARTS)
    assert load_demo(fresh, NOW, passwords=CHEAP) == [
        "fasebord",
        "register",
        "plannen",
        "buyer-groups",
        "vraag",
        "visies-en-strategieen",
        "consultaties",
        "aanbestedingen",
        "verslagen",
        "vraagstukken",
    ]
    assert board(fresh)[ICT].phase_id is not None


def test_a_bare_database_gets_the_reference_data_first(bare: Database) -> None:
    assert load_demo(bare, NOW, passwords=CHEAP) == list(PARTS)
    assert len(board(bare)) == 58


def test_it_is_marked_as_fictitious_and_begins_two_years_ago(demo: Database) -> None:
    with demo.read() as session:
        programme = session.scalars(select(Programme)).one()
        assert programme.is_demonstration
        assert programme.records_from == date(2024, 11, 21)
        assert count(session, Person, Person.is_demonstration.is_(False)) == 0
    on_first_day = board(demo, (local_day(NOW) - date(2024, 11, 21)).days)
    assert len(on_first_day) == 58
    assert {standing.phase_id for standing in on_first_day.values()} == {None}
    assert board(demo, (local_day(NOW) - date(2024, 11, 20)).days) == {}


def test_what_a_person_recorded_is_not_moved_back(fresh: Database) -> None:
    with fresh.write() as session:
        version = session.scalars(select(ChainVersion).where(ChainVersion.name_nl == "Gas")).one()
        change_chain(
            session,
            MANAGER,
            NOW,
            chain_id=version.chain_id,
            name_nl="Groen gas",
            cluster_id=version.cluster_id,
            priority=False,
            in_criteria_tool=True,
            reason="Besluit",
        )
    load_demo(fresh, LATER, passwords=CHEAP)
    assert board(fresh)["gas"].name == "Groen gas"
    assert board(fresh, 1)["gas"].name == "Gas"


@pytest.mark.parametrize(
    ("account", "role"),
    [
        ("beheer", Role.ADMINISTRATOR),
        ("manager", Role.PROGRAMME_MANAGER),
        ("publiek", Role.MEMBER),
        ("privaat", Role.MEMBER),
        ("privaat2", Role.MEMBER),
        ("expert", Role.EXPERT),
        ("opgave", Role.SECRETARY),
        ("opgave", Role.PARTICIPANT),
        ("bestuurlijk", Role.PARTICIPANT),
        ("klankbord", Role.PARTICIPANT),
    ],
)
@pytest.mark.sqlite_only
def test_the_accounts_have_their_roles(demo: Database, account: str, role: Role) -> None:
    with demo.read() as session:
        found = session.scalars(
            select(Person.password_hash)
            .join(RoleAssignment, RoleAssignment.person_id == Person.id)
            .where(Person.email == f"{account}@ketenbord.example", RoleAssignment.role == role)
        ).one()
    assert CHEAP.verify(found, PASSWORD)


@pytest.mark.parametrize(
    ("account", "slugs"),
    [
        ("trekker", {ICT, "zonnepanelen"}),
        ("trekker2", {"bedrijfskleding", "catering", "schoonmaak"}),
    ],
)
def test_leads_lead_the_chains_of_the_contract(
    demo: Database, account: str, slugs: set[str]
) -> None:
    with demo.read() as session:
        name = session.scalars(
            select(Person.name).where(Person.email == f"{account}@ketenbord.example")
        ).one()
    led = {
        slug
        for slug, standing in board(demo).items()
        if name in [lead.name for lead in standing.leads]
    }
    assert led == slugs


@pytest.mark.parametrize(
    ("slug", "days_ago", "expected", "state"),
    [
        (ICT, 0, "synergy", AssessmentState.PROVISIONAL),
        (ICT, 100, "competition", AssessmentState.CONFIRMED),
        (ICT, 280, "synergy", AssessmentState.PROVISIONAL),
        (ICT, 365, "competition", AssessmentState.CONFIRMED),
        (ICT, 600, "inception", AssessmentState.CONFIRMED),
        (ICT, 725, None, None),
        ("zonnepanelen", 0, "inception", AssessmentState.CONFIRMED),
        ("zonnepanelen", 200, "competition", AssessmentState.CONFIRMED),
        ("batterijen", 0, "inception", AssessmentState.PROVISIONAL),
        ("bedrijfskleding", 0, "synergy", AssessmentState.CONFIRMED),
        ("bedrijfskleding", 300, "inception", AssessmentState.CONFIRMED),
        ("catering", 0, "competition", AssessmentState.CONFIRMED),
        ("schoonmaak", 190, "synergy", AssessmentState.PROVISIONAL),
        ("schoonmaak", 0, "competition", AssessmentState.CONFIRMED),
        ("kantoormeubilair", 0, "institutionalisation", AssessmentState.CONFIRMED),
        ("kantoormeubilair", 150, None, None),
        ("wegen", 0, "inception", AssessmentState.CONFIRMED),
        ("netwerken-datacenterhardware-en-telefoniediensten", 0, None, None),
    ],
)
@pytest.mark.sqlite_only
def test_the_board_tells_the_stories(
    demo: Database, slug: str, days_ago: int, expected: str | None, state: AssessmentState | None
) -> None:
    standing = board(demo, days_ago)[slug]
    assert (phase(demo, standing), standing.state) == (expected, state)


def test_every_degree_of_freshness_occurs(demo: Database) -> None:
    shown = board(demo)
    led = {slug: standing for slug, standing in shown.items() if standing.leads}
    assert {standing.fresh for standing in led.values()} == set(Freshness)
    assert shown["schoonmaak"].fresh is Freshness.STALE
    assert shown["wmo-hulpmiddelen"].fresh is Freshness.AGEING
    assert led["netwerken-datacenterhardware-en-telefoniediensten"].fresh is Freshness.NEVER
    assert shown["bedrijfskleding"].completed
    assert {standing.progress for standing in led.values()} >= set(Progress)


def test_next_steps_lie_before_and_behind_us(demo: Database) -> None:
    today = local_day(NOW)
    steps = [standing.next_step_on for standing in board(demo).values() if standing.next_step_on]
    assert any(step < today for step in steps)
    assert any(step > today for step in steps)


def test_covered_chains_name_the_fictitious_programme(demo: Database) -> None:
    covered = {
        slug: standing
        for slug, standing in board(demo).items()
        if standing.coverage is CoverageKind.COVERED
    }
    assert set(covered) == {"wegen", "civiele-constructies"}
    assert all("(fictief)" in str(standing.covered_by) for standing in covered.values())
    assert all(standing.covered_part and standing.priority for standing in covered.values())
    assert board(demo, 500)["wegen"].coverage is CoverageKind.POSSIBLE


def test_assessments_became_everything_they_can_become(demo: Database) -> None:
    with demo.read() as session:
        rows = session.scalars(select(PhaseAssessment)).all()
        states = Counter(
            state_at(NOW, row.outcome, row.outcome_at, row.corrected_at) for row in rows
        )
        kinds = set(session.scalars(select(StatusUpdate.kind)))
    assert states[AssessmentState.PROVISIONAL] == 2
    assert states[AssessmentState.RETURNED] == 2
    assert states[AssessmentState.WITHDRAWN] == 1
    assert states[AssessmentState.CONFIRMED] > 10
    assert kinds == {ReportKind.UPDATE, ReportKind.STILL_CORRECT}
    assert all(row.decision_id and row.outcome_reason for row in rows if row.outcome == "returned")


def test_the_furniture_example_has_years_as_years(demo: Database) -> None:
    with demo.read() as session:
        found = session.execute(
            select(Phase.nr, PhaseAssessment.since, PhaseAssessment.since_precision)
            .join(Phase, Phase.id == PhaseAssessment.phase_id)
            .where(PhaseAssessment.chain_id == chain_id(session, "kantoormeubilair"))
            .order_by(PhaseAssessment.recorded_at)
        ).all()
    assert [tuple(row) for row in found] == [
        (1, date(2014, 1, 1), Precision.YEAR),
        (2, date(2017, 1, 1), Precision.YEAR),
        (3, None, Precision.UNKNOWN),
        (4, None, Precision.UNKNOWN),
    ]


def test_a_lead_was_succeeded_and_is_still_shown_for_then(demo: Database) -> None:
    before, now = board(demo, 365)["wmo-hulpmiddelen"], board(demo)["wmo-hulpmiddelen"]
    assert len(before.leads) == len(now.leads) == 1
    assert before.leads != now.leads


def selections(database: Database) -> dict[int, Selection]:
    with database.read() as session:
        return selections_at(session, session.scalars(select(Programme.id)).one(), LATER)


def test_two_selections_were_decided(demo: Database) -> None:
    found = selections(demo)
    assert list(found) == [2026, 2027]
    assert {len(selection.chain_ids) for selection in found.values()} == {5}
    assert set(found[2027].outcomes.values()) == set(SelectionOutcome)
    with demo.read() as session:
        assert count(session, SelectedChain, SelectedChain.reason == "") == 0
        references = session.scalars(select(Decision.reference).order_by(Decision.decided_on)).all()
    assert len(references) == len(set(references)) == 12
    assert references[-1] == "OO-2026-05"


# ---- at other moments -------------------------------------------------------------------------


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("now", "years"),
    [
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), [2026, 2027]),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), [2026, 2027]),
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), [2027, 2028]),
    ],
)
def test_it_loads_on_any_day(bare: Database, now: datetime, years: list[int]) -> None:
    load_demo(bare, now, passwords=CHEAP)
    with bare.read() as session:
        latest = session.scalars(select(func.max(StatusUpdate.recorded_at))).one()
        first = session.scalars(select(Programme.records_from)).one()
        assert start_of_day(first) < latest <= now
        assert list(selections_at(session, 1, now)) == years


@pytest.mark.sqlite_only
@pytest.mark.parametrize("days", range(7))
def test_stories_stay_in_order_and_out_of_weekends(days: int) -> None:
    timing = Timing(NOW + timedelta(days=days))
    for slug, entries in read_yaml(STORIES / "ketens.yaml").items():
        agos = [entry["ago"] for entry in entries if entry["ago"] != "start"]
        moments = [timing.moment(timing.day(ago), slug) for ago in agos]
        assert moments == sorted(moments), slug
        assert all(local_day(moment).weekday() < 5 for moment in moments)
