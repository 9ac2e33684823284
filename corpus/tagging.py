"""Topics and stance of a store's statements by the store's own scheme: for new articles, and again for old ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.errors import InputError
from corpus.extract import EXTRACTOR_VERSION, article_theme, context_of, extract, passages_of, sentence_ends
from corpus.opinions import opinions
from corpus.schemes import scheme_from, scheme_of
from corpus.store import Setting, Store
from corpus.topics import TopicScheme
from corpus.types import Article, Statement

Refine = Callable[[Article, Sequence[Statement]], Sequence[Statement]]
"""Judges the opinions of one article's statements anew."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """Extracts with one scheme; can be sent to other processes.

    :param topics: TOML of the scheme; ``None`` for the bundled one.
    :param judge: name of what judges stance afterwards, if not the bundled judge.
    """

    topics: str | None = None
    judge: str | None = None

    @classmethod
    def of(cls, store: Store, judge: str | None = None) -> Extractor:
        """The one for a store."""
        return cls(store.setting(Setting.TOPICS), judge)

    @property
    def name(self) -> str:
        """Name and version: statements of an extractor of another name are not what this one would find."""
        scheme = "" if self.topics is None else f" topics-{hashlib.sha256(self.topics.encode()).hexdigest()[:8]}"
        return f"quotegraph-{EXTRACTOR_VERSION}{scheme}{f' stance-{self.judge}' if self.judge else ''}"

    def __call__(self, article: Article) -> list[Statement]:
        """All statements of an article."""
        return extract(article, scheme_from(self.topics))


def retagged(article: Article, statements: Sequence[Statement], scheme: TopicScheme) -> list[Statement]:
    """The statements with topics and stances found anew; who said which words stays as it is."""
    if not statements:
        return []
    ends = sentence_ends(passages_of(article))
    theme = article_theme(article, ends, scheme)
    found = []
    for statement in statements:
        first = statement.content[0].start
        start = min(first, statement.cue.start) if statement.cue else first
        context = context_of(article, start, ends)
        cue = statement.cue.exact if statement.cue else None
        held = opinions(statement.content, statement.language, cue, scheme, context, theme)
        found.append(replace(statement, opinions=held))
    return found


def retag(
    store: Store,
    *,
    refine: Refine | None = None,
    judge: str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> int:
    """Finds topics and stances of all stored statements anew, article by article, without extracting them again.

    Corrections by people stand. Interrupted, it is done again from the start; until then some articles have the old
    tags and some the new ones.

    :param refine: judges stance in place of the bundled judge; ``judge`` is its name.
    :param on_progress: called with the articles done and their number.
    :param on_error: called with what went wrong with one article; its tags stay as they were.
    :returns: how many articles changed.
    """
    chosen = Extractor.of(store, judge)
    scheme = scheme_of(store)
    changed, total = 0, store.stats().articles
    for done, article in enumerate(store.articles(), 1):
        try:
            found: Sequence[Statement] = retagged(article, store.extracted(article.id), scheme)
            if refine is not None:
                found = refine(article, found)
            changed += store.replace_statements(article.id, found, extractor=_renamed(store, article, chosen))
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
        if on_progress is not None:
            on_progress(done, total)
    return changed


def _renamed(store: Store, article: Article, chosen: Extractor) -> str:
    """The name of the extractor with the new tags; statements that an older version found keep its version."""
    version = (store.extractor_of(article.id) or chosen.name).split(" ")[0]
    return " ".join([version, *chosen.name.split(" ")[1:]])
