"""The subject of a Polish reporting verb: after it, before it, or left out."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.agreement_pl import agrees
from corpus.attribution.cue import Cue
from corpus.attribution.phrases_pl import can_start, noun_phrase
from corpus.attribution.prepositions_pl import skip_prepositional
from corpus.attribution.tokens import Token
from corpus.attribution.words_pl import (
    ABBREVIATIONS,
    dash_or_end,
    is_group,
    is_institution,
    is_name_word,
    is_preposition,
    is_role,
)
from corpus.morphology import lemmas, readings

_CLAUSE = frozenset("że iż ale a lecz gdy kiedy choć chociaż ponieważ bo gdyż jednak natomiast jeśli jeżeli".split())
_SPEAKING_PRONOUNS = frozenset(
    "on ona oni one ten ta ci te obaj oboje obie wszyscy niektórzy inni wielu większość nikt część jeden jedna jedno "
    "kilku".split()
)
_AGO = frozenset({"temu", "wcześniej", "później"})  # "Rok temu mówił": no Mr Rok
_CONJUNCTIONS = frozenset({"że", "iż", "żeby", "aby", "jakoby"})
_REACH = 16  # words between a verb and the subject after it

Range = tuple[int, int]


def speaker_like(tokens: Sequence[Token], start: int, end: int) -> int:
    """How much a phrase looks like somebody who can speak: 2 surely, 1 perhaps, 0 not at all."""
    head = tokens[start:end]
    if not head:
        return 0
    if head[0].lower in _SPEAKING_PRONOUNS or (head[0].text[0].isdigit() and "-lat" in head[0].lower):
        return 2
    if any(t.lower in {"procent", "proc", "%"} for t in head[:3]):
        return 2  # the asked: "35 procent badanych stwierdziło"
    if len(head) == 2 and head[1].is_capital and not lemmas(head[0].lower).isdisjoint(_DOCUMENTS):
        return 2  # "głosi raport Torvexu"
    if any(not lemmas(t.lower).isdisjoint(_HUMANS) for t in head[:3] if t.is_word):
        return 2
    if head[0].is_capital and _only_opens(head) and not any(t.is_capital for t in head[1:]):
        return 1 if any(t.may_be("m1", "nom") and t.has_pos("subst") for t in head) else 0
    noun = next(
        (t for t in head if t.is_capital or (t.has_pos("subst") and t.may_be("nom")) or not t.readings), head[0]
    )
    if noun.is_capital or is_role(noun) or is_group(noun) or is_institution(noun):
        if any(is_role(t) or is_group(t) or is_institution(t) for t in head):
            return 2
    elif not noun.may_be("m1"):
        return 0
    if any(
        "imię" in kinds or "nazwisko" in kinds
        for t in head
        if t.is_capital
        for kinds in (r.kinds for r in readings(t.text))
    ):
        return 2
    if any(is_name_word(t) and (not readings(t.text) or t.text.isupper()) for t in head[:4]):
        return 2 if head[0].start else 1
    return 1 if head[0].is_capital or any(t.may_be("m1") for t in head if t.has_pos("subst")) else 0


_TO_MEDIA = frozenset(
    "agencji dziennikowi tygodnikowi portalowi serwisowi gazecie stacji telewizji radiu rozgłośni".split()
)
_DOCUMENTS = frozenset({"raport", "komunikat", "analiza", "prognoza", "badanie", "sondaż", "oświadczenie"})
_HUMANS = frozenset(
    "kobieta mężczyzna osoba matka mama ojciec żona mąż córka syn siostra brat babcia dziadek dziewczyna chłopak wdowa "
    "pan pani państwo wdowiec koleżanka kolega przyjaciółka przyjaciel rodzina małżeństwo duchowny duchowna internauta "
    "internautka".split()
)


def _only_opens(head: Sequence[Token]) -> bool:
    """Whether the capital of a phrase is that of its sentence: an ordinary word, no role, group or institution."""
    first = head[0]
    if first.text.isupper() and len(first.text) > 1:
        return False
    named = any(kind in {"imię", "nazwisko"} for r in readings(first.text) for kind in r.kinds)
    return (
        bool(readings(first.lower))
        and not named
        and not any(is_role(t) or is_group(t) or is_institution(t) for t in head)
    )


def subject_after(tokens: Sequence[Token], at: int, limit: int, cue: Cue) -> Range | None:
    """The subject that follows the verb: ``mówi w rozmowie z PAP prezes X``; its tokens, or ``None``."""
    reach = min(limit, at + _REACH)
    index = at
    while index < reach:
        token = tokens[index]
        if token.text == ",":
            return None
        if dash_or_end(token) or token.lower in _CLAUSE:
            return None
        if token.text == "(":
            return None
        if token.text in '„"«“' and index == at:
            close = title_end(tokens, index, limit)
            if close is None:
                return None
            first = tokens[index + 1]
            if first.may_be("nom") or not first.readings:
                return index, close  # "podaje „Kurier Wschodni”"
            index = close  # "powiedziała „Wiadomościom”"
            continue
        if is_preposition(token):
            index = skip_prepositional(tokens, index, limit)
            continue
        if token.has_pos("ppas") and not token.is_capital and index + 1 < reach and is_preposition(tokens[index + 1]):
            index += 1  # "cytowany przez agencję", "zapytana o to"
            continue
        if token.lower in _TO_MEDIA and not token.is_capital and index + 1 < reach and tokens[index + 1].is_capital:
            index += 2  # "powiedział agencji Reutera przedstawiciel rządu"
            continue
        if token.is_word and not token.is_capital and _addressee(token):
            index += 1
            while index < reach and tokens[index].is_capital and not tokens[index].may_be("nom", "sg"):
                index += 1  # "powiedziała dziennikarzom RND"
            continue
        if can_start(token) and (token.lower != "to" or index + 1 >= reach):
            end = noun_phrase(tokens, index, limit)
            if end > index:
                start = _without_addressee(tokens, index, end)
                if speaker_like(tokens, start, end) and agrees(tokens, start, end, cue):
                    return start, end
                step = next((i for i in range(index + 1, end) if tokens[i].is_capital), end)
                index = max(step, index + 1) if not tokens[index].is_capital else index + 1
                continue
        index += 1
    return None


def title_end(tokens: Sequence[Token], opening: int, limit: int) -> int | None:
    """Index after the mark that closes a short title in quotation marks; ``None`` when it reads as something else."""
    for index in range(opening + 2, min(opening + 6, limit)):
        if tokens[index].text in '”"“»«':
            return index + 1 if tokens[opening + 1].is_capital else None
    return None


def _addressee(token: Token) -> bool:
    """Whether a noun can only be the one spoken to (``dziennikarzom``)."""
    return token.may_be("dat") and not token.may_be("nom") and token.has_pos("subst") and not token.may_be("gen")


def _without_addressee(tokens: Sequence[Token], start: int, end: int) -> int:
    """Drop a bare medium before the speaker: ``powiedział „Gońcowi” rzecznik …``."""
    if end - start > 2 and tokens[start].text.isupper() and tokens[start + 1].lower in ABBREVIATIONS:
        return start + 1  # "powiedział PAP st. kpt. Jan Lis"
    for index in range(start + 1, end):
        token = tokens[index]
        if tokens[index - 1].text == ",":
            break
        if (
            not token.is_capital
            and token.may_be("nom", "sg")
            and is_role(token)
            and not _role_before(tokens, start, index)
        ):
            return index
        if token.is_word and not token.is_capital and token.may_be("nom", "sg") and token.has_pos("subst"):
            return index if all(t.text.isupper() for t in tokens[start:index]) else start  # "PAP źródło w rządzie"
        first_name = any("imię" in r.kinds and r.has("nom") for r in readings(token.text))
        if token.is_capital and first_name and all(t.text.isupper() or not t.is_word for t in tokens[start:index]):
            return index
    return start


def _role_before(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(is_role(t) or is_institution(t) or (not t.is_capital and t.is_word) for t in tokens[start:end])


def clause_start(tokens: Sequence[Token], verb: int, low: int) -> int:
    """Where the clause of a verb begins: after the last conjunction or closed bracket before it."""
    for index in range(verb - 1, low - 1, -1):
        if tokens[index].lower in _CLAUSE and (
            index == low or tokens[index - 1].text == "," or tokens[index].lower in {"a", "ale"}
        ):
            return index + 1
        if tokens[index].text in {";", ":"}:
            return index + 1
    return low


def subject_before(tokens: Sequence[Token], low: int, cue: Cue, *, first: bool = False) -> Range | None:
    """The subject that stands before the verb.

    :param low: index of the first token of the clause.
    :param first: take the first candidate (for participles: the subject of the main clause), else the best nearest one.
    """
    best: tuple[int, Range] | None = None
    index = low
    while index < cue.first:
        token = tokens[index]
        if is_preposition(token):
            index = max(skip_prepositional(tokens, index, cue.first), index + 1)
            continue
        if token.lower in {"który", "która", "którzy", "które"} and index and tokens[index - 1].text == ",":
            if best is not None and not first and cue.first - index <= 6:
                return best[1]
            index += 1
            continue
        if not can_start(token) or (index + 1 < cue.first and tokens[index + 1].lower in _AGO):
            index += 1
            continue
        end = noun_phrase(tokens, index, cue.first)
        if end <= index:
            index += 1
            continue
        strength = speaker_like(tokens, index, end)
        if strength and agrees(tokens, index, end, cue):
            if first:
                return index, end
            if best is None or strength >= best[0]:
                best = (strength, (index, end))
        index = end
    return best[1] if best else None


def subject_of(tokens: Sequence[Token], low: int, cue: Cue, high: int) -> Range | None:
    """The subject of a cue within its sentence: right before the verb, after it, or farther before it.

    :param low: index of the first token of the sentence.
    :param high: index after the last token that the subject may use.
    """
    if not cue.finite:
        return subject_before(tokens, low, cue, first=True)
    if "impersonal" in cue.classes:
        return None
    before = subject_before(tokens, clause_start(tokens, cue.first, low), cue)
    if before is not None and cue.first - before[1] <= 3:
        return before
    limit = next((i for i in range(cue.last + 1, high) if tokens[i].lower in _CONJUNCTIONS), high)
    return subject_after(tokens, cue.last + 1, min(high, limit), cue) or before or _capital_before(tokens, low, cue)


def _capital_before(tokens: Sequence[Token], low: int, cue: Cue) -> Range | None:
    """A name right before the verb that a prepositional phrase has swallowed ("w liście do mediów Tarmo pisze")."""
    start = cue.first
    if tokens[start - 1].text in '”"»' and start - 1 > low:
        opening = next((i for i in range(start - 2, max(low - 1, start - 7), -1) if tokens[i].text in '„"«“'), None)
        if opening is not None and tokens[opening + 1].is_capital:
            return opening, start  # "W styczniu „Kurier Wschodni” poinformował"
        return None
    while start > low and tokens[start - 1].is_capital and tokens[start - 1].is_word:
        start -= 1
    if start in {cue.first, low} or is_preposition(tokens[start - 1]):
        return None
    fits = can_start(tokens[start]) and speaker_like(tokens, start, cue.first) == 2
    return (start, cue.first) if fits and agrees(tokens, start, cue.first, cue) else None
