"""Polish quotations without a verb of somebody's: ``czytamy w komunikacie spółki X``, ``X, prezes Y: „…”``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Attribution, Passage, Range
from corpus.attribution.phrases_pl import can_start, noun_phrase
from corpus.attribution.subjects_pl import speaker_like
from corpus.attribution.tokens import Token
from corpus.attribution.words_pl import is_group, is_institution, is_role
from corpus.morphology import lemmas
from corpus.names import is_person_name
from corpus.types import Language

_BETWEEN = frozenset(
    "opublikowanym opublikowanej wydanym wydanej przesłanym przesłanej prasowym prasowej udostępnionym zamieszczonym "
    "zamieszczonej przekazanym przekazanej rozesłanym rozesłanej specjalnym oficjalnym wspólnym najnowszym przez od na "
    "stronie internetowej mediom pap redakcji naszej naszemu portalowi dziennikarzom agencji".split()
)
_REACH = 7  # words between the verb and the document's name


@lru_cache(maxsize=8_192)
def _is_document(word: str) -> bool:
    return not lemmas(word).isdisjoint(cue_data(Language.PL)["nouns"]["documents"])


def author_of_document(tokens: Sequence[Token], at: int, limit: int) -> Range | None:
    """Whose document it is: the genitive after ``w komunikacie``, or the name after ``przez``; its tokens."""
    for index in range(at, min(at + _REACH, limit)):
        if not _is_document(tokens[index].lower):
            continue
        start = index + 1
        while start < limit and tokens[start].lower in _BETWEEN:
            start += 1
        end = noun_phrase(tokens, start, limit, genitive=True) if start < limit else start
        return (start, end) if end > start and speaker_like(tokens, start, end) else None
    return None


def heard_from(tokens: Sequence[Token], at: int, limit: int) -> Range | None:
    """Whom it was heard from: ``słyszymy od właściciela firmy``, ``dowiadujemy się w ministerstwie``."""
    start = at + 1 if at < limit and tokens[at].lower == "się" else at
    if start + 1 >= limit or tokens[start].lower not in {"od", "w", "we"}:
        return None
    genitive = tokens[start].lower == "od"
    end = noun_phrase(tokens, start + 1, limit, genitive=genitive)
    somebodys = speaker_like(tokens, start + 1, end) if genitive else is_institution(tokens[start + 1])
    return (start + 1, end) if end > start + 1 and somebodys else None


def named_colon(passage: Passage, low: int, at: int) -> Attribution | None:
    """``Jan Kowalski, prezes X: „…”``: nothing but a speaker before the colon at token ``at - 1``."""
    tokens, colon = passage.tokens, at - 1
    if colon <= low or not can_start(tokens[low]):
        return None
    end = noun_phrase(tokens, low, colon)
    rest = tokens[end:colon]
    bracketed = bool(rest) and rest[0].text == "(" and rest[-1].text == ")" and len(rest) <= 10
    firm = 1 < len(rest) <= 5 and rest[0].text == "," and all(t.is_capital or t.text in "&.-" for t in rest[1:])
    bracketed = bracketed or firm  # "Jan Lis, prezes, Torvex:"
    if end <= low or (rest and not bracketed) or not somebody(tokens[low:end]):
        return None
    cue = Cue(colon, colon, colon, ":", frozenset({"say", "colon"}))
    return Attribution(cue, (low, colon if bracketed else end), at)


def somebody(words: Sequence[Token]) -> bool:
    """Whether a phrase names a person, or describes one by a role, or is a group or an institution."""
    if any(is_role(t) or is_group(t) or is_institution(t) for t in words[:5]):
        return True
    names = [t.text for t in words if t.is_word]
    return is_person_name(names[:3]) == "person" or is_person_name(names[:2]) == "person"
