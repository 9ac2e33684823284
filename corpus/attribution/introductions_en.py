"""What an English article says of people besides naming them: offices, firms they founded, where they are named."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from corpus.attribution.cast import Cast
from corpus.attribution.description_en import describe
from corpus.attribution.firm_names_en import firm_name
from corpus.attribution.firms_en import EnglishFirms
from corpus.attribution.lists_en import words_of_descriptions
from corpus.attribution.member import Member
from corpus.attribution.speaker_words_en import role_heads
from corpus.attribution.tokens import Token, tokenise
from corpus.names import fold

_INTRODUCED = 400  # code points within which "The president of Acme has …" still means the person just named
_CAPITAL = re.compile(r"\b(?P<word>[^\W\d_][^\W\d_]*(?:-[^\W\d_]+)*)(?P<own>['’]s?(?![^\W\d_]))?")
_NAME_FOLLOWS = re.compile(
    r"(?:[^.,;:\n“”\"]{0,80}, [A-Z][\w-]+ [A-Z]|(?:(?!(?:of|at|for|from|in) )[a-z’'-]+ ){1,4}[A-Z])"
)
_VERB_AFTER = re.compile(
    r",? (?:who|has|had|is|was|will|would|says?|said|told|did|does|went|took|made|came|gave|[a-z]{2,}(?:ed|s))\b"
)


_IS_A = re.compile(r" (?:is|was|became) (?:currently |also |now |still )?(?:a|an|the) ")
# "X founded Acme", "X and Jane Roe run Acme"
_WORKS = re.compile(
    r"(?:,? and [A-Z][\w-]+(?: [A-Z][\w-]+){0,2})? (?:(?:have |has |had |also |now |still |both )*)"
    r"(?:co-?founded|founded|set up|owns?|runs?|leads?|heads?|chairs?|manages?|started|launched) (?:the )?(?=[A-Z])"
)
# "X has covered the trade for Acme since May"
_EMPLOYED = re.compile(
    r" (?:(?:has|had|also|now|long) )*(?:works?|worked|follow(?:s|ed)|cover(?:s|ed)|manage[sd]|ran|runs|oversees"
    r"|oversaw|heads|headed|leads|led|sells|sold|writes|wrote)(?: [^.;:,“”\"()]{1,60}?)?"
    r" (?:for|at) (?:the )?(?:[a-z]+ ){0,3}(?=[A-Z])"
)
# "The president …", "Now head …", and "the principal analyst" anywhere
_OFFICE = re.compile(
    r"(?P<open>(?:(?<=[.!?”\"] )|(?<=\n))(?:The|Now|Its) )?(?:(?<=\bthe )|(?<=\bThe )|(?<=\bNow ))(?=[a-z])"
)


def _opens_sentence(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].strip(' \n"“”') in {"", ".", "?", "!"}


def _full_stop(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].text == "." and (index == 0 or len(tokens[index - 1].text) > 2)


class Introductions:
    """Completes the people of an article by sentences that speak of them.

    :ivar firms: the organisations that the article names.
    """

    def __init__(self, text: str, cast: Cast, firms: EnglishFirms) -> None:
        self.text = text
        self.cast = cast
        self.firms = firms
        self._mentions: list[tuple[int, Member]] = []  # by the surname, ascending

    def read(self) -> None:
        """Note where surnames stand and what is said of their bearers."""
        self._note_surnames()
        for member in self.cast.members:
            self.settle(member)
        self._note_descriptions()

    def _note_surnames(self) -> None:
        """Where people named in full are mentioned by the surname, and whether a verb of theirs follows."""
        owners: dict[str, Member | None] = {}
        for member in self.cast.members:
            if " " in member.name and len(member.surname) > 2:
                surname = member.name.split()[-1]
                owners[surname] = None if surname in owners else member
        for match in _CAPITAL.finditer(self.text):
            owner = owners.get(match["word"])
            if owner is None:
                continue
            verb = match["own"] is None and _VERB_AFTER.match(self.text, match.end()) is not None
            owner.mention(match.start(), subject=verb or _opens_sentence(self.text, match.start()))
            self._mentions.append((match.start(), owner))
            office = _IS_A.match(self.text, match.end()) if match["own"] is None else None
            if office is not None and not owner.role:
                self._hold(owner, office.end())
            works = _WORKS.match(self.text, match.end()) if match["own"] is None and not owner.firm else None
            works = works or (_EMPLOYED.match(self.text, match.end()) if match["own"] is None else None)
            if works is not None and not owner.firm:
                self._employ(owner, works.end())

    def _employ(self, member: Member, start: int) -> None:
        """Give a person the firm named at ``start``, which they founded, run or own."""
        firm = firm_name(tokenise(self.text, start, start + 60)[:6]) if self.text[start : start + 1].isupper() else ""
        if firm and self.cast.find(firm) is None:
            member.firm = self.cast.organization(firm)

    def _hold(self, member: Member, start: int) -> bool:
        """Give a person the role and the firm that the words at ``start`` describe."""
        tokens = tokenise(self.text, start, start + 160)
        stop = next((i for i, t in enumerate(tokens) if t.text in ',;:!?"“”()' or _full_stop(tokens, i)), len(tokens))
        role, firm = describe(tokens[:stop])
        if not role or role_heads(role) <= words_of_descriptions("nobody") | words_of_descriptions("anyone"):
            return False
        if role.lower().endswith("s") and not role.lower().endswith(("boss", "sales")):
            return False
        member.role, member.firm = role, member.firm or firm or None
        self.settle(member, start)
        return True

    def _note_descriptions(self) -> None:
        """``The president of Acme has …``, ``Now head of sales at Acme, she …``: of the person named just before."""
        first = self._mentions[0][1] if self._mentions else None
        second = next((at for at, member in self._mentions if member is not first), len(self.text))
        for match in _OFFICE.finditer(self.text):
            at = bisect_left(self._mentions, match.start(), key=lambda mention: mention[0])
            if at == 0 or match.start() - self._mentions[at - 1][0] > _INTRODUCED:
                continue
            near = self._mentions[at - 1][1]
            if _NAME_FOLLOWS.match(self.text, match.end()):
                continue  # "The firm's founder, X, …"
            word = self.text[match.end() : match.end() + 24].split(" ", 1)[0].strip(".,;:")
            if match["open"] is None and word in words_of_descriptions("business"):
                continue  # "… that the vendor had a plan": no person
            if not near.role and (match["open"] is not None or match.start() < second):
                self._hold(near, match.end())

    def settle(self, member: Member, position: int | None = None) -> None:
        """Look up a firm that the person's description only refers to (``the vendor's director``)."""
        firm = member.firm
        at = position if position is not None else (member.positions[0] if member.positions else 0)
        if firm == "its":
            member.firm = self.firms.subject(at)
        elif firm and firm.startswith("the ") and firm[4:].islower():
            member.firm = self.firms.meant_by(firm[4:], at)
        elif firm and self._is_person(firm, member):
            member.firm = None  # "Smith's lawyer"

    def _is_person(self, firm: str, member: Member) -> bool:
        other = self.cast.find(firm)
        return other is not None and other is not member and " " not in firm and fold(firm) == other.surname
