"""Where the market vision and the market strategy of a group are."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from buyergroups.chains.page import the_programme
from buyergroups.documents.pages import Place
from buyergroups.groups.page import SECTION, GroupPage, group_page
from buyergroups.strategies.kind import KINDS

PATH = f"/buyer-groups/<slug>/<any({','.join(KINDS)}):which>"
NAMES = ("slug", "which")


def place_of(slug: str, which: str) -> Place | ResponseReturnValue:
    """The document at an address, or the redirect from a former address of the group."""
    header = group_page(slug)
    if not isinstance(header, GroupPage):
        return header
    context = {name: value for name, value in header.context().items() if name != "section"}
    return Place(
        kind=KINDS[which],
        programme_id=the_programme().id,
        subject_id=header.group.id,
        home=url_for("strategies.document", slug=header.group.slug, which=which),
        layout="groups/layout.html",
        menu=SECTION,
        name=header.group.name,
        file=f"{which}-{header.group.slug}",
        context=context,
    )
