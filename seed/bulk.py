"""Much made-up data, for the benchmark. The same seed number gives the same data.

Rows go in directly, not through the services: two thousand chains with their years would take
minutes. The history is written all the same, and each transaction lasts about a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import batched
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from buyergroups.chains.rules import decision_reference
from buyergroups.clock import local_day, start_of_day
from buyergroups.db import Database
from buyergroups.history.recording import recorded, stamp
from buyergroups.markup.render import render
from models.base import REF_ALPHABET, REF_LENGTH, Base, Precision, sort_name
from models.chains import Chain, ChainVersion, Cluster, Impact, ImpactLevel
from models.decisions import Body, Decision, DecisionKind
from models.people import Language, Person, Role, RoleAssignment
from models.phases import (
    AssessmentOutcome,
    Phase,
    PhaseAssessment,
    Progress,
    ReportKind,
    StagnationReason,
    StatusUpdate,
)
from models.programme import Programme, Theme
from seed.parts import SEED
from seed.reference import load_reference
