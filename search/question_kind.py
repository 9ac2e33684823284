"""Questions of a kind of their own: when somebody changed sides, who disagrees, comparisons, counts, topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.lexicon import Found, Lexicon, Token
from search.question_names import Mention, Named
from search.question_stance import Side
from search.types import Intent

_BETWEEN = 1  # words between "disagrees with" and the name
_OPENING = 3  # words within which a count is asked for
_OR = frozenset(("or", "czy", "albo", "lub"))
_RELATED = {"disagree": Intent.DISAGREE, "agree": Intent.AGREE}


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of a question.

    :param intent: ``None``: an everyday one.
    :param compared: names of those whose views are asked for side by side.
    :param anchor: the name of the one whose view others are held against.
    :param used: numbers of the words that say so.
    """

    intent: Intent | None = None
    compared: tuple[str, ...] = ()
    anchor: str | None = None
    used: frozenset[int] = frozenset()


def find_kind(tokens: Sequence[Token], words: Lexicon, side: Side, named: Named) -> Kind:
    """The kind of a question, and whom it names for that."""
    found = words.kind.find(tokens)
    return (
        _comparison(tokens, found, named)
        or _relation(tokens, words, found, named)
        or _change(found, side)
        or _count(found)
        or _topics(tokens, words, found, side, named)
        or Kind()
    )


def _alternative(tokens: Sequence[Token], named: Named) -> bool:
    """Whether names are offered to choose from: "…, Szarek or Kowalczyk?"."""
    pairs = pairwise(named.mentions)
    return any(two.first - one.last == 1 and tokens[one.last].lower in _OR for one, two in pairs)


def _comparison(tokens: Sequence[Token], found: Sequence[Found], named: Named) -> Kind | None:
    phrase = _first(found, "compare")
    if len(named.mentions) < 2 or (phrase is None and not _alternative(tokens, named)):
        return None
    used = frozenset(_words(phrase) if phrase else ()).union(*(_words(mention) for mention in named.mentions))
    return Kind(Intent.COMPARE, tuple(dict.fromkeys(one.name for one in named.mentions)), None, used)


def _relation(tokens: Sequence[Token], words: Lexicon, found: Sequence[Found], named: Named) -> Kind | None:
    """Somebody's view as the object: "disagrees with X", and "opposes X on …" where a subject follows."""
    for phrase in found:
        intent = _RELATED.get(phrase.label)
        mention = next((one for one in named.mentions if 0 <= one.first - phrase.last <= _BETWEEN), None)
        if intent is None or mention is None:
            continue
        plain = words.stance.at(tokens, phrase.first)  # "criticises X" alone is about X
        after = mention.last < len(tokens) and words.about.at(tokens, mention.last)
        if after or plain is None or plain.last < phrase.last:
            return Kind(intent, (), mention.name, _words(phrase) | _words(mention))
    return None


def _change(found: Sequence[Found], side: Side) -> Kind | None:
    phrase, when = _first(found, "change"), _first(found, "when")
    if phrase is None and (when is None or side.polarity is None):
        return None
    return Kind(Intent.CHANGE, used=frozenset().union(*(_words(one) for one in (phrase, when) if one)))


def _count(found: Sequence[Found]) -> Kind | None:
    phrase = _first(found, "count")
    return Kind(Intent.COUNT, used=_words(phrase)) if phrase and phrase.first < _OPENING else None


def _topics(tokens: Sequence[Token], words: Lexicon, found: Sequence[Found], side: Side, named: Named) -> Kind | None:
    phrase = _first(found, "topics")
    if phrase is not None and phrase.first < _OPENING:
        return Kind(Intent.TOPICS, used=_words(phrase))
    # "What does X talk about?" – the preposition is left without a subject.
    asks_what = any(one.label == "what" for one in words.ask.find(tokens))
    if asks_what and side.pivot == len(tokens) and (named.person or named.firm):
        return Kind(Intent.TOPICS)
    return None


def _first(found: Sequence[Found], label: str) -> Found | None:
    return next((one for one in found if one.label == label), None)


def _words(of: Found | Mention) -> frozenset[int]:
    return frozenset(range(of.first, of.last))
