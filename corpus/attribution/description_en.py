"""The role and the firm in an English description of a person: ``Acme sales director``, ``head of sales at X``."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.firm_names_en import LINKS, POSSESSIVE, firm_name, join, says
from corpus.attribution.lists_en import is_place, people_data, words_of, words_of_descriptions
from corpus.attribution.tokens import Token
from corpus.attribution.words_en import DETERMINERS, PREPOSITIONS, heads_phrase, is_group, is_institution, is_role

_LEADING = DETERMINERS | frozenset("fellow rival also both now then once himself herself mr mrs ms himself's".split())
_NOT_OPENING = frozenset("and but or citing including such like as than so because while when where which that".split())
_SEATS = frozenset({"MP", "MEP", "MSP", "AM", "MS"})


def describe(segment: Sequence[Token], *, leads: bool = False) -> tuple[str, str]:
    """Role and firm of one part of a description, between two commas; empty strings where it gives none.

    :param leads: whether it stands right before the name, where "of" belongs to the firm (``Bank of X chief``).

    A firm that is only described is given as ``the company`` or ``its``, to be looked up in the article.
    """
    tokens = _stripped(segment)
    if not tokens or tokens[0].lower in _NOT_OPENING:
        return "", ""
    if tokens[0].lower in {"who", "whose"}:
        return _relative(tokens)
    if tokens[0].lower in LINKS - {"to", "in", "on"}:
        return "", firm_name(tokens[1:])
    if tokens[0].lower in PREPOSITIONS:
        return "", ""
    head = _head(tokens, leads=leads)
    if head is None or tokens[head].lower in words_of_descriptions("family"):
        return "", ""  # whose mother somebody is, is no office
    role_start, firm = _before(tokens, head)
    end, after = _after(tokens, head)
    if end < len(tokens) and tokens[end].text == "." and len(tokens[end - 1].text) <= 3:
        end += 1  # "Rep."
    if not (firm or after) and segment[0].lower == "its":
        firm = "its"
    role = join(tokens[role_start:end]).removeprefix("-old ")  # "a 12-year-old student"
    if tokens[0].lower == "former":
        role = f"former {role if role_start else role[7:]}"
    return role, firm or after


def _stripped(segment: Sequence[Token]) -> list[Token]:
    tokens = [t for t in segment if t.text not in "()[]"]
    if len(tokens) > 1 and tokens[0].text in {"This", "That"} and tokens[1].is_capital:
        return tokens  # the name of a programme
    while tokens and (tokens[0].lower in _LEADING - {"first", "second"} or not tokens[0].text[0].isalnum()):
        tokens = tokens[1:]
    while tokens and not tokens[-1].is_word and not tokens[-1].text[0].isalnum() and tokens[-1].text not in ".'’":
        tokens = tokens[:-1]
    return tokens


def _head(tokens: Sequence[Token], *, leads: bool = False) -> int | None:
    """The last word of the first run of role words; ``None`` when a verb or a relative clause comes first."""
    for index, token in enumerate(tokens[:14]):
        named = leads and 0 < index < len(tokens) - 1 and tokens[index - 1].is_capital and tokens[index + 1].is_capital
        if token.lower in LINKS | {"who", "whose", "which", "that"} and index and not named:
            return None
        if not is_role(token):
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is not None and token.lower.endswith("s") and following.lower in DETERMINERS:
            return None  # a verb: "hosts the archive"
        if token.lower.endswith(("'s", "’s")) or (following is not None and following.text in {"'", "’"}):
            continue
        last = _last_head(tokens, index)
        if not heads_phrase(tokens, last, len(tokens)):
            continue  # "the vendor's partner programme"
        if last + 1 < len(tokens) and tokens[last].is_capital and is_institution(tokens[last + 1]):
            continue  # "the Reseller Guild"
        return last
    return None


def _last_head(tokens: Sequence[Token], index: int) -> int:
    """The last role word of a run that may hold modifiers: ``chief operating officer``."""
    last = index
    for ahead in range(index + 1, len(tokens)):
        if is_role(tokens[ahead]) and not tokens[ahead].text.endswith("'s"):
            last = ahead
        elif tokens[ahead].lower not in words_of("modifiers") or ahead > last + 2:
            break
    return last


def _before(tokens: Sequence[Token], head: int) -> tuple[int, str]:
    """Where the role begins before its head, and the firm before that (``Acme's chief executive``)."""
    for index in range(head - 1, -1, -1):
        owner = tokens[index]
        bare = owner.text in {"'", "’"} and index > 0
        if owner.text.endswith(POSSESSIVE) or bare:
            return index + 1, _owner(tokens[: index + 1])
    start = head
    opening = tokens[0].lower in words_of("modifiers") and not tokens[0].text.isupper()
    while start > 0 and (_belongs(tokens[start - 1], titled=tokens[head].is_capital) or (start == 1 and opening)):
        start -= 1
    past = tokens[0].lower in {"former", "ex", "then"}
    capitals = [i for i in range(past, start) if tokens[i].is_capital or tokens[i].text[0].isdigit()]
    if not any(tokens[i].is_capital for i in capitals):
        return (0 if all(t.is_word for t in tokens[:start]) else start), ""
    if tokens[head].text in _SEATS and start == capitals[-1] + 1:
        return start, join(tokens[capitals[0] : start])  # "Labour MP": the party stands for the firm
    if _is_office(tokens, head) or all(
        tokens[i].lower in words_of("adjectives") or is_place(tokens[i]) for i in capitals
    ):
        return 0, ""
    if start == 1 and is_institution(tokens[0]) and not tokens[0].text.isupper():
        return start, f"the {tokens[0].lower}"  # "Committee chair", where the sentence opens
    firm = join(tokens[capitals[0] : start])
    if capitals[0] > 0 and tokens[0].lower == "former" and any(is_institution(tokens[i]) for i in capitals):
        return 0, firm  # "former Revenue Office spokeswoman"
    return start, firm


def _is_office(tokens: Sequence[Token], head: int) -> bool:
    """Whether a role is an office of state, where ``of`` belongs to it (``secretary of state``)."""
    inside = head > 0 and tokens[head - 1].lower in {"general", "company", "press"}  # "general secretary of a union"
    return tokens[head].lower in words_of("offices") and not inside


def _belongs(token: Token, *, titled: bool) -> bool:
    """Whether a word before the head belongs to the role: a modifier, any small word, part of a title in capitals."""
    if token.lower in words_of("modifiers") or is_role(token) or token.text in {"-", "&", "/"}:
        return not token.is_capital or titled or token.text.isupper() or is_role(token)
    return token.is_word and not token.is_capital and token.lower not in {"former"} and not is_institution(token)


def _owner(tokens: Sequence[Token]) -> str:
    """``Acme's`` → ``Acme``; ``the company's`` → ``the company``; nothing for a person or a pronoun."""
    words = list(tokens)
    name = join(words).rstrip("'’")
    for mark in POSSESSIVE:
        name = name.removesuffix(mark)
    last = next((t for t in reversed(words) if t.is_word), None)
    if last is None:
        return ""
    head = last.lower.removesuffix("'s").removesuffix("’s")
    if any(t.is_capital for t in words):
        first = next(i for i, t in enumerate(words) if t.is_capital)
        bare = join(words[first:]).rstrip("'’")
        for mark in POSSESSIVE:
            bare = bare.removesuffix(mark)
        return bare if not is_place(Token(0, 0, bare, bare.lower())) else ""
    institution = is_institution(Token(0, len(head), head, head))
    return f"the {name.split()[-1]}" if institution else ""


def _after(tokens: Sequence[Token], head: int) -> tuple[int, str]:
    """Where the role ends, and the firm that ``of``, ``at``, ``for`` … leads to."""
    office = _is_office(tokens, head)
    index = head + 1
    while index < len(tokens):
        token = tokens[index]
        if token.lower == "and" and _head(tokens[index + 1 : index + 6]) is not None:
            index += 2 + (_head(tokens[index + 1 : index + 6]) or 0)
            continue
        if token.lower not in LINKS or index + 1 >= len(tokens):
            return index, ""
        following = next((i for i in range(index + 1, len(tokens)) if tokens[i].lower in LINKS), len(tokens))
        following = next((i for i in range(index + 2, following) if _leaves(tokens, i)), following)
        piece = tokens[index + 1 : following]
        capital = [t for t in piece if t.is_capital]
        if not capital:
            described = piece and is_institution(piece[-1]) and piece[0].lower in DETERMINERS
            if described:
                return index, f"the {piece[-1].text}" if len(piece) == 2 else join(piece[1:])
            if office and token.lower == "of" and len(piece) == 2 and piece[0].lower == "the":
                index = following  # "leader of the opposition"
                continue
            if token.lower not in {"of", "for", "in", "on"} or not piece or piece[0].lower in DETERMINERS | {"charge"}:
                return index, ""
            index = following
            continue
        if office and token.lower in {"of", "for"}:
            return _office_end(tokens, following), ""
        if token.lower in {"in", "on", "to"}:
            return index, firm_name(tokens[index + 1 :]) if any(is_institution(t) for t in piece) else ""
        if _belongs_to_role(piece, tokens[following:], token.lower):
            index = following
            continue
        return index, firm_name(tokens[index + 1 :])
    return index, ""


def _leaves(tokens: Sequence[Token], index: int) -> bool:
    """Whether a conjunction leads away from the name or the field before it (``X of Acme and once its critic``)."""
    word = tokens[index].lower
    if word in {"who", "which", "that", "but", "where", "when", "as", "since"} or says(tokens[index]):
        return True
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return word == "and" and tokens[index - 1].is_capital and (following is None or not following.is_capital)


def _office_end(tokens: Sequence[Token], end: int) -> int:
    while end < len(tokens) and tokens[end].lower in {"for", "of"}:
        end = next((i for i in range(end + 1, len(tokens)) if tokens[i].lower in LINKS), len(tokens))
    return end


def _belongs_to_role(piece: Sequence[Token], rest: Sequence[Token], link: str) -> bool:
    """Whether capitals after a preposition narrow the role rather than name a firm (``director for EMEA``)."""
    names = [t for t in piece if t.is_word and t.lower not in DETERMINERS]
    if all(is_place(t) or t.lower in {"and", "&"} for t in names):
        return link in {"of", "for"}
    if piece[-1].is_word and not piece[-1].is_capital and not is_institution(piece[-1]) and not is_group(piece[-1]):
        return True  # "head of AI research"
    later = any(t.lower in {"at", "with"} for t in rest) and any(t.is_capital for t in rest)
    return link in {"of", "for"} and later


def _worked_for(tokens: Sequence[Token], at: int) -> str:
    """``(who runs) the channel in Europe for cloud vendor Acme`` → Acme."""
    links = [i for i in range(at, len(tokens) - 1) if tokens[i].lower in {"for", "at"}]
    return firm_name(tokens[links[-1] + 1 :]) if links else ""


def _relative(tokens: Sequence[Token]) -> tuple[str, str]:
    """``who owns Acme`` → owner of Acme; ``whose firm Acme …`` → Acme."""
    verbs = people_data()["relative"]["verbs"]
    if tokens[0].lower == "whose":
        tokens = [t for t in tokens if t.text != ","]
        if len(tokens) > 2 and is_institution(tokens[1]) and tokens[2].is_capital:
            return "", firm_name(tokens[2:])
        return "", ""
    at = next((i for i in range(1, min(4, len(tokens))) if tokens[i].lower in verbs), None)
    if at is not None:
        only_for = verbs[tokens[at].lower] == "for"  # "who covers Acme for a broker"
        firm = "" if only_for else firm_name(tokens[at + 1 : at + 9])
        if not firm:
            return "", _worked_for(tokens, at + 1)
        return verbs[tokens[at].lower], firm
    if len(tokens) > 2 and tokens[1].lower in {"is", "was"}:
        return describe(tokens[2:])
    works = next((i for i in range(1, min(5, len(tokens))) if tokens[i].lower in {"works", "worked"}), None)
    if works is not None and works + 1 < len(tokens) and tokens[works + 1].lower in {"for", "at"}:
        return "", firm_name(tokens[works + 2 :])
    return "", ""
