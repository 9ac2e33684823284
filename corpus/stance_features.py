"""A statement and its target as numbers: what the trained head reads, the same at training and in use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.stance_clauses import Clause
from corpus.stance_lexicon import Match, Role
from corpus.stance_rules import Assessment
from corpus.stance_signals import Reading, read
from corpus.types import Language

Numbers: TypeAlias = npt.NDArray[np.float32]

# Roles that do the same to their neighbours share a column.
_ROLES: tuple[tuple[Role, ...], ...] = (
    (Role.NEGATOR,),
    (Role.ABSENCE,),
    (Role.REDUCER,),
    (Role.DENIER,),
    (Role.CONTRAST,),
    (Role.CONCESSION,),
    (Role.CONDITION, Role.UNREAL),
    (Role.HEDGE,),
    (Role.INTENSIFIER,),
    (Role.QUESTION, Role.ANY),
    (Role.COMPARISON,),
    (Role.INSTEAD,),
    (Role.BARRING,),
    (Role.DEMAND,),
    (Role.REMOVAL,),
    (Role.RISE,),
    (Role.FALL,),
    (Role.PAST, Role.OLD),
    (Role.PRESENT, Role.NEW),
    (Role.ANAPHORA, Role.RELATIVE),
    (Role.IRONY, Role.EXCESS, Role.INTENDED),
)
_COLUMN = {role: 2 + number for number, roles in enumerate(_ROLES) for role in roles}
_SHAPE = 2 + len(_ROLES)  # first of the columns that say where in its clause and sentence a word stands
_TEXT_COLUMNS = _SHAPE + 6
_NEARNESS = (1, 2, 4, 8)  # upper ends of the classes of distance, in words, on either side
#: The last columns of each word: where it stands to the target.
TARGET_COLUMNS = 4 + 2 * (len(_NEARNESS) + 1) + 4

#: Numbers for each word, and for the statement as a whole.
WORD_COLUMNS = _TEXT_COLUMNS + TARGET_COLUMNS
WHOLE_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Features:
    """What the head reads.

    :param words: the words, those of the cue first; ``cue_words`` of them belong to the cue.
    :param columns: shape (words, ``WORD_COLUMNS``).
    :param whole: shape (``WHOLE_COLUMNS``,).
    """

    words: list[str]
    cue_words: int
    columns: Numbers
    whole: Numbers


def describe(text: str, language: Language, cue: Sequence[str], assessment: Assessment) -> Features:
    """The features of a statement for the target that it was assessed for.

    :param cue: the reporting words.
    """
    reading = read(text, language)
    count, lead = len(reading.parsed.words), len(cue)
    columns = np.zeros((lead + count, WORD_COLUMNS), dtype=np.float32)
    if lead:
        columns[:lead, _TEXT_COLUMNS - 1] = 1.0
        columns[0, 0] = assessment.manner
    if count:
        own = columns[lead:]
        own[:, :_TEXT_COLUMNS] = _text_columns(text, language)
        _relate(reading, assessment.spots, own[:, _TEXT_COLUMNS:])
        for word, weight in assessment.weights.items():
            own[word, _TEXT_COLUMNS] = weight
    return Features([*cue, *reading.parsed.words], lead, columns, _whole(language, assessment, count))


def _whole(language: Language, assessment: Assessment, count: int) -> Numbers:
    score, pro, con = assessment.verdict.score, assessment.pro, assessment.con
    return np.array(
        (
            score,
            abs(score),
            min(pro, 2.0),
            min(con, 2.0),
            min(pro, con, 2.0),
            float(max(pro, con) < 0.2),
            assessment.manner,
            abs(assessment.manner),
            float(not assessment.spots),
            float(language is Language.PL),
            min(count, 60) / 60,
            1.0,
        ),
        dtype=np.float32,
    )


@lru_cache(maxsize=2_000)
def _text_columns(text: str, language: Language) -> Numbers:
    """What a word is by itself, whatever the target."""
    reading = read(text, language)
    parsed = reading.parsed
    columns = np.zeros((len(parsed.words), _TEXT_COLUMNS), dtype=np.float32)
    for signal in reading.signals:
        columns[signal.first : signal.last, 0] += signal.weight
    for match in parsed.matches:
        _mark(columns[match.start : match.end], match)
    for clause in parsed.clauses:
        _place(columns, clause)
    columns[:, _SHAPE + 3] = parsed.names
    return columns


def _mark(columns: Numbers, match: Match) -> None:
    columns[:, 1] = match.weight
    for role in match.roles:
        column = _COLUMN.get(role)
        if column is not None:
            columns[:, column] = 1.0


def _place(columns: Numbers, clause: Clause) -> None:
    columns[clause.first, _SHAPE] = 1.0
    columns[clause.last - 1, _SHAPE + 1] = 1.0
    if clause.question:
        columns[clause.first : clause.last, _SHAPE + 2] = 1.0
    if clause.first == 0:
        columns[0, _SHAPE + 4] = 1.0


def _relate(reading: Reading, spots: Collection[int], columns: Numbers) -> None:
    """Where each word stands to the target: its own words, the same clause or sentence, how far, on which side."""
    if not spots:
        columns[:, 1] = 1.0
        return
    clauses = np.array(reading.clause_of)
    sentences = np.array([clause.sentence for clause in reading.parsed.clauses])[clauses]
    words, places = np.arange(len(clauses)), np.array(sorted(spots))
    columns[places, 2] = 1.0
    gaps = words[:, None] - places[None, :]
    nearest = np.abs(gaps).argmin(axis=1)
    distance = gaps[words, nearest]
    own = places[nearest]
    classes = np.searchsorted(_NEARNESS, np.abs(distance))
    first = 3 + (distance > 0) * (len(_NEARNESS) + 1) + classes
    apart = distance != 0
    columns[words[apart], first[apart]] = 1.0
    shift = clauses - clauses[own]
    last = 3 + 2 * (len(_NEARNESS) + 1)
    columns[:, last] = shift == 0
    columns[:, last + 1] = shift == -1
    columns[:, last + 2] = shift == 1
    columns[:, last + 3] = np.abs(shift) > 1
    columns[:, last + 4] = sentences == sentences[own]
