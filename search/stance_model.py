"""Stance by a model that the user names: any cross-encoder or NLI model that sentence-transformers loads.

Importing torch takes seconds: only on request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import InputError
from corpus.opinions import in_article
from corpus.stance import judge
from corpus.stance_rules import Verdict
from corpus.topics import TopicScheme
from corpus.types import Article, Language, Opinion, Polarity, Statement
from search.cross_encoder import first_line, load_cross_encoder
from search.model_files import local_name

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 32
_SURE = 0.5  # a hypothesis holds that is at least so likely
_CHARACTERS = 4_000  # of a statement; models read some hundred words
_REMEDY = "give the folder of a downloaded cross-encoder or NLI model, or use the bundled judge"
#: What models call the sides.
_SIDES: Mapping[str, Polarity] = {
    **dict.fromkeys(("supportive", "support", "supports", "favor", "favour", "for", "pro"), Polarity.SUPPORTIVE),
    **dict.fromkeys(("positive", "agree", "supporting"), Polarity.SUPPORTIVE),
    **dict.fromkeys(("sceptical", "skeptical", "against", "oppose", "opposes", "con", "anti"), Polarity.SCEPTICAL),
    **dict.fromkeys(("negative", "disagree", "deny", "attack", "opposing", "undermine"), Polarity.SCEPTICAL),
    **dict.fromkeys(("neutral", "none", "neither", "unrelated", "comment", "query", "other"), Polarity.NEUTRAL),
    "mixed": Polarity.MIXED,
}
#: What follows from a statement for each side; after the zero-shot use of NLI models (Yin et al. 2019).
_HYPOTHESES = {
    Language.EN: ("The speaker is in favour of {}.", "The speaker is against {}."),
    Language.PL: ("Mówiący jest za tym: {}.", "Mówiący jest przeciwko temu: {}."),
}
#: A side, the score, and how likely the model holds the side.
Judged = tuple[Polarity, float, float]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement and what it may be for or against.

    :param target: its name, in the language of the statement where it has one there.
    :param cue: the reporting words.
    :param places: where the text speaks of the target, to find the words that show the stance.
    """

    text: str
    target: str
    language: Language
    cue: str | None = None
    places: tuple[tuple[int, int], ...] = ()


class StanceModel:
    """A model that takes two texts and says which side is how likely; code that comes with it is never run.

    Its labels tell how it is asked. Sides (``support``/``oppose``, ``positive``/``negative``, ``favor``/``against`` …):
    statement and target. NLI (``entailment`` …): whether the statement entails that the speaker is for, or against.

    :param name_or_path: a folder, or a model's name on the hub.
    :raises InputError: it cannot be loaded, or its labels are no sides.
    """

    def __init__(self, name_or_path: str) -> None:
        self.name = local_name(name_or_path)
        self._model = load_cross_encoder("stance model", name_or_path, _REMEDY)
        self._labels = _labels(self._model)
        self._is_nli = any(label.startswith("entail") for label in self._labels)
        sides = [_SIDES.get(label) for label in self._labels]
        if not self._is_nli and not {Polarity.SUPPORTIVE, Polarity.SCEPTICAL} <= set(sides):
            named = ", ".join(self._labels) or "a single number"
            raise InputError(
                f"stance model {self.name}",
                f"gives nothing that names a side ({named})",
                "name them in id2label of its config.json (support, oppose, neutral; or entailment, …), " + _REMEDY,
            )
        self._sides = sides

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        """The stance of each pair; the words that show it are those of the bundled judge, where it takes that side.

        :raises InputError: the model fails, for instance for want of memory.
        """
        if not pairs:
            return []
        decided = self._by_entailment(pairs) if self._is_nli else self._by_sides(pairs)
        return [
            _explained(pair, polarity, round(score, 3), round(likely, 2))
            for pair, (polarity, score, likely) in zip(pairs, decided, strict=True)
        ]

    def refine(self, article: Article, statements: Sequence[Statement], scheme: TopicScheme) -> list[Statement]:
        """The statements of an article with the stance of each opinion judged by this model."""
        del article
        asked = [(statement, opinion) for statement in statements for opinion in statement.opinions]
        verdicts = iter(self.judge([_pair(statement, opinion, scheme) for statement, opinion in asked]))
        return [
            replace(statement, opinions=tuple(_judged(statement, one, next(verdicts)) for one in statement.opinions))
            for statement in statements
        ]

    def _by_sides(self, pairs: Sequence[Pair]) -> list[Judged]:
        found = []
        for row in self._probabilities([(_premise(pair), pair.target) for pair in pairs]):
            likely = dict.fromkeys(Polarity, 0.0)
            for side, share in zip(self._sides, row.tolist(), strict=True):
                likely[side or Polarity.NEUTRAL] += share
            score = likely[Polarity.SUPPORTIVE] - likely[Polarity.SCEPTICAL]
            side = max(likely, key=lambda side: likely[side])
            found.append((side, score, likely[side]))
        return found

    def _by_entailment(self, pairs: Sequence[Pair]) -> list[Judged]:
        asked = [(_premise(pair), said.format(pair.target)) for pair in pairs for said in _HYPOTHESES[pair.language]]
        entails = next(number for number, label in enumerate(self._labels) if label.startswith("entail"))
        shares = self._probabilities(asked)[:, entails].reshape(-1, 2)
        return [(_side(pro, con), pro - con, _likely(pro, con)) for pro, con in shares.tolist()]

    def _probabilities(self, asked: Sequence[tuple[str, str]]) -> Scores:
        """Shape (len(asked), labels); rows sum to 1."""
        try:
            found = self._model.predict(
                list(asked), batch_size=_BATCH, apply_softmax=True, show_progress_bar=False, convert_to_numpy=True
            )
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            raise InputError(f"stance model {self.name}", f"cannot judge: {first_line(error)}", _REMEDY) from error
        return np.nan_to_num(np.asarray(found, dtype=np.float32).reshape(len(asked), -1))


def _side(pro: float, con: float) -> Polarity:
    if min(pro, con) >= _SURE:
        return Polarity.MIXED
    if max(pro, con) < _SURE:
        return Polarity.NEUTRAL
    return Polarity.SUPPORTIVE if pro > con else Polarity.SCEPTICAL


def _likely(pro: float, con: float) -> float:
    """How likely a model holds the side that its two hypotheses give."""
    sides = {
        Polarity.MIXED: min(pro, con),
        Polarity.NEUTRAL: 1 - max(pro, con),
        Polarity.SUPPORTIVE: pro,
        Polarity.SCEPTICAL: con,
    }
    return sides[_side(pro, con)]


def _premise(pair: Pair) -> str:
    text = pair.text[:_CHARACTERS]
    return f"{pair.cue}: {text}" if pair.cue else text


def _pair(statement: Statement, opinion: Opinion, scheme: TopicScheme) -> Pair:
    target = scheme.label(opinion.topic, statement.language)
    places = [
        (match.start, match.end)
        for match in scheme.match(statement.text, statement.language)
        if match.topic == opinion.topic
    ]
    cue = statement.cue.exact if statement.cue else None
    return Pair(statement.text, target, statement.language, cue, tuple(places))


def _explained(pair: Pair, polarity: Polarity, score: float, confidence: float) -> Verdict:
    own = judge(pair.text, pair.language, pair.places, pair.cue)
    sign = {Polarity.SUPPORTIVE: 1.0, Polarity.SCEPTICAL: -1.0}.get(polarity, 0.0)
    cues = own.cues if not sign else tuple(cue for cue in own.cues if cue.weight * sign > 0)
    return Verdict(polarity, score, cues if polarity is not Polarity.NEUTRAL else (), confidence)


def _judged(statement: Statement, opinion: Opinion, verdict: Verdict) -> Opinion:
    spans = (in_article(cue, statement.content) for cue in verdict.cues)
    cues = tuple(span for span in spans if span is not None)
    return replace(opinion, polarity=verdict.polarity, score=verdict.score, cues=cues, confidence=verdict.confidence)


def _labels(model: CrossEncoder) -> list[str]:
    """The names of what the model gives, in order, lower-cased; none for a model that gives a single number."""
    named = getattr(model.config, "id2label", None) or {}
    return [str(label).lower() for _, label in sorted(named.items())] if len(named) > 1 else []
