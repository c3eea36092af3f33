"""The words of publishing."""

from __future__ import annotations

from buyergroups.publications.names import Kind
from buyergroups.words import Words

#: What of a supplier was found in a text.
KINDS: dict[Kind, Words] = {
    Kind.SUPPLIER: Words("naam van een marktpartij", "name of a supplier"),
    Kind.KVK: Words("KvK-nummer", "KvK number"),
    Kind.WEBSITE: Words("website van een marktpartij", "website of a supplier"),
    Kind.CONTACT: Words("naam van een contactpersoon", "name of a contact person"),
    Kind.EMAIL: Words("mailadres van een contactpersoon", "mail address of a contact person"),
    Kind.PHONE: Words(
        "telefoonnummer van een contactpersoon", "telephone number of a contact person"
    ),
}
