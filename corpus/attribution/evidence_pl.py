"""What a Polish report concludes from, and whose it is: ``z raportu X wynika, że``, ``z jego słów wynika, że``."""

from __future__ import annotations

from dataclasses import replace

from corpus.attribution.cue import Cue, cue_data
from corpus.attribution.draft import Passage, Range
from corpus.attribution.phrases_pl import noun_phrase
from corpus.attribution.subjects_pl import clause_start, speaker_like
from corpus.attribution.things_pl import nobodys
from corpus.morphology import lemmas
from corpus.types import Language


def evidence_source(passage: Passage, low: int, cue: Cue, conjunction: int) -> Range | None:
    """``z informacji przekazanych przez X wynika``: X; ``z raportu X wynika``, ``wynika z raportu X``: X."""
    tokens = passage.tokens
    through = next((i for i in range(low, cue.first) if tokens[i].lower in {"przez", "od"}), None)
    if through is not None and through + 1 < cue.first and tokens[through + 1].is_word:
        return through + 1, max(noun_phrase(tokens, through + 1, cue.first), through + 2)
    noun = _evidence(passage, low, cue, conjunction)
    limit = conjunction if noun is not None and noun > cue.last else cue.first
    if noun is None or noun + 1 >= limit:
        return None
    end = noun_phrase(tokens, noun + 1, limit, genitive=True)
    return (noun + 1, end) if end > noun + 1 and speaker_like(tokens, noun + 1, end) else None


def _evidence(passage: Passage, low: int, cue: Cue, conjunction: int) -> int | None:
    """The noun that a conclusion is drawn from, before the verb or after it."""
    nouns = frozenset(cue_data(Language.PL)["nouns"]["evidence"])
    places = [*range(clause_start(passage.tokens, cue.first, low), cue.first), *range(cue.last + 1, conjunction)]
    return next((i for i in places if not lemmas(passage.tokens[i].lower).isdisjoint(nouns)), None)


def unowned_evidence(passage: Passage, low: int, cue: Cue, conjunction: int) -> Cue | None:
    """The cue where nobody stands beside it: ``z jego słów wynika`` is his, ``z badania wynika`` the document's.

    :returns: ``None`` for what follows from facts (``z liczb wynika``, ``wynika z tego``): nobody has said it.
    """
    noun = _evidence(passage, low, cue, conjunction)
    if noun is None:
        return None
    before, word = passage.tokens[max(noun - 1, low)].lower, passage.tokens[noun].lower
    if not lemmas(before).isdisjoint({"nasz", "mój"}):
        return nobodys(cue)
    said = frozenset(cue_data(Language.PL)["nouns"]["words_said"])
    if before in {"jego", "jej", "ich"} or not lemmas(word).isdisjoint(said):
        return cue
    return replace(cue, classes=cue.classes | {"impersonal"})  # of the organisation whose document was quoted before
