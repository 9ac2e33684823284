"""Topics whose labels look like a name that no topic bears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpus.names import fold
from corpus.topics import TopicScheme
from corpus.types import Language

_NEAR = 70  # of 100: labels less alike are no suggestion
_SHORTEST = 4  # letters; shorter labels look like parts of anything


def nearest_topics(name: str, scheme: TopicScheme, limit: int = 5) -> list[str]:
    """The ids of the topics of which some label, in either language, looks most like a name; best first."""
    from rapidfuzz import fuzz, process  # not needed unless no topic bears the name

    labels = [
        (label, topic_id)
        for topic_id, topic in scheme.topics.items()
        for label in (topic_id.replace("-", " "), *topic.pref_label.values(), *_others(topic.alt_labels))
        if len(label) >= _SHORTEST
    ]
    found = process.extract(
        fold(name), [fold(label) for label, _ in labels], scorer=fuzz.WRatio, score_cutoff=_NEAR, limit=8 * limit
    )
    return list(dict.fromkeys(labels[place][1] for _, _, place in found))[:limit]


def _others(alternatives: Mapping[Language, tuple[str, ...]]) -> Iterator[str]:
    for labels in alternatives.values():
        yield from labels
