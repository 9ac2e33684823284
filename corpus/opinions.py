"""The topics of a statement and the side it takes on each, with the words that show it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.stance import StanceCue, judge
from corpus.topics import TopicScheme
from corpus.types import Language, Opinion, Span

MIN_RELEVANCE = 0.3  # weaker matches are words that a topic shares with everyday language
MAX_TOPICS = 8
_STRONG = 0.55  # a topic named this clearly needs no help from the context
_CONTEXT = 0.55  # … and the context must name one as clearly
_INHERITED = 0.45


def opinions(
    content: Sequence[Span], language: Language, cue: str | None, scheme: TopicScheme, context: Sequence[str] = ()
) -> tuple[Opinion, ...]:
    """The stance of a statement towards each topic of the scheme that it is about.

    A statement that names no topic of its own strongly ("It will not help me") is about what the words around it are
    about: the best topic of the nearest text that has one.

    :param content: the statement's spans in the article.
    :param cue: the reporting words beside it, which carry stance too (``skrytykował``).
    :param context: texts around the statement, nearest first: the sentences before it, the headline.
    :returns: the most relevant topic first; empty when no topic of the scheme fits.
    """
    text = " ".join(span.exact for span in content)
    found = []
    for match in scheme.match(text, language)[:MAX_TOPICS]:
        if match.relevance < MIN_RELEVANCE:
            break
        verdict = judge(text, language, ((match.start, match.end),), cue)
        spans = tuple(_in_article(stance_cue, content) for stance_cue in verdict.cues)
        found.append(
            Opinion(
                match.topic,
                round(match.relevance, 3),
                verdict.polarity,
                round(verdict.score, 3),
                tuple(s for s in spans if s),
            )
        )
    if not found or found[0].relevance < _STRONG:
        inherited = _inherited(context, language, scheme, {opinion.topic for opinion in found})
        if inherited is not None:
            verdict = judge(text, language, (), cue)
            spans = tuple(_in_article(stance_cue, content) for stance_cue in verdict.cues)
            own = Opinion(
                inherited, _INHERITED, verdict.polarity, round(verdict.score, 3), tuple(s for s in spans if s)
            )
            found.append(own)
    return tuple(sorted(found, key=lambda opinion: -opinion.relevance))


def _inherited(context: Sequence[str], language: Language, scheme: TopicScheme, own: set[str]) -> str | None:
    for text in context:
        best = next(iter(scheme.match(text, language)), None)
        if best is not None and best.relevance >= _CONTEXT:
            return best.topic if best.topic not in own else None
    return None


def _in_article(cue: StanceCue, content: Sequence[Span]) -> Span | None:
    """A span of the joined text as a span of the article; ``None`` when it straddles two pieces."""
    offset = 0
    for span in content:
        length = len(span.exact)
        if offset <= cue.start and cue.end <= offset + length:
            start, end = cue.start - offset, cue.end - offset
            return Span(span.start + start, span.start + end, span.exact[start:end])
        offset += length + 1
    return None
