"""The speakers of statements with the side each takes, worked out over columns; read whole only where shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpus.types import Firm, Polarity, Speaker, SpeakerType
from search.catalogue import MIXED, NEUTRAL, NO_DATE, NOBODY, SIDES, TYPES, Bools, Floats, Ints
from search.changes import Change, Course, change_of
from search.findings import Findings
from search.weighed import Weighed

_MIXED_SHARE = 0.4  # the weaker side's part of the stronger from which a speaker is of two minds
_UNKNOWN, _UNNAMED, _GROUP = 0.5, 0.6, 0.8  # what a speaker counts of whom nothing, only a function
# ("spokesperson") or only a group is named
_PERSON = TYPES.index(SpeakerType.PERSON)
_ORGANIZATION = TYPES.index(SpeakerType.ORGANIZATION)
_TAKEN = [SIDES.index(Polarity.SUPPORTIVE), SIDES.index(Polarity.SCEPTICAL)]


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker with all statements about the subject, and the stance over all of them."""

    id: str
    speaker: Speaker
    statements: tuple[Weighed, ...]
    stance: Polarity
    stance_score: float
    change: Change | None = None


@dataclass(frozen=True)
class Voices:
    """The speakers of findings, in the order of their best statements; where nobody is named, one for each article.

    :param findings: best first.
    :param relevance: of each, as it is shown.
    :param side: of each the place in ``SIDES``; ``score`` its strength, −1 to 1.
    :param weigh: places in the findings → the statements there.
    :param firms: when given, the firms are the speakers, with what their people said; holds those of speakers whose
        statements name none, by the speaker's id. Statements of no firm are left out.
    """

    findings: Findings
    relevance: Floats
    side: Ints
    score: Floats
    weigh: Callable[[Sequence[int]], list[Weighed]]
    firms: Mapping[str, Firm] | None = None

    def __len__(self) -> int:
        return len(self._grouped[0])

    @cached_property
    def _codes(self) -> Ints:
        """Of each finding the code of who speaks, or ``NOBODY``."""
        catalogue, rows = self.findings.catalogue, self.findings.rows
        if self.firms is None:
            return catalogue.voice[rows]
        entities = catalogue.coding.entities
        speaker = catalogue.speaker[rows]
        itself = np.where(catalogue.speaker_type[rows] == _ORGANIZATION, speaker, NOBODY)
        codes = np.where(catalogue.firm[rows] != NOBODY, catalogue.firm[rows], itself)
        for place in np.flatnonzero((codes == NOBODY) & (speaker != NOBODY)).tolist():
            firm = self.firms.get(entities.texts[speaker[place]])
            codes[place] = NOBODY if firm is None else entities.of(firm.id)
        return codes

    @cached_property
    def _grouped(self) -> tuple[Ints, Ints, Ints, Ints]:
        """For each voice its code and its first finding; for each finding that has one its place and its voice."""
        places = np.flatnonzero(self._codes != NOBODY)
        codes, first, voice = np.unique(self._codes[places], return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        return codes[order], places[first[order]], places, rank[voice]

    @property
    def first(self) -> Ints:
        """For each voice the place of its first finding."""
        return self._grouped[1]

    @property
    def placed(self) -> Ints:
        """The places of the findings that are of somebody."""
        return self._grouped[2]

    @property
    def voice(self) -> Ints:
        """For each place in ``placed`` the number of its voice."""
        return self._grouped[3]

    @cached_property
    def counts(self) -> Ints:
        """For each voice the number of its statements."""
        return np.bincount(self.voice, minlength=len(self))

    @cached_property
    def _together(self) -> tuple[Ints, list[int]]:
        """The places of all findings, those of a voice together; where those of each voice end."""
        return self.placed[np.argsort(self.voice, kind="stable")], np.cumsum(self.counts).tolist()

    def places(self, number: int) -> Ints:
        """The places of the findings of one voice."""
        places, ends = self._together
        return places[ends[number - 1] if number else 0 : ends[number]]

    @cached_property
    def articles(self) -> Ints:
        """For each place in ``placed`` the code of its article."""
        return self.findings.catalogue.article[self.findings.rows[self.placed]]

    def type_of(self, number: int) -> SpeakerType:
        """What a voice is."""
        if self.firms is not None:
            return SpeakerType.ORGANIZATION
        return SpeakerType.UNKNOWN if self.is_unnamed[number] else TYPES[self._type_codes[number]]

    @cached_property
    def _type_codes(self) -> list[int]:
        found: list[int] = self.findings.catalogue.speaker_type[self.findings.rows[self.first]].tolist()
        return found

    @cached_property
    def worth(self) -> Floats:
        """For each voice what it counts beside somebody named: who asks "who" wants a name."""
        catalogue, rows = self.findings.catalogue, self.findings.rows[self.first]
        if self.firms is not None:
            return np.ones(len(self))
        kind, name = catalogue.speaker_type[rows], catalogue.speaker_name[rows]
        capital = np.append(catalogue.coding.texts.capitals(), False)  # the last for those without a name
        worth = np.where((kind == _PERSON) & ~capital[name], _UNNAMED, 1.0)
        worth[kind == TYPES.index(SpeakerType.GROUP)] = _GROUP
        worth[(kind == TYPES.index(SpeakerType.UNKNOWN)) | np.array(self.is_unnamed, dtype=bool)] = _UNKNOWN
        return worth

    def name_of(self, number: int) -> str:
        """The name that a voice goes by."""
        catalogue, row = self.findings.catalogue, int(self.findings.rows[self.first[number]])
        texts = catalogue.coding.texts.texts
        if self.firms is None:
            return "unknown" if self.is_unnamed[number] else _text(texts, int(catalogue.speaker_name[row]))
        if catalogue.firm[row] != NOBODY:
            return _text(texts, int(catalogue.firm_name[row]))
        if catalogue.speaker_type[row] == _ORGANIZATION:
            return _text(texts, int(catalogue.speaker_name[row]))
        return self.firms[catalogue.coding.entities.texts[catalogue.speaker[row]]].name

    @cached_property
    def is_unnamed(self) -> list[bool]:
        """For each voice whether nobody is named."""
        rows = self.findings.rows[self.first]
        catalogue = self.findings.catalogue
        found: list[bool] = ((catalogue.speaker_type[rows] == NOBODY) | (catalogue.speaker[rows] == NOBODY)).tolist()
        return found

    def id_of(self, number: int) -> str:
        """The id of a voice."""
        return self.findings.catalogue.coding.entities.texts[int(self._grouped[0][number])]

    def of_ids(self, ids: Collection[str]) -> Bools:
        """Which voices have one of some ids."""
        return np.isin(self._grouped[0], self.findings.catalogue.coding.entities.known(ids))

    @cached_property
    def changes(self) -> dict[int, Change]:
        """The changes of mind that the statements of a voice show, by the voice's number."""
        catalogue, rows = self.findings.catalogue, self.findings.rows[self.placed]
        day, score = catalogue.day[rows], self.score[self.placed]
        side = self.side[self.placed]
        taken = (side == _TAKEN[0]) | (side == _TAKEN[1])
        told = catalogue.announces[rows]
        # Who does not tell of it has said something on either side.
        dated = day != NO_DATE
        for_and_against = np.ones(len(self), dtype=bool)
        for which in (score > 0, score < 0):
            for_and_against &= np.bincount(self.voice[dated & taken & which], minlength=len(self)) > 0
        may = for_and_against | (np.bincount(self.voice[dated & told], minlength=len(self)) > 0)
        may &= self._of_one_mind
        if not may.any():
            return {}
        chosen = np.flatnonzero(dated & may[self.voice])
        chosen = chosen[np.lexsort((day[chosen], self.voice[chosen]))]
        columns = [column[chosen].tolist() for column in (day, told, taken, self.relevance[self.placed], score)]
        numbers, first = np.unique(self.voice[chosen], return_index=True)
        ends = [*first[1:].tolist(), len(chosen)]
        found = {}
        for number, start, end in zip(numbers.tolist(), first.tolist(), ends, strict=True):
            change = change_of(Course(*(column[start:end] for column in columns)))
            if change is not None:
                found[number] = change
        return found

    @cached_property
    def _of_one_mind(self) -> Bools:
        """Which voices are the same people every time; groups are others."""
        if self.firms is not None:
            return np.ones(len(self), dtype=bool)
        kind = self.findings.catalogue.speaker_type[self.findings.rows[self.first]]
        return ((kind == _PERSON) | (kind == _ORGANIZATION)) & ~np.array(self.is_unnamed, dtype=bool)

    @cached_property
    def stances(self) -> tuple[Ints, list[float]]:
        """For each voice the place of its side in ``SIDES``, and the score.

        Each statement is counted by its relevance; after a change of mind, the later ones decide.
        """
        day = self.findings.catalogue.day[self.findings.rows[self.placed]]
        counted = self.side[self.placed] != NEUTRAL
        for number, change in self.changes.items():
            counted &= (self.voice != number) | (day >= change.since.toordinal())
        places, voice, count = self.placed[counted], self.voice[counted], len(self)
        relevance, score = self.relevance[places], self.score[places]
        pro = np.bincount(voice, relevance * np.maximum(score, 0.0), count)
        con = np.bincount(voice, relevance * np.maximum(-score, 0.0), count)
        weight = np.bincount(voice, relevance, count)
        sided = np.bincount(voice, minlength=count)
        mixed = np.bincount(voice[self.side[places] == MIXED], minlength=count)
        both = (mixed == sided) | (np.minimum(pro, con) >= _MIXED_SHARE * np.maximum(pro, con))
        stance = np.where(both, MIXED, np.where(pro > con, *_TAKEN))
        stance = np.where(sided == 0, NEUTRAL, stance)
        for number, change in self.changes.items():
            stance[number] = SIDES.index(change.now)
        scores = np.divide(pro - con, weight, out=np.zeros(count), where=weight != 0)
        return stance, scores.tolist()

    @cached_property
    def _read(self) -> dict[int, list[Weighed]]:
        return {}

    def _read_all(self, numbers: Sequence[int]) -> None:
        missing = [number for number in numbers if number not in self._read]
        places = [self.places(number).tolist() for number in missing]
        weighed = iter(self.weigh([place for each in places for place in each]) if missing else ())
        for number, each in zip(missing, places, strict=True):
            self._read[number] = [next(weighed) for _ in each]

    def read(self, numbers: Sequence[int]) -> list[Voice]:
        """Voices with their statements, all read at once."""
        self._read_all(numbers)
        return [self._voice(number, tuple(self._read[number])) for number in numbers]

    def told(self, numbers: Sequence[int]) -> list[Voice]:
        """Voices without their statements: names, sides and changes of mind."""
        return [self._voice(number, ()) for number in numbers]

    def _voice(self, number: int, statements: tuple[Weighed, ...]) -> Voice:
        stance, score = self.stances
        return Voice(
            self.id_of(number),
            Speaker(self.name_of(number), self.type_of(number)),
            statements,
            SIDES[stance[number]],
            round(score[number], 3),
            self.changes.get(number),
        )

    def on(self, polarity: Polarity) -> Bools:
        """Which voices are on a side."""
        return np.asarray(self.stances[0] == SIDES.index(polarity))

    def takes(self, polarity: Polarity) -> Bools:
        """Of all findings, which take a side, or both."""
        return np.isin(self.side, [SIDES.index(polarity), MIXED])


def _text(texts: Sequence[str], code: int) -> str:
    return "" if code == NOBODY else texts[code]
