"""All tables of the tracker. Imports neither Flask nor `buyergroups`."""

from models import (
    base,
    chains,
    decisions,
    files,
    following,
    groups,
    history,
    jobs,
    notices,
    people,
    phases,
    programme,
    signing,
    writing,
)
from models.base import Base

__all__ = [
    "Base",
    "base",
    "chains",
    "decisions",
    "files",
    "following",
    "groups",
    "history",
    "jobs",
    "notices",
    "people",
    "phases",
    "programme",
    "signing",
    "writing",
]
