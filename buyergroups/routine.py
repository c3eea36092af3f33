"""What areas do without anybody asking: jobs, what is tidied, mail made when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from buyergroups.digests import mailing as digests
from buyergroups.digests.scheduled import DIGESTS, forget_old
from buyergroups.digests.services import KIND as DIGEST
from buyergroups.flags.running import FLAGS
from buyergroups.imports.working import erase_old as erase_imports
from buyergroups.jobs.table import Job, Work
from buyergroups.jobs.tidying import TIDY
from buyergroups.logbook.scheduled import SEAL
from buyergroups.notices.makers import Maker
from buyergroups.notices.scheduled import OUTBOX
from buyergroups.printing.making import erase_old as erase_prints
from buyergroups.suppliers.forgetting import forget_contacts
from buyergroups.words import Words
from buyergroups.writing.tidying import end_drafts

#: In the order of the page of background work.
JOBS: tuple[Job, ...] = (OUTBOX, SEAL, FLAGS, DIGESTS, TIDY)

#: What areas keep for a while only.
TIDYING: tuple[Callable[[Work], Words | None], ...] = (
    erase_prints,
    erase_imports,
    end_drafts,
    forget_contacts,
    forget_old,
)

#: By its kind, who makes the words of a mail when it is sent.
MAILS: Mapping[str, Maker] = {DIGEST: digests.made}
