"""Finding people and firms by a name in any spelling, with or without inflection, first name, or typing errors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from corpus.names import fold, nominative_organization, nominative_person
from corpus.store.interface import Database
from corpus.store.listing import Listing
from corpus.store.part import EntityId
from corpus.types import Firm, Person

if TYPE_CHECKING:  # numpy takes longer to load than the command line to answer
    import numpy as np
    import numpy.typing as npt

_NEAR = 60  # of 100: names less alike are no suggestion
_NOBODY = frozenset[str]()
_REMEMBERED = 10_000  # names whose bearers are kept
_MOST_LIKE = 50  # words with typing errors that are looked at
_LENGTHS = (5, 8)  # from so many letters on a word may have one typing error, two; shorter ones are other words then


class _SameLength:
    """Words of one length, to be found with typing errors; others may be looking while a word is added."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._places: list[int] = []
        self._letters: npt.NDArray[np.uint64] | None = None

    def add(self, word: str, place: int) -> None:
        """:param place: among all words: of equally near ones the first comes first."""
        self._places.append(place)
        self._words.append(word)

    def like(self, word: str, errors: int) -> list[tuple[int, int, str]]:
        """The nearest words: errors, place and word of each.

        An error takes a letter away, adds one, or both, so words with more than twice as many other letters are not
        looked at.
        """
        import numpy as np  # not needed unless somebody mistypes
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        letters = np.zeros(0, dtype=np.uint64) if self._letters is None else self._letters
        if len(letters) < len(self._words):
            more = np.array([_letters(one) for one in self._words[len(letters) :]], dtype=np.uint64)
            letters = self._letters = np.concatenate([letters, more])
        may = np.flatnonzero(np.bitwise_count(letters ^ np.uint64(_letters(word))) <= 2 * errors).tolist()
        words = [self._words[number] for number in may]
        found = process.extract(word, words, scorer=OSA.distance, score_cutoff=errors, limit=_MOST_LIKE)
        return [(wrong, self._places[may[number]], other) for other, wrong, number in found]


_NONE = _SameLength()


def _letters(word: str) -> int:
    """Which letters a word has, one bit each; some share a bit."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


class NameIndex:
    """The names of one kind of entity, by their words.

    :param named: id, name, and the name under which it is shown; an id may have several names.
    :param fold: spelling → the key under which spellings of one name meet.
    """

    def __init__(self, named: Iterable[tuple[str, str, str]], fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._whole: dict[str, frozenset[str]] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._by_length: dict[int, _SameLength] = {}
        self._found: dict[tuple[str, ...], list[str]] = {}
        self._named: set[tuple[str, str]] = set()
        self._shown: dict[str, str] = {}
        self.add(named)

    def shown(self, identifier: str) -> str:
        """The name under which an id of the index is shown."""
        return self._shown[identifier]

    def add(self, named: Iterable[tuple[str, str, str]]) -> None:
        """Further names; other threads may be finding meanwhile."""
        fresh = [one for one in named if one[:2] not in self._named]
        for identifier, name, shown in fresh:
            self._named.add((identifier, name))
            self._shown[identifier] = shown
            key = self._fold(name)
            self._whole[key] = self._whole.get(key, _NOBODY) | {identifier}
            for word in key.split():
                if word not in self._words:
                    self._by_length.setdefault(len(word), _SameLength()).add(word, len(self._words))
                self._words[word] = self._words.get(word, _NOBODY) | {identifier}
        if fresh:
            self._found = {}  # afterwards: whoever has found with fewer names writes into the one before

    def find(self, spellings: Collection[str]) -> list[str]:
        """The ids that bear a name, best first.

        Only the best way of fitting counts: the whole name; else all its words (or initials) among the words of a
        longer name; else the same with typing errors. Whole names that fit only with errors come after.
        """
        keys = tuple(key for key in dict.fromkeys(self._fold(spelling) for spelling in spellings) if key)
        remembered = self._found
        found = remembered.get(keys)
        if found is None:
            found = self._find(keys)
            if len(remembered) < _REMEMBERED:
                remembered[keys] = found
        return found

    def _find(self, keys: Sequence[str]) -> list[str]:
        for way in (self._same, self._part, self._like):
            scores: dict[str, float] = {}
            for key in keys:
                for identifier, score in way(key).items():
                    scores[identifier] = max(score, scores.get(identifier, 0.0))
            if scores:
                return sorted(scores, key=lambda identifier: (-scores[identifier], identifier))
        return []

    def near(self, spelling: str, limit: int) -> list[str]:
        """The ids whose names look most like a name that nobody bears, best first."""
        from rapidfuzz import fuzz, process  # not needed unless nobody bears the name

        scores: dict[str, float] = {}
        for name, score, _ in process.extract(
            self._fold(spelling), list(self._whole), scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=4 * limit
        ):
            for identifier in self._whole[name]:
                scores[identifier] = max(score, scores.get(identifier, 0.0))
        return sorted(scores, key=lambda identifier: (-scores[identifier], identifier))[:limit]

    def _same(self, key: str) -> dict[str, float]:
        return dict.fromkeys(self._whole.get(key, ()), 1.0)

    def _part(self, key: str) -> dict[str, float]:
        return self._all_words([self._with_word(word) for word in key.split()])

    def _with_word(self, word: str) -> dict[str, float]:
        if len(word) == 1:  # an initial
            return {i: 1.0 for other, found in list(self._words.items()) if other.startswith(word) for i in found}
        return dict.fromkeys(self._words.get(word, ()), 1.0)

    def _like(self, key: str) -> dict[str, float]:
        return self._all_words([self._with_like(word) for word in key.split()])

    def _with_like(self, word: str) -> dict[str, float]:
        errors = _errors(word)
        if not errors:
            return self._with_word(word)
        scores: dict[str, float] = {}
        near: list[tuple[int, int, str]] = []
        # A word that is longer or shorter by more than the errors has more errors than that.
        for length in range(len(word) - errors, len(word) + errors + 1):
            near += self._by_length.get(length, _NONE).like(word, errors)
        for wrong, _, other in sorted(near)[:_MOST_LIKE]:
            for identifier in self._words[other]:
                scores[identifier] = max(1 - wrong / len(word), scores.get(identifier, 0.0))
        return scores

    @staticmethod
    def _all_words(found: list[dict[str, float]]) -> dict[str, float]:
        """Those that every word of the name leads to, by their mean likeness."""
        common = set(found[0]).intersection(*found[1:]) if found else set()
        return {identifier: sum(scores[identifier] for scores in found) / len(found) for identifier in common}


def _errors(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped."""
    return sum(len(word) >= length for length in _LENGTHS)


class Finding(Listing):
    """Who is meant by a name."""

    def __init__(self, database: Database, entity_id: EntityId) -> None:
        super().__init__(database, entity_id)
        self._indexes: dict[str, tuple[int, NameIndex]] = {}
        self._indexing = Lock()

    def find_people(self, name: str) -> list[Person]:
        """The people with listed statements whom a name can mean, best first; empty when nobody bears it.

        :param name: in any case, with or without diacritics, titles, first name or inflection; typing errors are
            forgiven where nobody bears the name as it is.
        """
        return [self.person(found) for found in self._index("person").find([name, nominative_person(name)])]

    def find_firms(self, name: str) -> list[Firm]:
        """The firms with listed statements that a name can mean, best first; the legal form makes no difference."""
        return [self.firm(found) for found in self._index("firm").find([name, nominative_organization(name)])]

    def people_named(self, name: str) -> list[str]:
        """The names of those whom :meth:`find_people` finds."""
        names = self._index("person")
        return [names.shown(found) for found in names.find([name, nominative_person(name)])]

    def firms_named(self, name: str) -> list[str]:
        """The names of those that :meth:`find_firms` finds."""
        names = self._index("firm")
        return [names.shown(found) for found in names.find([name, nominative_organization(name)])]

    def people_ids(self, name: str) -> list[str]:
        """The ids of those whom :meth:`find_people` finds."""
        return list(self._index("person").find([name, nominative_person(name)]))

    def firm_ids(self, name: str) -> list[str]:
        """The ids of those that :meth:`find_firms` finds."""
        return list(self._index("firm").find([name, nominative_organization(name)]))

    def find_mentioned(self, name: str) -> list[str]:
        """The ids of the people and firms whom listed statements name and whom a name can mean, best first."""
        spellings = [name, nominative_person(name), nominative_organization(name)]
        return self._index("mentioned").find(spellings)

    def nearest_people(self, name: str, limit: int = 5) -> list[Person]:
        """People with listed statements whose names look like one that nobody bears, the most alike first."""
        return [self.person(found) for found in self._index("person").near(name, limit)]

    def nearest_firms(self, name: str, limit: int = 5) -> list[Firm]:
        """Firms with listed statements whose names look like one that none bears, the most alike first."""
        return [self.firm(found) for found in self._index("firm").near(name, limit)]

    def _index(self, kind: str) -> NameIndex:
        """The names of one kind, or of all who are mentioned, as the store has them now.

        Where statements have only come, their names are added; else all is made anew.
        """
        with self._db.snapshot():
            sequence = self._db.sequence()
            with self._indexing:
                known = self._indexes.get(kind)
                if known is None or (known[0] < sequence and self._has_other_than_new(known[0])):
                    names = NameIndex(self._all_named(kind, ""), fold)
                    known = self._indexes[kind] = sequence, names
                elif known[0] < sequence:
                    known[1].add(self._all_named(kind, "AND statement.id IN (" + _COME + ")", known[0]))
                    known = self._indexes[kind] = sequence, known[1]
                return known[1]

    def _has_other_than_new(self, sequence: int) -> bool:
        """Whether statements were changed or removed since a point of the change log."""
        query = "SELECT 1 FROM change_log WHERE sequence > ? AND statement_id IS NOT NULL AND action != 'added' LIMIT 1"
        return self._db.one(query, (sequence,)) is not None

    def _all_named(self, kind: str, among: str, sequence: int = 0) -> list[tuple[str, str, str]]:
        query = (_MENTIONED if kind == "mentioned" else _NAMED).format(among=among)
        rows = self._db.query(query, {"kind": kind, "sequence": sequence})
        return [(row["root"], row["name"], row["shown"]) for row in rows]


_COME = "SELECT statement_id FROM change_log WHERE sequence > :sequence AND statement_id IS NOT NULL"
_NAMED = """
SELECT entity.root, alias.name, root.name AS shown FROM alias JOIN entity ON entity.id = alias.entity_id
JOIN entity AS root ON root.id = entity.root
WHERE root.kind = :kind AND root.id IN (
    SELECT speaker_id FROM statement WHERE listed = 1 {among} UNION
    SELECT firm_id FROM statement WHERE listed = 1 {among}
)
"""
_MENTIONED = """
SELECT entity.root, alias.name, root.name AS shown FROM alias JOIN entity ON entity.id = alias.entity_id
JOIN entity AS root ON root.id = entity.root
WHERE entity.root IN (
    SELECT named.root FROM mentioned JOIN entity AS named ON named.id = mentioned.entity
    JOIN statement ON statement.number = mentioned.statement WHERE statement.listed = 1 {among}
)
"""
