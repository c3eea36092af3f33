"""The words of what was given in confidence."""

from __future__ import annotations

from buyergroups.words import Words
from models.confidential import AccessKind, InConfidenceOf

#: In whose confidence something was given is asked in the log form too; the tables are not its own.
__all__ = ["ACCESS", "CONFIDENCE", "InConfidenceOf"]

CONFIDENCE: dict[InConfidenceOf, Words] = {
    InConfidenceOf.ORGANISATION: Words(
        "de deelnemers van de eigen organisatie in deze groep",
        "the members of the own organisation in this group",
    ),
    InConfidenceOf.NAMED: Words(
        "publieke deelnemers die je hier noemt", "public members whom you name here"
    ),
    InConfidenceOf.TEAM: Words("het programmateam", "the programme team"),
}

#: The same where it is read.
GIVEN_TO: dict[InConfidenceOf, Words] = {
    InConfidenceOf.ORGANISATION: Words(
        "de deelnemers van de organisatie die vastlegt",
        "the members of the organisation that logs",
    ),
    InConfidenceOf.NAMED: Words("genoemde lezers", "named readers"),
    InConfidenceOf.TEAM: CONFIDENCE[InConfidenceOf.TEAM],
}

ACCESS: dict[AccessKind, Words] = {
    AccessKind.WRITTEN: Words("vastgelegd", "written"),
    AccessKind.READ: Words("gelezen", "read"),
    AccessKind.REPLACED: Words("vervangen", "replaced"),
    AccessKind.EXPORTED: Words("gedownload", "downloaded"),
}
