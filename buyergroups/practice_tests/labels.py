"""The words of practice tests: the questions, the answers, and how strong the evidence is."""

from __future__ import annotations

from buyergroups.chains.labels import Label
from buyergroups.words import Words
from models.practice_tests import PracticeQuestion, Strength, Verdict

QUESTIONS: dict[PracticeQuestion, Words] = {
    PracticeQuestion.EFFECTIVE: Words("Doeltreffend", "Effective"),
    PracticeQuestion.EFFICIENT: Words("Doelmatig", "Efficient"),
}
ASKS: dict[PracticeQuestion, Words] = {
    PracticeQuestion.EFFECTIVE: Words(
        "Bereik je het doel met inkoop?", "Does procurement reach the goal?"
    ),
    PracticeQuestion.EFFICIENT: Words(
        "Kan dat tegen redelijke kosten, vergeleken met andere instrumenten?",
        "Does it do so at reasonable cost, compared with other instruments?",
    ),
}
#: The questions as they stand in addresses.
PATHS: dict[PracticeQuestion, str] = {
    PracticeQuestion.EFFECTIVE: "doeltreffend",
    PracticeQuestion.EFFICIENT: "doelmatig",
}
VERDICTS: dict[Verdict, Label] = {
    Verdict.YES: Label(Words("ja", "yes"), "good", "check-disc"),
    Verdict.PARTLY: Label(Words("deels", "partly"), "warn", "half"),
    Verdict.NO: Label(Words("nee", "no"), "bad", "square"),
}
STRENGTHS: dict[Strength, Words] = {
    Strength.WEAK: Words("zwak", "weak"),
    Strength.MODERATE: Words("redelijk", "moderate"),
    Strength.STRONG: Words("sterk", "strong"),
}
