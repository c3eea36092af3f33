"""Composes the report of a consultation: Markdown in its language, from what everybody may read.

Pure. `Facts` has no place for notes, for what was given in confidence or for people of the group,
so none of these can come into a report. The text is the same as long as the file is: it says
nothing of today, of a reader, or of who publishes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from babel.dates import format_date

from buyergroups.consultations import labels
from buyergroups.files.labels import TYPES, size_words
from buyergroups.publications.names import Passage
from buyergroups.suppliers.labels import SIZES
from buyergroups.words import Words
from models.consultations import ConsultationKind, ItemOutcome
from models.files import FileType
from models.suppliers import SupplierSize

#: Of fewer suppliers together no number is told: it would say who they are.
LEAST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the market."""

    text: str
    theme: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was heard, for everybody, and what the group does with it."""

    text: str
    theme: str | None
    outcome: ItemOutcome
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and its one answer for all, without who asked."""

    question: str
    answer: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that everybody gets with the report; by its checksum it is this one and no other."""

    name: str
    media: FileType
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report is made from."""

    language: str
    kind: ConsultationKind
    subject: str
    summary: str
    place: str
    chains: Sequence[str]
    held_on: date | None
    opens_on: date | None
    closes_on: date | None
    announced_on: date | None
    announced_where: str
    platform_ref: str
    platform_link: str
    questions: Sequence[Question]
    #: In the order of the themes; what is about none comes last.
    heard: Sequence[Heard]
    answers: Sequence[Answer]
    #: How many suppliers were present, by size.
    sizes: Mapping[SupplierSize, int]
    #: Those that agreed to be named.
    named: Sequence[str]
    #: What is published along with it.
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report before it is laid out."""

    title: str
    language: str
    #: Markdown, with the title as its heading.
    text: str
    #: Each text that somebody wrote, and where it stands.
    written: Sequence[Passage]

    @property
    def below_title(self) -> str:
        """To be laid out on a page."""
        return below_title(self.text)


TITLE = Words("Verslag marktconsultatie: %(subject)s", "Report of market consultation: %(subject)s")
SAME_FOR_ALL = Words(
    "Dit verslag is voor alle marktpartijen hetzelfde. U leest wat wij vroegen, wat wij hoorden en "
    "wat wij ermee doen.",
    "This report is the same for all suppliers. You read what we asked, what we heard and what we "
    "do with it.",
)
ABOUT = Words("Over deze marktconsultatie", "About this market consultation")
KIND = Words("Soort", "Kind")
CHAINS = Words("Productketens", "Product chains")
ANNOUNCED = Words("Aangekondigd", "Announced")
PLATFORM = Words("Op het aankondigingsplatform", "On the announcement platform")
OPEN = Words("U kon reageren", "You could respond")
SINCE = Words("vanaf %(day)s", "from %(day)s")
UNTIL = Words("tot en met %(day)s", "up to and including %(day)s")
HELD = Words("Gehouden", "Held")
PLACE = Words("Plaats", "Place")
SUMMARY = Words("Samenvatting", "Summary")
TOOK_PART = Words("Wie meededen", "Who took part")
COUNT = Words("Er deden %(count)s marktpartijen mee.", "%(count)s suppliers took part.")
BY_SIZE = Words(
    "Er deden %(count)s marktpartijen mee: %(sizes)s.", "%(count)s suppliers took part: %(sizes)s."
)
NAMED = Words("Met hun instemming noemen wij:", "With their consent we name:")
ASKED = Words("Wat wij vroegen", "What we asked")
HEARD = Words("Wat wij hoorden", "What we heard")
OTHER = Words("Overig", "Other")
DONE = Words("Wat wij ermee doen: %(outcome)s.", "What we do with it: %(outcome)s.")
ANSWERS = Words("Vragen en antwoorden", "Questions and answers")
ANONYMOUS = Words(
    "De vragen staan hier zonder naam. Het antwoord is voor iedereen hetzelfde.",
    "The questions stand here without a name. The answer is the same for everybody.",
)
QUESTION = Words("Vraag", "Question")
ANSWER = Words("Antwoord", "Answer")
ATTACHMENTS = Words("Bijlagen", "Attachments")
CHECKSUM = Words("Controlegetal (SHA-256)", "Checksum (SHA-256)")
#: Where texts stand, for whoever looks for something in them.
AT_SUBJECT = Words("onderwerp", "subject")
AT_QUESTION = Words("vraag %(nr)s", "question %(nr)s")
AT_HEARD = Words("wat we hoorden, %(nr)s", "what we heard, %(nr)s")
AT_OUTCOME = Words("wat we ermee doen, %(nr)s", "what we do with it, %(nr)s")
AT_ATTACHMENT = Words("naam van bijlage %(nr)s", "name of attachment %(nr)s")
AT_ANSWER = Words("vraag en antwoord %(nr)s", "question and answer %(nr)s")

_SIGNS = re.compile(r"([\\`*_\[\]|])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_AT_LINE = re.compile(r"^(\d*)([#+\-.)])")
_HEADING = re.compile(r"^ {0,3}(#{1,6})", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+")


def below_title(text: str) -> str:
    """A report without its title and with its headings below those of a page."""
    _, _, body = text.partition("\n")
    return re.sub(r"^(?=#)", "#", body.lstrip("\n"), flags=re.MULTILINE)


def compose(facts: Facts) -> Report:
    """The report; the same facts always make the same text."""
    title = TITLE.into(facts.language, subject=" ".join(facts.subject.split()))
    sections = (_about, _summary, _took_part, _asked, _heard, _answers, _attachments)
    parts = ["\n\n".join(part) for section in sections if (part := list(section(facts)))]
    text = "\n\n".join([f"# {_line(title)}", SAME_FOR_ALL.into(facts.language), *parts]) + "\n"
    written = [passage for passage in _written(facts) if passage.text.strip()]
    # As the database keeps text, so that what is published is what was shown.
    return Report(facts.subject, facts.language, unicodedata.normalize("NFC", text), written)


def _about(facts: Facts) -> Iterator[str]:
    into = facts.language
    yield f"## {ABOUT.into(into)}"
    yield "\n".join(f"- {words.into(into)}: {text}" for words, text in _facts(facts) if text)


def _facts(facts: Facts) -> Iterator[tuple[Words, str]]:
    into = facts.language
    yield KIND, labels.KINDS[facts.kind].into(into)
    yield CHAINS, ", ".join(map(_line, facts.chains))
    announced = [_day(facts.announced_on, into), _line(facts.announced_where)]
    yield ANNOUNCED, ", ".join(filter(None, announced))
    yield PLATFORM, _platform(facts)
    period = ((SINCE, facts.opens_on), (UNTIL, facts.closes_on))
    yield OPEN, " ".join(words.into(into, day=_day(day, into)) for words, day in period if day)
    yield HELD, _day(facts.held_on, into)
    yield PLACE, _line(facts.place)


def _platform(facts: Facts) -> str:
    name, link = facts.platform_ref or facts.platform_link, facts.platform_link
    known = _ADDRESS.fullmatch(link)
    return f"[{_line(name)}](<{link}>)" if known else _line(name)


def _summary(facts: Facts) -> Iterator[str]:
    """What somebody wrote in Markdown; its headings come below that of the section."""
    if facts.summary.strip():
        yield f"## {SUMMARY.into(facts.language)}"
        yield _HEADING.sub(
            lambda found: "#" * min(5, max(3, len(found.group(1)) + 1)),
            _unix(facts.summary).strip(),
        )


def _took_part(facts: Facts) -> Iterator[str]:
    into, total = facts.language, sum(facts.sizes.values())
    told = [count for count in facts.sizes.values() if count]
    if total < LEAST_TOLD and not facts.named:
        return
    yield f"## {TOOK_PART.into(into)}"
    if total >= LEAST_TOLD:
        sizes = ", ".join(
            f"{facts.sizes[size]} {words.into(into)}"
            for size, words in SIZES.items()
            if facts.sizes.get(size)
        )
        anonymous = len(told) > 1 and min(told) >= LEAST_TOLD
        yield (BY_SIZE if anonymous else COUNT).into(into, count=total, sizes=sizes)
    if facts.named:
        yield NAMED.into(into)
        yield "\n".join(f"- {_line(name)}" for name in facts.named)


def _asked(facts: Facts) -> Iterator[str]:
    if facts.questions:
        yield f"## {ASKED.into(facts.language)}"
        yield "\n".join(
            f"{nr}. {_line(row.text)}{f' ({_line(row.theme)})' if row.theme else ''}"
            for nr, row in enumerate(facts.questions, 1)
        )


def _heard(facts: Facts) -> Iterator[str]:
    into = facts.language
    if facts.heard:
        yield f"## {HEARD.into(into)}"
    for theme, rows in groupby(facts.heard, key=lambda row: row.theme):
        yield f"### {_line(theme or OTHER.into(into))}"
        for row in rows:
            yield _text(row.text)
            outcome = DONE.into(into, outcome=labels.OUTCOMES[row.outcome].words.into(into))
            yield f"**{outcome}** {_text(row.why)}".strip()


def _answers(facts: Facts) -> Iterator[str]:
    into = facts.language
    if facts.answers:
        yield f"## {ANSWERS.into(into)}"
        yield ANONYMOUS.into(into)
    for nr, row in enumerate(facts.answers, 1):
        yield f"### {QUESTION.into(into)} {nr}"
        yield _text(row.question)
        day = f" ({_day(row.published_on, into)})" if row.published_on else ""
        if row.answer.strip():
            yield f"**{ANSWER.into(into)}{day}:** {_text(row.answer)}"


def _attachments(facts: Facts) -> Iterator[str]:
    into = facts.language
    if facts.attachments:
        yield f"## {ATTACHMENTS.into(into)}"
        yield "\n".join(
            f"- {_line(one.name)} ({TYPES[one.media].into(into)}, {size_words(one.size, into)}). "
            f"{CHECKSUM.into(into)}: `{one.sha256}`"
            for one in facts.attachments
        )


def _written(facts: Facts) -> Iterator[Passage]:
    """Everything that somebody wrote, by where it stands."""
    for words, text in (
        (AT_SUBJECT, facts.subject),
        (SUMMARY, facts.summary),
        (PLACE, facts.place),
        (ANNOUNCED, facts.announced_where),
        (PLATFORM, f"{facts.platform_ref} {facts.platform_link}"),
    ):
        yield Passage(Words(words.nl.lower(), words.en.lower()), text)
    lists: tuple[tuple[Words, Iterable[str]], ...] = (
        (AT_QUESTION, (row.text for row in facts.questions)),
        (AT_HEARD, (row.text for row in facts.heard)),
        (AT_OUTCOME, (row.why for row in facts.heard)),
        (AT_ATTACHMENT, (_spaced(one.name) for one in facts.attachments)),
        (AT_ANSWER, (f"{row.question}\n{row.answer}" for row in facts.answers)),
    )
    for words, texts in lists:
        for nr, text in enumerate(texts, 1):
            yield Passage(words.filled(nr=nr), text)


def _spaced(name: str) -> str:
    """The name of a file as words: what stands between underscores is a name too."""
    return name.replace("_", " ").rpartition(".")[0]


def _day(day: date | None, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language) if day else ""


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(text: str) -> str:
    """Plain text on one line, as it was typed: no sign of it is taken for markup."""
    return _AT_LINE.sub(r"\1\\\2", _inline(" ".join(text.split())), count=1)


def _text(text: str) -> str:
    """Plain text with its paragraphs, as it was typed."""
    paragraphs = re.split(r"\n\s*\n", _unix(text).strip())
    return "\n\n".join(_line(paragraph) for paragraph in paragraphs)


def _inline(text: str) -> str:
    escaped = _SIGNS.sub(r"\\\1", _ENTITY.sub("&amp;", text))
    return escaped.replace("<", "&lt;").replace(">", "&gt;")
