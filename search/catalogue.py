"""What ranking needs of statements, as columns: who, when, in which article, about which topics on which side.

Reading a statement whole takes longer than weighing it, and most that are weighed are not shown.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.store import Changes, Store
from corpus.store.rows import of_whole_rows
from corpus.types import Language, Polarity, SpeakerType, StatementKind
from search.changes import announced
from search.index_state import as_keys
from search.segment_rows import Keys

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

SIDES = tuple(Polarity)
TYPES = tuple(SpeakerType)
LANGUAGES = tuple(Language)
NEUTRAL, MIXED = SIDES.index(Polarity.NEUTRAL), SIDES.index(Polarity.MIXED)
NOBODY = -1  #: the code of a speaker or a firm that is not named
NO_DATE = 0  #: the ordinal of a day that is not known

_STATEMENTS = """
SELECT statement.number, statement.id, statement.article_id, statement.kind, statement.language, statement.speaker_type,
       statement.speaker_id, statement.firm_id, statement.date_published, statement.content, statement.role,
       coalesce(nullif(firm_entity.name, ''), statement.firm), json_extract(statement.source, '$[2]'),
       coalesce(nullif(speaker.name, ''), statement.speaker_name), article.headline
FROM statement
JOIN article ON article.id = statement.article_id
LEFT JOIN entity AS speaker ON speaker.id = statement.speaker_id
LEFT JOIN entity AS firm_entity ON firm_entity.id = statement.firm_id
WHERE statement.listed = 1 {among} ORDER BY statement.number
"""
_OPINIONS = """
SELECT opinion.statement, opinion.topic, opinion.relevance, opinion.polarity, opinion.score
FROM statement CROSS JOIN opinion ON opinion.statement = statement.number
WHERE statement.listed = 1 {among} ORDER BY statement.number, opinion.position
"""
# Numbers first: the order wanted would have everything read and most of it left out.
_AMONG = """
AND statement.number IN (SELECT number FROM statement WHERE id IN (SELECT value FROM json_each(?)))
"""
_FEW = 0.2  # of all rows: so few keys are sorted faster than the order of all is gone through
_LANGUAGE_OF = {language.value: code for code, language in enumerate(LANGUAGES)}
_TYPE_OF = {kind.value: code for code, kind in enumerate(TYPES)}
_SIDE_OF = {side.value: code for code, side in enumerate(SIDES)}


class Codes:
    """Numbers for texts, given out as they come; what has a number keeps it, so several catalogues may share them."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._code: dict[str, int] = {}
        self._capitals: Bools = np.zeros(0, dtype=bool)

    def of(self, text: str) -> int:
        """The number of a text, a new one where it has none."""
        code = self._code.get(text)
        if code is None:
            code = len(self.texts)
            self.texts.append(text)  # before the number can be found
            self._code[text] = code
        return code

    def capitals(self) -> Bools:
        """For each number, whether its text begins with a capital letter."""
        known = self._capitals
        if len(known) < len(self.texts):
            more = [text[:1].isupper() for text in self.texts[len(known) :]]
            known = self._capitals = np.concatenate([known, np.array(more, dtype=bool)])
        return known

    def among(self, texts: Iterable[str]) -> Bools:
        """For each number, whether it stands for one of the texts."""
        found = np.zeros(len(self.texts) + 1, dtype=bool)  # one more, for none: its number is -1
        found[self.known(texts)] = True
        return found

    def known(self, texts: Iterable[str]) -> list[int]:
        """The numbers of those texts that have one."""
        return [code for text in texts if (code := self._code.get(text)) is not None]


@dataclass(frozen=True, slots=True)
class Coding:
    """The numbers that stand for ids in the columns."""

    articles: Codes
    entities: Codes
    topics: Codes
    texts: Codes
    headlines: Codes

    @classmethod
    def new(cls) -> Coding:
        """None given out yet."""
        return cls(Codes(), Codes(), Codes(), Codes(), Codes())


@dataclass(frozen=True, eq=False)
class Opinions:
    """What statements say about topics, in the order of the statements and, within one, as the store gives them.

    :param number: of the statement.
    :param side: place in ``SIDES``.
    """

    number: Ints
    topic: Ints
    relevance: Floats
    side: Ints
    score: Floats


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Columns of listed statements at one moment, in the order of storing; never changed, only replaced.

    All arrays but those of ``opinions`` are of one length.

    :param sequence: the store's change log is followed up to here.
    :param number: by which the store orders statements, ascending.
    :param key: the id as a number.
    :param language: place in ``LANGUAGES``.
    :param speaker_type: place in ``TYPES``; ``NOBODY`` where no speaker is named.
    :param speaker: code of the speaker's id, or ``NOBODY``.
    :param voice: code of the speaker's id, and where nobody is named of the article: whose statements go together.
    :param day: proleptic Gregorian ordinal of the date of publication, or ``NO_DATE``.
    :param announces: whether the words tell of a change of mind.
    :param role: code of the role as written; ``firm_name``, ``source`` (the words beside the quotation) and
        ``speaker_name`` and the article's ``headline`` likewise; ``NOBODY`` where there is none.
    :param lineage: of two catalogues with the same, the longer one goes on where the other ends.
    """

    coding: Coding
    sequence: int
    number: Ints
    key: Keys
    article: Ints
    language: Ints
    speaker_type: Ints
    speaker: Ints
    firm: Ints
    voice: Ints
    day: Ints
    announces: Bools
    role: Ints
    firm_name: Ints
    source: Ints
    speaker_name: Ints
    headline: Ints
    opinions: Opinions
    lineage: object = field(default_factory=object)

    @classmethod
    def read(cls, store: Store, ids: Collection[str] | None = None, coding: Coding | None = None) -> Catalogue:
        """The columns of the listed statements of a store.

        :param ids: only these; else all.
        """
        coding = coding or Coding.new()
        among, values = ("", ()) if ids is None else (_AMONG, (json.dumps(list(ids)),))
        with store.snapshot():
            sequence = store.sequence()
            statements = store.database.query(_STATEMENTS.format(among=among), values)
            opinions = store.database.query(_OPINIONS.format(among=among), values)
        return _made(coding, sequence, statements, opinions)

    def __len__(self) -> int:
        return len(self.key)

    @cached_property
    def _by_key(self) -> tuple[Keys, Ints]:
        order = np.argsort(self.key, kind="stable")
        return self.key[order], order

    @cached_property
    def _by_article(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.article, kind="stable")
        return self.article[order], order

    @cached_property
    def first_opinion(self) -> Ints:
        """Where the opinions of each statement begin; one more at the end."""
        found = np.searchsorted(self.opinions.number, self.number)
        return np.append(found, len(self.opinions.number))

    def rows(self, keys: Keys) -> tuple[Ints, Bools]:
        """Where statements are, and which of the keys are there at all."""
        ascending, order = self._by_key
        if not len(ascending):
            return np.zeros(0, dtype=np.int64), np.zeros(len(keys), dtype=bool)
        places = np.minimum(np.searchsorted(ascending, keys), len(ascending) - 1)
        there = ascending[places] == keys
        return order[places[there]], there

    def keys(self, chosen: Bools) -> Keys:
        """The keys of the chosen rows, ascending."""
        few = self.key[chosen]
        if len(few) < _FEW * len(self):
            few.sort()
            return few
        ascending, order = self._by_key
        return ascending[chosen[order]]

    def headline_of(self, row: int) -> str | None:
        """The headline of a statement's article."""
        code = int(self.headline[row])
        return None if code == NOBODY else self.coding.headlines.texts[code]

    def of_articles(self, articles: Sequence[int]) -> Ints:
        """The rows of the statements of articles, in the order of storing."""
        ascending, order = self._by_article
        first, last = np.searchsorted(ascending, articles), np.searchsorted(ascending, articles, side="right")
        return np.sort(order[_ranges(first, last)])

    def opinions_of(self, rows: Ints) -> tuple[Ints, Ints]:
        """The places of the opinions of some rows, and for each the place of its row among these."""
        first, last = self.first_opinion[rows], self.first_opinion[rows + 1]
        return _ranges(first, last), np.repeat(np.arange(len(rows)), last - first)

    def on(self, topics: Collection[str], sides: Collection[Polarity] = (), first: int = 0) -> Bools:
        """Which statements are about one of the topics, on one of the sides; of none given, on any.

        :param first: the row from which on it is told.
        """
        begin = int(self.first_opinion[first])
        chosen = np.ones(len(self.opinions.number) - begin, dtype=bool)
        if topics:
            chosen &= self.coding.topics.among(topics)[self.opinions.topic[begin:]]
        if sides:
            chosen &= np.isin(self.opinions.side[begin:], [SIDES.index(side) for side in sides])
        found = np.zeros(len(self) - first, dtype=bool)
        found[self._row_of_opinion[begin:][chosen] - first] = True
        return found

    def topics(self) -> list[str]:
        """The topics that statements are about, those with most statements first; as :meth:`Store.topics` counts."""
        width = (len(self.coding.topics.texts) + 1) * len(SIDES)
        pairs = np.unique(self.opinions.number * width + self.opinions.topic * len(SIDES) + self.opinions.side)
        counts = np.bincount(pairs % width // len(SIDES), minlength=len(self.coding.topics.texts)).tolist()
        found = [(-count, topic) for topic, count in zip(self.coding.topics.texts, counts, strict=False) if count]
        return [topic for _, topic in sorted(found)]

    def topics_of(self, rows: Ints) -> frozenset[str]:
        """The topics that some statements are about."""
        codes = np.unique(self.opinions.topic[self.opinions_of(rows)[0]])
        return frozenset(self.coding.topics.texts[code] for code in codes.tolist())

    @property
    def topics_met(self) -> frozenset[str]:
        """The topics that statements are about."""
        counts = np.bincount(self.opinions.topic, minlength=len(self.coding.topics.texts)).tolist()
        return frozenset(topic for topic, count in zip(self.coding.topics.texts, counts, strict=False) if count)

    @cached_property
    def _row_of_opinion(self) -> Ints:
        return np.searchsorted(self.number, self.opinions.number)

    def advanced(self, store: Store) -> Catalogue:
        """The columns as the store has them now: what changed is read, the rest copied."""
        with store.snapshot():
            changes = store.changes_since(self.sequence)
            if changes.sequence == self.sequence:
                return self
            coming = [*changes.added, *changes.changed]
            fresh = Catalogue.read(store, coming, self.coding)
        return self._with(fresh, changes)

    def _with(self, fresh: Catalogue, changes: Changes) -> Catalogue:
        gone, _ = self.rows(as_keys([*changes.added, *changes.changed, *changes.removed]))
        if not len(gone) and (not len(self) or not len(fresh) or fresh.number[0] > self.number[-1]):
            return self._followed_by(fresh, changes.sequence)
        kept = np.ones(len(self), dtype=bool)
        kept[gone] = False
        order = _merged(self.number[kept], fresh.number)
        held = np.isin(self.opinions.number, self.number[~kept], invert=True)
        by_number = _merged(self.opinions.number[held], fresh.opinions.number)
        opinions = Opinions(*_joined(self.opinions, held, fresh.opinions, by_number))
        columns = {
            one.name: np.concatenate([getattr(self, one.name)[kept], getattr(fresh, one.name)])[order]
            for one in fields(self)
            if isinstance(getattr(self, one.name), np.ndarray)
        }
        return Catalogue(coding=self.coding, sequence=changes.sequence, opinions=opinions, **columns)

    def _followed_by(self, fresh: Catalogue, sequence: int) -> Catalogue:
        """These and what came after them: nothing is sorted anew."""
        columns = {
            one.name: np.concatenate([getattr(self, one.name), getattr(fresh, one.name)])
            for one in fields(self)
            if isinstance(getattr(self, one.name), np.ndarray)
        }
        opinions = Opinions(
            *(
                np.concatenate([getattr(self.opinions, one.name), getattr(fresh.opinions, one.name)])
                for one in fields(Opinions)
            )
        )
        made = Catalogue(coding=self.coding, sequence=sequence, opinions=opinions, lineage=self.lineage, **columns)
        for name, column in (("_by_key", fresh.key), ("_by_article", fresh.article)):
            if name in self.__dict__:
                ascending, order = self.__dict__[name]
                made.__dict__[name] = _inserted(ascending, order, column)
        if "first_opinion" in self.__dict__:
            later = fresh.first_opinion + len(self.opinions.number)
            made.__dict__["first_opinion"] = np.concatenate([self.first_opinion[:-1], later])
        if "_row_of_opinion" in self.__dict__:
            made.__dict__["_row_of_opinion"] = np.concatenate([self._row_of_opinion, fresh._row_of_opinion + len(self)])
        return made


def _inserted(ascending: Ints, order: Ints, fresh: Ints) -> tuple[Ints, Ints]:
    """A sorted column and where its values are, with more values that come after all others."""
    own = np.argsort(fresh, kind="stable")
    places = np.searchsorted(ascending, fresh[own], side="right")
    return np.insert(ascending, places, fresh[own]), np.insert(order, places, own + len(order))


def _joined(opinions: Opinions, held: Bools, fresh: Opinions, order: Ints) -> Iterable[npt.NDArray[Any]]:
    for one in fields(opinions):
        yield np.concatenate([getattr(opinions, one.name)[held], getattr(fresh, one.name)])[order]


def _merged(numbers: Ints, fresh: Ints) -> Ints:
    """The order that sorts both together; statements mostly come at the end."""
    return np.argsort(np.concatenate([numbers, fresh]), kind="stable")


def _ranges(first: Ints, last: Ints) -> Ints:
    """The numbers from each first up to its last, one range after the other."""
    lengths = last - first
    ends = np.cumsum(lengths)
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - lengths), lengths))


@of_whole_rows
def _made(coding: Coding, sequence: int, statements: Sequence[Any], opinions: Sequence[Any]) -> Catalogue:
    entities, count = coding.entities, len(statements)
    columns = list(zip(*statements, strict=True)) if statements else [()] * 15
    number, ids, articles, kinds, languages, types, speakers, firms, days, contents, *written = columns

    def ints(values: Iterable[int]) -> Ints:
        return np.fromiter(values, dtype=np.int64, count=count)

    def texts(values: Iterable[str | None], codes: Codes = coding.texts) -> Ints:
        return ints(NOBODY if not value else codes.of(value) for value in values)

    named = [None if kind is None else name for kind, name in zip(types, speakers, strict=True)]
    return Catalogue(
        coding=coding,
        sequence=sequence,
        number=ints(number),
        key=as_keys(ids),
        article=ints(map(coding.articles.of, articles)),
        language=ints(_LANGUAGE_OF[value] for value in languages),
        speaker_type=ints(NOBODY if value is None else _TYPE_OF[value] for value in types),
        speaker=ints(NOBODY if name is None else entities.of(name) for name in speakers),
        firm=ints(NOBODY if name is None else entities.of(name) for name in firms),
        voice=ints(
            entities.of(f"unknown:{article}" if name is None else name)
            for name, article in zip(named, articles, strict=True)
        ),
        day=ints(NO_DATE if value is None else date.fromisoformat(value).toordinal() for value in days),
        announces=np.fromiter(
            (
                announced(" ".join(span[2] for span in json.loads(content)), Language(language), StatementKind(kind))
                for content, language, kind in zip(contents, languages, kinds, strict=True)
            ),
            dtype=bool,
            count=count,
        ),
        role=texts(written[0]),
        firm_name=texts(written[1]),
        source=texts(written[2]),
        speaker_name=texts(written[3]),
        headline=texts(written[4], coding.headlines),
        opinions=_opinions(coding, opinions),
    )


def _opinions(coding: Coding, rows: Sequence[Any]) -> Opinions:
    number, topic, relevance, side, score = list(zip(*rows, strict=True)) if rows else [()] * 5
    return Opinions(
        number=np.array(number, dtype=np.int64),
        topic=np.fromiter(map(coding.topics.of, topic), dtype=np.int64, count=len(rows)),
        relevance=np.array(relevance, dtype=np.float64),
        side=np.fromiter((_SIDE_OF[value] for value in side), dtype=np.int64, count=len(rows)),
        score=np.array(score, dtype=np.float64),
    )
