"""Two people of one name, told apart by a person's decision: some statements of the name are somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import ConflictError, UsageError
from corpus.store import Store


@dataclass(frozen=True, slots=True)
class Separated:
    """What was decided.

    :param name: the name that the other person goes by from now on.
    :param statements: how many statements are now that person's.
    :param id: the other person's id.
    :param numbers: the numbers of the rules made, for ``Store.rejoin``.
    """

    name: str
    statements: int
    id: str
    numbers: tuple[int, ...]


def separate(
    store: Store,
    person_id: str,
    *,
    author: str,
    firm_id: str | None = None,
    articles: Sequence[str] = (),
    statements: Sequence[str] = (),
    name: str | None = None,
) -> Separated:
    """Gives those statements of a person that were made for a firm, or in some articles, to another of the same name.

    The decision is kept as rules (``Store.separate``): they hold for articles ingested again or later, and
    ``Store.rejoin`` takes each of them back.

    :param firm_id: what is said for this firm, also in articles to come.
    :param articles: what is said in these articles, by id.
    :param statements: these statements, by id.
    :param name: how the other person is called; by default the name with the firm in brackets.
    :raises NotFoundError: no such person, firm, article or statement.
    :raises ConflictError: none or all of the statements are meant, or the name is the same.
    :raises UsageError: nothing says which statements are meant.
    """
    person = store.person(person_id)
    if firm_id is None and not articles and not statements:
        raise UsageError(
            person.name,
            "nothing says which statements are the other's",
            "give --firm or --article or --statement",
        )
    if firm_id is None and name is None:
        raise UsageError(person.name, "the other person needs a name", "give --name, for instance with the town")
    label = name or f"{person.name} ({store.firm(str(firm_id)).name})"
    _check_some(store, person.id, person.name, firm_id, articles, statements)
    rules = store.separate(person.id, label, author=author, firm_id=firm_id, articles=articles, statements=statements)
    other = store.person(rules[0].other_id)
    return Separated(other.name, store.count(speaker_id=other.id), other.id, tuple(rule.id for rule in rules))


def _check_some(
    store: Store, person_id: str, name: str, firm_id: str | None, articles: Sequence[str], statements: Sequence[str]
) -> None:
    """Refuses what would leave nothing to the one of the name, or give nothing to the other."""
    said, firm = list(store.statements(speaker_id=person_id)), store.firm(firm_id).id if firm_id is not None else None
    meant = [
        one
        for one in said
        if (firm is not None and one.firm_id == firm) or one.statement.article_id in articles or one.id in statements
    ]
    if not meant or len(meant) == len(said):
        raise ConflictError(name, f"{'all' if meant else 'none'} of the statements are meant", "choose some of them")
