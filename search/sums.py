"""What speakers hold of topics, where they work, and how much is said when: summed up over the columns in memory.

The same sums as the store gives (``corpus.store.summing``, ``corpus.store.timelines``), in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property

import numpy as np

from corpus.store import Changes, Month, TopicEntry
from corpus.store.summing import Holding, Work
from corpus.types import Polarity
from search.catalogue import NEUTRAL, NO_DATE, NOBODY, SIDES, Bools, Catalogue, Floats, Ints
from search.index_state import as_keys

_PRO, _CON = SIDES.index(Polarity.SUPPORTIVE), SIDES.index(Polarity.SCEPTICAL)
_LATE = np.iinfo(np.int64).max  # later than any day: of what has no date, when the first one is sought


class Sums:
    """Sums over the statements of a catalogue, as of its moment.

    :param catalogue: never changed, so that a sum may be made once and kept.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def changed_speakers(self, before: Catalogue, changes: Changes) -> set[str]:
        """Whose statements are not the same as in an earlier catalogue, then or now.

        :param changes: of the store since that catalogue.
        """
        keys = as_keys([*changes.added, *changes.changed, *changes.removed])
        found = [one.speaker[one.rows(keys)[0]] for one in (before, self.catalogue)]
        texts = self.catalogue.coding.entities.texts
        return {texts[code] for code in np.unique(np.concatenate(found)).tolist() if code != NOBODY}

    def holdings(
        self,
        *,
        topics: Collection[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        speakers: Collection[str] | None = None,
    ) -> Iterator[Holding]:
        """What each named speaker holds of each topic, by speaker and topic.

        :param topics: only these ids, each for itself.
        :param since: only what was published on this day or later …
        :param until: … and not after this one.
        :param speakers: only these ids.
        """
        parts = self.parts(topics, since, until, speakers)
        people, named = self.catalogue.coding.entities.texts, self.catalogue.coding.topics.texts
        made = [
            Holding(people[who], named[topic], count, score, both, day_of(first), day_of(last))
            for who, topic, count, score, both, first, last in zip(
                parts.speaker.tolist(),
                parts.topic.tolist(),
                parts.statements.tolist(),
                parts.score,
                parts.both.tolist(),
                parts.first.tolist(),
                parts.last.tolist(),
                strict=True,
            )
        ]
        yield from sorted(made, key=lambda one: (one.speaker_id, one.topic))

    def works(
        self, *, since: date | None = None, until: date | None = None, speakers: Collection[str] | None = None
    ) -> Iterator[Work]:
        """Who had which role at which firm, by speaker, firm and role; parameters as of :meth:`holdings`."""
        columns = self.catalogue
        chosen = self._said(since, until, speakers) & (columns.firm != NOBODY) & (columns.firm != columns.speaker)
        rows = np.flatnonzero(chosen)
        people, roles = columns.coding.entities.texts, columns.coding.texts.texts
        groups = Groups(columns.speaker[rows], columns.firm[rows], columns.role[rows])
        first, last = groups.span(columns.day[rows])
        speaker, firm, role = (held.tolist() for held in groups.keys)
        made = [
            Work(
                people[speaker[place]],
                people[firm[place]],
                None if role[place] == NOBODY else roles[role[place]],
                count,
                day_of(first[place]),
                day_of(last[place]),
            )
            for place, count in enumerate(groups.counts.tolist())
        ]
        yield from sorted(made, key=lambda one: (one.speaker_id, one.firm_id, one.role is not None, one.role or ""))

    def timeline(self, topics: Collection[str], *, since: date | None = None, until: date | None = None) -> list[Month]:
        """The months in which something on the topics was said, oldest first, as :meth:`Store.timeline` gives them."""
        rows, sides = self._on(topics, self._dated(since, until))
        days = self.catalogue.day[rows]
        starts = np.array([_month(day) for day in np.unique(days).tolist()], dtype=object)
        month = np.searchsorted(np.unique(days), days)
        labels, code = np.unique([str(start or "~") for start in starts], return_inverse=True)
        month = code[month] if len(days) else month
        said = np.unique(rows * len(labels) + month) % max(len(labels), 1)
        counts = np.bincount(said, minlength=len(labels)).tolist()
        taken = np.unique((rows * len(labels) + month) * len(SIDES) + sides) % max(len(labels) * len(SIDES), 1)
        by_side = np.bincount(taken, minlength=len(labels) * len(SIDES)).reshape(len(labels), len(SIDES)).tolist()
        return [
            Month(None if label == "~" else str(label), count, dict(zip(SIDES, held, strict=True)))
            for label, count, held in zip(labels.tolist(), counts, by_side, strict=True)
        ]

    def counts(self, topics: Collection[str]) -> tuple[int, dict[Polarity, int]]:
        """How many statements some topics together have, and how many of them take which side."""
        rows, sides = self._on(topics, None)
        taken = np.unique(rows * len(SIDES) + sides) % len(SIDES)
        by_side = np.bincount(taken, minlength=len(SIDES)).tolist()
        return len(np.unique(rows)), dict(zip(SIDES, by_side, strict=True))

    def topics(self) -> list[TopicEntry]:
        """The topics that statements are about, as :meth:`Store.topics` gives them."""
        opinions, texts = self.catalogue.opinions, self.catalogue.coding.topics.texts
        width = len(SIDES)
        counted = np.bincount(opinions.topic * width + opinions.side, minlength=len(texts) * width)
        found = [
            TopicEntry(topic, sum(sides), dict(zip(SIDES, sides, strict=True)))
            for topic, sides in zip(texts, counted.reshape(len(texts), width).tolist(), strict=True)
            if any(sides)
        ]
        return sorted(found, key=lambda entry: (-entry.statements, entry.topic))

    def sides(
        self,
        by: str,
        *,
        topics: Collection[str] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> dict[str, dict[Polarity, int]]:
        """How many statements of named speakers take which side.

        :param by: ``topic``, ``speaker_id`` or ``firm_id``.
        :param topics: only what is said of these ids; a statement counts once for each of them that it is about.
        """
        rows, opinions = self._opinions(topics, self._said(since, until, None))
        columns = self.catalogue
        column, texts = {
            "topic": (columns.opinions.topic[opinions], columns.coding.topics.texts),
            "speaker_id": (columns.speaker[rows], columns.coding.entities.texts),
            "firm_id": (columns.firm[rows], columns.coding.entities.texts),
        }[by]
        there = column != NOBODY
        width = len(SIDES)
        side = columns.opinions.side[opinions][there]
        counted = np.bincount(column[there] * width + side, minlength=len(texts) * width).reshape(len(texts), width)
        found = {
            texts[code]: dict(zip(SIDES, counted[code].tolist(), strict=True))
            for code in np.flatnonzero(counted.any(axis=1)).tolist()
        }
        return dict(sorted(found.items()))

    def names(self, ids: Collection[str]) -> dict[str, str]:
        """The names by which speakers and firms go, by id; those of nobody in the columns are left out."""
        found = {code: self.name_of(code) for code in self.catalogue.coding.entities.known(ids)}
        texts = self.catalogue.coding.entities.texts
        return {texts[code]: name for code, name in found.items() if name is not None}

    def name_of(self, code: int) -> str | None:
        """The name of whom a code stands for; ``None`` where no statement has it."""
        named = int(self._names[code])
        return None if named == NOBODY else self.catalogue.coding.texts.texts[named]

    @cached_property
    def _names(self) -> Ints:
        columns = self.catalogue
        found = np.full(len(columns.coding.entities.texts), NOBODY, dtype=np.int64)
        for who, name in ((columns.firm, columns.firm_name), (columns.speaker, columns.speaker_name)):
            found[who[who != NOBODY]] = name[who != NOBODY]
        return found

    def quoted_together(self, speaker_id: str | None = None, *, limit: int = 50) -> list[tuple[str, str, int]]:
        """Pairs of speakers with the number of articles that quote both, most first.

        :param speaker_id: only pairs with this one.
        """
        columns = self.catalogue
        texts = columns.coding.entities.texts
        said = self._said(None, None, None)
        if speaker_id is not None:
            among = np.unique(columns.article[said & columns.coding.entities.among([speaker_id])[columns.speaker]])
            said &= np.isin(columns.article, among)
        here = np.unique(columns.article[said] * len(texts) + columns.speaker[said])
        article, speaker = np.divmod(here, max(len(texts), 1))
        pairs = [np.zeros(0, dtype=np.int64)]
        rank = np.zeros(len(texts), dtype=np.int64)
        rank[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
        step = 1
        while step < len(article) and (same := article[:-step] == article[step:]).any():
            one, other = rank[speaker[:-step][same]], rank[speaker[step:][same]]
            pairs.append(np.minimum(one, other) * len(texts) + np.maximum(one, other))
            step += 1
        found, counts = np.unique(np.concatenate(pairs), return_counts=True)
        if speaker_id is not None:
            whom = rank[columns.coding.entities.known([speaker_id])]
            with_them = np.isin(found // max(len(texts), 1), whom) | np.isin(found % max(len(texts), 1), whom)
            found, counts = found[with_them], counts[with_them]
        best = np.lexsort((found, -counts))[:limit]
        at = np.argsort(rank)
        return [
            (texts[at[pair // len(texts)]], texts[at[pair % len(texts)]], count)
            for pair, count in zip(found[best].tolist(), counts[best].tolist(), strict=True)
        ]

    def parts(
        self,
        topics: Collection[str] | None,
        since: date | None = None,
        until: date | None = None,
        speakers: Collection[str] | None = None,
    ) -> Parts:
        """What each named speaker holds of each topic, as columns; parameters as of :meth:`holdings`."""
        rows, opinions = self._opinions(topics, self._said(since, until, speakers))
        columns, held = self.catalogue, self.catalogue.opinions
        groups = Groups(columns.speaker[rows], held.topic[opinions])
        side = held.side[opinions]
        sided = groups.sums(side != NEUTRAL)
        total = groups.sums(held.score[opinions] * (side != NEUTRAL))
        mean = np.divide(total, sided, out=np.zeros(len(total)), where=sided > 0)
        both = (groups.sums(side == _PRO) > 0) & (groups.sums(side == _CON) > 0)
        first, last = groups.span(columns.day[rows])
        speaker, topic = groups.keys
        return Parts(speaker, topic, groups.counts, [round(value, 3) for value in mean.tolist()], both, first, last)

    def _opinions(self, topics: Collection[str] | None, said: Bools) -> tuple[Ints, Ints]:
        """The opinions of the statements that count: the row of each one's statement, and its place."""
        columns = self.catalogue
        rows = self._rows
        chosen = said[rows]
        if topics is not None:
            chosen &= columns.coding.topics.among(topics)[columns.opinions.topic]
        places = np.flatnonzero(chosen)
        return rows[places], places

    def _on(self, topics: Collection[str], said: Bools | None) -> tuple[Ints, Ints]:
        """The row of the statement, and the side, of each opinion on the topics."""
        every = np.ones(len(self.catalogue), dtype=bool) if said is None else said
        rows, places = self._opinions(topics, every)
        return rows, self.catalogue.opinions.side[places]

    @cached_property
    def _rows(self) -> Ints:
        return np.searchsorted(self.catalogue.number, self.catalogue.opinions.number)

    @cached_property
    def _named(self) -> Bools:
        """Whether a statement's speaker is named."""
        columns = self.catalogue
        known = [not text.startswith("unknown") for text in columns.coding.entities.texts]
        return np.array([*known, False], dtype=bool)[columns.speaker]  # the last one is for nobody: -1

    def _said(self, since: date | None, until: date | None, speakers: Collection[str] | None) -> Bools:
        columns = self.catalogue
        chosen = self._named & self._dated(since, until)
        if speakers is not None:
            chosen &= columns.coding.entities.among(speakers)[columns.speaker]
        return np.asarray(chosen)

    def _dated(self, since: date | None, until: date | None) -> Bools:
        day = self.catalogue.day
        chosen = np.ones(len(day), dtype=bool)
        if since is not None:
            chosen &= day >= since.toordinal()
        if until is not None:
            chosen &= (day <= until.toordinal()) & (day != NO_DATE)
        return chosen


class Parts:
    """What each speaker holds of each topic, as columns of one length.

    :param speaker: code of the speaker; ``topic`` likewise.
    :param statements: how many.
    :param score: the mean of the scores of those that take a side, −1 to 1; 0 where none does.
    :param both: whether there are supportive and sceptical ones among them.
    :param first: ordinals of the first day; ``last`` likewise; ``NO_DATE`` where none is known.
    """

    def __init__(
        self, speaker: Ints, topic: Ints, statements: Ints, score: list[float], both: Bools, first: Ints, last: Ints
    ) -> None:
        self.speaker = speaker
        self.topic = topic
        self.statements = statements
        self.score = score
        self.both = both
        self.first = first
        self.last = last


class Groups:
    """Rows that have the same values in some columns, in their order.

    :param columns: of one length.
    """

    def __init__(self, *columns: Ints) -> None:
        order = np.lexsort(columns[::-1])
        ascending = [column[order] for column in columns]
        new = np.zeros(len(order), dtype=bool)
        new[:1] = True
        for column in ascending:
            new[1:] |= column[1:] != column[:-1]
        self._order = order
        self._starts = np.flatnonzero(new)
        self.keys = tuple(column[self._starts] for column in ascending)
        self.counts: Ints = np.diff(np.append(self._starts, len(order)))

    def sums(self, values: Floats | Ints | Bools) -> Floats:
        """The sum of each group."""
        if not len(self._starts):
            return np.zeros(0)
        return np.asarray(np.add.reduceat(values[self._order].astype(np.float64), self._starts))

    def span(self, days: Ints) -> tuple[Ints, Ints]:
        """The first and the last known day of each group."""
        if not len(self._starts):
            return self._starts, self._starts
        ordered = days[self._order]
        first = np.minimum.reduceat(np.where(ordered == NO_DATE, _LATE, ordered), self._starts)
        return np.where(first == _LATE, NO_DATE, first), np.maximum.reduceat(ordered, self._starts)


def day_of(ordinal: int) -> str | None:
    """ISO 8601; ``None`` for ``NO_DATE``."""
    return None if ordinal == NO_DATE else date.fromordinal(ordinal).isoformat()


def _month(ordinal: int) -> str | None:
    found = day_of(ordinal)
    return None if found is None else found[:7]
