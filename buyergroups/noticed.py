"""What is noticed by itself: the rules of flags that the areas offer."""

from __future__ import annotations

from buyergroups.administration.flags import RULES as ADMINISTRATION_FLAGS
from buyergroups.consultations.flags import RULES as CONSULTATIONS_FLAGS
from buyergroups.flags.offers import Rule
from buyergroups.gatherings.flags import RULES as GATHERINGS_FLAGS
from buyergroups.groups.flags import RULES as GROUPS_FLAGS
from buyergroups.people.flags import RULES as PEOPLE_FLAGS
from buyergroups.phases.flags import RULES as PHASES_FLAGS
from buyergroups.plans.flags import RULES as PLANS_FLAGS
from buyergroups.selection.flags import RULES as SELECTION_FLAGS
from buyergroups.tenders.flags import RULES as TENDERS_FLAGS

#: In the order of the page of rules.
FLAG_RULES: tuple[Rule, ...] = (
    *PHASES_FLAGS,
    *PLANS_FLAGS,
    *GROUPS_FLAGS,
    *GATHERINGS_FLAGS,
    *CONSULTATIONS_FLAGS,
    *TENDERS_FLAGS,
    *SELECTION_FLAGS,
    *ADMINISTRATION_FLAGS,
    *PEOPLE_FLAGS,
)
