"""The form to correct a statement: what it is filled with, and what changes when it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData

from api.curation_schemas import CorrectionGiven
from corpus.topics import TopicScheme
from corpus.types import Language, SpeakerType
from search.engine import Engine

NOBODY = "nobody"
NOT_ABOUT = "none"
_STANCE = "stance:"
_PEOPLE, _FIRMS = 200, 100  # names to suggest


async def sent(request: Request) -> dict[str, str]:
    """The text fields of a form, white space around them taken away."""
    form: FormData = await request.form(max_files=0, max_fields=200)
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}


def suggestions(engine: Engine, statement: Mapping[str, Any], language: Language) -> dict[str, list[Any]]:
    """Names and topics to choose from: those of the article first."""
    store, scheme = engine.store, engine.scheme
    here = [one.speaker_name for one in store.statements(article_id=statement["article_id"]) if one.speaker_name]
    people = [one.name for one in store.people(limit=_PEOPLE)]
    held = {opinion["topic"] for opinion in statement["opinions"]}
    topics = [(topic, scheme.label(topic, language)) for topic in scheme.topics if topic not in held]
    return {
        "speakers": list(dict.fromkeys([*here, *people])),
        "firms": [one.name for one in store.firms(limit=_FIRMS)],
        "topics": sorted(topics, key=lambda one: one[1].casefold()),
        "types": [one.value for one in SpeakerType if one is not SpeakerType.UNKNOWN],
    }


def correction_of(form: Mapping[str, str], statement: Mapping[str, Any], scheme: TopicScheme) -> CorrectionGiven:
    """What a form changes of a statement; fields that say what it says already are left out.

    :raises ValidationError: a field cannot be used.
    """
    given: dict[str, Any] = {"note": form.get("note", "")}
    speaker = statement["speaker"]
    name, kind = form.get("speaker", ""), form.get("type", SpeakerType.PERSON.value)
    wanted = None if kind == NOBODY or not name else {"name": name, "type": kind}
    asked = "speaker" in form or kind == NOBODY
    if asked and (wanted and (wanted["name"], wanted["type"])) != (speaker and (speaker["name"], speaker["type"])):
        given["speaker"] = wanted
    for field in ("role", "firm"):
        if field in form and (form[field] or None) != statement[field]:
            given[field] = form[field] or None
    given["stances"] = _stances(form, statement, scheme)
    return CorrectionGiven.model_validate(given)


def _stances(form: Mapping[str, str], statement: Mapping[str, Any], scheme: TopicScheme) -> dict[str, str | None]:
    held = {opinion["topic"]: opinion["polarity"] for opinion in statement["opinions"]}
    found: dict[str, str | None] = {}
    for field, side in form.items():
        topic = field.removeprefix(_STANCE)
        if field.startswith(_STANCE) and topic in held and side != held[topic]:
            found[topic] = None if side == NOT_ABOUT else side
    if form.get("new_topic") and form["new_topic"] in scheme.topics:
        found[form["new_topic"]] = form.get("new_stance", "neutral")
    return found
