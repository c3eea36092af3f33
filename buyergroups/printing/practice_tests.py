"""The report of a practice test on paper."""

from __future__ import annotations

from typing import Any

from flask import url_for

from buyergroups.errors import NotThereError
from buyergroups.practice_tests.views import report_values
from buyergroups.topics.page import topic_page
from buyergroups.web import state


def report_on_paper(slug: str) -> tuple[str, dict[str, Any]]:
    """The name of the file and what the template needs; raises NotThereError without a test."""
    values = report_values(topic_page(slug))
    if values["test"] is None:
        raise NotThereError(f"test of {slug[:80]}")
    address = url_for("practice_tests.report", slug=slug)
    values["address"] = f"{state.tracker().settings.base_url}{address}"
    return f"praktijktoets-{slug}-{state.today().isoformat()}", values
