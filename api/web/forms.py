"""The conditions of an address and the fields that they are filled in by."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request

from corpus.topics import TopicScheme
from corpus.types import Language

_OWN = frozenset(("lang",))  # parameters of pages, not of what they show


def given(request: Request) -> dict[str, str]:
    """The parameters of an address that are filled in; forms send those that are empty too."""
    return {name: value for name, value in request.query_params.items() if name not in _OWN and value.strip() != ""}


def topic_choices(scheme: TopicScheme, language: Language) -> Sequence[tuple[str, str]]:
    """Id and label of every topic, in the order of the labels."""
    labels = [(topic, scheme.label(topic, language)) for topic in scheme.topics]
    return sorted(labels, key=lambda pair: pair[1].casefold())
