"""A source phrase taken apart: the person's name, the role, the firm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.attribution import phrases_en, phrases_pl
from corpus.attribution.tokens import Token, tokenise
from corpus.morphology import readings
from corpus.names import is_person_name
from corpus.types import Language

_FIRM_LINKS = frozenset({"w", "we", "z", "ze", "of", "at", "from", "for"})
_GOVERNMENT = frozenset(
    "minister wiceminister premier wicepremier prezydent wiceprezydent burmistrz wiceburmistrz wójt poseł "
    "posłanka senator wojewoda marszałek starosta radny radna ambasador europoseł prime secretary mayor governor "
    "congressman congresswoman mp ambassador king queen president sekretarz kanclerz szeryf generał pułkownik "
    "komisarz".split()
)
_PARTY = frozenset("poseł posłanka senator senatorka europoseł europosłanka radny radna".split())
_LEADING = frozenset(
    "the a an one jeden jedna pan pani panowie mr mrs ms pana panią panem zdaniem its his her their former's".split()
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The pieces of a source phrase, as written; empty strings where there is none."""

    name: str = ""
    role: str = ""
    firm: str = ""
    head: str = ""


def _is_role(token: Token, language: Language) -> bool:
    return phrases_pl.is_role(token) if language is Language.PL else phrases_en.is_role(token)


def _is_institution(token: Token, language: Language) -> bool:
    return phrases_pl.is_institution(token) if language is Language.PL else phrases_en.is_institution(token)


def split_source(text: str, language: Language) -> Parts:
    """Take a source phrase apart.

    :param text: the phrase as written: ``prezesa PTG Tomasza Janika`` or ``X, chief executive of Y``.
    """
    tokens = [t for t in tokenise(text, 0, len(text)) if t.text not in '"„”“«»()']
    if not tokens:
        return Parts()
    name = _name_range(tokens, language)
    segments = _segments(tokens, name)
    role, firm = "", ""
    for segment in segments:
        new_role, new_firm = _role_and_firm(segment, language, named=name is not None)
        role, firm = role or new_role, firm or new_firm
    words = text[tokens[name[0]].start : tokens[name[1] - 1].end] if name else ""
    return Parts(words, role, firm, " ".join(t.text for t in tokens))


def _segments(tokens: Sequence[Token], name: tuple[int, int] | None) -> list[list[Token]]:
    rest = [list(tokens)] if name is None else [list(tokens[: name[0]]), list(tokens[name[1] :])]
    found: list[list[Token]] = []
    for part in rest:
        current: list[Token] = []
        for token in part:
            if token.text == ",":
                found.append(current)
                current = []
            else:
                current.append(token)
        found.append(current)
    return [segment for segment in found if segment]


def _name_range(tokens: Sequence[Token], language: Language) -> tuple[int, int] | None:
    """The run of tokens that is a person's name."""
    best: tuple[int, tuple[int, int]] | None = None
    index = 0
    while index < len(tokens):
        if not (tokens[index].is_capital and tokens[index].is_word):
            index += 1
            continue
        end = index
        while end < len(tokens) and (
            (tokens[end].is_capital and tokens[end].is_word)
            or (
                end > index
                and tokens[end].lower in phrases_pl.PARTICLES - _FIRM_LINKS
                and any(t.is_capital for t in tokens[end + 1 : end + 3])
            )
            or (tokens[end].text == "." and len(tokens[end - 1].text) == 1)
        ):
            end += 1
        for start in range(index, end):
            score = _person_score(tokens, start, end, language)
            if score and (best is None or score > best[0]):
                best = (score, (start, end))
        index = end
    return best[1] if best else None


def _first_name(token: Token) -> bool:
    return any("imię" in reading.kinds for reading in readings(token.text))


def _person_score(tokens: Sequence[Token], start: int, end: int, language: Language) -> int:
    words = [t.text for t in tokens[start:end] if t.is_word]
    if (
        not words
        or len(words) > 5
        or (_is_role(tokens[start], language) and len(words) > 1 and language is Language.EN)
    ):
        return 0
    if any(_is_role(t, language) and t.is_capital and not _first_name(t) for t in tokens[start:end]) and len(words) > 1:
        return 0
    verdict = is_person_name(words)
    if len(words) == 1 and start == 0 and _ordinary(tokens[0], tokens[1] if len(tokens) > 1 else None, language):
        return 0
    if (
        verdict == "unknown"
        and start
        and len(words) == 2
        and _nominative_pair(tokens[start:end])
        and any(_is_role(t, language) for t in tokens[:start])
    ):
        return 3 if tokens[start - 1].lower not in _FIRM_LINKS else 0
    if verdict == "person":
        after_link = start > 0 and tokens[start - 1].lower in _FIRM_LINKS
        return (
            (4 if len(words) > 1 else 2)
            + (0 if start else 1)
            - (3 if after_link else 0)
            + (2 if _first_name(tokens[start]) else 0)
            + (
                2
                if any("imię" in r.kinds and r.has("nom") for r in readings(tokens[start].text))
                and start
                and tokens[start - 1].is_capital
                else 0
            )
        )
    if verdict == "unknown" and start == 0 and len(words) in {1, 2, 3} and not words[0].isupper():
        known = [
            w for w in words if readings(w) and not any(k in {"imię", "nazwisko"} for r in readings(w) for k in r.kinds)
        ]
        return 0 if known and language is Language.PL else 1
    return 0


def _ordinary(token: Token, following: Token | None, language: Language) -> bool:
    """Whether a single capital only opens the phrase: ``The``, ``Były``, ``Dyrektor``."""
    if language is Language.EN:
        return (
            token.lower in phrases_en.DETERMINERS | phrases_en.PRONOUNS
            or phrases_en.is_role(token)
            or phrases_en.is_institution(token)
            or token.text.isupper()
        )
    named = any(kind in {"imię", "nazwisko"} for reading in readings(token.text) for kind in reading.kinds)
    if following is not None and following.is_word and not following.is_capital and token.has_pos("adj"):
        return True  # "Polscy partnerzy": a surname by the dictionary, an adjective here
    return (bool(readings(token.lower)) and not named) or phrases_pl.is_role(token)


def _nominative_pair(tokens: Sequence[Token]) -> bool:
    """Two capitalised words that show no genitive ending: a person after a role rather than a firm."""
    return all(t.is_word and not t.text.isupper() for t in tokens) and not tokens[-1].lower.endswith(
        ("a", "u", "y", "i", "ej", "ego")
    )


_TITLE_WORDS = frozenset(
    "dr prof hab inż mgr brygadier nadbrygadier kapitan major pułkownik generał aspirant sierżant mecenas "
    "redaktor ks bp płk gen kpt mjr mł st bryg insp podinsp asp kom nadkom ppłk".split()
)


def _role_and_firm(segment: Sequence[Token], language: Language, *, named: bool) -> tuple[str, str]:
    tokens = list(segment)
    while tokens and tokens[0].lower in _LEADING:
        tokens = tokens[1:]
    while tokens and (
        tokens[-1].text in {"'s", "’s"} or (not tokens[-1].is_word and not tokens[-1].text[-1].isalnum())
    ):
        tokens = tokens[:-1]
    while tokens and tokens[-1].text.rstrip(".") in _TITLE_WORDS and (len(tokens) > 1 or len(tokens[0].text) <= 4):
        tokens = tokens[:-1]
    if not tokens:
        return "", ""
    if tokens[0].lower in _FIRM_LINKS and len(tokens) > 1:
        people = any(
            (_is_role(t, language) and not t.is_capital) or (_first_name(t) and not t.text.isupper())
            for t in tokens[1:]
        )
        return "", "" if people else _join(tokens[1:])
    first = next(
        (i for i, t in enumerate(tokens) if i and t.is_capital and not t.text.isupper() and _first_name(t)), None
    )
    head = next((i for i, t in enumerate(tokens) if _is_role(t, language)), None)
    if first is not None and head is not None and first > head and not any(t.lower == "im" for t in tokens):
        tokens = tokens[:first]  # another person's name has slipped in
    if head is None:
        if _is_institution(tokens[0], language) or tokens[0].is_capital:
            return "", _join(tokens) if named else ""
        return (_join(tokens), "") if named else ("", "")
    if language is Language.EN:
        return _english_role(tokens, head)
    return _polish_role(tokens, head)


def _join(tokens: Sequence[Token]) -> str:
    words: list[str] = []
    for index, token in enumerate(tokens):
        glued = index > 0 and token.start == tokens[index - 1].end
        words.append(token.text if glued or index == 0 else " " + token.text)
    return "".join(words).strip()


def _polish_role(tokens: Sequence[Token], head: int) -> tuple[str, str]:
    party = not _PARTY.isdisjoint({tokens[head].lower, *(r.lemma.lower() for r in tokens[head].readings)})
    government = not party and any(
        not phrases_pl.is_institution(t)
        and not _GOVERNMENT.isdisjoint({t.lower, *(r.lemma.lower() for r in t.readings)})
        for t in tokens[head : head + 1]
    )
    english = tokens[head].is_capital and tokens[head].lower in {
        "manager",
        "director",
        "officer",
        "head",
        "lead",
        "executive",
        "partner",
        "president",
    }
    for index in range(head + 1, len(tokens)):
        token = tokens[index]
        if english and token.is_capital and phrases_en.is_role(token):
            continue
        if token.lower in _FIRM_LINKS and index + 1 < len(tokens):
            return _join(tokens[:index]), "" if government else _join(tokens[index + 1 :])
        if government:
            continue
        if (
            (phrases_pl.is_institution(token) or _lemma_group(token))
            and not token.is_capital
            and token.may_be("gen")
            and _leads_to_name(tokens, index)
        ):
            begin = index
            while (
                begin - 1 > head
                and tokens[begin - 1].has_pos("adj")
                and not tokens[begin - 1].has_pos("subst")
                and tokens[begin - 1].may_be("gen")
            ):
                begin -= 1
            begin = index if begin - 1 > head and not tokens[begin - 1].has_pos("subst", "adj") else begin
            return _join(tokens[:begin]), _join(tokens[begin:])
        if token.is_capital and not (english and phrases_en.is_role(token)):
            if any(t.lower in _FIRM_LINKS for t in tokens[index + 1 : -1]):
                continue  # "dyrektor kanału EMEA w Vindelis"
            if party and any("nazwa_geograficzna" in r.kinds for r in token.readings):
                continue
            if (
                tokens[index - 1].lower in {"ds", "spraw", "marki", "serii", "na", "do", "dla"}
                or tokens[index - 1].text == "."
            ):
                continue
            return _join(tokens[:index]), _join(tokens[index:])
    if (
        len(tokens) > head + 1
        and not _BARE.isdisjoint(r.lemma.lower() for r in tokens[-1].readings)
        and not tokens[-1].is_capital
    ):
        return _join(tokens[:-1]), ""
    return _join(tokens), ""


_BARE = frozenset({"firma", "spółka", "izba", "koncern", "organizacja", "przedsiębiorstwo"})


def _lemma_group(token: Token) -> bool:
    return token.lower in {
        "integratora",
        "dystrybutora",
        "producenta",
        "dostawcy",
        "operatora",
        "resellera",
        "przewoźnika",
        "dewelopera",
        "ubezpieczyciela",
        "giganta",
    }


def _leads_to_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether a capital follows an institution's head, with at most adjectives or genitives between."""
    for token in tokens[index + 1 :]:
        if token.is_capital or token.text[0] in '"„':
            return True
        if token.lower in _FIRM_LINKS or not token.is_word:
            return False
    return index + 1 < len(tokens) and phrases_pl.is_institution(tokens[index]) and len(tokens) - index > 2


def is_firm_like(tokens: Sequence[Token]) -> bool:
    """Whether capitals after "for" name a firm rather than a region (``director for EMEA``, ``for Poland``)."""
    words = [t for t in tokens if t.is_capital]
    regions = {
        "emea",
        "apac",
        "dach",
        "cee",
        "uk",
        "uki",
        "europe",
        "poland",
        "britain",
        "asia",
        "africa",
        "americas",
        "germany",
        "france",
        "north",
        "south",
        "east",
        "west",
        "central",
        "eastern",
    }
    return bool(words) and not all(
        t.lower in regions or any("nazwa_geograficzna" in r.kinds for r in readings(t.text)) for t in words
    )


def _english_role(tokens: Sequence[Token], head: int) -> tuple[str, str]:
    last = head
    while last + 1 < len(tokens) and phrases_en.is_role(tokens[last + 1]):
        last += 1
    for index in range(last + 1, len(tokens)):
        if tokens[index].lower in {"of", "at", "for", "from", "with"} and index + 1 < len(tokens):
            following = tokens[index + 1 :]
            if tokens[index].lower in {"of", "for"} and not any(t.is_capital for t in following):
                continue
            if tokens[index].lower == "of" and not following[0].is_capital and following[0].lower != "the":
                continue
            place = next(
                (i for i, t in enumerate(following) if i and t.lower in {"in", "for", "based"}), len(following)
            )
            following = following[:place]
            if not any(t.is_capital for t in following) or (
                tokens[index].lower == "for" and not is_firm_like(following)
            ):
                return _join(
                    tokens[: index + 1 + len(following)] if tokens[index].lower == "for" else tokens[:index]
                ), ""
            while following and following[0].lower in {
                "the",
                "a",
                "an",
                "distributor",
                "vendor",
                "integrator",
                "reseller",
            }:
                following = following[1:]
            return _join(tokens[:index]), _join(following)
    start = head
    while (
        start > 0
        and not tokens[start - 1].is_capital
        and tokens[start - 1].text not in {"'s", "’s"}
        and not tokens[start - 1].text.endswith(("'s", "’s"))
    ):
        start -= 1
    firm = tokens[:start]
    if firm and firm[-1].lower not in _GOVERNMENT:
        name = _join(firm)
        if not any(t.is_capital for t in firm):
            return _join(tokens[start:]), ""  # "the company's director": which company, the phrase does not say
        for mark in ("'s", "’s"):
            name = name.removesuffix(mark)
        if tokens[head].lower in _GOVERNMENT and not firm[-1].text.endswith(("'s", "’s")):
            return _join(tokens), ""
        return _join(tokens[start:]), name
    return _join(tokens), ""
