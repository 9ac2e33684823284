"""English reported speech: ``X said that …``, ``according to X, …``, ``…, said X``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.attribution.clause_ends_en import content_end, own_report
from corpus.attribution.clause_subjects_en import TURNING, coordinated, find_subject, is_infinitive
from corpus.attribution.clauses_en import clause_index, infinitive_index, that_index
from corpus.attribution.cue import Cue
from corpus.attribution.draft import Draft, Passage, Range, trim, unquoted
from corpus.attribution.headlines_en import headline
from corpus.attribution.naming_en import naming
from corpus.attribution.parenthetical_en import parenthetical
from corpus.attribution.passives_en import be_before, expected_report, noun_report, passive_report, said_nothing
from corpus.attribution.phrases_en import speaker_like
from corpus.attribution.reported_draft import clashes, reported_statement
from corpus.attribution.subjects_en import subject_after, subject_before
from corpus.attribution.things_en import inferred
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.verbs_en import has_verb
from corpus.attribution.words_en import PREPOSITIONS, SUBJECT_PRONOUNS, after_dateline, is_day
from corpus.types import StatementKind


def reported(passage: Passage, taken: Sequence[Range]) -> list[Draft]:
    """Statements in the reporter's words; ``taken`` are code points of quotations already found."""
    found: list[Draft] = []
    if passage.block.heading and not taken and (title := headline(passage)) is not None:
        return [title]
    for low, high in _pieces(passage.sentences):
        start, end = passage.tokens[low].start, passage.tokens[high - 1].end
        busy = [(a, b) for a, b in taken if a < end and b > start]
        if busy and busy[0][0] <= start and busy[0][1] >= end:
            continue
        found.extend(_sentence(passage, low, high, busy))
    return found


_LONGEST_SENTENCE = 400  # tokens; text without full stops is read piece by piece, so that its time stays linear


def _pieces(sentences: Sequence[Range]) -> Iterator[Range]:
    for low, high in sentences:
        for start in range(low, high, _LONGEST_SENTENCE):
            yield start, min(start + _LONGEST_SENTENCE, high)


def _sentence(passage: Passage, low: int, high: int, busy: Sequence[Range]) -> Iterator[Draft]:
    used = list(busy)
    low = after_dateline(passage.tokens, low, high)
    for parenthesis in parenthetical(passage, low, high):
        if not clashes(parenthesis, used) and not _holds_report(passage, low, high, parenthesis):
            used.extend([*parenthesis.content, *([parenthesis.cue] if parenthesis.cue else [])])
            yield parenthesis
    cues = passage.cues_in(low, high)
    closing = _closing(passage, low, high, cues)
    if closing is not None and not clashes(closing, used):
        used.extend([*closing.content, *([closing.cue] if closing.cue else [])])
        yield closing
    for number, cue in enumerate(cues):
        if (
            number + 1 < len(cues)
            and cues[number + 1].first == cue.last + 1
            and cue.first
            and tokens_lower(passage, cue.first - 1) in {"we", "i"}
        ):
            continue  # "most resellers we asked believe …"
        place = passage.span((cue.first, cue.last + 1))
        if any(a <= place[0] and place[1] <= b for a, b in used):
            continue
        draft = _clause(passage, low, high, cue) or _postposed(passage, low, high, cue)
        if draft is not None and not clashes(draft, used):
            used.extend(draft.content)
            yield draft


def _closing(passage: Passage, low: int, high: int, cues: Sequence[Cue]) -> Draft | None:
    """``Acme expects growth, its director X said.``: the report at the end holds what the sentence only believes."""
    last = cues[-1] if len(cues) > 1 else None
    if last is None or "say" not in last.classes or "weak" in last.classes or not last.finite or high - last.last > 12:
        return None
    inner = [c for c in cues[:-1] if "weak" not in c.classes]
    if not inner or any("say" in c.classes or c.classes & {"phrase", "noun"} for c in inner):
        return None
    return _postposed(passage, low, high, last)


def tokens_lower(passage: Passage, index: int) -> str:
    """The lower-cased word at a token index."""
    return passage.tokens[index].lower


def _holds_report(passage: Passage, low: int, high: int, draft: Draft) -> bool:
    """Whether the content is itself a report ("X said …, according to Y"): then the inner speaker is kept."""
    start, end = draft.content[0]
    for cue in passage.cues_in(low, high):
        place = passage.span((cue.first, cue.last + 1))
        inside = start <= place[0] and place[1] <= end and "say" in cue.classes and "weak" not in cue.classes
        if (
            inside
            and (that_index(passage, cue, high) or clause_index(passage, cue, high))
            and find_subject(passage, low, cue)
        ):
            return True
    return False


def _passive_or_infinitive(tokens: Sequence[Token], cue: Cue) -> bool:
    before = tokens[cue.first - 1].lower if cue.first else ""
    if is_infinitive(tokens, 0, cue) and "adjective" not in cue.classes:
        return not _to_the_public(tokens, cue)
    if before in {"be", "been", "being"} and "adjective" not in cue.classes:
        return True
    return (
        before in {"is", "are", "was", "were"}
        and cue.lemma in {"say", "tell", "report", "believe", "think", "expect", "know", "ask", "understand"}
        and tokens[cue.first].lower.endswith(("d", "t", "n"))
    )


_ANNOUNCING = frozenset("announce say confirm deny reveal insist declare complain admit explain".split())


def _to_the_public(tokens: Sequence[Token], cue: Cue) -> bool:
    """``went online to say …``: an infinitive that did happen."""
    if cue.lemma not in _ANNOUNCING:
        return False
    near = [t.lower for t in tokens[max(0, cue.first - 9) : cue.first - 1]]
    return any(a in TURNING and b in {"to", "on"} for a, b in pairwise(near))


_COURTS = frozenset("court jury inquest tribunal hearing inquiry trial panel committee coroner".split())


# Verbs that stand beside the words themselves and govern no clause without "that".
_QUOTING = frozenset(
    "begin finish laugh sigh shrug read interject cry snap sob gasp groan sneer mutter murmur mumble scream chuckle "
    "fume scoff gush shout yell whisper exclaim chant".split()
) | {"go on", "hit back", "fire back", "chip in", "chime in"}


_SELDOM_PARTICIPLES = frozenset(
    "see find hold offer continue hear know mean assume consider imagine remember determine decide rule learn show "
    "question post report write recall".split()
)  # "offering customers a deal", "seeing prices rise"


def _clause(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    tokens = passage.tokens
    if "noun" in cue.classes:
        return noun_report(passage, low, high, cue)
    if said_nothing(tokens, low, high, cue):
        return None
    if _passive_or_infinitive(tokens, cue) or be_before(tokens, low, cue.first) is not None:
        found = passive_report(passage, low, high, cue) or expected_report(passage, low, high, cue)
        if found is not None or _passive_or_infinitive(tokens, cue):
            return found
    that = that_index(passage, cue, high)
    shared = coordinated(tokens, low, cue)
    source = None if "nobody" in cue.classes else find_subject(passage, low, cue)
    if source is not None and tokens[source[0]].lower == "there":
        return None  # "there are fears that …"
    if inferred(tokens, source, cue):
        return None  # "it means that …": what the reporter concludes
    if cue.lemma == "ask" and source is not None and tokens[source[1] - 1].lower in {"i", "we"}:
        return None  # the reporter's own question
    if cue.lemma == "hear":
        if source is None or not cue.finite or not any(t.lower in _COURTS for t in tokens[source[0] : source[1]]):
            return None
        source, cue = None, replace(cue, classes=cue.classes | {"nobody"})  # "the court heard that …"
    if that is not None:
        if "weak" in cue.classes and (source is None or cue.first - source[1] > 2) and not shared:
            return None
        return (
            reported_statement(passage, cue, source, (that + 1, content_end(passage, that + 1, high)), 0.85)
            if source or "nobody" in cue.classes or not cue.finite
            else None
        )
    if cue.lemma in _QUOTING or (not cue.finite and cue.lemma in _SELDOM_PARTICIPLES):
        return None
    named = naming(passage, cue, source, high)
    if not cue.classes & {"say", "think"} or (source is None and "nobody" not in cue.classes):
        return named
    begin = infinitive_index(passage, cue, high) or clause_index(passage, cue, high)
    if begin is None:
        return named or _after_colon(passage, high, cue, source)
    if source is not None and "weak" in cue.classes and cue.first - source[1] > 1:
        return None
    return reported_statement(passage, cue, source, (begin, content_end(passage, begin, high)), 0.75)


def _after_colon(passage: Passage, high: int, cue: Cue, source: Range | None) -> Draft | None:
    """``X cautioned against haste: finance ties the reseller to one list.``: what stands after the colon."""
    tokens = passage.tokens
    colon = next((i for i in range(cue.last + 1, high) if tokens[i].text in ':;,"“' or tokens[i].text in DASHES), None)
    if colon is None or tokens[colon].text != ":" or "weak" in cue.classes or "say" not in cue.classes:
        return None
    if own_report(passage, colon + 1, high):
        return None  # "Dealers agreed: 68 per cent said …"
    if source is None or colon + 3 >= high or not cue.finite or not has_verb(tokens, colon + 1, high):
        return None
    return reported_statement(passage, cue, source, (colon + 1, high), 0.7)


_FEWEST_WORDS = 6  # words before ", she said" that are taken for a clause whose verb is not known


def _postposed(passage: Passage, low: int, high: int, cue: Cue) -> Draft | None:
    """``Sales will fall, X said on Monday.`` / ``Sales will fall, said X.``"""
    tokens = passage.tokens
    if not cue.finite or not cue.classes & {"say", "think"} or cue.first <= low + 2 or cue.lemma in {"go on", "begin"}:
        return None
    if _passive_or_infinitive(tokens, cue):
        return None
    comma = next((i for i in range(cue.first - 1, low, -1) if tokens[i].text == "," or tokens[i].text in DASHES), None)
    if comma is None:
        return None
    inverted = comma == cue.first - 1
    if inverted and cue.last + 1 < high and tokens[cue.last + 1].lower in SUBJECT_PRONOUNS:
        return None
    if inverted and (cue.last + 1 >= high or not tokens[cue.last + 1].is_capital):
        inverted = _after_apposition(tokens, low, cue) is None  # "Rates rose, X, governor of Y, said on Monday."
    source = subject_after(tokens, cue.last + 1, high) if inverted else subject_before(tokens, comma + 1, cue)
    if source is None or not speaker_like(tokens, source) or (not inverted and source[0] != comma + 1):
        source = subject_before(tokens, low, cue) if not inverted else None  # an apposition has commas of its own
        if (
            source is None
            or source[0] <= low + 3
            or tokens[source[0] - 1].text != ","
            or not speaker_like(tokens, source)
        ):
            return None
        comma = source[0] - 1
    tail_start = source[1] if inverted else cue.last + 1
    tail = [t for t in tokens[tail_start:high] if t.is_word]
    if not inverted and cue.last + 1 < high and tokens[cue.last + 1].text == "," and comma > low:
        return _interrupted(passage, low, high, comma, cue, source)
    if len(tail) > 10 or (tail and tail[0].lower not in PREPOSITIONS and not is_day(tail[0])):
        return None
    if tokens[low].lower in PREPOSITIONS and not has_verb(tokens, low, comma):
        return None
    long = comma - low > _FEWEST_WORDS and "weak" not in cue.classes and not tail
    if (not passage.block.heading and not long and not has_verb(tokens, low, comma)) or any(
        t.text in DASHES for t in tokens[tail_start:high]
    ):
        return None
    return reported_statement(passage, cue, source, (low, comma), 0.75)


def _after_apposition(tokens: Sequence[Token], low: int, cue: Cue) -> Range | None:
    """A subject with an apposition that ends at a comma right before the verb, and a comma before the subject."""
    source = subject_before(tokens, low, cue)
    if source is None or source[0] <= low + 3 or tokens[source[0] - 1].text != ",":
        return None
    named = tokens[source[0]].is_capital and source[0] + 1 < cue.first and tokens[source[0] + 1].is_capital
    return source if named and source[1] == cue.first - 1 else None


def _interrupted(passage: Passage, low: int, high: int, comma: int, cue: Cue, source: Range) -> Draft | None:
    """``The premium, he says, is a tax on curiosity.``: the content stands on both sides."""
    tokens = passage.tokens
    rest = cue.last + 2
    if rest >= high - 1 or tokens[low].lower in PREPOSITIONS | {"when", "while", "if", "although", "asked"}:
        return None
    draft = reported_statement(passage, cue, source, (low, comma), 0.75)
    if draft is not None and tokens[rest].lower in PREPOSITIONS and has_verb(tokens, low, comma):
        return draft  # "The cap will go, X said, in a move that …": what follows is the reporter's
    if draft is not None:
        if tokens[rest].lower in {"but", "and"} and tokens[rest + 1].text in {'"', "“"}:
            rest += 1
        start, end = trim(passage.text, tokens[rest].start, tokens[content_end(passage, rest, high) - 1].end, stop=True)
        inside = passage.quotes_in(start, end)
        if inside:
            draft.kind = StatementKind.MIXED
            start, end = unquoted(passage.text, start, end, inside) or (start, end)
        draft.content.append((start, end))
    return draft
