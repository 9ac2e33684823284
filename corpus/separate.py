"""Two people of one name, told apart by a person's decision: some statements of the name are somebody else's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from corpus.errors import UsageError
from corpus.store import Store
from corpus.types import Speaker, SpeakerType


@dataclass(frozen=True, slots=True)
class Separated:
    """What was decided.

    :param name: the name that the other person goes by from now on.
    :param statements: how many statements are now that person's.
    """

    name: str
    statements: int


def separate(
    store: Store,
    person_id: str,
    *,
    author: str,
    firm_id: str | None = None,
    articles: Collection[str] = (),
    name: str | None = None,
) -> Separated:
    """Gives those statements of a person that were made for a firm, or in some articles, to another of the same name.

    The decision is kept as a correction of every statement: it survives ingesting the articles again, and taking the
    corrections back, or merging the two, undoes it.

    :param firm_id: the statements said for this firm.
    :param articles: the statements in these articles, by id.
    :param name: how the other person is called; by default the name with the firm in brackets.
    :raises NotFoundError: no such person or firm.
    :raises UsageError: neither firm nor article is given, no statement is meant or all are, or the name is the same.
    """
    person = store.person(person_id)
    if firm_id is None and not articles:
        raise UsageError(person.name, "nothing says which statements are the other's", "give --firm or --article")
    if firm_id is not None:
        label = name or f"{person.name} ({store.firm(firm_id).name})"
    elif name is None:
        raise UsageError(person.name, "the other person needs a name", "give --name, for instance with the town")
    else:
        label = name
    if label == person.name:
        raise UsageError(label, "is the name of both", "give the other another --name")
    said = list(store.statements(speaker_id=person_id))
    meant = [
        one
        for one in said
        if (firm_id is None or one.firm_id == firm_id) and (not articles or one.statement.article_id in articles)
    ]
    if not meant or len(meant) == len(said):
        raise UsageError(
            person.name, f"{'all' if meant else 'none'} of the statements are meant", "choose some of them"
        )
    for one in meant:
        store.correct(
            one.id, author=author, speaker=Speaker(label, SpeakerType.PERSON), note="another of the same name"
        )
    return Separated(label, len(meant))
