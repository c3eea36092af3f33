"""The report of a practice test on paper."""

from __future__ import annotations

from typing import Any

from flask import url_for

from buyergroups.errors import NotThereError
from buyergroups.practice_tests.views import report_values
from buyergroups.topics import reading
from buyergroups.topics.page import topic_page
from buyergroups.web import state


def report_on_paper(slug: str) -> tuple[str, dict[str, Any]]:
    """The name of the file and what the template needs; raises NotThereError without a test."""
    header, session = topic_page(slug), state.reading()
    values = report_values(header)
    if values["test"] is None:
        raise NotThereError(f"test of {slug[:80]}")
    values["decisions"] = reading.decisions(session, header.topic.id)
    values["endorsements"] = reading.endorsements(session, header.topic.id)
    values["handovers"] = reading.handovers(session, header.topic.id)
    address = url_for("practice_tests.report", slug=slug)
    values["address"] = f"{state.tracker().settings.base_url}{address}"
    return f"praktijktoets-{slug}-{state.today().isoformat()}", values
