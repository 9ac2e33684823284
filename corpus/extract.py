"""From an article to its statements: who said which words, in which capacity, on which topics and which side.

Calls the grammars of :mod:`corpus.attribution` in order: paragraphs, sentences and cues; verbatim quotations
(dashes, then marks); reported speech in what is left; speakers over the whole article; topics and stance.
No input or output happens here.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.attribution import reported_en, reported_pl
from corpus.attribution.beside import Grammar
from corpus.attribution.blocks import blocks
from corpus.attribution.cast import Cast
from corpus.attribution.cue import Cue
from corpus.attribution.cues import find_cues
from corpus.attribution.direct import dash_quotations
from corpus.attribution.draft import Draft, Passage, Range
from corpus.attribution.english import EnglishGrammar
from corpus.attribution.firms import firm_mentions
from corpus.attribution.headlines_pl import headline_quotation
from corpus.attribution.hints import hints
from corpus.attribution.interview import answers, interview_turns
from corpus.attribution.led_pl import led_by_paragraph
from corpus.attribution.marks import quoted
from corpus.attribution.mentions import mentions
from corpus.attribution.named import Named
from corpus.attribution.polish import PolishGrammar
from corpus.attribution.quotations import Thread, carry_on, mark_quotations
from corpus.attribution.resolve import Resolver
from corpus.attribution.resolved import Resolved
from corpus.attribution.things import names_firm
from corpus.attribution.tokens import Token, token_at, tokenise
from corpus.opinions import opinions, theme_of
from corpus.sentences import sentences
from corpus.topics import TopicScheme, default_scheme
from corpus.types import Article, Language, Span, SpeakerType, Statement

EXTRACTOR_VERSION = 8
_CONTEXT_SENTENCES = 5
_CONTEXT_REACH = 600  # code points before a statement in which its unspoken topic is looked for
_GRAMMARS: dict[Language, Grammar] = {Language.PL: PolishGrammar(), Language.EN: EnglishGrammar()}


def extract(article: Article, scheme: TopicScheme | None = None) -> list[Statement]:
    """All statements of an article, in the order of the text.

    :param scheme: the topics to tag with; the bundled scheme when left out.
    :returns: statements whose spans all lie in ``article.text``; unknown speakers stay ``None``.
    """
    passages = passages_of(article)
    thread = Thread()
    drafts, turns = interview_turns(passages)
    if not drafts and article.language is Language.PL:
        drafts, turns = answers(passages)
    for before, passage, after in zip([None, *passages], passages, [*passages[1:], None], strict=False):
        if passage.number not in turns:
            drafts += _drafts(passage, thread) or _led(before, passage, after)
    for draft in drafts:
        draft.content[:] = [(start, end) for start, end in draft.content if start < end]  # nothing but marks was there
    drafts = [draft for draft in drafts if draft.content]
    drafts.sort(key=lambda draft: min(draft.content[0][0], draft.cue[0] if draft.cue else draft.content[0][0]))
    words = frozenset(token.text for passage in passages for token in passage.tokens if token.is_capital)
    cast = Cast(article.language, words)
    for passage in passages:
        for position, parts in mentions(passage):
            cast.introduce(parts, position)
        if article.language is Language.PL:
            for position, name, subject in firm_mentions(passage):
                cast.firms.note(position, cast.organization(name, "nom"), subject=subject)
    resolver = Resolver(article.text, article.language, cast)
    topics = scheme or default_scheme()
    resolved = [resolver.resolve(draft) for draft in drafts]
    ends = sentence_ends(passages)
    theme = article_theme(article, ends, topics) if drafts else {}
    completed = [resolver.completed(one) for one in resolved]
    named = Named(article.language, (member.name for member in cast.members), _organizations(cast, completed))
    return [
        _statement(article, draft, one, topics, context_of(article, _start(draft), ends), theme, named)
        for draft, one in zip(drafts, completed, strict=True)
    ]


def _organizations(cast: Cast, resolved: Sequence[Resolved]) -> set[str]:
    """All organisations that an article names."""
    speaking = {one.speaker.name for one in resolved if one.speaker and one.speaker.type is SpeakerType.ORGANIZATION}
    held = (*(member.firm for member in cast.members), *(one.firm for one in resolved))
    named = cast.organizations() | speaking | {firm for firm in held if firm}
    return {name for name in named if names_firm(name)}


def passages_of(article: Article) -> list[Passage]:
    """The paragraphs of an article with their tokens, sentences, cues and quotation marks."""
    text, language = article.text, article.language
    paragraphs = blocks(text, article.body_start)
    found: list[Passage] = []
    for number, (block, quotes) in enumerate(zip(paragraphs, quoted(text, paragraphs), strict=True)):
        tokens = tokenise(text, block.start, block.end)
        if not tokens:
            continue
        ranges = _token_ranges(tokens, sentences(text, language, block.start, block.end))
        cues = [cue for low, high in ranges for cue in _shifted(find_cues(tokens[low:high], language), low)]
        found.append(Passage(text, language, number, block, tokens, ranges, cues, quotes))
    return found


def _token_ranges(tokens: Sequence[Token], spans: Sequence[Range]) -> list[Range]:
    ranges = []
    for start, end in spans:
        low, high = token_at(tokens, start), token_at(tokens, end)
        if high > low:
            ranges.append((low, high))
    return ranges


def _shifted(cues: Sequence[Cue], low: int) -> list[Cue]:
    return [replace(cue, first=cue.first + low, last=cue.last + low, anchor=cue.anchor + low) for cue in cues]


def _drafts(passage: Passage, thread: Thread) -> list[Draft]:
    if thread.last is not None and passage.number - thread.last.passage > len(thread.last.content):
        thread.last = None  # other paragraphs stand between: nothing goes on from there
    thread.absorbed = []
    if not passage.cues and not passage.quotes:
        quick = any(token.lower in hints(passage.language) or token.text == ":" for token in passage.tokens)
        if not quick:
            return []
    if passage.language is Language.PL and (headline := headline_quotation(passage)):
        return [headline]
    grammar = _GRAMMARS[passage.language]
    direct = dash_quotations(passage, grammar)
    taken = [place for draft in direct for place in _places(draft)]
    inside = [place for draft in direct for place in [*draft.content, *_clause(draft)]]
    marked = mark_quotations(passage, grammar, inside, thread)
    taken += [place for draft in marked for place in _places(draft)] + thread.absorbed + thread.pending
    indirect = (
        reported_pl.reported(passage, taken)
        if passage.language is Language.PL
        else reported_en.reported(passage, taken)
    )
    if passage.language is Language.EN:
        carry_on(thread, passage, indirect)
    return [*direct, *marked, *indirect]


def _led(before: Passage | None, passage: Passage, after: Passage | None) -> list[Draft]:
    led = led_by_paragraph(before, passage, after, _GRAMMARS[passage.language])
    return [led] if led is not None else []


def _clause(draft: Draft) -> list[Range]:
    """The attribution clause, with a medium between verb and speaker (``mówiła „Wydarzeniom” prezydent …``)."""
    if draft.cue is None or draft.source is None:
        return []
    return [(min(draft.cue[0], draft.source[0]), max(draft.cue[1], draft.source[1]))]


def _places(draft: Draft) -> list[Range]:
    if "led" in draft.notes:
        return list(draft.content)
    return [*draft.content, *([draft.cue] if draft.cue else []), *([draft.source] if draft.source else [])]


def _statement(
    article: Article,
    draft: Draft,
    resolved: Resolved,
    scheme: TopicScheme,
    context: Sequence[str],
    theme: Mapping[str, float],
    named: Named,
) -> Statement:
    content = tuple(_span(article, place) for place in draft.content)
    speaker = resolved.speaker
    cue = _span(article, draft.cue).exact if draft.cue else None
    key = f"{article.id}:" + ",".join(f"{span.start}-{span.end}" for span in content)
    return Statement(
        id=hashlib.sha256(key.encode()).hexdigest()[:16],
        article_id=article.id,
        kind=draft.kind,
        language=article.language,
        content=content,
        cue=_span(article, draft.cue) if draft.cue else None,
        source=_span(article, draft.source) if draft.source else None,
        speaker=speaker,
        role=resolved.role,
        firm=resolved.firm,
        opinions=opinions(content, article.language, cue, scheme, context, theme),
        confidence=round(draft.confidence * resolved.certainty, 2),
        mentions=tuple(one for one in named.within(article.text, draft.content) if one.named != speaker),
    )


def sentence_ends(passages: Sequence[Passage]) -> list[int]:
    """Where the sentences of an article end, ascending."""
    return [passage.tokens[last - 1].end for passage in passages for _, last in passage.sentences]


def context_of(article: Article, start: int, ends: Sequence[int]) -> list[str]:
    """What a statement may silently be about: the sentences before it, nearest first, then the headline.

    :param start: where the statement or its cue begins.
    :param ends: where the sentences of the article end.
    """
    last = bisect_right(ends, start)
    edges = [article.body_start, *ends]
    before = [
        article.text[max(edges[at], article.body_start) : ends[at]]
        for at in range(last - 1, max(last - 1 - _CONTEXT_SENTENCES, -1), -1)
        if edges[at] >= start - _CONTEXT_REACH
    ]
    return [*before, *([article.headline] if article.headline else [])]


def article_theme(article: Article, ends: Sequence[int], scheme: TopicScheme) -> dict[str, float]:
    """What the whole article is about.

    :param ends: where its sentences end.
    """
    edges = [article.body_start, *ends]
    sentences = (article.text[max(start, article.body_start) : end] for start, end in zip(edges, ends, strict=False))
    return theme_of(sentences, article.headline, article.language, scheme)


def _start(draft: Draft) -> int:
    return min(draft.content[0][0], draft.cue[0] if draft.cue else draft.content[0][0])


def _span(article: Article, place: Range) -> Span:
    return Span(place[0], place[1], article.text[place[0] : place[1]])
