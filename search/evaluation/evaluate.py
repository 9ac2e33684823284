"""Asks every question of a file and compares the answers with what a reader expects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from corpus.names import fold
from corpus.types import Language
from search.evaluation.measures import Mean, mean, ndcg, recall, reciprocal_rank
from search.evaluation.questions import Judged, Place, Relevant
from search.types import Answer, Hit

Ask = Callable[[str, date | None], Answer]
PAIRS = tuple((asked, said) for asked in Language for said in Language)
_ENOUGH = 3  # words of a statement that may be a part of those given
MEASURES = ("ndcg", "recall", "mrr", "success", "no_answer", "facts", "unknown")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question's measures, each 0 to 1; ``None`` where it does not apply.

    :param success: 1 when the first speaker, firm or topic is an expected one.
    :param no_answer: for questions that nothing answers: 1 when the answer is empty.
    :param facts: 1 when the summary holds all that it must; ``unknown`` likewise of unknown names.
    :param by_language: nDCG over the statements of one language alone.
    :param first: names of the first speakers, for reading.
    """

    judged: Judged
    ndcg: float | None
    recall: float | None
    mrr: float | None
    success: float | None
    no_answer: float | None
    facts: float | None
    unknown: float | None
    by_language: dict[Language, float | None]
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcomes of all questions, with their means."""

    outcomes: tuple[Outcome, ...]

    def means(self, kind: str | None = None) -> dict[str, Mean]:
        """The mean of each measure, over all questions or those of a kind."""
        chosen = [one for one in self.outcomes if kind in {None, one.judged.kind}]
        return {name: mean(getattr(one, name) for one in chosen) for name in MEASURES}

    def kinds(self) -> list[str]:
        """The kinds of questions, in the order of the file."""
        return list(dict.fromkeys(one.judged.kind for one in self.outcomes))

    def pair(self, asked: Language, said: Language) -> Mean:
        """Mean nDCG of questions in one language over the statements in one language."""
        return mean(one.by_language[said] for one in self.outcomes if one.judged.language is asked)

    def to_dict(self) -> dict[str, Any]:
        """All figures, ready for JSON."""
        return {
            "questions": len(self.outcomes),
            "all": _plain(self.means()),
            "kinds": {kind: _plain(self.means(kind)) for kind in self.kinds()},
            "pairs": {f"{a.value}→{b.value}": _rounded(self.pair(a, b)) for a, b in PAIRS},
            "each": [
                {"id": one.judged.id, **{name: getattr(one, name) for name in MEASURES}, "first": list(one.first)}
                for one in self.outcomes
            ],
        }


def evaluate(questions: Iterable[Judged], ask: Ask) -> Evaluation:
    """Asks the questions.

    :param ask: gives the answer to a question, counted from a day.
    """
    return Evaluation(tuple(_outcome(one, ask(one.question, one.today)) for one in questions))


def _outcome(judged: Judged, answer: Answer) -> Outcome:
    ranked = _ranked(answer)
    grades = [one.grade for one in judged.relevant]
    found = _grades(ranked, judged.relevant)
    return Outcome(
        judged=judged,
        ndcg=ndcg(found, grades),
        recall=recall(found, grades),
        mrr=reciprocal_rank(found, grades),
        success=_success(judged, answer),
        no_answer=None if judged.answerable else float(not answer.answers),
        facts=float(all(fact in answer.summary for fact in judged.facts)) if judged.facts else None,
        unknown=_said_unknown(judged, answer),
        by_language={language: _in_language(ranked, judged.relevant, language) for language in Language},
        first=tuple(one.speaker.name for one in answer.answers[:3]),
    )


def _ranked(answer: Answer) -> list[Hit]:
    """The statements of the answer, those that fit the question best first."""
    return sorted(chain.from_iterable(one.hits for one in answer.answers), key=lambda hit: -hit.score)


def _grades(ranked: Sequence[Hit], relevant: Sequence[Relevant]) -> list[int]:
    """The grade at each rank; an item counts once, where it stands first."""
    left = list(relevant)
    grades = []
    for hit in ranked:
        item = next((one for one in left if any(_stands(hit, place) for place in one.places)), None)
        grades.append(item.grade if item else 0)
        if item:
            left.remove(item)
    return grades


def _in_language(ranked: Sequence[Hit], relevant: Sequence[Relevant], language: Language) -> float | None:
    of_language = [one for one in relevant if one.language is language]
    hits = [hit for hit in ranked if hit.statement.language is language]
    return ndcg(_grades(hits, of_language), [one.grade for one in of_language])


def _stands(hit: Hit, place: Place) -> bool:
    """Whether a statement is the one meant: its words hold those given, or the other way round."""
    if place.document not in (hit.document, *hit.also_in):
        return False
    words, said = _bare(place.words), _bare(hit.statement.text)
    return words in said or (said in words and said.count(" ") >= _ENOUGH - 1)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _success(judged: Judged, answer: Answer) -> float | None:
    if judged.topics:
        return float(bool(answer.topics) and answer.topics[0].topic in judged.topics)
    if not judged.people:
        return None
    expected = {fold(name) for name in judged.people}
    return float(bool(answer.answers) and fold(answer.answers[0].speaker.name) in expected)


def _said_unknown(judged: Judged, answer: Answer) -> float | None:
    if not judged.unknown:
        return None
    said = {fold(name) for name in answer.interpretation.unknown_names}
    return float(said == {fold(name) for name in judged.unknown})


def _plain(means: dict[str, Mean]) -> dict[str, dict[str, float]]:
    return {name: _rounded(one) for name, one in means.items() if one.of}


def _rounded(one: Mean) -> dict[str, float]:
    return {"value": round(one.value, 4), "of": one.of}
