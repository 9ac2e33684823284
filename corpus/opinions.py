"""The topics of a statement and the side it takes on each, with the words that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from corpus.stance import StanceCue, Verdict, judge
from corpus.stance_lexicon import Role, english_keys, polish_keys
from corpus.stance_signals import read
from corpus.topic_words import split_words
from corpus.topics import TopicMatch, TopicScheme
from corpus.types import Language, Opinion, Polarity, Span

MIN_RELEVANCE = 0.3  # weaker matches are words that a topic shares with everyday language
MAX_TOPICS = 8
_STRONG = 0.7  # a topic named this clearly needs no help from the context
_CONTEXT = 0.55  # what the texts of the context must say of a topic together …
_NAMED = 0.45  # … and one of them alone
_FURTHER = 0.6  # what each sentence further away counts, beside the one before it
_HEADLINE = 1.5  # the headline says what the article is about
_INHERITED = 0.5
_THEME = 0.5  # what the article's main topic counts in a statement's context, others in proportion
_BY_THEME = 0.4  # what a topic loses of its relevance that the rest of the article does not speak of
_NARROWER = 0.4  # a narrower topic is taken where so much is said of it, beside the one that most is said of
_OWN_SUBJECT, _OPENING_WORDS = 0.55, 2  # a topic named so clearly within the first words is what is spoken of
_LONG = 5  # letters; shorter words are shared by chance


def opinions(
    content: Sequence[Span],
    language: Language,
    cue: str | None,
    scheme: TopicScheme,
    context: Sequence[str] = (),
    theme: Mapping[str, float] = MappingProxyType({}),
) -> tuple[Opinion, ...]:
    """The stance of a statement towards each topic of the scheme that it is about.

    A statement that names no topic of its own strongly ("It will not help me") is about what the texts around it are
    about: the topic that they speak of most. It must be linked to them, by a pronoun, a word that they share or at
    least a judgement; what is said of something else ("The concert starts at eight") gets no topic from them.

    :param content: the statement's spans in the article.
    :param cue: the reporting words beside it, which carry stance too (``skrytykował``).
    :param context: texts around the statement: the sentences before it, nearest first, and last the headline.
    :param theme: what the whole article is about, as :func:`theme_of` tells.
    :returns: the most relevant topic first; empty when no topic of the scheme fits.
    """
    text = " ".join(span.exact for span in content)
    found = []
    named = [match for match in scheme.match(text, language)[:MAX_TOPICS] if match.relevance >= MIN_RELEVANCE]
    verdicts: dict[tuple[int, int], Verdict] = {}  # several topics may be named by the same words
    for match in named:
        place = match.start, match.end
        if place not in verdicts:
            verdicts[place] = judge(text, language, (place,), cue)
        verdict = verdicts[place]
        spans = tuple(in_article(stance_cue, content) for stance_cue in verdict.cues)
        found.append(
            Opinion(
                match.topic,
                round(match.relevance * (1 - _BY_THEME * (1 - _share(match.topic, theme, scheme))), 3),
                verdict.polarity,
                round(verdict.score, 3),
                tuple(s for s in spans if s),
                verdict.confidence,
            )
        )
    if not named or named[0].relevance < _STRONG:
        inherited = _inherited(text, context, language, scheme, theme, {opinion.topic for opinion in found})
        if inherited is not None:
            if any(_opens(text, match) and not _akin(match.topic, inherited, scheme) for match in named):
                found.append(Opinion(inherited, _INHERITED, Polarity.NEUTRAL, 0.0))  # it is about something else
            else:
                verdict = judge(text, language, (), cue)
                spans = tuple(in_article(stance_cue, content) for stance_cue in verdict.cues)
                cues = tuple(s for s in spans if s)
                score = round(verdict.score, 3)
                found.append(Opinion(inherited, _INHERITED, verdict.polarity, score, cues, verdict.confidence))
    return tuple(sorted(found, key=lambda opinion: -opinion.relevance))


def _akin(one: str, other: str, scheme: TopicScheme) -> bool:
    """Whether one topic is the other, or above or below it."""
    return one in scheme.narrower(other) or other in scheme.narrower(one)


def _opens(text: str, match: TopicMatch) -> bool:
    """Whether a statement opens with a topic of its own, clearly named: "A marketplace is a shelf"."""
    return match.relevance >= _OWN_SUBJECT and text.count(" ", 0, match.start) < _OPENING_WORDS


def _share(topic: str, theme: Mapping[str, float], scheme: TopicScheme) -> float:
    """How much an article is about a topic or about narrower ones, beside its main topic: 0 to 1."""
    if not theme:
        return 1.0
    return max(theme.get(one, 0.0) for one in scheme.narrower(topic))


def theme_of(
    sentences: Iterable[str], headline: str | None, language: Language, scheme: TopicScheme
) -> dict[str, float]:
    """What an article is about: by topic how much its sentences and its headline say of it, the most being 1."""
    said: defaultdict[str, float] = defaultdict(float)
    for text, weight in (*((sentence, 1.0) for sentence in sentences), (headline or "", _HEADLINE)):
        for match in scheme.match(text, language)[:MAX_TOPICS]:
            said[match.topic] += weight * match.relevance
    most = max(said.values(), default=1.0)
    return {topic: amount / most for topic, amount in said.items()}


def _inherited(
    text: str,
    context: Sequence[str],
    language: Language,
    scheme: TopicScheme,
    theme: Mapping[str, float],
    own: set[str],
) -> str | None:
    """The topic that the context speaks of most; ``None`` where it has none, or the statement is not linked to it."""
    said: defaultdict[str, float] = defaultdict(float)
    most: defaultdict[str, float] = defaultdict(float)
    for number, other in enumerate(context):
        headline = 0 < number == len(context) - 1
        for match in scheme.match(other, language)[:MAX_TOPICS]:
            said[match.topic] += match.relevance * (_HEADLINE if headline else _FURTHER**number)
            most[match.topic] = max(most[match.topic], match.relevance)
    for name, share in theme.items():
        said[name] += _THEME * share
        most[name] = max(most[name], _THEME * share)
    topic = max(said, key=lambda one: (said[one], one), default=None)
    if topic is not None:  # "cloud incentives" rather than "cloud", where the texts speak of both
        within = [one for one in said if one in scheme.narrower(topic) and said[one] >= _NARROWER * said[topic]]
        topic = max(within, key=lambda one: (one != topic, said[one], one))
    if topic is None or topic in own or said[topic] < _CONTEXT or most[topic] < _NAMED:
        return None
    if not _linked(text, context, language) and judge(text, language).polarity is Polarity.NEUTRAL:
        return None
    return topic


def _linked(text: str, context: Sequence[str], language: Language) -> bool:
    """Whether a statement goes on about what was said before: by a pronoun, an unspoken subject or a shared word."""
    reading = read(text, language)
    if any(reading.refers_back) or any(Role.ANAPHORA in match.roles for match in reading.parsed.matches):
        return True
    return not _keys(text, language).isdisjoint(key for other in context for key in _keys(other, language))


@lru_cache(maxsize=256)
def _keys(text: str, language: Language) -> frozenset[str]:
    """The longer words of a text, inflection undone."""
    keys = polish_keys if language is Language.PL else english_keys
    return frozenset(key for form in split_words(text).forms if len(form) >= _LONG for key in keys(form))


def in_article(cue: StanceCue, content: Sequence[Span]) -> Span | None:
    """A span of the joined text as a span of the article; ``None`` when it straddles two pieces."""
    offset = 0
    for span in content:
        length = len(span.exact)
        if offset <= cue.start and cue.end <= offset + length:
            start, end = cue.start - offset, cue.end - offset
            return Span(span.start + start, span.start + end, span.exact[start:end])
        offset += length + 1
    return None
