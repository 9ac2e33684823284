"""Filters as exact sets of statements, made before anything is ranked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from threading import Lock

import numpy as np

from corpus.errors import NotFoundError, UsageError
from corpus.names import fold
from corpus.store import Attribution, Conditions, Store
from corpus.topics import TopicScheme
from corpus.types import Language, Polarity, SpeakerType
from search.catalogue import LANGUAGES, NO_DATE, NOBODY, TYPES, Bools, Catalogue
from search.index import keys_of
from search.lexicon import role_matcher, tokenize
from search.roles import RoleTexts
from search.statement_ids import StatementIds
from search.types import Filters

_NEARLY = 80  # percent of the letters of two first names that must be the same


@dataclass(frozen=True, slots=True)
class StoreNames:
    """The people and firms of a store, for reading questions."""

    store: Store

    def people(self, name: str) -> Sequence[str]:
        """The names under which such persons are known, best first; without those known by a function only."""
        found = [one for one in self.store.people_named(name) if one[:1].isupper()]
        return found or self._with_surname(name)

    def _with_surname(self, name: str) -> Sequence[str]:
        """Those of the surname whose first name is nearly the one given: short words have no typing errors else."""
        from rapidfuzz import fuzz  # not needed unless somebody mistypes

        first, _, last = name.rpartition(" ")
        if not first:
            return ()
        return [
            one
            for one in self.store.people_named(last)
            if " " in one and fuzz.ratio(fold(first), fold(one.split()[0])) >= _NEARLY
        ]

    def firms(self, name: str) -> Sequence[str]:
        """The names under which such firms are known, best first."""
        return self.store.firms_named(name)

    def shown(self, person: str | None) -> str | None:
        """The name of a person who is given by id; else what is given."""
        is_id = person is not None and person.startswith("person:")
        return self.store.person(person).name if is_id and person else person


def merged(filters: Filters, overrides: Filters | None) -> Filters:
    """The filters of a question, with those given beside it in their place."""
    given = {} if overrides is None else {field.name: getattr(overrides, field.name) for field in fields(overrides)}
    return replace(filters, **{name: value for name, value in given.items() if value is not None})


def allowed_ids(
    filters: Filters, store: Store, scheme: TopicScheme, language: Language, columns: Columns | None = None
) -> Collection[str] | None:
    """The ids of all statements that meet the filters; ``None`` when there are none, so that everything is allowed.

    :param language: of the question, which the role is written in.
    :param columns: those of all statements, where they are kept: the same answer at less cost, as of their moment.
    :raises UsageError: a person or a firm is given by an id that nothing has.
    """
    conditions = _conditions(filters, store, scheme)
    if columns is not None:
        return _chosen(conditions, filters.role, language, store, columns)
    if conditions is None:
        return frozenset()
    if not conditions and filters.role is None:
        return None
    if filters.role is None:
        return frozenset(store.statement_ids(**conditions))
    in_role = _said_in_role(store, filters.role, language)
    return in_role.intersection(store.statement_ids(**conditions)) if conditions else in_role


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of all statements of a store, and the kinds of speakers that their texts tell of."""

    catalogue: Catalogue
    roles: RoleTexts


def _chosen(
    conditions: Conditions | None, role: str | None, language: Language, store: Store, columns: Columns
) -> StatementIds | None:
    catalogue = columns.catalogue
    if conditions is None:
        return StatementIds(np.zeros(0, dtype=np.int64))
    if not conditions and role is None:
        return None
    chosen = np.ones(len(catalogue), dtype=bool)
    entities = catalogue.coding.entities
    if (people := conditions.get("speaker_id")) is not None:
        chosen &= entities.among(people)[catalogue.speaker]
    if (firms := conditions.get("firm_id")) is not None:
        among = entities.among(firms)
        chosen &= among[catalogue.speaker] | among[catalogue.firm]
    if (mentioned := conditions.get("mentions")) is not None:
        rows, _ = catalogue.rows(keys_of(store.statement_ids(mentions=mentioned)))
        naming = np.zeros(len(catalogue), dtype=bool)
        naming[rows] = True
        chosen &= naming
    topics, stance = conditions.get("topic"), conditions.get("stance")
    if topics is not None or stance is not None:
        assert not isinstance(topics, str)  # noqa: S101 - the narrower ones of a topic
        chosen &= catalogue.on(topics or (), (stance,) if isinstance(stance, Polarity) else ())
    if (since := conditions.get("since")) is not None:
        chosen &= catalogue.day >= since.toordinal()
    if (until := conditions.get("until")) is not None:
        chosen &= (catalogue.day <= until.toordinal()) & (catalogue.day != NO_DATE)
    if isinstance(read_in := conditions.get("language"), Language):
        chosen &= catalogue.language == LANGUAGES.index(read_in)
    if role is not None:
        chosen &= _in_role(role, language, columns)
    return StatementIds.chosen(catalogue, chosen)


def _in_role(role: str, language: Language, columns: Columns) -> Bools:
    """The statements of speakers of a kind; one that is told of somebody in one article holds in the others."""
    catalogue = columns.catalogue
    fitting = columns.roles.fitting(catalogue, role, language)
    person = (catalogue.speaker_type == TYPES.index(SpeakerType.PERSON)) & (catalogue.speaker != NOBODY)
    of_kind = np.zeros(len(catalogue.coding.entities.texts) + 1, dtype=bool)  # the last for nobody
    of_kind[catalogue.speaker[fitting & person]] = True
    return np.asarray(fitting | (person & of_kind[catalogue.speaker]))


_ROLES_KEPT = 64


@dataclass(slots=True)
class _Kind:
    """The statements of speakers of a kind; one that is told of somebody in one article holds in the others.

    :param sequence: the store's change log is followed up to here.
    :param said: by statement the person who said it, if it is one.
    :param fitting: the statements that tell of the kind themselves.
    :param ids: all of them.
    """

    sequence: int = 0
    said: dict[str, str | None] = field(default_factory=dict)
    fitting: set[str] = field(default_factory=set)
    ids: frozenset[str] = frozenset()


_kept: dict[tuple[str, str, Language], _Kind] = {}
_following = Lock()


def _said_in_role(store: Store, role: str, language: Language) -> frozenset[str]:
    """The statements of speakers of a kind: every statement is read once, and later those that have changed."""
    with _following:
        key = (store.identity, role.casefold(), language)
        known = _kept.get(key)
        if known is None:
            if len(_kept) >= _ROLES_KEPT:
                _kept.clear()
            known = _kept[key] = _Kind()
        if known.sequence != store.sequence():
            _follow(known, store, role, language)
        return known.ids


def _follow(known: _Kind, store: Store, role: str, language: Language) -> None:
    with store.snapshot():
        sequence, changed = store.sequence(), None
        if known.sequence:
            changes = store.changes_since(known.sequence)
            changed = {*changes.removed, *changes.added, *changes.changed}
            for name in changed & known.said.keys():
                del known.said[name]
            known.fitting -= changed
        for found in store.attributions(changed):
            known.said[found.id] = found.speaker_id
            if has_role(found, role, language):
                known.fitting.add(found.id)
    speakers = {known.said[name] for name in known.fitting} - {None}
    known.ids = frozenset(known.fitting | {name for name, person in known.said.items() if person in speakers})
    known.sequence = sequence


def _conditions(filters: Filters, store: Store, scheme: TopicScheme) -> Conditions | None:
    """The filters that the store itself can apply; ``None`` when nothing can meet them."""
    conditions: Conditions = {}
    if filters.person is not None:
        people = _meant(store, "person", filters.person)
        if not people:
            return None
        conditions["speaker_id"] = people
    if filters.firm is not None:
        firms = _meant(store, "firm", filters.firm)
        if not firms:
            return None
        conditions["firm_id"] = firms
    if filters.mentions is not None:
        named = _mentioned(store, filters.mentions)
        if not named:
            return None
        conditions["mentions"] = named
    if filters.topic is not None:
        topic = scheme.find(filters.topic)
        if topic is None:
            return None
        conditions["topic"] = scheme.narrower(topic)
    if filters.stance is not None:
        conditions["stance"] = filters.stance
    if filters.since is not None:
        conditions["since"] = filters.since
    if filters.until is not None:
        conditions["until"] = filters.until
    if filters.language is not None:
        conditions["language"] = filters.language
    return conditions


def _meant(store: Store, kind: str, name: str) -> list[str]:
    """The ids that a name can mean, or the one that an id means: namesakes are kept apart by their ids only.

    :param kind: ``person`` or ``firm``.
    :raises UsageError: nothing has the id.
    """
    if not name.startswith(f"{kind}:"):
        return store.people_ids(name) if kind == "person" else store.firm_ids(name)
    try:
        return [(store.person(name) if kind == "person" else store.firm(name)).id]
    except NotFoundError as error:
        raise UsageError(kind, str(error), "give the name, or an id as answers and listings give it") from error


def _mentioned(store: Store, name: str) -> list[str]:
    kind = name.partition(":")[0]
    return _meant(store, kind, name) if kind in ("person", "firm") else store.find_mentioned(name)


def conditions_of(filters: Filters, store: Store, scheme: TopicScheme) -> Conditions | None:
    """Filters but the role as conditions for the store, names as ids; ``None`` when nothing can meet them."""
    return _conditions(filters, store, scheme)


@lru_cache(maxsize=100_000)
def _names_role(text: str, role: str, asked: Language, written: Language) -> bool:
    matcher = role_matcher(role, asked)
    return matcher is not None and bool(matcher[written].find(tokenize(text, written)))


def has_role(found: Attribution, role: str, language: Language) -> bool:
    """Whether a statement's speaker is of a kind, told by role, firm, group name or the words beside the quotation.

    :param role: one word of a known kind in either language; any other must stand in the role as written.
    """
    if role_matcher(role, language) is None:
        return found.role is not None and role.casefold() in found.role.casefold()
    texts = (found.role, found.firm, found.source, found.speaker)
    return any(text and _names_role(text, role, language, found.language) for text in texts)
