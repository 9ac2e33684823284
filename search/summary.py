"""One line over an answer, made of counted facts only, in the question's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.types import Language, Polarity
from search.changes import Change
from search.replies import Counted, Reply
from search.types import Intent, Interpretation

_SHOWN = 3  # changes of mind and topics named in the line
_SIDES = {
    Language.EN: {
        Polarity.SCEPTICAL: "sceptical",
        Polarity.SUPPORTIVE: "supportive",
        Polarity.MIXED: "of two minds",
        Polarity.NEUTRAL: "neutral",
    },
    Language.PL: {
        Polarity.SCEPTICAL: "sceptyczni",
        Polarity.SUPPORTIVE: "przychylni",
        Polarity.MIXED: "niejednoznaczni",
        Polarity.NEUTRAL: "neutralni",
    },
}
_ALONE = {  # of one speaker, whatever their gender
    Language.EN: _SIDES[Language.EN],
    Language.PL: {
        Polarity.SCEPTICAL: "sceptycznie",
        Polarity.SUPPORTIVE: "przychylnie",
        Polarity.MIXED: "niejednoznacznie",
        Polarity.NEUTRAL: "neutralnie",
    },
}


@dataclass(frozen=True, slots=True)
class Empty:
    """What an answer without evidence can still say: labels of topics, and whose they are (``None``: the store's)."""

    nearest: Sequence[str] = ()
    person: str | None = None


def summary(read: Interpretation, reply: Reply, subject: str, empty: Empty) -> str:
    """Says how many speakers take which side on a subject, and what else the question asks to count.

    :param subject: the topic or words asked about.
    :param empty: told where there is no evidence.
    """
    prefix = "".join(f"{_unknown(name, read.language)} " for name in read.unknown_names)
    if not reply.counted.speakers and not reply.anchors:
        return prefix + _empty(empty, read.language)
    parts = [*_lead(read, reply), _counted(read, reply.counted, subject)]
    return prefix + " ".join(part for part in parts if part)


def _lead(read: Interpretation, reply: Reply) -> Iterable[str]:
    """What questions of a kind of their own are told first."""
    polish = read.language is Language.PL
    if read.intent is Intent.CHANGE:
        changed = [(voice.speaker.name, voice.change) for voice in reply.counted.told if voice.change]
        yield from (f"{name}: {_change(change, read.language)}." for name, change in changed[:_SHOWN])
        if not changed:
            yield "Żadnej zmiany zdania nie widać." if polish else "No change of mind is to be seen."
    elif read.intent is Intent.COUNT and read.stance is not None:
        count, among = reply.counted.sides[read.stance], reply.counted.speakers
        side = _SIDES[read.language][read.stance]
        yield f"{count} z {among}: {side}." if polish else f"{count} of {among}: {side}."
    elif read.intent in (Intent.COMPARE, Intent.DISAGREE, Intent.AGREE):
        shown = reply.counted.told if read.intent is Intent.COMPARE else reply.anchors
        yield from (f"{voice.speaker.name}: {_ALONE[read.language][voice.stance]}." for voice in shown)
    elif reply.topics:
        named = ", ".join(f"{one.label} ({one.statements})" for one in reply.topics[:_SHOWN])
        yield f"Najwięcej: {named}." if polish else f"Most on: {named}."


def _change(change: Change, language: Language) -> str:
    before, now = (_ALONE[language][side] for side in (change.before, change.now))
    until, since = ("do", "od") if language is Language.PL else ("until", "since")
    left = f"{before} {until} {change.until}, " if change.until else ""
    return f"{left}{now} {since} {change.since}"


def _counted(read: Interpretation, found: Counted, subject: str) -> str:
    if not found.speakers:
        return ""
    language, asked, counts = read.language, read.stance, found.sides
    order = [asked] if asked is not None else []
    order += [polarity for polarity in _SIDES[language] if polarity is not asked]
    parts = [f"{_SIDES[language][polarity]} {counts[polarity]}" for polarity in order if counts[polarity]]
    if asked is not None and not counts[asked]:
        parts.insert(0, f"{_SIDES[language][asked]} 0")
    return _line(subject, found.speakers, ", ".join(parts), found.statements, found.articles, language)


def _line(subject: str, speakers: int, sides: str, statements: int, articles: int, language: Language) -> str:
    if language is Language.PL:
        said = f"{statements} {_plural(statements, 'wypowiedź', 'wypowiedzi', 'wypowiedzi')}"
        read = f"{articles} {_plural(articles, 'artykuł', 'artykuły', 'artykułów')}"
        about = f"„{subject}”: " if subject else ""
        return f"{about}{speakers} {_plural(speakers, 'mówca', 'mówców', 'mówców')}, w tym {sides} ({said}, {read})."
    about = f"“{subject}”: " if subject else ""
    said = f"{statements} statement{'' if statements == 1 else 's'}"
    read = f"{articles} article{'' if articles == 1 else 's'}"
    return f"{about}{speakers} speaker{'' if speakers == 1 else 's'}, of whom {sides} ({said}, {read})."


def _empty(empty: Empty, language: Language) -> str:
    polish = language is Language.PL
    line = "Żadna wypowiedź na to nie odpowiada." if polish else "No statement answers this."
    if not empty.nearest:
        return line
    named = ", ".join(empty.nearest)
    if empty.person:
        return f"{line} {empty.person} mówi o: {named}." if polish else f"{line} {empty.person} speaks of: {named}."
    return f"{line} Najbliższe tematy: {named}." if polish else f"{line} Nearest topics: {named}."


def _unknown(name: str, language: Language) -> str:
    if language is Language.PL:
        return f"Nikt w zbiorze nie nazywa się „{name}”."
    return f"Nobody in the store is called “{name}”."


def _plural(count: int, one: str, few: str, many: str) -> str:
    """The Polish noun after a number."""
    if count == 1:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many
