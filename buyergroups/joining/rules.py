"""Pure rules of joining: what can be asked, whether an invitation works."""

from __future__ import annotations

from datetime import datetime

from models.groups import InvitationOutcome, MemberRole

#: What somebody can ask to be; who leads a group is appointed.
ASKABLE = tuple(role for role in MemberRole if role is not MemberRole.LEAD)


def works(outcome: InvitationOutcome | None, expires_at: datetime, now: datetime) -> bool:
    """Whether an invitation can still be answered."""
    return outcome is None and now < expires_at
