"""The words of plans: levels, states and grades."""

from __future__ import annotations

from buyergroups.administration.labels import Label
from buyergroups.words import Words
from models.plans import ActivityLevel, ActivityState, Grade

LEVELS: dict[ActivityLevel, Words] = {
    ActivityLevel.ACTIVITY: Words("activiteit", "activity"),
    ActivityLevel.PROCESS: Words("proces", "process"),
    ActivityLevel.EFFECT: Words("effect", "effect"),
}
STATES: dict[ActivityState, Label] = {
    ActivityState.PLANNED: Label(Words("gepland", "planned"), "none", "ring"),
    ActivityState.RUNNING: Label(Words("loopt", "running"), "none", "half"),
    ActivityState.DONE: Label(Words("afgerond", "done"), "good", "check-disc"),
    ActivityState.STOPPED: Label(Words("gestopt", "stopped"), "none", "minus"),
}
GRADES: dict[Grade, Words] = {
    Grade.LOW: Words("laag", "low"),
    Grade.MEDIUM: Words("middel", "medium"),
    Grade.HIGH: Words("hoog", "high"),
}
OVERDUE = Label(Words("te laat", "overdue"), "warn", "clock")
