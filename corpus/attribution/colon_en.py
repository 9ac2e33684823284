"""What stands before the colon of an English quotation that no verb introduces: ``X: “…”``, ``Her verdict: “…”``."""

from __future__ import annotations

from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Attribution, Passage, Range
from corpus.attribution.person_evidence_en import known_first_name, named_in_full
from corpus.attribution.phrases_en import noun_phrase, speaker_like
from corpus.attribution.words_en import PREPOSITIONS, is_role
from corpus.types import Language

_LONGEST_NAME = 14  # tokens of a speaker with a role that stands alone before the colon
_FEWEST = 4  # words of a quotation that a sentence without a verb of saying leads to
_SUBJECTS = frozenset({"he", "she"})


def colon_lead(passage: Passage, low: int, at: int) -> Attribution | None:
    """The speaker whom the words ``tokens[low:at]`` before a quotation give; ``None`` when they give none."""
    return _carrier(passage, low, at) or _bare_name(passage, low, at) or _somebody_acts(passage, low, at)


def _carrier(passage: Passage, low: int, at: int) -> Attribution | None:
    """``In a statement, X: “…”``, ``Her verdict: “…”``: a noun that means words said."""
    tokens = passage.tokens
    carriers = frozenset(cue_data(Language.EN)["nouns"]["carriers"])
    index = next((i for i in range(at - 2, low - 1, -1) if tokens[i].lower in carriers), None)
    if index is None:
        return None
    cue = Cue(index, index, index, tokens[index].lower, frozenset({"say", "carrier"}))
    if tokens[low].lower in {"his", "her"}:
        return Attribution(cue, (low, low + 1), at)
    if index + 2 < at and tokens[index + 1].lower in {"from", "of", "by"} and tokens[index + 2].is_capital:
        return Attribution(cue, (index + 2, noun_phrase(tokens, index + 2, at)), at)  # "the message from X is clear"
    found = (low, noun_phrase(tokens, low, index))
    return Attribution(cue, found if found[1] > low and speaker_like(tokens, found) else None, at)


def _bare_name(passage: Passage, low: int, at: int) -> Attribution | None:
    """``Mara Selwyn, head of sales: “…”``: nothing but the speaker before the colon."""
    tokens = passage.tokens
    end = at - 1
    if not 0 < end - low <= _LONGEST_NAME or noun_phrase(tokens, low, end) != end:
        return None
    named = tokens[low].is_capital and (known_first_name(tokens[low].text) or any(is_role(t) for t in tokens[low:end]))
    if not named and not (end - low == 1 and tokens[low].text.istitle() and _sentence(passage, at)):
        return None
    return Attribution(Cue(end, end, end, "", frozenset({"colon"})), (low, end), at)


def _somebody_acts(passage: Passage, low: int, at: int) -> Attribution | None:
    """``She shrugged: “It happens to everyone.”``: a person does something, and a whole sentence follows."""
    tokens = passage.tokens
    if not _sentence(passage, at):
        return None
    if tokens[low].lower in PREPOSITIONS | {"asked", "speaking", "when", "as"}:
        low = next((i + 1 for i in range(low, at - 2) if tokens[i].text == ","), low)
    subject: Range = (low, low + 1)
    if tokens[low].lower not in _SUBJECTS:
        subject = (low, noun_phrase(tokens, low, at - 1))
        full = known_first_name(tokens[low].text) and subject[1] - low > 1
        if not full and not (subject[1] - low == 1 and named_in_full(passage.text, tokens[low].text)):
            return None
    if subject[1] >= at - 1 or tokens[subject[1]].is_capital or not tokens[subject[1]].is_word:
        return None
    return Attribution(Cue(at - 1, at - 1, at - 1, "", frozenset({"colon"})), subject, at)


def _sentence(passage: Passage, at: int) -> bool:
    """Whether the quotation opening at token ``at`` is a whole sentence rather than a title or a name."""
    quote = next((q for q in passage.quotes if q.outer_start == passage.tokens[at].start), None)
    if quote is None:
        return False
    words = passage.text[quote.start : quote.end]
    return len(words.split()) >= _FEWEST and words[:1].isupper() and words.rstrip(" ’'").endswith((".", "!", "?", "…"))
