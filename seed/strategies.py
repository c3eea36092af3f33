"""The market visions and strategies of the groups of the demonstration. All fictitious."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from buyergroups.access.permissions import Action, can
from buyergroups.documents import services
from buyergroups.documents.kinds import Subject
from buyergroups.documents.rules import Move
from buyergroups.markup.render import render
from models.groups import BuyerGroup
from seed.files import STORIES, read_yaml
from seed.groups import Stage


def play_strategies(session: Session, now: datetime) -> None:
    """All versions of all texts, one after another; none where a visitor changed the group."""
    stage = Stage(session, now)
    for slug, texts in read_yaml(STORIES / "visies.yaml").items():
        group_id = session.scalar(select(BuyerGroup.id).where(BuyerGroup.slug == slug))
        if group_id is None:
            continue
        for kind, versions in texts.items():
            for entry in versions:
                _play(stage, Subject(kind, group_id), entry)


def _play(stage: Stage, subject: Subject, entry: Mapping[str, Any]) -> None:
    writer, begun = entry["by"], entry["begin"]
    if not can(stage.as_(writer, begun)[1], Action.DOCUMENT_EDIT, subject):
        return
    assert stage.programme_id is not None
    version = services.start_version(
        *stage.as_(writer, begun), programme_id=stage.programme_id, subject=subject
    )
    for nth, (code, text) in enumerate(entry["texts"].items(), 1):
        services.write_section(
            *stage.as_(writer, begun, nth),
            version_id=version.id,
            code=code,
            text=render(text.strip()),
        )
    services.move_version(
        *stage.as_(writer, entry["submit"]), version_id=version.id, move=Move.SUBMIT
    )
    for said in entry.get("remarks", ()):
        services.comment(
            *stage.as_(said["by"], said["ago"]),
            version_id=version.id,
            code=said["section"],
            text=said["text"],
        )
    if "adopt" in entry:
        adopted = entry["adopt"]
        services.move_version(
            *stage.as_(adopted["by"], adopted["ago"]),
            version_id=version.id,
            move=Move.ADOPT,
            reason=adopted["why"],
        )
