"""Commands about positions over time: a person's stances by topic, changes of mind, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.options import AsJson, State, console, print_json

if TYPE_CHECKING:
    from graph.positions import Position

Topic = Annotated[str | None, typer.Option(help="Only this topic and those below it: an id or a label.")]
_MARKS = {"supportive": "+", "sceptical": "–", "mixed": "±", "neutral": "·"}


def positions(
    person: Annotated[str, typer.Argument(help="Name in any spelling, or id.")],
    topic: Topic = None,
    as_json: AsJson = False,
) -> None:
    """Show where somebody stood on each topic and when, changes of mind and contradictions included."""
    from api.commands.choosing import resolve
    from api.compose import open_store
    from api.positions import pair_dict, series_dict
    from graph.positions import changes, contradictions, series

    with open_store(State.data) as store:
        identifier, name = resolve(store, "person", person)
        listed = series(store.statements(speaker_id=identifier), _topics(topic))
        labels = _labels()
    turned = changes(listed)
    both = contradictions(listed)
    if as_json:
        print_json(
            {
                "person": {"id": identifier, "name": name},
                "series": [series_dict(one) for one in listed],
                "changes": [pair_dict(one.topic, one.before, one.after) for one in turned],
                "contradictions": [pair_dict(one.topic, one.one, one.other) for one in both],
            }
        )
        return
    from rich.text import Text

    from api.render import COLOURS

    screen = console()
    screen.print(Text(name, style="bold"))
    for one in listed:
        line = Text("  ")
        for step in one.positions:
            line.append(_MARKS[step.opinion.polarity.value], style=COLOURS[step.opinion.polarity.value])
        days = f"{one.positions[0].on} … {one.positions[-1].on}" if one.positions else "undated"
        screen.print(line.append(f"  {labels.get(one.topic, one.topic)}").append(f"  {days}", style="dim"))
    for change in turned:
        _print_pair("Changed on", labels.get(change.topic, change.topic), change.before, change.after)
    for clash in both:
        _print_pair("Both sides on", labels.get(clash.topic, clash.topic), clash.one, clash.other)
    if not listed:
        screen.print("  no statement on a topic of the scheme")


def changes(topic: Topic = None, as_json: AsJson = False) -> None:
    """List everybody who took one side of a topic and later the other, with both statements, oldest first."""
    from api.compose import open_store
    from api.positions import pair_dict
    from graph.positions import changes as changes_of
    from graph.positions import series

    with open_store(State.data) as store:
        turned = changes_of(series(store.statements(), _topics(topic)))
        names = {one.id: one.name for one in store.people()}
    if as_json:
        print_json([{"speaker": one.speaker_id, **pair_dict(one.topic, one.before, one.after)} for one in turned])
        return
    labels = _labels()
    for one in turned:
        who = names.get(one.speaker_id, one.before.said.speaker_name or one.speaker_id)
        _print_pair(f"{who} changed on", labels.get(one.topic, one.topic), one.before, one.after)
    if not turned:
        console().print("nobody has changed sides")


def _topics(topic: str | None) -> list[str] | None:
    """The topic that is asked for and those below it; ``None`` for all.

    :raises UsageError: it is not in the scheme.
    """
    if topic is None:
        return None
    from api.compose import folder_scheme
    from search.naming import topic_of

    scheme = folder_scheme(State.data)
    found = topic_of(scheme, topic)
    return [found, *sorted(scheme.narrower(found) - {found})]


def _labels() -> dict[str, str]:
    from api.compose import folder_scheme
    from corpus.types import Language

    scheme = folder_scheme(State.data)
    return {name: scheme.label(name, Language.EN) for name in scheme.topics}


def _print_pair(what: str, label: str, one: Position, other: Position) -> None:
    from rich.text import Text

    from api.render import COLOURS, words_of

    screen = console()
    screen.print(Text(f"{what} {label}", style="bold"))
    for step in (one, other):
        side = step.opinion.polarity.value
        screen.print(
            Text(f"  {step.on}  ")
            .append(f"{side} {step.opinion.score:+.2f}", style=COLOURS[side])
            .append(f"  {words_of(step.said.statement)}")
            .append(f"  {step.said.document} [{step.said.id}]", style="dim")
        )
