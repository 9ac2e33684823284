"""One line over an answer, made of counted facts only, in the question's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.types import Language, Polarity
from search.ranking import Voice

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


def summary(
    found: Sequence[Voice], subject: str, language: Language, asked: Polarity | None, unknown: Sequence[str]
) -> str:
    """Says how many speakers take which side on a subject.

    :param asked: the side to begin with.
    :param unknown: names that nobody in the store bears.
    """
    prefix = "".join(f"{_unknown(name, language)} " for name in unknown)
    if not found:
        empty = "No statement answers this." if language is Language.EN else "Żadna wypowiedź na to nie odpowiada."
        return prefix + empty
    counts = Counter(voice.stance for voice in found)
    order = [asked] if asked is not None else []
    order += [polarity for polarity in _SIDES[language] if polarity is not asked]
    parts = [f"{_SIDES[language][polarity]} {counts[polarity]}" for polarity in order if counts[polarity]]
    if asked is not None and not counts[asked]:
        parts.insert(0, f"{_SIDES[language][asked]} 0")
    statements = sum(len(voice.statements) for voice in found)
    articles = len({one.found.statement.article_id for voice in found for one in voice.statements})
    return prefix + _line(subject, len(found), ", ".join(parts), statements, articles, language)


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


def _unknown(name: str, language: Language) -> str:
    if language is Language.PL:
        return f"Nikt w zbiorze nie nazywa się „{name}”."
    return f"Nobody in the store is called “{name}”."


def _plural(count: int, one: str, few: str, many: str) -> str:
    """The Polish noun after a number."""
    if count == 1:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many
