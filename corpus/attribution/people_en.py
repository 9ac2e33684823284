"""People named in English text: where a name begins and ends, with the role and the firm beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.attribution.beside_names_en import POSSESSIVE, SENTENCE_WORDS, after_name, before_name, is_name_word, led
from corpus.attribution.description_en import describe
from corpus.attribution.draft import Passage, Range
from corpus.attribution.lists_en import is_place, is_seat, words_of
from corpus.attribution.parts import Parts
from corpus.attribution.person_evidence_en import known_first_name, surname_alone
from corpus.attribution.tokens import Token, tokenise
from corpus.attribution.words_en import (
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    is_day,
    is_group,
    is_institution,
    is_plural_role,
    is_role,
)
from corpus.lexicons import name_words
from corpus.names import is_person_name

_BEFORE_NAMES = SENTENCE_WORDS | DETERMINERS | PRONOUNS | PREPOSITIONS
_AFTER_NAMES = frozenset("QC KC MP MEP OBE CBE MBE MD PhD Jr Sr JD RN".split())


_ARABIC = re.compile(r"(?:al|el|ul|ibn|abu)-[A-Z]")  # "Ahmed al-Khateeb"


def runs(tokens: Sequence[Token]) -> Iterator[Range]:
    """The longest runs of capitalised words, small words inside surnames and initials included."""
    index = 0
    while index < len(tokens):
        if not tokens[index].text[0].isupper() or tokens[index].lower.endswith("-based"):
            index += 1
            continue
        end = index + 1
        while end < len(tokens) and not tokens[end - 1].text.endswith(POSSESSIVE):
            token = tokens[end]
            initial = token.text == "." and len(tokens[end - 1].text) == 1
            title = token.text == "." and tokens[end - 1].lower in words_of("forms_of_address") | words_of("offices")
            particle = token.lower in name_words("particles") and end + 1 < len(tokens) and tokens[end + 1].is_capital
            small = particle or _ARABIC.match(token.text) is not None
            if not (is_name_word(token) or initial or title or small):
                break
            end += 1
        yield index, end
        index = end


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
        is_day(tokens[start]) or tokens[start].lower == "rival" or tokens[start].lower in _BEFORE_NAMES
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
    first = words[0].lower
    if is_day(words[0]) or first in words_of("adjectives") or first in DETERMINERS or len(words[-1].text) < 2:
        return False
    initial = len(words[0].text) == 1 and len(words) > 1 and name[0] + 1 < name[1] and tokens[name[0] + 1].text == "."
    return len(words) > 1 and (known_first_name(words[0].text) or initial) and _personal(tokens[name[0] : name[1]])


def _parts(tokens: Sequence[Token], name: Range, begin: int, after: Sequence[Range], *, subject: bool) -> Parts:
    lead = [t for t in tokens[begin : name[0]] if t.text != ","]
    role, firm = describe(lead, leads=tokens[name[0] - 1].text != ",") if lead else ("", "")
    role = _one_of_several(role)
    if role and not firm and 0 < begin < name[0] and tokens[begin - 1].lower == "its":
        firm = "its"
    for start, stop in after:
        new_role, new_firm = describe(tokens[start:stop])
        if not role or (not firm and role.lower() in {"mr", "sir"}):
            role, firm = new_role or role, firm or new_firm
        elif new_role and not firm:
            firm = new_firm
        else:
            firm = firm or new_firm
    if _aged(tokens, name, after) and not role:
        firm = ""  # "X, 71, of Elm Road": where somebody lives
    words = tokens[name[0] : name[1]]
    written = " ".join(t.text for t in words if t.text != ".").removesuffix("'s").removesuffix("’s")
    written = re.sub(r"\b(\w)(?= )", r"\1.", written) if any(t.text == "." for t in words) else written
    address = begin - 1 - (begin > 1 and tokens[begin - 1].text == ".")  # "Ms X", "Mr. X"
    opening = address if address >= 0 and tokens[address].lower in words_of("forms_of_address") else begin
    head = " ".join(t.text for t in tokens[opening : (after[-1][1] if after else name[1])])
    return Parts(written, role, firm, head, subject)


def _aged(tokens: Sequence[Token], name: Range, after: Sequence[Range]) -> bool:
    """Whether an age and then ``of`` or ``from`` follow the name."""
    if len(after) < 2 or not all(t.text.isdigit() for t in tokens[after[0][0] : after[0][1]]):
        return False
    return tokens[after[1][0]].lower in {"of", "from"}


def _one_of_several(role: str) -> str:
    """``Republican Sens`` → ``Republican senator``: a title in the plural that several names share."""
    head, _, last = role.rpartition(" ")
    single = {"sens": "senator", "reps": "representative", "govs": "governor"}.get(last.rstrip(".").lower())
    if single is None:
        plural = bool(last) and is_plural_role(Token(0, len(last), last, last.lower()))
        return role[:-1] if plural else role  # "one of the authors, X"
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
        begin = min(before_name(tokens, low, name[0]), led(tokens, low, name))
        after = after_name(tokens, name[1], high) if not tokens[name[1] - 1].text.endswith(POSSESSIVE) else []
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
    if words[-1].lower in words_of("adjectives") or any(
        "-" in t.text and t.text.split("-")[0].isupper() for t in words
    ):
        return True  # "US-South Korean"
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
        if not role and is_role(tokens[-1]):
            role, firm = describe(tokens, leads=True)  # "a Department of Health spokeswoman"
        return Parts("", role, firm, " ".join(t.text for t in tokens))
    name = best[1]
    begin = min(before_name(tokens, 0, name[0]), led(tokens, 0, name))
    return _parts(tokens, name, begin, after_name(tokens, name[1], len(tokens)), subject=True)


def _score(tokens: Sequence[Token], run: Range, name: Range) -> int:
    words = [t for t in tokens[name[0] : name[1]] if t.is_word]
    if not words or not _personal(tokens[name[0] : name[1]]):
        return 0
    before = tokens[name[0] - 1] if name[0] else None
    if before is not None and before.lower in PREPOSITIONS:
        return 0
    if tokens[name[1] - 1].text.endswith(POSSESSIVE) or (name[1] < len(tokens) and tokens[name[1]].text in {"'", "’"}):
        return 0
    if is_seat(" ".join(t.text for t in words)):
        return 0
    if is_full_name(tokens, name):
        return 6
    if before_name(tokens, 0, name[0]) < name[0] or (before is not None and before.text == "."):
        return 5 if not _odd(words) else 0
    following = tokens[name[1]] if name[1] < len(tokens) else None
    if led(tokens, 0, name) < name[0] and len(words) > 1:
        return 4
    if name[0] > 1 or _odd(words) or (name[0] == 1 and tokens[0].lower in DETERMINERS):
        return 0
    if is_role(words[-1]) or words[0].lower in words_of("adjectives") or is_group(words[-1]):
        return 0
    if following is not None and following.is_word and following.lower not in {"of", "at", "from", "with"}:
        return 0  # "Oakquill data"
    return 2
