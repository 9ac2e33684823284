"""What single Polish words can be: heads of roles, groups and institutions, names, adverbs, prepositions."""

from __future__ import annotations

from functools import lru_cache

from corpus.attribution.cue import cue_data
from corpus.attribution.tokens import DASHES, Token
from corpus.inflection import loan_lemma, loan_plural
from corpus.morphology import lemmas, readings
from corpus.names import group_lemmas, institution_lemmas, role_lemmas
from corpus.types import Language

STOP = frozenset(
    "jak że iż bo ale a lecz gdy kiedy jeśli jeżeli choć chociaż ponieważ gdyż więc zatem jednak jednakże "
    "natomiast też także również tymczasem ponadto zresztą wprost dalej potem następnie wtedy teraz dziś dzisiaj "
    "wczoraj jutro już jeszcze tylko nawet m.in czyli się nam mi im mu jej jemu nas ich go ją mnie sobie nie by "
    "żeby aby podczas wobec wśród między przed po za przez bez według zdaniem odnosząc zaraz tuż około ponad "
    "dotąd krótko wówczas zarazem ostatnio niedawno niegdyś kiedyś otwarcie".split()
)
ABBREVIATIONS = frozenset(
    "ds dr prof hab inż mgr im św płk gen kpt mjr ks bp abp lek med adw mec red sp o k p insp podinsp asp mł kom "
    "nadkom podkom bryg nadbryg st por ppor ppłk kpr plut sierż chor kmdr doc ul zw art kard s sen pos".split()
)
PRONOUNS = frozenset(
    "on ona oni one ten ta ci te tamten tamta pierwszy drugi obaj obie oboje wszyscy większość nikt każdy część "
    "wielu niektórzy inni ktoś".split()
)
QUANTIFIERS = frozenset(
    "jeden jedna jedno kilku wielu część większość niektórzy niektóre wiele kilka dwaj dwoje trzech obaj połowa reszta "
    "grupa procent proc jednego jednej kilkorga niektórych".split()
)
PARTICLES = frozenset("von van de der den da di du le la el al bin ibn af dos del della y".split())


@lru_cache(maxsize=32_768)
def _lemma_in(word: str, which: str) -> bool:
    lexicon = {"role": role_lemmas, "group": group_lemmas, "institution": institution_lemmas}[which](Language.PL)
    return word.lower() in lexicon or not lexicon.isdisjoint(lemmas(word.lower())) or loan_lemma(word) in lexicon


def is_role(token: Token) -> bool:
    """Whether a word is the head of a role (``prezes``, ``dyrektorka``)."""
    return _lemma_in(token.text, "role") or token.lower in role_lemmas(Language.EN)


def is_group(token: Token) -> bool:
    """Whether a word names people as a group (``integratorzy``), in the plural."""
    if not token.readings:
        return loan_plural(token.text) is not None and _lemma_in(token.text, "group")
    return _lemma_in(token.text, "group") and token.may_be("pl")


def is_institution(token: Token) -> bool:
    """Whether a word is the head of an institution's name (``spółka``, ``komisja``)."""
    return _lemma_in(token.text, "institution")


@lru_cache(maxsize=32_768)
def circumstance(word: str) -> bool:
    """Whether a noun says where or when something was said (``w rozmowie``, ``we wtorek``)."""
    nouns = cue_data(Language.PL)["nouns"]["circumstances"]
    return not lemmas(word.lower()).isdisjoint(nouns) or word.isdigit()


@lru_cache(maxsize=32_768)
def verb_only(word: str) -> bool:
    """Whether a form can be nothing but a verb."""
    found = readings(word)
    return bool(found) and all(
        r.pos in {"fin", "praet", "bedzie", "pcon", "pant", "impt", "inf", "imps", "winien", "pred"} for r in found
    )


@lru_cache(maxsize=32_768)
def adverb_only(word: str) -> bool:
    """Whether a form can be nothing but an adverb, a particle or a conjunction."""
    found = readings(word)
    return bool(found) and all(r.pos in {"adv", "part", "conj", "comp", "interj"} for r in found)


def is_name_word(token: Token) -> bool:
    """Whether a word is written as (part of) a proper name."""
    return token.is_capital or token.lower in PARTICLES


def common(token: Token) -> bool:
    """Whether a capital word that opens a phrase is an ordinary noun or adjective (``Część``, ``Analitycy``)."""
    known = readings(token.lower)
    return bool(known) and (
        not any(k in {"imię", "nazwisko"} for r in readings(token.text) for k in r.kinds)
        or is_role(token)
        or is_group(token)
        or is_institution(token)
    )


def is_preposition(token: Token) -> bool:
    """Whether a word is a preposition and nothing else that matters here."""
    return token.lower in {"w", "z", "na", "o", "do", "po", "za"} or (
        token.has_pos("prep") and not token.is_capital and not token.has_pos("subst")
    )


def dash_or_end(token: Token) -> bool:
    """Whether a token ends an attribution clause."""
    return token.text in DASHES or token.text in {".", "!", "?", ";", ":", "…"}
