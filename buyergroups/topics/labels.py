"""The words of topics: where they come from, how far they are, and whose turn it is."""

from __future__ import annotations

from buyergroups.chains.labels import Label
from buyergroups.topics.rules import Turn
from buyergroups.words import Words
from models.topics import AdviceOutcome, TopicOrigin, TopicState, Urgency

ORIGINS: dict[TopicOrigin, Words] = {
    TopicOrigin.POLICY_INITIATIVE: Words("ander beleidsinitiatief", "other policy initiative"),
    TopicOrigin.POLITICAL_PRIORITY: Words("politieke prioriteit", "political priority"),
    TopicOrigin.PARLIAMENT: Words(
        "motie of toezegging aan de Kamer", "motion or commitment to parliament"
    ),
    TopicOrigin.OTHER: Words("anders", "other"),
}
URGENCY: dict[Urgency, Label] = {
    Urgency.NORMAL: Label(Words("gewoon", "normal"), "none", ""),
    Urgency.URGENT: Label(Words("dringend", "urgent"), "warn", "triangle"),
}
STATES: dict[TopicState, Label] = {
    TopicState.RAISED: Label(Words("opgebracht", "raised"), "none", "ring"),
    TopicState.PLANNED: Label(Words("toets gepland", "test planned"), "none", "half"),
    TopicState.RUNNING: Label(Words("toets loopt", "test running"), "provisional", "disc"),
    TopicState.ADVISED: Label(Words("advies gegeven", "advice given"), "provisional", "note"),
    TopicState.DECIDED: Label(Words("besloten", "decided"), "good", "check-disc"),
    TopicState.CLOSED: Label(Words("gesloten", "closed"), "tag", "minus"),
}
OUTCOMES: dict[AdviceOutcome, Label] = {
    AdviceOutcome.WITHIN_MVOI: Label(
        Words("hoort thuis binnen MVOI", "belongs within MVOI"), "good", "check"
    ),
    AdviceOutcome.OTHER_DOMAIN: Label(
        Words("past beter bij een ander beleidsdomein", "fits another policy domain better"),
        "tag",
        "back",
    ),
}
#: Who has to do something before a topic goes on.
TURNS: dict[Turn, Words] = {
    Turn.TEAM: Words("programmateam", "programme team"),
    Turn.TESTER: Words("wie de toets doet", "the tester"),
    Turn.STEERING: Words("opgave-overleg", "opgave-overleg"),
    Turn.OTHERS: Words("het andere beleidsdomein", "the other policy domain"),
    Turn.NOBODY: Words("niemand", "nobody"),
}
#: What a topic waits for in a state, and of whom.
WHO_NEXT: dict[TopicState, Words] = {
    TopicState.RAISED: Words(
        "het programmateam plant een praktijktoets", "the programme team plans a practice test"
    ),
    TopicState.PLANNED: Words("wie toetst, begint ermee", "the tester begins"),
    TopicState.RUNNING: Words(
        "wie toetst, rondt af met een advies", "the tester finishes with advice"
    ),
    TopicState.ADVISED: Words(
        "het opgave-overleg besluit over het advies", "the opgave-overleg decides on the advice"
    ),
    TopicState.DECIDED: Words(
        "het programmateam handelt het besluit af", "the programme team carries out the decision"
    ),
    TopicState.CLOSED: Words("er is niets meer te doen", "there is nothing more to do"),
}
