"""By which words a topic is found: its title and what is asked, as they are now."""

from __future__ import annotations

from buyergroups.searching.filling import Found, found_by
from models.searching import SearchScope
from models.topics import TopicVersion


def _read(row: TopicVersion) -> Found:
    return Found(SearchScope.TOPIC, row.topic_id, f"{row.title} {row.asked} {row.origin_about}")


found_by(TopicVersion, _read)
