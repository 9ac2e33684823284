"""Reads a topic scheme from TOML and checks it; ``docs/topics.md`` describes the format."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from corpus.topic_index import plain
from corpus.types import Language

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TOPIC_KEYS = {"id", "pref_label", "alt_labels", "broader", "scope_note", "patterns", "unless"}
_DEFAULT_WITHIN = 16


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that together mean a topic: one of each group, near each other in one sentence.

    :param groups: the words of each group.
    :param within: from the first to the last word of them there are at most so many words.
    """

    language: Language
    groups: tuple[tuple[str, ...], ...]
    within: int


@dataclass(frozen=True, slots=True)
class Concept:
    """A topic as the file describes it, with labels as written (marks ``=`` and ``~`` kept).

    :param alt_labels: by language; terms for ``both`` are in each.
    :param both: the terms that the file lists for both languages.
    :param broader: ids of all broader topics, the main one first.
    :param unless: words beside which a single-word label means something else.
    """

    id: str
    pref_label: Mapping[Language, str]
    alt_labels: Mapping[Language, tuple[str, ...]]
    both: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    scope_note: str = ""
    patterns: tuple[Pattern, ...] = ()
    unless: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)


def scheme_text(path: Path) -> str:
    """The text of a scheme's file.

    :raises InputError: not readable, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}", "give the path of a TOML file") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is not TOML in UTF-8: {error}", "correct it there") from error


def parse_scheme(text: str, source: str) -> tuple[Concept, ...]:
    """Reads and checks a scheme.

    :param source: what errors call it.
    :raises InputError: not TOML, or an entry is wrong; names the source and the entry.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(source, f"is not TOML in UTF-8: {error}", "correct it there") from error
    return _Reader(source, data).concepts()


class _Reader:
    """Makes concepts of one file's tables, and says what is wrong with which of them."""

    def __init__(self, source: str, data: Mapping[str, Any]) -> None:
        self._source = source
        self._sets: Mapping[str, Any] = data.get("sets", {})
        self._topics: Any = data.get("topic")
        unknown = data.keys() - {"sets", "topic"}
        if unknown:
            raise InputError(source, f"unknown table {min(unknown)!r}", "use [sets.NAME] and [[topic]]")
        if not isinstance(self._topics, list) or not all(isinstance(entry, dict) for entry in self._topics or [None]):
            raise InputError(source, "has no [[topic]] entries", "describe at least one topic")
        if not isinstance(self._sets, dict) or not all(isinstance(words, dict) for words in self._sets.values()):
            raise InputError(source, "sets are no tables by language", "write [sets.NAME] with pl and en")

    def concepts(self) -> tuple[Concept, ...]:
        concepts = tuple(self._concept(entry, number) for number, entry in enumerate(self._topics, 1))
        self._check_ids(concepts)
        self._check_broader(concepts)
        self._check_labels(concepts)
        return concepts

    def _fail(self, topic: str, problem: str, remedy: str) -> InputError:
        return InputError(self._source, f"topic {topic!r}: {problem}", remedy)

    def _concept(self, entry: Mapping[str, Any], number: int) -> Concept:
        topic = entry.get("id")
        if not isinstance(topic, str) or not _ID.fullmatch(topic):
            raise self._fail(
                str(topic or f"number {number}"), "its id is missing or no slug", "use a-z, 0-9 and hyphens"
            )
        unknown = entry.keys() - _TOPIC_KEYS
        if unknown:
            raise self._fail(topic, f"unknown key {min(unknown)!r}", f"use {', '.join(sorted(_TOPIC_KEYS))}")
        labels = entry.get("alt_labels", {})
        both = self._words(topic, labels, "both", "alt_labels")
        return Concept(
            id=topic,
            pref_label={language: self._pref_label(topic, entry, language) for language in Language},
            alt_labels={language: self._words(topic, labels, language, "alt_labels") + both for language in Language},
            both=both,
            broader=self._broader(topic, entry.get("broader", [])),
            scope_note=str(entry.get("scope_note", "")),
            patterns=tuple(p for table in entry.get("patterns", []) for p in self._patterns(topic, table)),
            unless={language: self._words(topic, entry.get("unless", {}), language, "unless") for language in Language},
        )

    def _pref_label(self, topic: str, entry: Mapping[str, Any], language: Language) -> str:
        labels = entry.get("pref_label", {})
        label = labels.get(language) if isinstance(labels, dict) else None
        if not isinstance(label, str) or not plain(label):
            raise self._fail(topic, f"no preferred label in {language.value!r}", f"add pref_label.{language.value}")
        return label

    def _broader(self, topic: str, written: Any) -> tuple[str, ...]:
        broader = [written] if isinstance(written, str) else written
        if not isinstance(broader, list) or not all(isinstance(above, str) for above in broader):
            raise self._fail(topic, "broader is no id and no list of ids", 'write broader = "…" or ["…", "…"]')
        return tuple(broader)

    def _words(self, topic: str, table: Any, language: str, key: str) -> tuple[str, ...]:
        if not isinstance(table, dict) or not table.keys() <= {*Language, "both"}:
            raise self._fail(topic, f"{key} is no table by language", f"write {key}.pl, {key}.en or {key}.both")
        words = table.get(language, [])
        if not isinstance(words, list) or not all(isinstance(word, str) and plain(word) for word in words):
            raise self._fail(topic, f"{key}.{language} is no list of labels", 'write a list: ["…", "…"]')
        return tuple(words)

    def _patterns(self, topic: str, table: Any) -> Iterator[Pattern]:
        if not isinstance(table, dict):
            raise self._fail(topic, "a pattern is no table", "see docs/topics.md")
        groups = table.get("all_of")
        within = table.get("within", _DEFAULT_WITHIN)
        if not isinstance(groups, list) or len(groups) < 2 or not isinstance(within, int) or within < 2:
            raise self._fail(topic, "a pattern needs all_of with two groups or more", "see docs/topics.md")
        written = table.get("language")
        if written is not None and written not in set(Language):
            raise self._fail(topic, f"unknown language {written!r} of a pattern", "use pl or en")
        for language in [Language(written)] if written else list(Language):
            yield Pattern(language, tuple(self._group(topic, group, language, written) for group in groups), within)

    def _group(self, topic: str, group: Any, language: Language, written: str | None) -> tuple[str, ...]:
        words: list[str] = []
        items = [group] if isinstance(group, str) else group
        if not isinstance(items, list) or not all(isinstance(item, str) and plain(item) for item in items):
            raise self._fail(topic, "a pattern's group is no word and no list of words", "see docs/topics.md")
        for item in items:
            if item.startswith("@"):
                words += self._set(topic, item[1:], language)
            elif written is None:
                raise self._fail(topic, f"the pattern's word {item!r} has no language", "give the pattern a language")
            else:
                words.append(item)
        return tuple(words)

    def _set(self, topic: str, name: str, language: Language) -> list[str]:
        if name not in self._sets:
            raise self._fail(topic, f"unknown set '@{name}'", f"add [sets.{name}]")
        table = self._sets[name]
        words = [*self._words(topic, table, language, f"@{name}"), *self._words(topic, table, "both", f"@{name}")]
        if not words:
            raise self._fail(topic, f"the set '@{name}' has no words in {language.value!r}", f"add {language.value}")
        return words

    def _check_ids(self, concepts: tuple[Concept, ...]) -> None:
        seen: set[str] = set()
        for concept in concepts:
            if concept.id in seen:
                raise self._fail(concept.id, "the id is used twice", "rename one of them")
            seen.add(concept.id)

    def _check_broader(self, concepts: tuple[Concept, ...]) -> None:
        parents = {concept.id: concept.broader for concept in concepts}
        for concept in concepts:
            for broader in concept.broader:
                if broader not in parents:
                    raise self._fail(concept.id, f"unknown broader topic {broader!r}", "use the id of a topic")
        for topic, above in parents.items():
            trail: set[str] = set()
            front = set(above)
            while front:
                if topic in front:
                    raise self._fail(topic, "it is broader than itself, over others", "break the cycle of broader")
                trail |= front
                front = {broader for narrow in front for broader in parents[narrow]} - trail

    def _check_labels(self, concepts: tuple[Concept, ...]) -> None:
        for language in Language:
            owners: dict[str, str] = {}
            for concept in concepts:
                for label in (concept.pref_label[language], *concept.alt_labels[language]):
                    owner = owners.setdefault(plain(label), concept.id)
                    if owner != concept.id:
                        raise self._fail(concept.id, f"the label {label!r} is one of {owner!r} too", "keep it at one")
