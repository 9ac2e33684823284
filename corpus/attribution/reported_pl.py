"""Polish reported speech: ``X uważa, że …``, ``zdaniem X …``, ``jak dodał X, …``, ``…, podał bank``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.attribution.clauses_pl import QUESTION, THAT, conjunction_of, content_end
from corpus.attribution.cue import Cue
from corpus.attribution.documents_pl import author_of_document
from corpus.attribution.draft import Draft, Passage, Range, trim
from corpus.attribution.evidence_pl import evidence_source, unowned_evidence
from corpus.attribution.naming_pl import named_so, said_by_noun, saying_noun
from corpus.attribution.opinions_pl import in_the_opinion_of
from corpus.attribution.phrases_pl import can_start, noun_phrase
from corpus.attribution.polish import PolishGrammar
from corpus.attribution.reported_draft import Taken, reported_statement
from corpus.attribution.subjects_pl import speaker_like, subject_after, subject_before
from corpus.attribution.things_pl import FACTS, inferred, is_document, nobodys, thing_before
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.words_pl import PRONOUNS
from corpus.clauses import has_finite_verb
from corpus.types import Language, StatementKind

_GRAMMAR = PolishGrammar()


def reported(passage: Passage, taken: Sequence[Range]) -> list[Draft]:
    """Statements in the reporter's words.

    :param taken: code points of quotations already found, and of their attributions.
    """
    found: list[Draft] = []
    waiting = sorted(taken, reverse=True)
    open_places: list[Range] = []
    for low, high in passage.sentences:
        start, end = passage.tokens[low].start, passage.tokens[high - 1].end
        while waiting and waiting[-1][0] < end:
            open_places.append(waiting.pop())
        open_places = [place for place in open_places if place[1] > start]
        busy = list(open_places)
        if busy and busy[0][0] <= start and busy[0][1] >= end:
            continue
        found.extend(_sentence(passage, low, high, busy))
    return found


def _sentence(passage: Passage, low: int, high: int, busy: Sequence[Range]) -> Iterator[Draft]:
    used = Taken(busy)
    for make in (_as_x_said, in_the_opinion_of, said_by_noun):
        for draft in make(passage, low, high):
            if not used.clash(draft) and not _holds_report(passage, low, high, draft):
                used.add([*draft.content, *([draft.cue] if draft.cue else [])])
                yield draft
    for cue in passage.cues_in(low, high):
        place = passage.span((cue.first, cue.last + 1))
        if used.hold(place):
            continue
        drafted = (
            named_so(passage, low, high, cue)
            or _that_clause(passage, low, high, cue)
            or _postposed(passage, low, high, cue)
            or _colon(passage, low, high, cue)
            or _object(passage, low, high, cue)
        )
        if drafted is not None and not used.clash(drafted):
            used.add(drafted.content)
            yield drafted


def _holds_report(passage: Passage, low: int, high: int, draft: Draft) -> bool:
    """Whether the content is itself a report ("X powiedział, że …, jak podał Y"): then X is kept."""
    start, end = draft.content[0]
    for cue in passage.cues_in(low, high):
        place = passage.span((cue.first, cue.last + 1))
        if start <= place[0] and place[1] <= end and cue.finite and place != draft.cue:
            conjunction = conjunction_of(passage, cue, high)
            if conjunction is not None and passage.tokens[conjunction].end <= end:
                return True
    return False


def _that_clause(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    if "beside_only" in cue.classes or not cue.classes & {"say", "that"}:
        return None
    tokens = passage.tokens
    conjunction = conjunction_of(passage, cue, high)
    if cue.first > low + 1 and tokens[cue.first - 1].text == "jak":
        return None  # an indirect question: "pytano, jak widzą szansę, że …"
    if conjunction is None or _answers_another(passage, cue, conjunction):
        return None
    content = (conjunction + 1, content_end(passage, conjunction + 1, high))
    if tokens[conjunction].lower in QUESTION:
        content = (conjunction, content[1])
    if cue.lemma == "wynikać":
        source = evidence_source(passage, low, cue, conjunction)
        made_by = source is not None and tokens[source[0] - 1].lower in {"przez", "od"}
        known = cue if source is not None else unowned_evidence(passage, low, cue, conjunction)
        return reported_statement(passage, known, source, content, 0.75, genitive=not made_by) if known else None
    if "impersonal" in cue.classes:
        author = _impersonal_author(passage, low, cue, conjunction)
        return reported_statement(passage, cue, author, content, 0.7, genitive=True)
    source = None if "nobody" in cue.classes else _GRAMMAR.subject(passage, low, cue, conjunction)
    if cue.lemma in {"wykazać", "wykazywać", "pokazać", "pokazywać", "zdecydować", "postanowić"} and source is None:
        return None
    if (source is None or tokens[source[0]].lower in FACTS) and inferred(tokens, low, cue):
        return None  # "liczby dowodzą, że": what the reporter concludes
    thing = thing_before(tokens, low, cue, clause=True) if source is None else None
    if thing is not None:
        return reported_statement(passage, nobodys(cue), thing, content, 0.7)
    return reported_statement(passage, cue, source, content, 0.85)


def _answers_another(passage: Passage, cue: Cue, conjunction: int) -> bool:
    """``nie zgadza się z opinią, że``, ``odpowiedział na zarzut, że``: the clause is what somebody else says."""
    tokens = passage.tokens
    noun, before = conjunction - 2, conjunction - 3
    if "phrase" in cue.classes or before <= cue.last or tokens[conjunction - 1].text != ",":
        return False
    governed = tokens[before].lower in _TOWARDS or (
        before - 1 > cue.last and tokens[before - 1].lower in _TOWARDS and tokens[before].has_pos("adj")
    )
    return governed and saying_noun(tokens[noun].lower) is not None


_TOWARDS = frozenset({"z", "ze", "na", "do", "od", "wobec", "przeciw"})


def _impersonal_author(passage: Passage, low: int, cue: Cue, conjunction: int) -> Range | None:
    """``W komunikacie spółki X napisano, że`` and ``podano w raporcie X, że``: X."""
    tokens = passage.tokens
    return author_of_document(tokens, cue.last + 1, conjunction) or author_of_document(tokens, low, cue.first)


def _as_x_said(passage: Passage, low: int, high: int) -> Iterator[Draft]:
    """``Jak podkreślił X, treść`` and ``treść, jak podkreślił X, dalszy ciąg``."""
    tokens = passage.tokens
    for index in range(low, high):
        if tokens[index].lower != "jak" or tokens[min(index + 1, high - 1)].lower in {"i", "również", "też", "na"}:
            continue
        cue = next((c for c in passage.cues_in(index + 1, min(index + 14, high)) if c.finite), None)
        if cue is None or any(t.text in ",;:" for t in tokens[index + 1 : cue.first] if cue.first - index <= 3):
            continue
        if "nobody" in cue.classes:
            continue
        early = cue.first - index <= 3
        source = subject_after(tokens, cue.last + 1, high, cue) if early else None
        if source is None:
            source = subject_before(tokens, index + 1, cue)
        if source is None and not early:
            continue
        if source is None and index > low and tokens[min(cue.last + 1, high - 1)].text not in ",.–-—":
            continue
        end = source[1] if source and source[1] > cue.last else cue.last + 1
        comma = next((i for i in range(end, high) if tokens[i].text == ","), None)
        if index == low or tokens[index].is_capital or (tokens[low].lower in {"a", "i"} and index == low + 1):
            if comma is None:
                continue
            draft = reported_statement(passage, cue, source, (comma + 1, content_end(passage, comma + 1, high)), 0.85)
            if draft is not None and draft.notes == {"whole"}:
                draft.kind = StatementKind.DIRECT
        elif tokens[index - 1].text == "," or tokens[index - 1].text in DASHES:
            draft = reported_statement(passage, cue, source, (low, index - 1), 0.8)
            if draft is not None and comma is not None and comma + 1 < high - 1 and not _participle(tokens[comma + 1]):
                draft.content.append(trim(passage.text, tokens[comma].start, tokens[high - 1].end, stop=True))
        else:
            continue
        if draft is not None:
            yield draft


def _participle(token: Token) -> bool:
    """Whether a clause goes on with what the speaker does meanwhile: "…, powołując się na dane"."""
    return token.has_pos("pcon", "pant")


def _postposed(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``Stopy spadną, podał bank centralny``; ``… – wynika z raportu X``."""
    tokens = passage.tokens
    if ("say" not in cue.classes and cue.lemma != "wynikać") or not cue.finite or cue.first <= low + 2:
        return None
    if tokens[cue.first - 1].text != "," and tokens[cue.first - 1].text not in DASHES:
        return None
    if any(
        t.lower in THAT | {"który", "która", "które", "którzy"} for t in tokens[max(low, cue.first - 3) : cue.first]
    ):
        return None
    if cue.lemma == "wynikać":
        start = cue.last + 2
        end = (
            noun_phrase(tokens, start, high, genitive=True)
            if start < high and tokens[start - 1].lower in {"z", "ze"}
            else start
        )
        if end > start and end - start == 1 and is_document(tokens[start].lower):
            return reported_statement(passage, nobodys(cue), (start, end), (low, cue.first - 1), 0.7, genitive=True)
        return reported_statement(
            passage, cue, (start, end) if end > start else None, (low, cue.first - 1), 0.7, genitive=True
        )
    source = subject_after(tokens, cue.last + 1, high, cue)
    if source is None:
        return None
    if source[1] - source[0] == 1 and tokens[source[0]].lower in PRONOUNS:
        return None
    rest = tokens[source[1]].text if source[1] < high else "."
    if tokens[cue.first - 1].text in DASHES or high - source[1] <= 2 or rest == ";":
        return reported_statement(passage, cue, source, (low, cue.first - 1), 0.75)
    if (
        rest != ","
        or "say" not in cue.classes
        or speaker_like(tokens, *source) < 2
        or _clause_goes_on(tokens, source[1], high)
    ):
        return None
    draft = reported_statement(passage, cue, source, (low, cue.first - 1), 0.7)  # "Ceny, wylicza bank, spadną"
    if draft is not None:
        draft.content.append(trim(passage.text, tokens[source[1]].start, tokens[high - 1].end, stop=True))
    return draft


def _clause_goes_on(tokens: Sequence[Token], comma: int, high: int) -> bool:
    """Whether a clause about the speaker, or another one, follows the comma rather than the rest of what was said."""
    following = tokens[comma + 1] if comma + 1 < high else None
    return (
        following is None
        or following.lower in THAT | QUESTION
        or following.lower.startswith("któr")
        or _participle(following)
    )


def _colon(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``Eksperci są zgodni: …`` and ``X podkreśla: …`` without quotation marks."""
    tokens = passage.tokens
    if not cue.finite or not cue.classes & {"say", "that", "agreed"}:
        return None
    if "that" in cue.classes and not cue.classes & {"say", "agreed"}:
        return None
    at = next((i for i in range(cue.last + 1, min(cue.last + 14, high)) if tokens[i].text == ":"), None)
    if (
        at is None
        or at + 2 >= high
        or (any(t.text == "," for t in tokens[cue.last + 1 : at]) and "say" not in cue.classes)
    ):
        return None
    source = _GRAMMAR.subject(passage, low, cue, at)
    if source is None or any(at < c.first < at + 6 for c in passage.cues_in(at, high)):
        return None
    begin, end = tokens[at + 1].start, tokens[high - 1].end
    if not can_start(tokens[source[0]]) or not has_finite_verb(passage.text, begin, end, Language.PL):
        return None  # what follows the colon is a list, not a clause
    return reported_statement(passage, cue, source, (at + 1, high), 0.65)


# Verbs of wanting that report with a noun phrase: the preposition they govern, and whether they need "się".
_GOVERNED = {"liczyć": ("na", False), "apelować": ("o", False), "zaapelować": ("o", False), "domagać": ("", True)}


def _expectation(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``partnerzy liczą na uczciwe marże``: what is wanted is what was said; without a subject only in the plural."""
    tokens = passage.tokens
    preposition, reflexive = _GOVERNED[cue.lemma]
    if any(t.lower.startswith("któr") for t in tokens[max(low, cue.first - 3) : cue.first]):
        return None  # "osoby, które liczą na …": said by nobody in particular
    begin = cue.last + 1
    near = {token.lower for token in tokens[max(low, cue.first - 2) : min(begin + 2, high)]}
    if ("się" in near) != reflexive or begin >= high:
        return None
    if preposition:
        found = next((i for i in range(begin, min(begin + 4, high)) if tokens[i].lower == preposition), None)
        if found is None:
            return None
        begin = found + 1
    source = _GRAMMAR.subject(passage, low, cue, high)
    if (source is None and cue.number != "pl") or begin >= high or tokens[begin].lower in {"to", "tym", "siebie"}:
        return None
    return reported_statement(passage, cue, source, (begin, content_end(passage, begin, high)), 0.55)


def _object(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``ostrzega przed …``, ``zaprzeczył doniesieniom``: a noun phrase is what was said."""
    tokens = passage.tokens
    if cue.lemma in _GOVERNED and cue.finite:
        return _expectation(passage, low, high, cue)
    if "object" not in cue.classes or not cue.finite:
        return None
    source = _GRAMMAR.subject(passage, low, cue, high)
    if source is None:
        return None
    begin = max(cue.last + 1, source[1] if source[0] > cue.last else cue.last + 1)
    before = next((i for i in range(begin, min(begin + 8, high)) if tokens[i].lower in {"przed", "przede"}), None)
    if before is not None:
        end = content_end(passage, before + 1, high)
        colon = next((i for i in range(before + 1, end) if tokens[i].text == ":"), end)
        return reported_statement(passage, cue, source, (before + 1, colon), 0.6)
    if cue.lemma.startswith("zaprzecz") and begin < high:
        end = next((i for i in range(begin, high) if tokens[i].text in ",.;" or tokens[i].text in DASHES), high)
        return reported_statement(passage, cue, source, (begin, end), 0.6)
    return None
