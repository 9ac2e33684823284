"""English attribution: clauses beside quotations, and reported speech."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.attribution.cues import Cue, cue_data
from corpus.attribution.draft import Attribution, Draft, Passage, Range, trim, unquoted
from corpus.attribution.phrases_en import (
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    is_day,
    noun_phrase,
    speaker_like,
    subject_after,
    subject_before,
)
from corpus.attribution.tokens import DASHES, Token
from corpus.types import Language, StatementKind

_NOT_A_CLAUSE = frozenset({"to", "of", "so", "yes", "no", "nothing", "something", "anything", "goodbye", "more", "much", "about", "for", "and", "or", "but", "with", "little", "enough", "it", "them", "him", "her"})
_REQUESTS = frozenset({"urge", "advise", "expect", "encourage", "ask", "tell", "warn", "remind"})
_SHORTEST = 3  # words of a quotation that follows its verb with no mark between
_OBJECT_TAKERS = frozenset({"tell", "assure", "advise", "warn", "remind", "ask", "urge"})


def clause_end(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Index of the mark that closes an attribution clause."""
    for index in range(at, limit):
        text = tokens[index].text
        if text in "!?…;:“«" or text == '"':
            return index - 1 if index > at and tokens[index - 1].text == "," else index
        if text in DASHES and tokens[index - 1].end < tokens[index].start:
            return index
        if text == "." and index >= limit - 1:
            return index
    return limit


class EnglishGrammar:
    """How English names the speaker of a verbatim quotation."""

    def after(self, passage: Passage, at: int, limit: int) -> Attribution | None:
        """``said X, a doctor`` / ``X said`` / ``she said`` right at ``at``."""
        tokens = passage.tokens
        if at >= len(tokens):
            return None
        cue = next((c for c in passage.cues_in(at, min(at + 2, limit)) if "say" in c.classes or "think" in c.classes), None)
        if cue is not None and not tokens[at].is_capital and (cue.finite or cue.first == at) and cue.first - at <= 1 and not tokens[at].lower in DETERMINERS:
            source = subject_after(tokens, cue.last + 1, limit)
            if source is not None and speaker_like(tokens, source):
                return Attribution(cue, source, clause_end(tokens, source[1], limit))
            if "weak" not in cue.classes and cue.first == at and cue.finite:
                return Attribution(cue, None, clause_end(tokens, cue.last + 1, limit))
        return self._subject_first(passage, at, limit)

    @staticmethod
    def _subject_first(passage: Passage, at: int, limit: int) -> Attribution | None:
        tokens = passage.tokens
        if tokens[at].lower in PREPOSITIONS and tokens[at].lower != "according":
            return None
        for cue in passage.cues_in(at + 1, min(at + 24, limit)):
            if not cue.finite or not cue.classes & {"say", "think"} or "adjective" in cue.classes:
                continue
            end = noun_phrase(tokens, at, cue.first)
            source = (at, end) if cue.first - 3 <= end and end > at else subject_before(tokens, at, cue)
            if source is None or source[0] != at or not speaker_like(tokens, source):
                continue
            return Attribution(cue, source, clause_end(tokens, cue.last + 1, limit))
        if tokens[at].lower == "according" and at + 2 < limit:
            end = noun_phrase(tokens, at + 2, limit)
            cue = Cue(at, at + 1, at, "according to", frozenset({"prepositional"}))
            return Attribution(cue, (at + 2, end), clause_end(tokens, end, limit)) if end > at + 2 else None
        return None

    def before(self, passage: Passage, low: int, at: int) -> Attribution | None:
        """``X said: “…”``, ``X said, “…”``, ``X said “…”`` before a mark at token ``at``."""
        tokens = passage.tokens
        if at <= low:
            return None
        mark = tokens[at - 1].text
        cues = passage.cues_in(low, at)
        if mark == ":":
            cue = next((c for c in reversed(cues) if "weak" not in c.classes), cues[-1] if cues else None)
            if cue is None:
                return self._carrier(passage, low, at)
        else:
            reach = at - 2 if mark == "," else at - 1
            cue = next((c for c in cues if c.last == reach and ("say" in c.classes or "think" in c.classes)), None)
            if cue is None and mark == ",":
                cue = next((c for c in reversed(cues) if c.lemma == "tell" and reach - c.last <= 4), None)
        if cue is None or mark not in ":," and self._inside_clause(passage, low, at, cue):
            return None
        return Attribution(cue, find_subject(passage, low, cue), at)

    @staticmethod
    def _inside_clause(passage: Passage, low: int, at: int, cue: Cue) -> bool:
        """Whether the quotation is only a part of what an earlier verb reports, or a mere title of a word or two."""
        _, high = passage.sentence_of(at)
        for other in passage.cues_in(low, cue.first):
            begin = _that(passage, other, high) or _zero_that(passage, other, high)
            if begin is not None and begin <= cue.first < _content_end(passage, begin, high):
                return True
        quote = next((q for q in passage.quotes if q.outer_start == passage.tokens[at].start), None)
        return quote is not None and len(passage.text[quote.start : quote.end].split()) < _SHORTEST

    @staticmethod
    def _carrier(passage: Passage, low: int, at: int) -> Attribution | None:
        carriers = frozenset(cue_data(Language.EN)["nouns"]["carriers"])
        index = next((i for i in range(at - 2, low - 1, -1) if passage.tokens[i].lower in carriers), None)
        if index is None:
            return None
        cue = Cue(index, index, index, passage.tokens[index].lower, frozenset({"say", "carrier"}))
        source = noun_phrase(passage.tokens, low, index)
        found = (low, source)
        return Attribution(cue, found if source > low and speaker_like(passage.tokens, found) else None, at)


def find_subject(passage: Passage, low: int, cue: Cue) -> Range | None:
    """The subject of a cue: right before it, or (participles) that of the main clause."""
    tokens = passage.tokens
    if cue.finite:
        found = subject_before(tokens, low, cue)
        if found is not None and speaker_like(tokens, found):
            return found
        return _earlier_subject(passage, low, cue)
    return _earlier_subject(passage, low, cue) or _first_subject(passage, low, cue)


def _earlier_subject(passage: Passage, low: int, cue: Cue) -> Range | None:
    """A coordinated verb shares the subject of the one before: ``she said …, and added …``."""
    for other in passage.cues_in(low, cue.first):
        if other.finite:
            found = subject_before(passage.tokens, low, other)
            if found is not None and speaker_like(passage.tokens, found):
                return found
    return None


def _first_subject(passage: Passage, low: int, cue: Cue) -> Range | None:
    tokens = passage.tokens
    at = low
    while at < cue.first:
        if tokens[at].lower in PREPOSITIONS:
            at = next((i + 1 for i in range(at, cue.first) if tokens[i].text == ","), cue.first)
            continue
        end = noun_phrase(tokens, at, cue.first)
        if end > at and speaker_like(tokens, (at, end)) and not tokens[at].lower.startswith("there"):
            return at, end
        at = max(end, at + 1)
    return None


def reported(passage: Passage, taken: Sequence[Range]) -> list[Draft]:
    """Statements in the reporter's words; ``taken`` are code points of quotations already found."""
    found: list[Draft] = []
    for low, high in passage.sentences:
        start, end = passage.tokens[low].start, passage.tokens[high - 1].end
        busy = [(a, b) for a, b in taken if a < end and b > start]
        if busy and busy[0][0] <= start and busy[0][1] >= end:
            continue
        found.extend(_sentence(passage, low, high, busy))
    return found


def _sentence(passage: Passage, low: int, high: int, busy: Sequence[Range]) -> Iterator[Draft]:
    used = list(busy)
    for draft in _according(passage, low, high):
        if not _clash(draft, used) and not _holds_report(passage, low, high, draft):
            used.extend([*draft.content, *([draft.cue] if draft.cue else [])])
            yield draft
    cues = passage.cues_in(low, high)
    for number, cue in enumerate(cues):
        if number + 1 < len(cues) and cues[number + 1].first == cue.last + 1 and cue.first and tokens_lower(passage, cue.first - 1) in {"we", "i"}:
            continue  # "most resellers we asked believe …"
        place = passage.span((cue.first, cue.last + 1))
        if any(a <= place[0] and place[1] <= b for a, b in used):
            continue
        draft = _clause(passage, low, high, cue) or _postposed(passage, low, high, cue)
        if draft is not None and not _clash(draft, used):
            used.extend(draft.content)
            yield draft


def tokens_lower(passage: Passage, index: int) -> str:
    """The lower-cased word at a token index."""
    return passage.tokens[index].lower


def _holds_report(passage: Passage, low: int, high: int, draft: Draft) -> bool:
    """Whether the content is itself a report ("X said …, according to Y"): then the inner speaker is kept."""
    start, end = draft.content[0]
    for cue in passage.cues_in(low, high):
        place = passage.span((cue.first, cue.last + 1))
        inside = start <= place[0] and place[1] <= end and "say" in cue.classes and "weak" not in cue.classes
        if inside and (_that(passage, cue, high) or _zero_that(passage, cue, high)) and find_subject(passage, low, cue):
            return True
    return False


def _clash(draft: Draft, used: Sequence[Range]) -> bool:
    return any(a < end and start < b for start, end in draft.content for a, b in used)


def _make(passage: Passage, cue: Cue, source: Range | None, content: Range, confidence: float) -> Draft | None:
    if content[1] <= content[0]:
        return None
    start, end = trim(passage.text, passage.tokens[content[0]].start, passage.tokens[content[1] - 1].end, stop=True)
    if end - start < 4:
        return None
    inside = [q for q in passage.quotes if start <= q.outer_start < end]
    whole = unquoted(passage.text, start, end, inside)
    kind = StatementKind.MIXED if inside else StatementKind.INDIRECT
    if whole is not None:
        start, end = whole
    return Draft(kind, [(start, end)], passage.number, passage.span((cue.first, cue.last + 1)),
                 passage.span(source) if source else None, cue, False, "nobody" in cue.classes, confidence)


def _content_end(passage: Passage, at: int, high: int) -> int:
    tokens = passage.tokens
    for index in range(at + 2, high):
        if tokens[index].text == ",":
            word = tokens[index + 1].lower if index + 1 < high else ""
            if word == "according":
                return index
            ahead = index + 1
            while ahead < high and tokens[ahead].lower in {"and", "but", "also", "then", "while", "although", "though"}:
                ahead += 1
            for cue in passage.cues_in(ahead, min(ahead + 6, high)):
                if not cue.classes & {"say"}:
                    continue
                if cue.first == ahead and (not cue.finite or ahead > index + 1):
                    return index
                source = subject_before(tokens, ahead, cue)
                if source is not None and source[0] == ahead and speaker_like(tokens, source):
                    return index
    return high


def _that(passage: Passage, cue: Cue, high: int) -> int | None:
    """Index of the ``that`` governed by the cue, if it has one."""
    tokens = passage.tokens
    commas = 0
    for index in range(cue.last + 1, min(cue.last + 16, high)):
        word = tokens[index].lower
        if word == "that" and not (index + 1 < high and tokens[index + 1].lower in {"is", "was"} and index > cue.last + 3):
            return index
        if word in {"whether", "how", "why"} and index <= cue.last + (12 if cue.lemma == "ask" else 3):
            return index - 1 if index + 1 < high and tokens[index + 1].text not in ",." else None
        if tokens[index].text in ":;\"“" or (word in SUBJECT_PRONOUNS and index > cue.last + 1 and cue.lemma not in _OBJECT_TAKERS):
            return None
        if any(c.first == index and "weak" not in c.classes for c in passage.cues_in(index, index + 1)):
            return None
        commas += tokens[index].text == ","
        if commas > 2:
            return None
    return None


def _passive_or_infinitive(tokens: Sequence[Token], cue: Cue) -> bool:
    before = tokens[cue.first - 1].lower if cue.first else ""
    if before == "to" and "adjective" not in cue.classes:
        return True
    if before in {"be", "been", "being"} and "adjective" not in cue.classes:
        return True
    return before in {"is", "are", "was", "were"} and cue.lemma in {"say", "tell", "report", "believe", "think", "expect", "know", "ask", "understand"} and tokens[cue.first].lower.endswith(("d", "t", "n"))


def _clause(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    tokens = passage.tokens
    if "carrier" in cue.classes or _passive_or_infinitive(tokens, cue):
        return None
    that = _that(passage, cue, high)
    source = None if "nobody" in cue.classes else find_subject(passage, low, cue)
    if that is not None:
        if "weak" in cue.classes and (source is None or cue.first - source[1] > 2):
            return None
        return _make(passage, cue, source, (that + 1, _content_end(passage, that + 1, high)), 0.85) if source or "nobody" in cue.classes or not cue.finite else None
    if not cue.classes & {"say", "think"} or source is None and "nobody" not in cue.classes:
        return None
    begin = _infinitive(passage, cue, high) or _zero_that(passage, cue, high)
    if begin is None or source is not None and "weak" in cue.classes and cue.first - source[1] > 1:
        return None
    return _make(passage, cue, source, (begin, _content_end(passage, begin, high)), 0.75)


def _infinitive(passage: Passage, cue: Cue, high: int) -> int | None:
    """``urged resellers to read the rules``: where the infinitive begins; ``expects rivals to follow``: the object."""
    tokens = passage.tokens
    if cue.lemma not in _REQUESTS:
        return None
    for index in range(cue.last + 1, min(cue.last + 9, high - 1)):
        if tokens[index].text in ",.;:\"“":
            return None
        if tokens[index].lower == "to" and index > cue.last + 1:
            return cue.last + 1 if cue.lemma == "expect" else index
    return None


def _zero_that(passage: Passage, cue: Cue, high: int) -> int | None:
    """Where a clause without "that" begins, ``None`` when no clause follows."""
    tokens = passage.tokens
    at = cue.last + 1
    if at >= high:
        return None
    if cue.lemma in _OBJECT_TAKERS and cue.lemma != "ask":
        at = _after_addressee(tokens, at, high)
    while at < high and (is_day(tokens[at]) or tokens[at].lower in {"on", "in", "at", "during", "last", "earlier", "later", "via", "after", "after"} and at + 1 < high):
        if tokens[at].lower in {"in", "at", "during", "via", "after"}:
            subject = next((i for i in range(at + 2, min(at + 10, high)) if tokens[i].lower in SUBJECT_PRONOUNS - {"if", "as", "this", "no"} or tokens[i].text == ","), None)
            if subject is None or tokens[subject].text == ",":
                return None
            at = subject
            break
        at += 1
    if at >= high or tokens[at].lower in _NOT_A_CLAUSE and tokens[at].lower not in {"it", "no"} or tokens[at].text in ",.;:\"“!?" or tokens[at].text in DASHES:
        return None
    first = tokens[at]
    if first.lower in PREPOSITIONS - {"as"} and "adjective" not in cue.classes:
        return None
    if "weak" in cue.classes and first.lower not in SUBJECT_PRONOUNS | DETERMINERS:
        return None
    if "adjective" in cue.classes and first.lower not in SUBJECT_PRONOUNS | DETERMINERS:
        return None
    return at if _has_verb(tokens, at, high) else None


_AUXILIARY = frozenset({"is", "are", "was", "were", "will", "would", "can", "could", "may", "might", "must", "should", "has", "have", "had", "do", "does", "did", "'s", "'re", "'ll", "'d", "n't", "wo", "am", "be", "been", "going", "need", "needs", "want", "wants", "make", "makes", "made", "get", "gets", "got", "go", "goes", "went", "take", "takes", "took", "come", "comes", "came", "give", "gives", "gave", "help", "helps", "cost", "costs", "lose", "lost", "win", "won", "put", "run", "ran", "keep", "kept", "pay", "pays", "paid", "see", "saw", "hit", "held", "rose", "fell", "left", "felt", "ought"})


def _has_verb(tokens: Sequence[Token], at: int, high: int) -> bool:
    """Whether a finite verb follows within reach: an auxiliary, a contracted one, or a form in -s/-ed after a noun."""
    for index in range(at + 1, min(at + 26, high)):
        word = tokens[index].lower
        if word in _AUXILIARY or "'" in word and word.rsplit("'", 1)[1] in {"s", "re", "ll", "d", "t", "ve"} or "’" in word:
            return True
        if word.endswith(("ed", "es", "s")) and len(word) > 3 and not tokens[index].is_capital and index > at and tokens[index - 1].lower not in DETERMINERS | PREPOSITIONS:
            return True
    return "'" in tokens[at].text or "’" in tokens[at].text


def _after_addressee(tokens: Sequence[Token], at: int, high: int) -> int:
    if at < high and tokens[at].lower in {"him", "her", "them", "us", "me", "you", "it"}:
        return at + 1
    end = at
    while end < high and (tokens[end].is_capital or tokens[end].lower in {"the", "a", "reporters", "journalists", "magazine", "newspaper", "agency", "news"}):
        end += 1
    return end


def _postposed(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``Sales will fall, X said on Monday.`` / ``Sales will fall, said X.``"""
    tokens = passage.tokens
    if not cue.finite or not cue.classes & {"say", "think"} or cue.first <= low + 2:
        return None
    comma = next((i for i in range(cue.first - 1, low, -1) if tokens[i].text == "," or tokens[i].text in DASHES), None)
    if comma is None:
        return None
    inverted = comma == cue.first - 1
    if inverted and cue.last + 1 < high and tokens[cue.last + 1].lower in SUBJECT_PRONOUNS:
        return None
    source = subject_after(tokens, cue.last + 1, high) if inverted else subject_before(tokens, comma + 1, cue)
    if source is None or not speaker_like(tokens, source) or (not inverted and source[0] != comma + 1):
        source = subject_before(tokens, low, cue) if not inverted else None  # an apposition has commas of its own
        if source is None or source[0] <= low + 3 or tokens[source[0] - 1].text != "," or not speaker_like(tokens, source):
            return None
        comma = source[0] - 1
    tail_start = source[1] if inverted else cue.last + 1
    tail = [t for t in tokens[tail_start:high] if t.is_word]
    if not inverted and cue.last + 1 < high and tokens[cue.last + 1].text == "," and comma > low:
        return _interrupted(passage, low, high, comma, cue, source)
    if len(tail) > 10 or (tail and tail[0].lower not in PREPOSITIONS and not is_day(tail[0])):
        return None
    if tokens[low].lower in PREPOSITIONS and not _has_verb(tokens, low, comma):
        return None
    if not passage.block.heading and not _has_verb(tokens, low, comma) or any(t.text in DASHES for t in tokens[tail_start:high]):
        return None
    return _make(passage, cue, source, (low, comma), 0.75)


def _interrupted(passage: Passage, low: int, high: int, comma: int, cue: Cue, source: Range) -> Draft | None:
    """``The premium, he says, is a tax on curiosity.``: the content stands on both sides."""
    tokens = passage.tokens
    rest = cue.last + 2
    if rest >= high - 1 or tokens[low].lower in PREPOSITIONS | {"when", "while", "if", "although", "asked"}:
        return None
    draft = _make(passage, cue, source, (low, comma), 0.75)
    if draft is not None:
        draft.content.append(trim(passage.text, tokens[rest].start, tokens[_content_end(passage, rest, high) - 1].end, stop=True))
    return draft


def _according(passage: Passage, low: int, high: int) -> Iterator[Draft]:
    tokens = passage.tokens
    for index in range(low, high - 2):
        if tokens[index].lower == "according" and tokens[index + 1].lower == "to":
            cue = Cue(index, index + 1, index, "according to", frozenset({"prepositional"}))
            end = noun_phrase(tokens, index + 2, high)
            if end <= index + 2:
                continue
            yield from _around(passage, low, high, index, end, cue, (index + 2, end))
        elif tokens[index].lower == "in" and index + 2 < high:
            yield from _in_the_view(passage, low, high, index)


def _in_the_view(passage: Passage, low: int, high: int, index: int) -> Iterator[Draft]:
    """``In X's view, …`` and ``in the opinion of X, …``."""
    tokens = passage.tokens
    nouns = frozenset(cue_data(Language.EN)["prepositional"]["possessive"])
    noun = next((i for i in range(index + 1, min(index + 7, high)) if tokens[i].lower in nouns), None)
    if noun is None or any(t.text in ",.;:" for t in tokens[index:noun]):
        return
    cue = Cue(noun, noun, noun, "in the view of", frozenset({"prepositional"}))
    if noun + 2 < high and tokens[noun + 1].lower == "of" and tokens[noun - 1].lower == "the":
        end = noun_phrase(tokens, noun + 2, high)
        yield from _around(passage, low, high, index, end, cue, (noun + 2, end))
    elif tokens[noun - 1].text.endswith(("'s", "’s", "'", "’")) or tokens[noun - 1].lower in {"his", "her", "their"}:
        yield from _around(passage, low, high, index, noun + 1, cue, (index + 1, noun))


def _around(passage: Passage, low: int, high: int, begin: int, end: int, cue: Cue, source: Range) -> Iterator[Draft]:
    """Content on either side of a parenthetical attribution ``tokens[begin:end]``."""
    tokens = passage.tokens
    if source[1] <= source[0]:
        return
    if begin <= low + 1:
        comma = next((i for i in range(end, min(end + 3, high)) if tokens[i].text == ","), end - 1)
        draft = _make(passage, cue, source, (comma + 1, high), 0.8)
    else:
        colon = next((i + 1 for i in range(begin - 1, low, -1) if tokens[i].text == ":"), low)
        draft = _make(passage, cue, source, (colon, begin), 0.8) if colon < begin - 1 else None
        if colon >= begin - 1:
            comma = next((i for i in range(end, min(end + 2, high)) if tokens[i].text == ","), end - 1)
            draft = _make(passage, cue, source, (comma + 1, high), 0.8)
        elif draft is not None and end + 2 < high and tokens[end].text == ",":
            draft.content.append(trim(passage.text, tokens[end].start, tokens[high - 1].end, stop=True))
    if draft is not None:
        yield draft
