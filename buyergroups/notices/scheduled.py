"""The job that sends what is in the outbox."""

from __future__ import annotations

from buyergroups.jobs.rules import Every
from buyergroups.jobs.table import Job, Work, told
from buyergroups.notices.post import office_from
from buyergroups.notices.sending import Round, send_due
from buyergroups.words import Words

NO_SERVER = Words(
    "Er is geen mailserver ingesteld (SMTP_URL); mail blijft wachten.",
    "No mail server is set (SMTP_URL); mail keeps waiting.",
)
SENT = Words("Verstuurd: %(sent)s.", "Sent: %(sent)s.")
SENT_BUT = Words(
    "Verstuurd: %(sent)s. Later opnieuw: %(failed)s. Opgegeven: %(given_up)s. "
    "Ingetrokken: %(cancelled)s.",
    "Sent: %(sent)s. Again later: %(failed)s. Given up: %(given_up)s. Withdrawn: %(cancelled)s.",
)


def send_outbox(work: Work) -> Words | None:
    """Send what is due; says nothing when there was nothing."""
    office = office_from(work.settings.smtp_url, work.settings.mail_from)
    if office is None:
        return NO_SERVER
    done = send_due(work.database, work.clock, office, settings=work.settings, between=work.keep)
    if done == Round():
        return None
    if done == Round(sent=done.sent):
        return told(SENT, sent=done.sent)
    return told(SENT_BUT, **vars(done))


OUTBOX = Job("outbox", Words("Mail versturen", "Send mail"), Every(1), send_outbox)
