"""Names of people and organisations: nominative, folding to one key, identity. The one place where names are normalised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from corpus.inflection import CASES, Slot, nominative_form, recase, slots, strip_ending
from corpus.lexicons import group_lemmas, institution_lemmas, role_lemmas
from corpus.morphology import lemmas, readings
from corpus.types import Language, SpeakerType

__all__ = [
    "entity_id", "fold", "gender_of", "group_lemmas", "institution_lemmas", "is_person_name", "nominative_organization", "nominative_person",
    "is_first_name", "nominative_phrase", "role_lemmas", "same_person", "strip_legal_form", "strip_titles",
]  # fmt: skip

_TITLES = frozenset(
    "dr prof hab mgr inż lek med mec adw red ks bp abp kard płk ppłk gen kpt mjr por insp podinsp asp mł st nadkom podkom kom bryg doc mr mrs ms miss sir lady lord dame mx phd md jr sr "
    "pan pani pana panu panem panią państwo doktor profesor magister inżynier mecenas redaktor brygadier nadbrygadier aspirant sierżant kapral rev judge".split()
)
_PARTICLES = frozenset("von van de der den da di du le la el al bin ibn af dos del della y ter ten".split())
_LEGAL = re.compile(
    r"[\s,]+(?:sp\.?\s*z\s*o\.?\s*o\.?(?:\s*sp\.?\s*[kj]\.?)?|s\.?\s?a\.?|sp\.?\s?[kjp]\.?|s\.?k\.?a\.?|ltd\.?|limited|inc\.?|incorporated|llc|llp|plc|gmbh|ag|corp\.?|corporation|co\.|b\.?v\.?|n\.?v\.?|s\.?r\.?o\.?|oy|ab|a/s)$",
    re.IGNORECASE,
)
_ORGANISATION_WORDS = frozenset(
    "group software shop bank systems solutions technologies technology cloud data network networks services polska poland dystrybucja consulting capital partners media holding instytut fundacja "
    "stowarzyszenie uniwersytet politechnika research labs lab security digital studio energy energia global international international it telecom mobile networks distribution guild institute university press "
    "news times post journal gazeta securities insurance airlines motors industries foundation association union council committee house court party office agency department ministry street sachs systemy".split()
)
_SURNAME_ENDINGS = ("ski", "ska", "cki", "cka", "dzki", "dzka", "icz", "wicz", "czyk", "czak", "czuk", "owicz", "ewicz", "iak", "yk", "ek", "ko", "uk", "ak", "arz", "ła", "wna", "skiego", "ckiego", "skiej", "ckiej", "skim", "ckim", "icza", "czyka")
_FOREIGN_SURNAMES = ("ova", "eva", "ov", "ev", "enko", "ić", "ič", "sson", "sen", "berg", "stein", "mann", "elli", "etti", "ini", "escu", "ez")
_ENGLISH_FIRST = frozenset(
    "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan "
    "stephen larry justin scott brandon benjamin samuel gregory alexander frank patrick raymond jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle noah ethan jeremy walter christian keith roger terry austin sean gerald carl "
    "dylan harold jordan jesse bryan lawrence arthur gabriel bruce logan billy joe alan juan elijah willie albert wayne randy vincent mason roy ralph bobby russell bradley philip eugene mary patricia jennifer linda elizabeth barbara susan jessica sarah "
    "karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy angela shirley brenda emma anna pamela nicole samantha katherine christine catherine "
    "virginia debra rachel janet maria diane julie joyce victoria kelly christina joan evelyn judith olivia frances martha cheryl megan andrea hannah jacqueline ann gloria jean kathryn alice teresa sara janice doris madison julia grace judy abigail hugh "
    "nigel graham colin ian neil stuart simon martin trevor clive gareth alistair fiona gillian priya rajesh arun neville tobias ingrid colm boris rod rupert toby oliver harry charlie freddie archie oscar leo theo felix lewis callum liam connor rory "
    "sophie chloe lucy poppy isla freya ella daisy ruby evie nathalie claire pierre jean emmanuel francois hans jurgen klaus ursula angela bill tom tim jim bob mike dave steve nick ben sam dan matt greg jeff ted ron rick tony chris alex kate liz jen holly "
    "karine stu guy ari omar brett hillary barack joe kamala bernie nancy mitch lindsey deval ford chuck".split()
)
_FEMALE_ENGLISH = frozenset(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy angela shirley "
    "brenda emma anna pamela nicole samantha katherine christine catherine virginia debra rachel janet maria diane julie joyce victoria kelly christina joan evelyn judith olivia frances martha cheryl megan andrea hannah jacqueline ann gloria kathryn "
    "alice teresa sara janice doris madison julia grace judy abigail fiona gillian priya ingrid sophie chloe lucy poppy isla freya ella daisy ruby evie nathalie claire ursula kate liz jen holly karine hillary kamala".split()
)
_SPECIAL = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‑": "-", "–": "-"})


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """The key under which spellings of one name meet: no case, no diacritics, no titles, no legal form."""
    bare = strip_legal_form(strip_titles(name)).translate(_SPECIAL)
    ascii_only = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s&+-]", " ", ascii_only.casefold()).replace("-", " ").split())


def strip_titles(name: str) -> str:
    """The name without titles and degrees before and after it."""
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".,").casefold() in _TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1].strip(".,").casefold() in {"phd", "md", "jr", "sr", "mba"}:
        words = words[:-1]
    return " ".join(words).rstrip(",")


def strip_legal_form(name: str) -> str:
    """The firm's name without its legal form (``sp. z o.o.``, ``S.A.``, ``Ltd``, ``GmbH``)."""
    bare = _LEGAL.sub("", name.strip())
    return bare or name.strip()


def entity_id(kind: SpeakerType | str, name: str) -> str:
    """A stable id over articles: ``person:wieslaw-pawlowicz``; firms and other organisations share ``firm:``."""
    prefix = {"organization": "firm", "organisation": "firm"}.get(str(kind), str(kind))
    slug = re.sub(r"[^\w]+", "-", fold(name)).strip("-")
    return f"{prefix}:{slug or 'unnamed'}"


def is_first_name(word: str) -> bool:
    """Whether a word is (a form of) a first name."""
    return any("imię" in reading.kinds for reading in readings(word)) or word.casefold() in _ENGLISH_FIRST


def _is_surname(word: str) -> bool:
    return any("nazwisko" in reading.kinds for reading in readings(word))


@lru_cache(maxsize=50_000)
def gender_of(name: str) -> str | None:
    """``m`` or ``f`` by the first name (nominative), then by the surname; ``None`` when neither tells."""
    words = strip_titles(name).split()
    if not words:
        return None
    first = words[0]
    if first.casefold() in _ENGLISH_FIRST and not readings(first):
        return "f" if first.casefold() in _FEMALE_ENGLISH else "m"
    genders = {g for r in readings(first) if "imię" in r.kinds and r.has("nom") for g in ("m1", "f") if r.has(g)}
    if len(genders) == 1:
        return "f" if genders == {"f"} else "m"
    if first.casefold() in _ENGLISH_FIRST:
        return "f" if first.casefold() in _FEMALE_ENGLISH else "m"
    last = words[-1].casefold()
    if last.endswith(("ska", "cka", "dzka")):
        return "f"
    return "m" if last.endswith(("ski", "cki", "dzki")) else None


def is_person_name(words: Sequence[str]) -> str:
    """What a run of capitalised words is: ``person``, ``organization``, ``place`` or ``unknown``."""
    return _classify(tuple(word for word in words if word != "."))


@lru_cache(maxsize=50_000)
def _classify(words: tuple[str, ...]) -> str:
    if not words:
        return "unknown"
    if any(w.casefold() in _ORGANISATION_WORDS for w in words) and not (is_first_name(words[0]) and len(words) > 1 and words[0].casefold() not in _ORGANISATION_WORDS):
        return "organization"
    if _LEGAL.search(" " + " ".join(words)):
        return "organization"
    if any(w.isupper() and len(w) > 1 and len(w) < 6 for w in words):
        return "organization"
    if len(words) == 1:
        return _classify_single(words[0])
    if is_first_name(words[0]) and words[-1][:1].isupper():
        return "person"
    if len(words[0].rstrip(".")) == 1 and words[-1][:1].isupper() and len(words[-1]) > 2:
        return "person"
    if any(w.casefold() in _PARTICLES for w in words[1:-1]):
        return "person"
    if len(words) == 2 and not readings(words[0]) and not readings(words[1]) and words[1].casefold().endswith(_FOREIGN_SURNAMES):
        return "person"
    if len(words) == 2 and words[1].casefold().endswith(_SURNAME_ENDINGS) and _is_surname(words[1]) and not readings(words[0].lower()):
        return "person"
    return "unknown"


def _classify_single(word: str) -> str:
    kinds = {kind for reading in readings(word) for kind in reading.kinds}
    if "nazwisko" in kinds or "-" in word and all(_is_surname(part) or part.casefold().endswith(_SURNAME_ENDINGS) for part in word.split("-")):
        return "person"
    if "nazwa_geograficzna" in kinds:
        return "place"
    if "imię" in kinds:
        return "person"
    if not readings(word) and word.casefold().endswith(("ski", "ska", "cki", "cka", "wicz", "czyk")):
        return "person"
    return "unknown"


def same_person(a: str, b: str) -> bool:
    """Whether two names of one article can mean the same person: equal, surname only, or with an initial."""
    x, y = fold(a).split(), fold(b).split()
    if not x or not y or x[-1] != y[-1]:
        return False
    return len(x) == 1 or len(y) == 1 or x[0] == y[0] or (min(len(x[0]), len(y[0])) == 1 and x[0][0] == y[0][0])


@lru_cache(maxsize=50_000)
def nominative_person(surface: str, case: str | None = None, gender: str | None = None) -> str:
    """The nominative of a person's name in any case, titles off.

    :param case: the case it stands in, when the syntax tells (``nom``, ``gen``, ``dat``, ``acc``, ``inst``, ``loc``).
    :param gender: ``m`` or ``f``, when known.
    """
    words = strip_titles(surface).split()
    if not words or case == "nom":
        return " ".join(re.sub(r"['’]s$", "", w) for w in words)
    wanted = [case] if case else [c for c in CASES if c != "voc"]
    genders = [gender] if gender else ["m", "f"]
    best: tuple[float, list[str]] | None = None
    for tried in wanted:
        for sex in genders:
            score, made = _decline_person(words, tried, sex)
            if made and (best is None or score > best[0]):
                best = (score, made)
    return " ".join(best[1]) if best else " ".join(words)


def _decline_person(words: Sequence[str], case: str, gender: str) -> tuple[float, list[str]]:
    """The nominative under one case and gender, with how well every word fits it."""
    score, made = (0.4 if case == "nom" else 0.0), []
    for index, word in enumerate(words):
        if word.casefold() in _PARTICLES or len(word.rstrip(".")) == 1:
            made.append(word)
            continue
        parts = word.split("-")
        forms = []
        for part in parts:
            points, form = _decline_word(part, case, gender, first=index == 0 and len(words) > 1)
            score += points / len(parts)
            forms.append(form)
        made.append("-".join(forms))
    return score, made


def _decline_word(word: str, case: str, gender: str, *, first: bool) -> tuple[float, str]:
    sex = "m1" if gender == "m" else "f"
    known = slots(word, ("subst", "adj")).get(Slot("sg", case, sex), ())
    kind = "imię" if first else "nazwisko"
    for wanted, points in ((kind, 2.0),) if first else ((kind, 2.0), (None, 0.7)):
        for reading in known:
            if wanted and wanted not in reading.kinds or not wanted and "nazwa_geograficzna" in reading.kinds:
                continue
            form = nominative_form(reading, "sg", sex)
            if form:
                return points, recase(form, word)
    if "'" in word or "’" in word:
        return (1.0 if case != "nom" else -1.0), strip_ending(word, case)
    bare = strip_ending(word, case, feminine=gender == "f") if case != "nom" else word
    if first and bare.casefold() in _ENGLISH_FIRST and (bare.casefold() in _FEMALE_ENGLISH) == (gender == "f"):
        return 1.9, bare
    if readings(word) and not first:
        return -1.5, word
    if case == "nom":
        return (0.6 if not _looks_oblique(word, gender) else -0.2), word
    if bare == word:
        return (0.3 if gender == "f" else -0.2), word
    return 0.5 + 0.3 * bool(readings(bare)), bare


def _looks_oblique(word: str, gender: str) -> bool:
    lower = word.lower()
    if gender == "m":
        return lower.endswith(("iego", "ego", "emu", "iem", "em", "owi", "skim", "ckim"))
    return lower.endswith(("skiej", "ckiej", "ską", "cką"))


_GENERIC = frozenset("firma spółka sieć bank dziennik portal grupa tygodnik miesięcznik serwis gazeta agencja koncern producent dystrybutor integrator operator marka klub stacja telewizja startup dostawca przedsiębiorstwo stowarzyszenie fundacja partia".split())
_KEPT = frozenset("bank grupa klub fundacja stowarzyszenie partia telewizja".split())
_ADJECTIVES = frozenset("handlowy brytyjski polski amerykański niemiecki krakowski warszawski gdański wrocławski poznański łódzki rzeszowski lubelski śląski japoński chiński koreański francuski energetyczny technologiczny informatyczny międzynarodowy lotniczy".split())


@lru_cache(maxsize=50_000)
def nominative_organization(surface: str, case: str | None = None) -> str:
    """The nominative of an organisation's name, legal form off, a generic head before a capitalised name dropped.

    :param case: the case it stands in, when known; ``nom`` leaves the words as they are.
    """
    bare = strip_legal_form(surface.strip(" ,.\"„”“'«»"))
    words = [w for w in bare.replace("„", "").replace("”", "").replace('"', "").split() if w]
    named = _drop_generic(words)
    if not named:
        return surface
    if len(named) < len(words):  # "firmy Visa", "sieci handlowej Lidl": the name beside its genus is not inflected
        bank = next((True for w in words[: len(words) - len(named)] if "bank" in lemmas(w)), False)
        return ("Bank " if bank else "") + " ".join(_foreign(word) for word in named)
    if " i " in f" {bare} " and case != "nom":
        return _joint(words, case)
    if case == "nom" or not readings(words[0]) or words[0].isupper():
        return " ".join([_foreign(words[0]), *(_country(word) for word in words[1:])])
    return _head_to_nominative(words, case)


def _country(word: str) -> str:
    """``Polsce`` in ``Orange Polsce``: a country after a brand is inflected with the phrase."""
    places = [r for r in readings(word) if "nazwa_geograficzna" in r.kinds and r.pos == "subst"]
    return recase(places[0].lemma, word) if places and not any(r.has("nom") for r in places) else _foreign(word)


def _joint(words: Sequence[str], case: str | None) -> str:
    """``Prawa i Sprawiedliwości``: both parts are brought to the nominative when both can stand in one oblique case."""
    at = words.index("i")
    left, right = list(words[:at]), list(words[at + 1 :])
    for tried in [case] if case else ["nom", "gen", "inst", "dat", "loc"]:
        parts = [_head_to_nominative(part, tried) for part in (left, right)]
        fits = all(any(slot.case == tried and slot.number == "sg" for slot in slots(part[0])) for part in (left, right) if part)
        if fits and left and right:
            return f"{parts[0]} i {parts[1]}"
    return " ".join(words)


def _foreign(word: str) -> str:
    return re.sub(r"['’](?:a|owi|em|ie|u|s)$", "", word)


def _drop_generic(words: list[str]) -> list[str]:
    at = 0
    while at < len(words) - 1 and not words[at][:1].isupper() and lemmas(words[at]) & _ADJECTIVES:
        at += 1
    head = lemmas(words[at]) if at < len(words) else frozenset()
    following = at + 1
    while following < len(words) and not words[following][:1].isupper() and lemmas(words[following]) & _ADJECTIVES:
        following += 1
    named = following < len(words) and words[following][:1].isupper()
    if named and head & _GENERIC and not words[at][:1].isupper():
        return words[following:]
    return words


def _head_to_nominative(words: Sequence[str], case: str | None) -> str:
    """Decline the head noun and the adjectives that agree with it; the genitive tail stays."""
    best: tuple[float, str] | None = None
    for tried in [case] if case else CASES:
        for number in ("sg", "pl"):
            for gender in ("m1", "m2", "m3", "f", "n"):
                made = _agreeing(words, Slot(number, tried, gender))
                if made is None:
                    continue
                text, agreed = made
                score = agreed + (0.5 if tried == "nom" else 0.0) + (0.8 if number == "sg" else 0.0) + (0.1 if tried == "gen" else 0.0)
                if best is None or score > best[0]:
                    best = (score, text)
    return best[1] if best else " ".join(_foreign(word) for word in words)


def _agreeing(words: Sequence[str], slot: Slot) -> tuple[str, float] | None:
    """The phrase with its head and adjectives in the nominative, if one noun of it can stand in the slot."""
    made: list[str] = []
    head = False
    agreed = 0.0
    for index, word in enumerate(words):
        known = slots(word).get(slot, ())
        noun = next((r for r in known if r.pos in {"subst", "depr", "ger"}), None)
        adjective = next((r for r in known if r.pos in {"adj", "ppas", "pact", "num"}), None)
        if not head and noun is not None and not (adjective and index + 1 < len(words) and _noun_ahead(words[index + 1 :], slot)):
            form = nominative_form(noun, slot.number, slot.gender)
            if form is None:
                return None
            made.append(recase(form, word))
            head, agreed = True, agreed + 1
        elif adjective is not None and (not head or index <= _adjacent(made) + 1 and slot.case != "gen" or _agrees_only(word, slot)):
            form = nominative_form(adjective, slot.number, slot.gender)
            if form is None:
                return None
            made.append(recase(form, word))
            agreed += 0.8
        elif head:
            made.extend(_foreign(w) if not readings(w) else w for w in words[index:])
            break
        elif not readings(word) or word.isupper():
            made.append(_foreign(word))
        else:
            return None
    return (" ".join(made), agreed) if head or agreed else None


def _adjacent(made: Sequence[str]) -> int:
    return len(made) - 1


def _agrees_only(word: str, slot: Slot) -> bool:
    """Whether an adjective after the head cannot be anything but agreeing with it (same gender, not the noun's after it)."""
    return slot in slots(word, ("adj", "ppas", "pact"))


def _noun_ahead(words: Sequence[str], slot: Slot) -> bool:
    return bool(words) and any(r.pos in {"subst", "ger"} for r in slots(words[0]).get(slot, ()))


@lru_cache(maxsize=50_000)
def nominative_phrase(surface: str, case: str | None = None) -> str:
    """The nominative of a role or a group (``dyrektora zarządzającego`` → ``dyrektor zarządzający``).

    The first letter becomes small unless the word is a proper name, an acronym or an English title.
    """
    words = surface.strip(" ,").split()
    if not words:
        return surface
    english = not any(c in "ąęłńóśćżź" for c in surface.lower()) and words[0].lower() in role_lemmas(Language.EN) and not readings(words[0].lower())
    if english or (len(words) > 1 and all(w[:1].isupper() for w in words)):
        return " ".join(words)
    if words[0][:1].isupper() and not words[0].isupper() and readings(words[0].lower()):
        words[0] = words[0].lower()
    if case == "nom" or case is None and _already_nominative(words):
        return " ".join(words)
    return _head_to_nominative(words, case)


def _already_nominative(words: Sequence[str]) -> bool:
    """Whether the first noun, with the adjectives around it, can stand in the nominative as written."""
    common: set[tuple[str, str]] | None = None
    for index, word in enumerate(words):
        if not readings(word):
            return True
        here = {(slot.number, slot.gender) for slot in slots(word) if slot.case == "nom"}
        common = here if common is None else common & here
        if not common:
            return False
        if any(r.pos in {"subst", "depr"} for slot, found in slots(word).items() if slot.case == "nom" for r in found):
            return index + 1 >= len(words) or not _disagrees(words[index + 1], common)
    return False


def _disagrees(word: str, wanted: set[tuple[str, str]]) -> bool:
    """Whether the word after a noun is an adjective that can only belong to another case of it."""
    known = slots(word)
    if not known or any(r.pos in {"subst", "ger"} for found in known.values() for r in found):
        return False
    return not any(slot.case == "nom" and (slot.number, slot.gender) in wanted for slot in known)
