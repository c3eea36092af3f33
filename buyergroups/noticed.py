"""What areas offer to the page of today, the rules of flags that they offer, and their news."""

from __future__ import annotations

from buyergroups.administration.flags import RULES as ADMINISTRATION_FLAGS
from buyergroups.baseline.today import OFFER as BASELINE_TODAY
from buyergroups.consultations.flags import RULES as CONSULTATIONS_FLAGS
from buyergroups.consultations.news import NEWS as CONSULTATIONS_NEWS
from buyergroups.consultations.today import OFFER as CONSULTATIONS_TODAY
from buyergroups.flags.news import NEWS as FLAGS_NEWS
from buyergroups.flags.offers import Rule
from buyergroups.flags.today import OFFER as FLAGS_TODAY
from buyergroups.gatherings.flags import RULES as GATHERINGS_FLAGS
from buyergroups.gatherings.news import NEWS as GATHERINGS_NEWS
from buyergroups.gatherings.today import OFFER as GATHERINGS_TODAY
from buyergroups.groups.flags import RULES as GROUPS_FLAGS
from buyergroups.groups.news import NEWS as GROUPS_NEWS
from buyergroups.home.offers import Offer
from buyergroups.joining.news import NEWS as JOINING_NEWS
from buyergroups.joining.today import OFFER as JOINING_TODAY
from buyergroups.news.offers import Source
from buyergroups.people.flags import RULES as PEOPLE_FLAGS
from buyergroups.people.today import OFFER as PEOPLE_TODAY
from buyergroups.phases.flags import RULES as PHASES_FLAGS
from buyergroups.phases.news import NEWS as PHASES_NEWS
from buyergroups.phases.today import OFFER as PHASES_TODAY
from buyergroups.plans.flags import RULES as PLANS_FLAGS
from buyergroups.plans.news import NEWS as PLANS_NEWS
from buyergroups.plans.today import OFFER as PLANS_TODAY
from buyergroups.pledges.news import NEWS as PLEDGES_NEWS
from buyergroups.privacy.today import OFFER as PRIVACY_TODAY
from buyergroups.publications.news import NEWS as PUBLICATIONS_NEWS
from buyergroups.selection.flags import RULES as SELECTION_FLAGS
from buyergroups.strategies.news import NEWS as STRATEGIES_NEWS
from buyergroups.strategies.today import OFFER as STRATEGIES_TODAY
from buyergroups.tenders.flags import RULES as TENDERS_FLAGS
from buyergroups.topics.flags import RULES as TOPICS_FLAGS
from buyergroups.topics.news import NEWS as TOPICS_NEWS
from buyergroups.topics.today import OFFER as TOPICS_TODAY

#: In the order of the page of rules.
FLAG_RULES: tuple[Rule, ...] = (
    *PHASES_FLAGS,
    *PLANS_FLAGS,
    *GROUPS_FLAGS,
    *GATHERINGS_FLAGS,
    *CONSULTATIONS_FLAGS,
    *TENDERS_FLAGS,
    *TOPICS_FLAGS,
    *SELECTION_FLAGS,
    *ADMINISTRATION_FLAGS,
    *PEOPLE_FLAGS,
)

#: In the order in which the page of today asks them; it sorts by weight.
TODAY: tuple[Offer, ...] = (
    PEOPLE_TODAY,
    BASELINE_TODAY,
    PHASES_TODAY,
    PLANS_TODAY,
    JOINING_TODAY,
    STRATEGIES_TODAY,
    GATHERINGS_TODAY,
    CONSULTATIONS_TODAY,
    TOPICS_TODAY,
    PRIVACY_TODAY,
    FLAGS_TODAY,
)

#: In the order of the areas; what is told is ordered by its moment.
NEWS: tuple[Source, ...] = (
    *FLAGS_NEWS,
    *PHASES_NEWS,
    *PLANS_NEWS,
    *GROUPS_NEWS,
    *JOINING_NEWS,
    *STRATEGIES_NEWS,
    *GATHERINGS_NEWS,
    *PLEDGES_NEWS,
    *CONSULTATIONS_NEWS,
    *PUBLICATIONS_NEWS,
    *TOPICS_NEWS,
)
