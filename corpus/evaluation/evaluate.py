"""Extraction against gold articles: the measures, and a list of errors to read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from corpus.evaluation.gold import GoldArticle, GoldStatement
from corpus.evaluation.matching import Range, match, same
from corpus.evaluation.measures import BINS, Evaluation, Problem, Score
from corpus.extract import extract
from corpus.types import Article, Language, Span, Statement

LEAST_OVERLAP = 0.8
_FIRST = {Language.PL: "– Tak – mówi Jan Kowalski, prezes.", Language.EN: "“Yes,” said Ann Green, a director."}
_LOOSE = 0.3  # so much overlap with an optional statement, and what was found there is no false positive


def evaluate(gold: Iterable[GoldArticle], extract: Callable[[Article], Sequence[Statement]] = extract) -> Evaluation:
    """Extracts each article and compares.

    Optional gold statements are neither missed, nor is what lies over them false.
    """
    result = Evaluation()
    for language, text in _FIRST.items():  # loads the grammars: start-up is no part of the speed
        extract(Article("0" * 16, "first", text, language))
    for one in gold:
        started = time.perf_counter()
        found = extract(one.article)
        result.seconds += time.perf_counter() - started
        result.characters += len(one.article.text)
        result.texts += 1
        _Comparison(one, found, result).count()
    return result


class _Comparison:
    """One article's statements beside its gold."""

    def __init__(self, gold: GoldArticle, found: Sequence[Statement], result: Evaluation) -> None:
        self._document = gold.article.document
        self._gold, self._found, self._result = gold.statements, found, result
        self._wanted = [statement.content for statement in gold.statements]
        self._got = [[(span.start, span.end) for span in statement.content] for statement in found]
        self._excused = {j for i, j in match(self._wanted, self._got, _LOOSE) if gold.statements[i].optional}

    def count(self) -> None:
        result = self._result
        if not self._gold:
            result.quiet.add(not self._found)
        exact, pairs = self._pairs(1.0), self._pairs(LEAST_OVERLAP)
        self._content(exact, result.exact, result.exact_by_kind)
        self._content(pairs, result.overlapping, result.overlapping_by_kind)
        right = {j for i, j in pairs if self._fields(self._gold[i], self._found[j])}
        for j, statement in enumerate(self._found):
            if j not in self._excused:
                edge = max(edge for edge in BINS if edge <= max(statement.confidence, 0.0))
                result.calibration[edge].add(j in right)
                if statement.confidence >= BINS[-1]:
                    result.sure.add(j in right)
        self._list({i for i, _ in pairs}, {j for _, j in pairs})

    def _pairs(self, threshold: float) -> list[tuple[int, int]]:
        pairs = match(self._wanted, self._got, threshold)
        return [(i, j) for i, j in pairs if not self._gold[i].optional]

    def _content(self, pairs: Sequence[tuple[int, int]], whole: Score, kinds: dict[str, Score]) -> None:
        hit_gold, hit_found = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, wanted in enumerate(self._gold):
            if not wanted.optional:
                for score in (whole, kinds.setdefault(wanted.kind, Score())):
                    score.gold += 1
                    score.hit_gold += i in hit_gold
        for j, got in enumerate(self._found):
            if j not in self._excused:
                for score in (whole, kinds.setdefault(got.kind.value, Score())):
                    score.found += 1
                    score.hit_found += j in hit_found

    def _fields(self, wanted: GoldStatement, got: Statement) -> bool:
        """Counts the fields of a matched pair; whether the speaker is right."""
        speaker = got.speaker
        right = {
            "kind": wanted.kind == got.kind,
            "cue": _same_place(got.cue, wanted.cue, wanted.cue_span),
            "source": _same_place(got.source, wanted.source, wanted.source_span),
            "speaker": same(wanted.speaker, speaker.name if speaker else None),
            "role": same(wanted.role, got.role),
            "firm": same(wanted.firm, got.firm),
        }
        if wanted.speaker_type is not None:
            right["speaker_type"] = wanted.speaker_type == (speaker.type.value if speaker else "unknown")
        for name, is_right in right.items():
            self._result.fields[name].add(is_right)
        if not (right["speaker"] and right["role"] and right["firm"]):
            self._result.problems.append(Problem("wrong", self._document, _gold_dict(wanted), _found_dict(got)))
        return right["speaker"]

    def _list(self, hit_gold: set[int], hit_found: set[int]) -> None:
        problems = self._result.problems
        for i, wanted in enumerate(self._gold):
            if i not in hit_gold and not wanted.optional:
                problems.append(Problem("missed", self._document, _gold_dict(wanted), None))
        for j, got in enumerate(self._found):
            if j not in hit_found and j not in self._excused:
                problems.append(Problem("false", self._document, None, _found_dict(got)))


def _same_place(got: Span | None, words: str | None, place: Range | None) -> bool:
    """Whether cue or source is the same: by its place where gold says it, else by its words."""
    if got is None or (place is None and words is None):
        return got is None and place is None and words is None
    return (got.start, got.end) == place if place is not None else got.exact == words


def _gold_dict(statement: GoldStatement) -> dict[str, Any]:
    return {
        "kind": statement.kind,
        "content": list(statement.words),
        "cue": statement.cue,
        "source": statement.source,
        "speaker": statement.speaker,
        "role": statement.role,
        "firm": statement.firm,
    }


def _found_dict(statement: Statement) -> dict[str, Any]:
    return {
        "kind": statement.kind.value,
        "content": [span.exact for span in statement.content],
        "cue": statement.cue.exact if statement.cue else None,
        "source": statement.source.exact if statement.source else None,
        "speaker": statement.speaker.name if statement.speaker else None,
        "role": statement.role,
        "firm": statement.firm,
        "confidence": statement.confidence,
    }
