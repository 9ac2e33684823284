"""Polish attribution: clauses beside quotations."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.colon_pl import subject_colon
from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.documents_pl import author_of_document, heard_from, named_colon
from corpus.attribution.draft import Attribution, Passage, Range
from corpus.attribution.phrases_pl import can_start, noun_phrase
from corpus.attribution.subjects_pl import speaker_like, subject_after, subject_before, subject_of
from corpus.attribution.things_pl import nobodys, thing_after, thing_before
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.words_pl import PRONOUNS
from corpus.morphology import lemmas
from corpus.types import Language

_LEADING = 4  # words allowed between a quotation and its verb ("jednocześnie", "jak", "z kolei")


def clause_end(tokens: Sequence[Token], at: int, limit: int) -> int:
    """Index of the mark that closes an attribution clause: a stop, a resuming dash, a colon, an opening quote."""
    for index in range(at, limit):
        text = tokens[index].text
        if text in DASHES and tokens[index - 1].end < tokens[index].start:
            return index
        if text in "!?…;:":
            return index
        if text in '„“«"' and (tokens[index - 1].text in ",:" or tokens[index - 1].text in DASHES):
            return index
        if text == "." and (index + 1 >= limit or index == limit - 1):
            return index
    return limit


def _is_speech(passage: Passage, at: int) -> bool:
    """Whether the piece in marks that opens at token ``at`` is long enough to be speech rather than a paper's title."""
    position = passage.tokens[at].start
    quote = next((q for q in passage.quotes if q.outer_start == position), None)
    return quote is None or passage.text.count(" ", quote.start, quote.end) > 2


class PolishGrammar:
    """How Polish names the speaker of a verbatim quotation."""

    def after(self, passage: Passage, at: int, limit: int) -> Attribution | None:
        """``mówi X, prezes Y`` / ``jak podkreślił X`` / ``czytamy w komunikacie X`` right at ``at``."""
        tokens = passage.tokens
        if at >= len(tokens) or (tokens[at].is_capital and tokens[at].lower != "jak"):
            return self._subject_first(passage, at, limit)
        cue = next((c for c in passage.cues_in(at, min(at + _LEADING + 1, limit)) if c.finite), None)
        if cue is None or not self._leads(tokens, at, cue) or "nobody" in cue.classes:
            return self._subject_first(passage, at, limit)
        if cue.first == cue.anchor and cue.first > at and tokens[cue.first - 1].lower == "nie":
            return None  # "Kiedy wróci – nie powiedział."
        if "impersonal" in cue.classes:
            end = clause_end(tokens, cue.last + 1, limit)
            author = heard_from(tokens, cue.last + 1, end) or author_of_document(tokens, cue.last + 1, end)
            return Attribution(cue, author, end, genitive=True)
        if cue.classes & {"say", "phrase", "that"} and self._may_stand_beside(tokens, cue):
            start = cue.last + 1
            end = clause_end(tokens, start, limit)
            source = subject_after(tokens, start, end, cue)
            if source is None and cue.first - at >= 1:
                source = subject_before(tokens, at, cue)
            if source is None and (thing := thing_after(tokens, cue, end)) is not None:
                return Attribution(nobodys(cue), thing, end)
            if (
                "beside_only" in cue.classes
                and not (source is None and self._closes_speech(tokens, cue))
                and (
                    source is None
                    or (source[1] - source[0] == 1 and tokens[source[0]].lower in {"on", "ona", "to", "ono"})
                )
            ):
                return None
            return Attribution(cue, source, max(end, source[1] if source else end))
        return None

    @staticmethod
    def _closes_speech(tokens: Sequence[Token], cue: Cue) -> bool:
        """``– … – oburza się.``: a verb of manner alone between the quotation and the end, or where it was said."""
        at = cue.last + 1
        if "reflexive" not in cue.classes:
            return False
        following = tokens[at].text.lower() if at < len(tokens) else "."
        talk = at + 1 < len(tokens) and following == "w" and tokens[at + 1].lower in {"rozmowie", "wywiadzie"}
        return following in {".", "!", "?", "…"} or following in DASHES or talk

    @staticmethod
    def _may_stand_beside(tokens: Sequence[Token], cue: Cue) -> bool:
        following = tokens[cue.last + 1] if cue.last + 1 < len(tokens) else None
        if "that" in cue.classes and "say" not in cue.classes and "phrase" not in cue.classes:
            return False
        return not (
            following is not None
            and following.text == ","
            and cue.last + 2 < len(tokens)
            and tokens[cue.last + 2].lower in {"że", "iż", "żeby", "aby", "czy"}
        )

    @staticmethod
    def _leads(tokens: Sequence[Token], at: int, cue: Cue) -> bool:
        """Whether only adverbs, "jak" or a short subject stand before the verb."""
        for token in tokens[at : cue.first]:
            if token.text in ".!?;:" or token.text in DASHES:
                return False
            if token.lower in {"że", "iż", "który", "która", "którzy"}:
                return False
            if token.text == "," and tokens[at].lower != "jak":
                return False
        return True

    @staticmethod
    def _subject_first(passage: Passage, at: int, limit: int) -> Attribution | None:
        """``„…” X podkreślił`` and ``– …, jak X sam przyznaje``: the subject stands before a near verb."""
        tokens = passage.tokens
        if at >= min(limit, len(tokens)) or not can_start(tokens[at]):
            return None
        end = noun_phrase(tokens, at, limit)
        if end <= at or speaker_like(tokens, at, end) < 2:
            return None
        cue = next((c for c in passage.cues_in(end, min(end + 4, limit)) if c.finite and "say" in c.classes), None)
        if cue is None or any(not t.is_word and t.text != "," for t in tokens[end : cue.first]):
            return None
        following = tokens[cue.last + 1].text if cue.last + 1 < len(tokens) else "."
        if following == "," and cue.last + 2 < len(tokens) and tokens[cue.last + 2].lower in {"że", "iż"}:
            return None
        return Attribution(cue, (at, end), clause_end(tokens, cue.last + 1, limit))

    def before(self, passage: Passage, low: int, at: int) -> Attribution | None:
        """``X powiedział: „…”``, ``X zajął stanowisko: „…”``, ``Jak dodaje, „…”`` before a mark at token ``at``."""
        tokens = passage.tokens
        if at <= low:
            return None
        mark = tokens[at - 1].text
        if mark not in {":", ","} and not (self._verb_before(passage, low, at) and _is_speech(passage, at)):
            return None
        cues = [c for c in passage.cues_in(low, at) if "nobody" not in c.classes]
        if mark == ",":
            cues = [c for c in cues if at - 2 - c.last <= 12 and (tokens[low].lower == "jak" or at - 2 - c.last <= 1)]
            if cues and any(t.lower in {"że", "iż"} for t in tokens[cues[-1].last : at]):
                return None
        if not cues:
            if mark != ":":
                return None
            return named_colon(passage, low, at) or self._carrier(passage, low, at) or subject_colon(passage, low, at)
        cue = cues[-1]
        if any(t.lower in {"że", "iż"} for t in tokens[cue.last + 1 : at]) and mark != ":":
            return None
        if mark not in {":", ","} and any(t.lower in {"że", "iż"} for t in tokens[low : cue.first]):
            return None  # "powiedziała, że biuro zawiadomiło „właściwe władze”"
        source = self.subject(passage, low, cue, at)
        thing = thing_before(tokens, low, cue, clause=False) if source is None else None
        return Attribution(nobodys(cue), thing, at) if thing is not None else Attribution(cue, source, at)

    @staticmethod
    def _verb_before(passage: Passage, low: int, at: int) -> bool:
        return any(c.last == at - 1 and "say" in c.classes for c in passage.cues_in(low, at))

    def _carrier(self, passage: Passage, low: int, at: int) -> Attribution | None:
        """``Rzecznik nie ma wątpliwości: „…”``: no reporting verb, but a subject that can speak, and a colon."""
        tokens = passage.tokens
        nouns = frozenset(cue_data(Language.PL)["nouns"]["carriers"])
        index = next(
            (
                i
                for i in range(at - 2, low - 1, -1)
                if tokens[i].is_word and not lemmas(tokens[i].lower).isdisjoint(nouns)
            ),
            None,
        )
        if index is None:
            return None
        cue = Cue(index, index, index, tokens[index].lower, frozenset({"say", "carrier"}), "", frozenset())
        source = subject_before(tokens, low, cue)
        if source is not None and source[1] - source[0] == 1 and tokens[source[0]].lower in PRONOUNS:
            source = None  # "Pierwszy komentarz: „…”"
        return Attribution(cue, source, at)

    def subject(self, passage: Passage, low: int, cue: Cue, high: int) -> Range | None:
        """The subject of a cue within its sentence: after the verb, before it, or that of the main clause."""
        if not cue.finite:
            # "– A – mówił Nowak na forum Rady, zwracając uwagę, że …": whoever is the subject of the verb before
            main = next((c for c in reversed(passage.cues_in(low, cue.first)) if c.finite and "say" in c.classes), None)
            if main is not None and (found := subject_of(passage.tokens, low, main, cue.first)) is not None:
                return found
        if cue.first > low and passage.tokens[cue.first - 1].lower in {"i", "oraz"}:
            # "Nowak nazywa Lisa „tchórzem” i twierdzi, że …": two verbs of one subject
            main = next(
                (c for c in reversed(passage.cues_in(low, cue.first)) if c.finite and c.number == cue.number), None
            )
            if main is not None and (found := subject_of(passage.tokens, low, main, cue.first)) is not None:
                return found
        return subject_of(passage.tokens, low, cue, high)
