"""The organisations that an English article names, for ``the company said``, ``its chairman``, ``it added``."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from corpus.attribution.lists_en import is_place, words_of, words_of_descriptions
from corpus.attribution.tokens import Token
from corpus.attribution.words_en import DETERMINERS, is_group, is_institution, is_role
from corpus.lexicons import common_words_en, name_words
from corpus.names import is_person_name, strip_legal_form

_RUN = re.compile(
    r"(?<![\w’'])(?:[A-Z][\w&+-]*|[A-Z]{2,}\d*)(?:(?: (?:of|for|and|&|the) | )[A-Z][\w&+-]*){0,5}(?P<own>['’]s)?"
)
_SMALL = re.compile(r"\b[a-z][\w-]*")
_ATTRIBUTE = re.compile(r"\b([A-Z][\w&-]+?)(?:['’]s)? ([a-z]{4,})")  # "a Torvane spokeswoman", "Torvane's chairman"
# "Torvane, one of the largest hosting firms"
_ONE_OF = re.compile(
    r"\b([A-Z][\w&-]+), (?:one of|an?|the) [^.,;]{0,60}\b"
    r"(?:firms?|compan(?:y|ies)|vendors?|suppliers?|providers?|distributors?|resellers?|integrators?|makers?|retailers?)\b"
)
_DATELINE = re.compile(r"(?:[,.] ?[^\n:;!?]{1,30}?)? [–—-]+ ")  # "TORONTO, Sept 3 - "
_KIND = re.compile(r"([\w-]+) $")
_VERB = re.compile(
    r"(?:,[^.,]{3,90},)? (?:has|have|had|is|was|will|would|says?|said|plans|expects|believes|[a-z]{3,}ed"
    r"|(?:den|repl|suppl)ies|(?:insist|warn|confirm|report|announce|deliver|serve|build|employ|use|charge|work|hold|lead"
    r"|add|describe|call|reject|expect|believe|promise|operate|produce|want|need|offer|sell|own|face|run|get|make|see|plan|aim|hope|argue|claim|admit)s|told|takes?|took|sees?|saw|makes|made|cut|went|rose|fell)\b"
)
_OPENS = re.compile(r"(?:^|[.!?…:”\"’]\s+|\n\s*|\bthe |\bThe )$")
_INSIDE = re.compile(r"[a-z,;] ([A-Z][\w&-]*)")  # a capital that does not open a sentence
_REACH = 900  # code points within which "a spokesman" still belongs to the organisation named last


def _token(word: str) -> Token:
    return Token(0, len(word), word, word.lower())


@dataclass(slots=True)
class EnglishFirms:
    """Organisations by place: name, the nouns that say what it is, whether it is the subject of its sentence."""

    places: list[int] = field(default_factory=list)
    found: list[tuple[str, frozenset[str], bool]] = field(default_factory=list)

    def read(self, text: str, people: frozenset[str]) -> None:
        """Record the organisations that ``text`` names; ``people`` are words of names of persons."""
        kinds: dict[str, frozenset[str]] = {}
        small = frozenset(_SMALL.findall(text))
        business = words_of_descriptions("business")
        owners = {m[1] for m in _ATTRIBUTE.finditer(text) if is_role(_token(m[2])) and m[2] not in business}
        owners |= {m[1] for m in _ONE_OF.finditer(text)}
        named = {m[1] for m in _INSIDE.finditer(text)}
        for match in _RUN.finditer(text):
            name = match[0].removesuffix("'s").removesuffix("’s").removeprefix("The ")
            words = name.split()
            if not words or any(word in people for word in words):
                continue
            if len(words) == 1 and is_institution(_token(name)) and name.lower() in small:
                continue  # "Committee chair X", where the sentence opens
            if len(words) == 1 and (is_group(_token(name)) or is_role(_token(name))):
                continue
            opens_line = match.start() == 0 or text[match.start() - 1] == "\n"
            if opens_line and name.isupper() and _DATELINE.match(text, match.end()):
                continue
            if match.start() and text[match.start() - 1] == "(" and name.isupper():
                continue  # the code of a share
            before = text[max(0, match.start() - 24) : match.start()]
            noun = _KIND.search(before)
            called = noun[1].lower() if noun and is_institution(_token(noun[1])) and noun[1].islower() else ""
            verb = _VERB.match(text, match.end()) is not None and match["own"] is None
            opens = _OPENS.search(before) is not None or bool(called)
            known = bool(called) or _organisation(words) or (words[0] in kinds and len(words) == 1)
            ordinary = words[-1].lower() in common_words_en() and name not in named  # "Demand has recovered"
            new = _unknown(words, small) and ((verb and opens and not ordinary) or name in owners)
            if not known and not new:
                continue
            own = frozenset(word.lower() for word in words if is_institution(_token(word)))
            kinds[words[0]] = kinds.get(words[0], frozenset()) | own | ({called} if called else frozenset())
            self.places.append(match.start())
            self.found.append((name, kinds[words[0]], verb and opens))

    def meant_by(self, head: str, position: int) -> str | None:
        """The organisation that ``the vendor``, ``the guild`` means before ``position``."""
        near = self._before(position)
        same = next((name for _, name, kinds, _ in near if head in kinds), None)
        if same is not None:
            return self._full(same, position)
        if head not in words_of_descriptions("business"):
            return None
        subject = next((name for _, name, kinds, is_subject in near if is_subject and not _public(kinds)), None)
        return subject or next((name for _, name, kinds, _ in near if not _public(kinds)), None)

    def subject(self, position: int, reach: int = _REACH) -> str | None:
        """The organisation that was the subject of a sentence last before ``position``."""
        near = self._before(position)
        return next((name for at, name, _, is_subject in near if is_subject and position - at <= reach), None)

    def nearest(self, position: int, reach: int = 400) -> str | None:
        """The organisation of business named last before ``position``."""
        near = self._before(position)
        return next((name for at, name, kinds, _ in near if position - at <= reach and not _public(kinds)), None)

    def _full(self, name: str, position: int) -> str:
        longer = [full for _, full, _, _ in self._before(position) if full.startswith(f"{name} ")]
        return longer[0] if longer else name

    def _before(self, position: int) -> list[tuple[int, str, frozenset[str], bool]]:
        at = bisect_left(self.places, position)
        low = max(0, at - 16)
        return [(self.places[i], *self.found[i]) for i in range(at - 1, low - 1, -1)]


def _organisation(words: list[str]) -> bool:
    if is_person_name(words) == "organization" or strip_legal_form(" ".join(words)) != " ".join(words):
        ordinary = words[0].lower() in common_words_en()
        return len(words) > 1 or (
            len(words[0]) > 2 and not ordinary and words[0] not in {"CEO", "CFO", "CTO", "CIO", "USA", "EMEA"}
        )
    return len(words) > 1 and is_institution(_token(words[-1])) and words[0].lower() not in name_words("titles")


def _unknown(words: list[str], small: frozenset[str]) -> bool:
    """Whether a subject in capitals is no ordinary word that only opens its sentence.

    :param small: the words that the text has in small letters.
    """
    token = _token(words[-1])
    if "&" in words[-1] or is_person_name(words) in {"person", "place"} or is_role(token) or is_place(token):
        return False
    if token.lower in words_of("adjectives") or token.lower in DETERMINERS or is_group(token):
        return False
    if len(words) > 1:
        return False
    return words[0].lower() not in small and words[0].lower() not in _NO_NAME


def _public(kinds: frozenset[str]) -> bool:
    return not kinds.isdisjoint(
        {"house", "senate", "court", "parliament", "police", "committee", "ministry", "congress"}
    )


_NO_NAME = frozenset(
    "he she it they we you i this that these those there here what who when where why how yes no not but and if as "
    "while after before since because some many most others both each every analysts critics experts officials "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today yesterday the a an his her their its our my in on at by for from "
    "with to of or so yet now then once asked speaking according sources people nobody none everyone all few one "
    "two three four five six seven eight nine ten".split()
)
