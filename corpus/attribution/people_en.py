"""People named in English text: where a name begins and ends, with the role and the firm beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.attribution.description_en import describe, is_place, words_of, words_of_descriptions
from corpus.attribution.draft import Passage, Range
from corpus.attribution.parts import Parts
from corpus.attribution.person_evidence_en import known_first_name, surname_alone
from corpus.attribution.phrases_en import DETERMINERS, PREPOSITIONS, PRONOUNS, is_day, is_group, is_institution, is_role
from corpus.attribution.tokens import DASHES, Token, tokenise
from corpus.lexicons import name_words
from corpus.names import is_person_name

_APPOSITION = 26  # tokens after a name among which its description ends
_BEFORE = 9  # tokens before a name among which its role stands
_AFTER_NAMES = frozenset("QC KC MP MEP OBE CBE MBE MD PhD Jr Sr JD RN".split())
_POSSESSIVE = ("'s", "’s")
_SENTENCE_WORDS = frozenset(
    "but and so yet now then when while after before although though however if as since because asked speaking "
    "there here what who why how yes no not meanwhile also still even only".split()
)


def runs(tokens: Sequence[Token]) -> Iterator[Range]:
    """The longest runs of capitalised words, small words inside surnames and initials included."""
    index = 0
    while index < len(tokens):
        if not _capital(tokens[index]):
            index += 1
            continue
        end = index + 1
        while end < len(tokens) and not tokens[end - 1].text.endswith(_POSSESSIVE):
            token = tokens[end]
            initial = token.text == "." and len(tokens[end - 1].text) == 1
            title = token.text == "." and tokens[end - 1].lower in words_of("forms_of_address") | words_of("offices")
            small = token.lower in name_words("particles") and end + 1 < len(tokens) and tokens[end + 1].is_capital
            if not (_capital(token) or initial or title or small):
                break
            end += 1
        yield index, end
        index = end


def _capital(token: Token) -> bool:
    return token.is_word and token.is_capital


def name_in_run(tokens: Sequence[Token], run: Range) -> Range | None:
    """The person's name at the end of a run of capitals: what follows titles, offices and the names of firms.

    :returns: a token range; ``None`` when nothing of the run can be a person's name.
    """
    start, end = run
    while end - 1 > start + 1 and tokens[end - 1].text in _AFTER_NAMES:
        end -= 1
    for index in range(end - 1, start - 1, -1):
        token = tokens[index]
        titled = token.lower in words_of("forms_of_address") or (is_role(token) and not known_first_name(token.text))
        if titled or token.lower in words_of("offices"):
            after = index + 1
            while after < end and not tokens[after].is_word:
                after += 1
            return (after, end) if after < end else None
    for index in range(start, end - 1):
        if known_first_name(tokens[index].text) and not is_place(tokens[index]) and _personal(tokens[index:end]):
            return index, end
    while start < end and (
        is_day(tokens[start])
        or tokens[start].lower == "rival"
        or tokens[start].lower in _SENTENCE_WORDS | DETERMINERS | PRONOUNS
    ):
        start += 1
    return (start, end) if start < end else None


def _personal(words: Sequence[Token]) -> bool:
    named = [t.text.removesuffix("'s").removesuffix("’s") for t in words if t.is_word]
    verdict = is_person_name(named)
    blocked = any(is_institution(t) or t.lower in name_words("organisation_words") for t in words[1:])
    return verdict != "organization" and not blocked and len(named) <= 5


def is_full_name(tokens: Sequence[Token], name: Range) -> bool:
    """Whether a run of two or more words is a person's by its first name."""
    words = [t for t in tokens[name[0] : name[1]] if t.is_word]
    if is_day(words[0]) or words[0].lower in words_of("adjectives") | DETERMINERS or len(words[-1].text) < 2:
        return False
    initial = len(words[0].text) == 1 and len(words) > 1 and name[0] + 1 < name[1] and tokens[name[0] + 1].text == "."
    return len(words) > 1 and (known_first_name(words[0].text) or initial) and _personal(tokens[name[0] : name[1]])


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
        owner = token.text.endswith(_POSSESSIVE)
        small = word in {"of", "for"} and _capital(tokens[at]) and at - 2 >= low and _capital(tokens[at - 2])
        if small:
            at -= 2  # "Bank of Wexcombe chief X"
            continue
        if not (inner or owner or (_capital(token) and word not in _SENTENCE_WORDS) or token.text[0].isdigit()):
            break
        if is_day(token) or word in (DETERMINERS | PREPOSITIONS | PRONOUNS) - words_of("modifiers"):
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
    if first.lower in PREPOSITIONS | _SENTENCE_WORDS | (PRONOUNS - {"one", "both"}):
        return False
    for index in range(start, min(stop, start + 12)):
        token = tokens[index]
        if _capital(token) and index + 1 < stop and _capital(tokens[index + 1]) and known_first_name(token.text):
            return False  # another person
        if is_role(token):
            return True
        if token.lower in PREPOSITIONS:
            return False
    return False


def _led(tokens: Sequence[Token], low: int, name: Range) -> int:
    """``its chairman, Neville Ashby,``: where the description begins that a comma parts from the name after it."""
    comma = name[0] - 1
    if comma - 1 <= low or tokens[comma].text != "," or not is_role(tokens[comma - 1]):
        return name[0]
    begin = before_name(tokens, low, comma)
    if begin == comma:
        return name[0]
    opened = begin == low or tokens[begin - 1].lower in DETERMINERS or tokens[begin - 1].text in {",", '"', "“", "”"}
    closed = name[1] >= len(tokens) or tokens[name[1]].text in {",", "."}
    if not (opened and closed):
        return name[0]
    return begin - 1 if begin > low and tokens[begin - 1].lower == "its" else begin


def _parts(tokens: Sequence[Token], name: Range, begin: int, after: Sequence[Range], *, subject: bool) -> Parts:
    lead = [t for t in tokens[begin : name[0]] if t.text != ","]
    role, firm = describe(lead, leads=True) if lead else ("", "")
    role = _one_of_several(role)
    for start, stop in after:
        new_role, new_firm = describe(tokens[start:stop])
        if not role or (not firm and role.lower() in {"mr", "sir"}):
            role, firm = new_role or role, firm or new_firm
        elif new_role and not firm:
            firm = new_firm
        else:
            firm = firm or new_firm
    words = tokens[name[0] : name[1]]
    written = " ".join(t.text for t in words if t.text != ".").removesuffix("'s").removesuffix("’s")
    written = re.sub(r"\b(\w)(?= )", r"\1.", written) if any(t.text == "." for t in words) else written
    address = begin - 1 - (begin > 1 and tokens[begin - 1].text == ".")  # "Ms X", "Mr. X"
    opening = address if address >= 0 and tokens[address].lower in words_of("forms_of_address") else begin
    head = " ".join(t.text for t in tokens[opening : (after[-1][1] if after else name[1])])
    return Parts(written, role, firm, head, subject)


def _one_of_several(role: str) -> str:
    """``Republican Sens`` → ``Republican senator``: a title in the plural that several names share."""
    head, _, last = role.rpartition(" ")
    single = {"sens": "senator", "reps": "representative", "govs": "governor"}.get(last.rstrip(".").lower())
    if single is None:
        return role
    return f"{head.removesuffix('s')} {single}".strip()


def english_mentions(passage: Passage) -> Iterator[tuple[int, Parts]]:
    """People named in full in a paragraph, or by the surname after a title, with role and firm beside the name."""
    tokens = passage.tokens
    for run in runs(tokens):
        low, high = passage.sentence_of(run[0])
        name = name_in_run(tokens, (run[0], min(run[1], high)))
        if name is None:
            continue
        if passage.block.heading:
            name = (name[0], min(name[1], name[0] + 2))
        begin = min(before_name(tokens, low, name[0]), _led(tokens, low, name))
        after = after_name(tokens, name[1], high) if not tokens[name[1] - 1].text.endswith(_POSSESSIVE) else []
        words = [t for t in tokens[name[0] : name[1]] if t.is_word]
        described = any(any(describe(tokens[a:b])) for a, b in after if tokens[a].lower not in {"of", "at", "from"})
        titled = begin < name[0]
        if not words or len(words) > 4 or not _personal(tokens[name[0] : name[1]]):
            continue
        alone = len(words) == 2 and not _odd(words) and surname_alone(passage.text, words[0].text, words[1].text)
        if is_full_name(tokens, name) or alone or (len(words) in {2, 3} and (titled or described) and not _odd(words)):
            yield tokens[name[0]].start, _parts(tokens, name, begin, after, subject=begin <= low + 1)


def _odd(words: Sequence[Token]) -> bool:
    """Whether capitalised words can hardly be a person's name."""
    return any(is_place(t) or is_group(t) or t.text.isupper() or is_institution(t) or is_day(t) for t in words)


def split_english(text: str) -> Parts:
    """A source phrase taken apart: ``Acme sales director Jane Roe``, ``Jane Roe, who owns Acme``, ``the director``."""
    tokens = tokenise(text, 0, len(text))
    if not tokens:
        return Parts()
    best: tuple[int, Range] | None = None
    for run in runs(tokens):
        name = name_in_run(tokens, run)
        if name is None:
            continue
        score = _score(tokens, run, name)
        if score and (best is None or score > best[0]):
            best = (score, name)
    if best is None:
        role, firm = describe(tokens)
        return Parts("", role, firm, " ".join(t.text for t in tokens))
    name = best[1]
    begin = min(before_name(tokens, 0, name[0]), _led(tokens, 0, name))
    return _parts(tokens, name, begin, after_name(tokens, name[1], len(tokens)), subject=True)


def _score(tokens: Sequence[Token], run: Range, name: Range) -> int:
    words = [t for t in tokens[name[0] : name[1]] if t.is_word]
    if not words or not _personal(tokens[name[0] : name[1]]):
        return 0
    before = tokens[name[0] - 1] if name[0] else None
    if before is not None and before.lower in PREPOSITIONS:
        return 0
    if tokens[name[1] - 1].text.endswith(_POSSESSIVE) or (name[1] < len(tokens) and tokens[name[1]].text in {"'", "’"}):
        return 0
    if is_full_name(tokens, name):
        return 6
    if before_name(tokens, 0, name[0]) < name[0] or (before is not None and before.text == "."):
        return 5 if not _odd(words) else 0
    following = tokens[name[1]] if name[1] < len(tokens) else None
    if _led(tokens, 0, name) < name[0] and len(words) > 1:
        return 4
    if name[0] > 1 or _odd(words) or (name[0] == 1 and tokens[0].lower in DETERMINERS):
        return 0
    if is_role(words[-1]) or words[0].lower in words_of("adjectives") or is_group(words[-1]):
        return 0
    if following is not None and following.is_word and following.lower not in {"of", "at", "from", "with"}:
        return 0  # "Oakquill data"
    return 2
