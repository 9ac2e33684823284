"""Commands that answer: ``ask`` and ``search``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.encoder_options import with_encoder
from api.options import (
    AsJson,
    Day,
    FirmName,
    Lang,
    Limit,
    Mentioned,
    Person,
    RerankerName,
    Stance,
    State,
    TopicName,
    console,
    filters_of,
    print_json,
)

if TYPE_CHECKING:
    from search.types import Hit


@with_encoder
def ask(
    question: Annotated[str, typer.Argument(help="A question in Polish or English.")],
    limit: Limit = 10,
    person: Person = None,
    firm: FirmName = None,
    mentions: Mentioned = None,
    topic: TopicName = None,
    stance: Stance = None,
    since: Day = None,
    until: Day = None,
    language: Lang = None,
    reranker: RerankerName = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question: who said it, which side they take, their exact words and where they stand."""
    from api.compose import open_engine
    from api.progress import embedding_bar
    from search.serialise import answer_to_dict

    with embedding_bar() as shown, open_engine(State.data, State.encoder, shown, reranker) as engine:
        overrides = filters_of(person, firm, topic, stance, since, until, language, mentions)
        answer = engine.ask(question, limit=limit, overrides=overrides)
        if as_json:
            print_json(answer_to_dict(answer))
            return
        from api.render import show_answer

        show_answer(console(), answer)


@with_encoder
def search(
    text: Annotated[str, typer.Argument(help="Words to look for by meaning.")] = "",
    limit: Limit = 10,
    person: Person = None,
    firm: FirmName = None,
    mentions: Mentioned = None,
    topic: TopicName = None,
    stance: Stance = None,
    since: Day = None,
    until: Day = None,
    language: Lang = None,
    like: Annotated[
        str | None, typer.Option(help="Id of a statement: those closest to it in meaning, in place of a text.")
    ] = None,
    reranker: RerankerName = None,
    as_json: AsJson = False,
) -> None:
    """Find statements close in meaning to a text, or to another; with conditions alone all that meet them."""
    from api.compose import open_engine
    from api.progress import embedding_bar
    from corpus.errors import UsageError
    from search.serialise import hit_to_dict

    conditions = (person, firm, mentions, topic, stance, since, until, language)
    if (text.strip() and like) or not (text.strip() or like or any(conditions)):
        raise UsageError("search", "needs either a text or --like ID", 'write for instance: search "margins are thin"')

    with embedding_bar() as shown, open_engine(State.data, State.encoder, shown, reranker) as engine:
        filters = filters_of(person, firm, topic, stance, since, until, language, mentions)
        hits = engine.like(like, filters, limit) if like else engine.search(text, filters, limit)
        if as_json:
            print_json([{"speaker": _speaker_json(hit), **hit_to_dict(hit)} for hit in hits])
            return
        from api.render import show_hits

        show_hits(console(), hits)


def _speaker_json(hit: Hit) -> dict[str, str | None] | None:
    statement = hit.statement
    if statement.speaker is None:
        return None
    return {
        "name": statement.speaker.name,
        "type": statement.speaker.type.value,
        "role": statement.role,
        "firm": statement.firm,
    }
