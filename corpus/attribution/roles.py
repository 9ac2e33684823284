"""The role and the firm in a description of a person: ``dyrektor handlowa firmy X``, ``head of sales at X``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.attribution import phrases_en, words_pl
from corpus.attribution.firms import bare_head
from corpus.attribution.tokens import Token
from corpus.morphology import lemmas, readings
from corpus.names import is_person_name
from corpus.types import Language

_ENGLISH_TITLES = frozenset("manager director officer head lead executive partner president".split())
_ENGLISH_LINKS = frozenset({"of", "at", "for", "from", "with"})
_ARTICLES = frozenset({"the", "a", "an"})
_GENERIC_FIRMS = frozenset({"distributor", "vendor", "integrator", "reseller"})
_REGIONS = frozenset(
    "emea apac dach cee uk uki europe poland britain asia africa americas germany france north south east west central "
    "eastern".split()
)
FIRM_LINKS = frozenset({"w", "we", "z", "ze", "u", "of", "at", "from", "for"})
_GOVERNMENT = frozenset(
    "minister wiceminister premier wicepremier prezydent wiceprezydent burmistrz wiceburmistrz wójt poseł "
    "posłanka senator wojewoda marszałek starosta radny radna ambasador europoseł prime secretary mayor governor "
    "congressman congresswoman mp ambassador king queen president sekretarz kanclerz szeryf generał pułkownik "
    "komisarz prezydentka wiceprezydentka burmistrzyni wiceburmistrzyni ministra wiceministra premierka senatorka "
    "starościna sołtys sołtyska wójtka ambasadorka konsul konsulka wojewodzina król królowa".split()
)
_PARTY = frozenset("poseł posłanka senator senatorka europoseł europosłanka radny radna".split())
_LEADING = frozenset(
    "the a an one jeden jedna pan pani panowie mr mrs ms pana panią panem zdaniem its his her their former's".split()
)
_TITLE_WORDS = frozenset(
    "dr prof hab inż mgr brygadier nadbrygadier kapitan major pułkownik generał aspirant sierżant mecenas "
    "redaktor ks bp płk gen kpt mjr mł st bryg insp podinsp asp kom nadkom ppłk".split()
)
_LEGISLATURE = re.compile(
    r"(?:Izb\w+ (?:Reprezentantów|Gmin|Lordów|Deputowanych)|Sejm|Senat|[Pp]arlamen|Kongres|[Rr]ząd|[Gg]abine|"
    r"Bundesta|Knese)"
)


def is_role(token: Token, language: Language) -> bool:
    """Whether a word is the head of a role in this language."""
    return words_pl.is_role(token) if language is Language.PL else phrases_en.is_role(token)


def is_institution(token: Token, language: Language) -> bool:
    """Whether a word is the head of an institution's name in this language."""
    return words_pl.is_institution(token) if language is Language.PL else phrases_en.is_institution(token)


def names_first(token: Token) -> bool:
    """Whether a word is (a form of) a first name by the dictionary."""
    return any("imię" in reading.kinds for reading in readings(token.text))


def role_and_firm(segment: Sequence[Token], language: Language, *, named: bool) -> tuple[str, str]:
    """The role and the firm that a segment of a description gives; empty strings where it gives none.

    :param named: whether the person's name stands elsewhere in the phrase.
    """
    tokens = list(segment)
    while tokens and tokens[0].lower in _LEADING:
        tokens = tokens[1:]
    while tokens and (
        tokens[-1].text in {"'s", "’s"} or (not tokens[-1].is_word and not tokens[-1].text[-1].isalnum())
    ):
        tokens = tokens[:-1]
    while (
        tokens
        and not tokens[-1].text.isupper()
        and tokens[-1].lower.rstrip(".") in _TITLE_WORDS
        and (len(tokens) > 1 or len(tokens[0].text) <= 4)
    ):
        tokens = tokens[:-1]
    if not tokens or tokens[0].lower in {"and", "i", "oraz", "citing"}:
        return "", ""
    if tokens[0].lower in FIRM_LINKS and len(tokens) > 1:
        people = any(
            (is_role(t, language) and not t.is_capital) or (names_first(t) and not t.text.isupper()) for t in tokens[1:]
        )
        place = _join(tokens[1:])
        return "", "" if people or _town(place) else _without_place(place)
    first = next((i for i in range(1, len(tokens)) if _begins_name(tokens, i, language)), None)
    head = next((i for i, t in enumerate(tokens) if is_role(t, language)), None)
    if first is not None and head is not None and first > head and not any(t.lower == "im" for t in tokens):
        tokens = tokens[:first]  # another person's name has slipped in
    if head is None:
        if is_institution(tokens[0], language) or tokens[0].is_capital:
            return "", _join(tokens) if named else ""
        return (_join(tokens), "") if named else ("", "")
    if language is Language.EN:
        return _english_role(tokens, head)
    role, firm = _polish_role(tokens, head)
    firm, field = _field_of_work(firm)
    role, firm = role + field, _without_place(firm)
    if firm and _town(firm) and not _join(tokens).endswith(f"{role} {firm}"):
        return role, ""  # "lekarka z Lublina"
    if firm.endswith((" i", " oraz")):
        return "", ""  # two people share the role
    if firm and _LEGISLATURE.match(firm):
        return _join(tokens), ""  # "przewodniczący komisji w Izbie Lordów": an office, nobody's firm
    if firm and " " not in firm and not firm.isupper() and is_person_name([firm]) == "person":
        return role, ""  # "rzeczniczka Trumpa"
    return role, firm


def _begins_name(tokens: Sequence[Token], index: int, language: Language) -> bool:
    """Whether somebody's first name stands here; in English a surname must follow ("the German parliament")."""
    token = tokens[index]
    if not token.is_capital or token.text.isupper() or not names_first(token):
        return False
    if any("nazwa_geograficzna" in reading.kinds and reading.has("loc") for reading in readings(token.text)):
        return False  # "w Krakowie", the town before the forgotten name
    return language is Language.PL or (index + 1 < len(tokens) and tokens[index + 1].is_capital)


def _join(tokens: Sequence[Token]) -> str:
    words: list[str] = []
    for index, token in enumerate(tokens):
        glued = index > 0 and token.start == tokens[index - 1].end
        words.append(token.text if glued or index == 0 else " " + token.text)
    return "".join(words).strip()


_BODIES = frozenset({"zarządu", "rady", "nadzorczej", "komitetu", "wykonawczego", "kolegium"})


def _polish_role(tokens: Sequence[Token], head: int) -> tuple[str, str]:
    """Role and firm around a Polish head: ``prezes zarządu firmy X``, ``szef sprzedaży w X``, ``dyrektorka X``."""
    body = head + 1
    while body + 1 < len(tokens) and tokens[body].lower in _BODIES and not tokens[body].is_capital:
        body += 1
    head = body - 1 if body > head + 1 else head
    party = not _PARTY.isdisjoint({tokens[head].lower, *(r.lemma.lower() for r in tokens[head].readings)})
    government = not party and any(
        not words_pl.is_institution(t) and not _GOVERNMENT.isdisjoint({t.lower, *(r.lemma.lower() for r in t.readings)})
        for t in tokens[head : head + 1]
    )
    english = tokens[head].is_capital and tokens[head].lower in _ENGLISH_TITLES
    for index in range(head + 1, len(tokens)):
        token = tokens[index]
        if english and token.is_capital and phrases_en.is_role(token):
            continue
        if token.lower in FIRM_LINKS and index + 1 < len(tokens):
            return _join(tokens[:index]), "" if government else _join(tokens[index + 1 :])
        if government:
            continue
        if (
            (words_pl.is_institution(token) or _lemma_group(token))
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
        if token.is_capital and not lemmas(token.text).isdisjoint(_UNITS):
            beyond = _after_unit(tokens, index)
            if beyond is not None:
                return _join(tokens[:beyond]), _join(tokens[beyond:])  # "dyrektor Działu Analiz Torvex"
        if token.is_capital and not (english and phrases_en.is_role(token)):
            link = next((i for i in range(index + 1, len(tokens) - 1) if tokens[i].lower in FIRM_LINKS), None)
            seat = link is not None and tokens[link].lower in {"w", "we"} and _is_seat(tokens[link + 1 :])
            if link is not None and not seat:
                continue  # "dyrektor kanału EMEA w Vindelis"
            if seat and not words_pl.is_institution(token) and link is not None:
                return _join(tokens[:index]), _join(tokens[index:link])  # "prezes Torvexu w Polsce"
            if party and any("nazwa_geograficzna" in r.kinds for r in token.readings):
                continue
            if (
                tokens[index - 1].lower in {"ds", "spraw", "marki", "serii", "na", "do", "dla"}
                or tokens[index - 1].text == "."
            ):
                continue
            return _join(tokens[:index]), _join(tokens[index:])
    if len(tokens) > head + 1 and bare_head(tokens[-1].lower) and not tokens[-1].is_capital:
        return _join(tokens[:-1]), ""
    return _join(tokens), ""


_STREET = re.compile(
    r"(?:ul\.|[Uu]lic[ay]|[Oo]siedl[ea]|os\.|[Pp]lacu?|[Aa]lei|[Aa]leja|[Rr]ynku|[Bb]loku|[Dd]zielnicy)\b"
)


def _town(firm: str) -> bool:
    """Whether a name is a place and nothing else."""
    return all(any("nazwa_geograficzna" in r.kinds for r in readings(word)) for word in firm.split())


def _field_of_work(firm: str) -> tuple[str, str]:
    """``Torvexu ds. sprzedaży`` → ``Torvexu`` and `` ds. sprzedaży``: what follows belongs to the role."""
    place = re.search(r" (?:ds\.?|do spraw|d/s|odpowiedzial\w+) ", firm)
    return (firm[: place.start()], firm[place.start() :]) if place else (firm, "")


def _without_place(firm: str) -> str:
    """``Netpolu z Opola`` → ``Netpolu``; a street is nobody's employer; an institution keeps its town."""
    if _STREET.match(firm):
        return ""
    words = firm.split(" ")
    if len(words) < 3 or words[-2] not in {"z", "ze"} or not words[-3][:1].isupper():
        return firm
    first = Token(0, len(words[0]), words[0], words[0].lower())
    known = any("nazwa_geograficzna" in r.kinds and r.has("gen") for r in readings(words[-1]))
    return " ".join(words[:-2]) if known and not words_pl.is_institution(first) else firm


_UNITS = frozenset("departament dział biuro wydział pion sekcja katedra oddział zespół zakład klinika".split())


def _after_unit(tokens: Sequence[Token], unit: int) -> int | None:
    """Where the firm's name begins after one of its parts: the first capital that is no genitive."""
    for index in range(unit + 1, len(tokens)):
        token = tokens[index]
        if token.lower in FIRM_LINKS:
            return None
        if token.is_capital and (token.text.isupper() or not token.readings or not token.may_be("gen")):
            return index
    return None


def _is_seat(tokens: Sequence[Token]) -> bool:
    """Whether a place, and nothing else, stands after "w": ``w Opolu``, ``w Nowym Sączu``."""
    return bool(tokens) and all(
        (t.is_capital and any("nazwa_geograficzna" in r.kinds and r.has("loc") for r in t.readings)) or t.has_pos("adj")
        for t in tokens
    )


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
        if token.lower in FIRM_LINKS or not token.is_word:
            return False
    return index + 1 < len(tokens) and words_pl.is_institution(tokens[index]) and len(tokens) - index > 2


def _english_role(tokens: Sequence[Token], head: int) -> tuple[str, str]:
    """Role and firm around an English head: ``director of sales at X``, ``X managing director``, ``X's CEO``."""
    last = head
    while last + 1 < len(tokens) and phrases_en.is_role(tokens[last + 1]):
        last += 1
    for index in range(last + 1, len(tokens) - 1):
        if tokens[index].lower in _ENGLISH_LINKS:
            found = _english_link(tokens, index)
            if found is not None:
                return found
    start = head
    while start > 0 and not _ends_firm(tokens[start - 1], titled=tokens[head].is_capital):
        start -= 1
    name = _join(tokens[:start])
    for mark in ("'s", "’s"):
        name = name.removesuffix(mark)
    if not any(t.is_capital for t in tokens[:start]):
        return _join(tokens[start:]), ""  # "the company's director": which company, the phrase does not say
    return _join(tokens[start:]), name


def _ends_firm(token: Token, *, titled: bool) -> bool:
    """Whether a word before a role ends the name of a firm rather than belongs to the role.

    :param titled: whether the role has capitals (``House Minority Leader``): then only a possessive ends it.
    """
    possessive = token.text in {"'s", "’s"} or token.text.endswith(("'s", "’s"))
    return possessive or (token.is_capital and not titled and token.lower not in {"former", "vice"})


def _english_link(tokens: Sequence[Token], index: int) -> tuple[str, str] | None:
    """Role and firm on the two sides of ``of``, ``at`` …; ``None`` when the word belongs to the role itself."""
    link, following = tokens[index].lower, list(tokens[index + 1 :])
    capital = any(t.is_capital for t in following)
    if link in {"of", "for"} and not capital:
        return None
    if link == "of" and not following[0].is_capital and following[0].lower not in _ARTICLES:
        return None
    place = next((i for i, t in enumerate(following) if i and t.lower in {"in", "for", "based"}), len(following))
    following = following[:place]
    if not any(t.is_capital for t in following):
        return _join(tokens[:index]), ""
    if link == "for" and not _is_firm_like(following):
        return _join(tokens[: index + 1 + len(following)]), ""
    while following and following[0].lower in _ARTICLES | _GENERIC_FIRMS:
        following = following[1:]
    return _join(tokens[:index]), _join(following)


def _is_firm_like(tokens: Sequence[Token]) -> bool:
    """Whether capitals after "for" name a firm rather than a region (``director for EMEA``, ``for Poland``)."""
    words = [t for t in tokens if t.is_capital]
    return bool(words) and not all(
        t.lower in _REGIONS or any("nazwa_geograficzna" in r.kinds for r in readings(t.text)) for t in words
    )
