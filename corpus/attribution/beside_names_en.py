"""The descriptions of people that stand right before and after their names."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.draft import Range
from corpus.attribution.lists_en import words_of, words_of_descriptions
from corpus.attribution.person_evidence_en import known_first_name
from corpus.attribution.tokens import DASHES, Token
from corpus.attribution.words_en import DETERMINERS, PREPOSITIONS, PRONOUNS, heads_phrase, is_day, is_role

_APPOSITION = 26  # tokens after a name among which its description ends
_BEFORE = 9  # tokens before a name among which its role stands
POSSESSIVE = ("'s", "’s")
SENTENCE_WORDS = frozenset(
    "but and so yet now then when while after before although though however if as since because asked speaking "
    "there here what who why how yes no not meanwhile also still even only".split()
)
_SMALL_WORDS = DETERMINERS | PREPOSITIONS | PRONOUNS
_GO_ON = PREPOSITIONS | SENTENCE_WORDS | (PRONOUNS - {"one", "both"})


def before_name(tokens: Sequence[Token], low: int, start: int) -> int:
    """Where the role right before a name begins (``Acme chief executive X``); ``start`` when there is none."""
    at = start
    while at > max(low, start - _BEFORE):
        token = tokens[at - 1]
        if token.text == "." and at > 1 and len(tokens[at - 2].text) <= 4:
            at -= 1
            continue
        word = token.lower
        inner = token.text in {"-", "&", "'", "’"} or word in words_of("modifiers") or is_role(token)
        owner = token.text.endswith(POSSESSIVE)
        small = word in {"of", "for"} and is_name_word(tokens[at]) and at - 2 >= low and is_name_word(tokens[at - 2])
        house = word == "the" and known_first_name(tokens[start].text)
        if house and at - 3 >= low and tokens[at - 2].lower == "of" and is_role(tokens[at - 3]):
            at -= 3  # "Speaker of the House X"
            continue
        if small:
            at -= 2  # "Bank of Wexcombe chief X"
            continue
        if not (inner or owner or (is_name_word(token) and word not in SENTENCE_WORDS) or token.text[0].isdigit()):
            break
        if is_day(token) or (word in _SMALL_WORDS and word not in words_of("modifiers")):
            break
        at -= 1
    while at < start and (tokens[at].text in {".", "'", "’", "-", "&"} or tokens[at].text[0].isdigit()):
        if tokens[at].text[0].isdigit() and at + 1 < start and tokens[at + 1].is_capital:
            break
        at += 1
    business = words_of_descriptions("business")  # "cloud distributor Acme Supply" names no person
    lead = [t for t in tokens[at:start] if (is_role(t) and t.lower not in business) or t.lower in words_of("offices")]
    return at if lead else start


def after_name(tokens: Sequence[Token], end: int, high: int) -> list[Range]:
    """The parts of the description after a name: ``of Acme``, ``a doctor``, ``who owns Acme``, ``(Acme)``."""
    found: list[Range] = []
    at = end
    if at < high and tokens[at].lower in {"of", "at", "from", "with"} and at + 1 < high:
        stop = _stop(tokens, at, high)
        found.append((at, stop))
        at = stop
    if at < high and tokens[at].text == "(":
        close = next((i for i in range(at + 1, min(at + 9, high)) if tokens[i].text == ")"), None)
        if close is not None:
            found.append((at + 1, close))
            at = close + 1
    while at + 1 < high and tokens[at].text == "," and len(found) < 4:
        stop = _stop(tokens, at + 1, high)
        if stop <= at + 1 or not _describes(tokens, at + 1, stop):
            break
        named = tokens[at + 1].lower == "whose" and stop - at == 3 and stop + 1 < high and tokens[stop].text == ","
        if named and tokens[stop + 1].is_capital:
            stop = _stop(tokens, stop + 1, high)  # "whose company, Acme, …"
        found.append((at + 1, stop))
        at = stop
    return found


def _stop(tokens: Sequence[Token], at: int, high: int) -> int:
    for index in range(at, min(at + _APPOSITION, high)):
        token = tokens[index]
        initials = token.text == "." and index > at and len(tokens[index - 1].text) <= 3 and index + 1 < high
        if token.text in DASHES and token.start == tokens[index - 1].end:
            continue
        if token.text in ',;:!?()"“”„«»…' or token.text in DASHES or (token.text == "." and not initials):
            return index
    return min(at + _APPOSITION, high)


def _describes(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether words after a comma describe the person before it, rather than name the next one or go on."""
    first = tokens[start]
    if first.text.isdigit() and stop - start == 1:
        return True
    if first.lower in {"who", "whose"}:
        return True
    if first.lower in {"of", "at", "from"}:
        return any(t.is_capital for t in tokens[start + 1 : stop])
    if first.lower in _GO_ON:
        return False
    for index in range(start, min(stop, start + 12)):
        token = tokens[index]
        if (
            is_name_word(token)
            and index + 1 < stop
            and is_name_word(tokens[index + 1])
            and known_first_name(token.text)
        ):
            return False  # another person
        if is_role(token) and heads_phrase(tokens, index, stop):
            return True
        if token.lower in PREPOSITIONS:
            return False
    return False


def led(tokens: Sequence[Token], low: int, name: Range) -> int:
    """``its chairman, Neville Ashby,``: where the description begins that a comma parts from the name after it."""
    comma = name[0] - 1
    if comma - 1 < low or tokens[comma].text != ",":
        return name[0]
    begin = before_name(tokens, low, comma) if is_role(tokens[comma - 1]) else _office_of(tokens, low, comma)
    if begin == comma:
        return name[0]
    opened = begin == low or tokens[begin - 1].lower in DETERMINERS or tokens[begin - 1].text in {",", '"', "“", "”"}
    closed = name[1] >= len(tokens) or tokens[name[1]].text in {",", "."}
    if not (opened and closed):
        return name[0]
    return begin - 1 if begin > low and tokens[begin - 1].lower == "its" else begin


def _office_of(tokens: Sequence[Token], low: int, comma: int) -> int:
    """``The mayor of Dunmere, X,``: where the role begins whose field or firm ends at a comma."""
    first = max(low, comma - _BEFORE - 2)
    article = next((i for i in range(comma - 2, first - 1, -1) if tokens[i].lower in {"the", "its", "our"}), None)
    while article is not None and article > first and tokens[article - 1].lower in {"of", "for", "at"}:
        outer = range(article - 2, first - 1, -1)
        article = next((i for i in outer if tokens[i].lower in {"the", "its", "our"}), None)  # "head of the guild"
    owner = next((i for i in range(comma - 2, first - 1, -1) if tokens[i].text.endswith(POSSESSIVE)), None)
    if owner is not None and (article is None or article < owner):  # "Acme's channel chief for Europe, X,"
        link = next((i for i in range(owner + 1, comma) if tokens[i].lower in {"of", "for", "at"}), comma)
        inside = any(t.text in ",;:" for t in tokens[owner:comma])
        return before_name(tokens, low, link) if link < comma and not inside else comma
    if article is None or any(t.text in ",;:" for t in tokens[article:comma]):
        return comma
    link = next((i for i in range(article + 1, comma) if tokens[i].lower in {"of", "for", "at"}), comma)
    return article + 1 if link < comma and is_role(tokens[link - 1]) else comma


def is_name_word(token: Token) -> bool:
    """Whether a token is a word with a capital."""
    return token.is_word and token.is_capital
