"""What lexicon and rules say of a statement's stance towards a target."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.stance_bindings import bound, governed, missed, replaced
from corpus.stance_lexicon import Role, cue_lexicon
from corpus.stance_signals import PLAIN_NEGATORS, Reading, Signal, read
from corpus.types import Language, Polarity

_DECAY = 0.5  # for each clause between the target and a word, where the target's own clause shows attitude …
_LONE_DECAY = 0.85  # … and where it shows none
_OTHER_SENTENCE = 0.7
_ELSEWHERE = 0.6  # further, where the target's own clause shows attitude itself
_MISSING = -0.35  # "nie znam zachęt", "no demand for cloud": the target itself is said to be absent
_WORD_DECAY, _WORD_FLOOR = 0.04, 0.5
_SETTLED = 0.12  # attitude in the target's own clause that leaves less room for what is said elsewhere
_ENOUGH = 0.2  # evidence below this is too little to take a side
_INFORMED = 1.4  # times as much is asked for where the reporting words announce plain information
_SIDE = 0.2  # balance needed to take a side
_MIXED, _MIXED_SHARE = 0.5, 0.55  # for both sides to count, the lesser needs so much and such a share of the greater …
_MIXED_UNMARKED = 0.75  # … and this share where no "but" or "although" sets them against each other
_SMOOTH = 0.5  # keeps the score of thin evidence away from −1 and 1

_CONTRASTS = frozenset((Role.CONTRAST, Role.CONCESSION))
_JOINING = frozenset(("and", "or", "i", "a", "oraz", "lub"))
_COMPARED = 3  # longer phrases hold their comparison themselves
_AMOUNTS = frozenset(("more", "less", "fewer", "więcej", "mniej"))
_OVER = frozenset(("od", "ode", "to", "over"))  # "lepszy od …", "prefer … to …"
_PREFERRING = re.compile(r"wol|prefer|rather")
_PREFERRED, _MEASURED = 12, 4  # words up to "than" after "would rather" and after "better"
_COMPARING = re.compile(r"wol|prefer|.*(?:szy|sza|sze|szych|szym|szego|szej|iej)$")


@dataclass(frozen=True, slots=True)
class StanceCue:
    """Words that show attitude.

    :param start: first code point in the statement's text; ``end`` one past the last.
    :param weight: −1.5 to 1.5: which way and how much they count here.
    """

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The stance of a statement towards a target.

    :param polarity: the side taken; neutral when the evidence is thin.
    :param score: −1 (wholly sceptical) to 1 (wholly supportive).
    :param cues: the words that show it, in the order of the text.
    :param confidence: 0 to 1: how likely the side is right; ``None`` where it has not been measured.
    """

    polarity: Polarity
    score: float
    cues: tuple[StanceCue, ...]
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class _Manner:
    """What the reporting words bring: their own side, whether they deny, whether they announce information."""

    weight: float = 0.0
    denies: bool = False
    informs: bool = False
    demands: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict of the rules and what it was made of.

    :param spots: indexes of the target's words in the statement.
    :param weights: what each word weighs for the target, by its index; words without attitude are left out.
    :param manner: what the reporting words weigh.
    :param elsewhere: whether all attitude stands in clauses that neither name the target nor go on about it.
    :param turned: whether it was read with a negation, a decrease, a removal or the like, or by a whole phrase.
    :param pro: sum of what speaks for the target; ``con`` of what speaks against.
    """

    verdict: Verdict
    spots: frozenset[int]
    weights: Mapping[int, float]
    manner: float
    elsewhere: bool
    turned: bool
    pro: float
    con: float


def assess(
    text: str, language: Language, targets: Sequence[tuple[int, int]] = (), cue: str | None = None
) -> Assessment:
    """Which side a statement takes towards a target, by its words of attitude.

    :param text: the words of the statement.
    :param targets: (start, end) of the mentions of the target in ``text``; with none, the whole text is taken
        to be about the target.
    :param cue: the reporting words ("skrytykował", "ostrzega przed", "welcomed"), which carry stance too.
    """
    reading = read(text, language)
    manner = _manner(cue, language)
    spots = _target_words(reading, targets)
    home = {reading.clause_of[spot] for spot in spots}
    bonds = bound(reading, spots, home, demanded=manner.demands) if spots else []
    weighed = _weighed(reading, spots, home, bonds)
    sign = -1.0 if manner.denies and weighed else 1.0
    if _wanted_to_last(reading, manner, home):
        weighed, sign, manner = [], 1.0, _Manner()  # "doubts that the rules will survive": not against the rules
    cues = tuple(
        StanceCue(reading.parsed.starts[signal.first], reading.parsed.ends[signal.last - 1], round(sign * weight, 3))
        for signal, weight in weighed
    )
    own = 0.0 if (manner.denies and weighed) or (manner.demands and bonds) else manner.weight
    if _imagined_away(reading, spots, sum(one.weight for one in cues) + own):
        cues, own = tuple(replace(one, weight=-one.weight) for one in cues), -own
    contrasted = any(match.roles & _CONTRASTS for match in reading.parsed.matches)
    share = _MIXED_SHARE if contrasted else _MIXED_UNMARKED
    verdict = _verdict(cues, own, _ENOUGH * (_INFORMED if manner.informs else 1.0), share)
    weights = [*(cue.weight for cue in cues), own]
    return Assessment(
        verdict,
        frozenset(spots),
        {word: one.weight for (signal, _), one in zip(weighed, cues, strict=True) for word in _words_of(signal)},
        own,
        bool(weighed) and all(_elsewhere(reading, signal, home) for signal, _ in weighed),
        bool(bonds) or any(_turned(reading, signal) for signal, _ in weighed),
        sum(weight for weight in weights if weight > 0),
        -sum(weight for weight in weights if weight < 0),
    )


def _wanted_to_last(reading: Reading, manner: _Manner, home: set[int]) -> bool:
    """Whether doubt or fear is about the target's staying, and nothing else is said of it."""
    if not (manner.denies or manner.weight < 0):
        return False
    lasting = [match for match in reading.parsed.matches if Role.LASTING in match.roles]
    return any(not home or reading.clause_of[match.start] in home for match in lasting)


def _elsewhere(reading: Reading, signal: Signal, home: set[int]) -> bool:
    """Whether a word is said of something else: "the old forms were fine, the portal …"."""
    if not home or signal.clause in home or reading.refers_back[signal.clause]:
        return False
    first = reading.parsed.clauses[signal.clause].first
    opener = reading.parsed.words[first].lower()
    because = any(match.start == first and Role.CONJUNCTION in match.roles for match in reading.parsed.matches)
    return not because or opener in _JOINING  # a reason or an outcome is about what it explains


def _turned(reading: Reading, signal: Signal) -> bool:
    """Whether a word counts otherwise than the lexicon lists it, or is a demand, a denial or a whole phrase."""
    words = reading.parsed.words[signal.first : signal.last]
    if len(words) > 1 or signal.demand or words[0].lower() in PLAIN_NEGATORS:
        return True
    listed = next((match.weight for match in reading.parsed.matches if match.start == signal.first), 0.0)
    return listed * signal.weight <= 0


def _words_of(signal: Signal) -> range:
    return range(signal.first, signal.last)


def _imagined_away(reading: Reading, spots: set[int], balance: float) -> bool:
    """Whether what is said holds for the absence of the target: "without incentives it would be impossible"."""
    if not spots:
        return False
    barring = list(governed(reading, spots, Role.BARRING))
    return bool(barring) and (balance < 0 or any(Role.ABSENCE not in match.roles for match in barring))


def _verdict(cues: tuple[StanceCue, ...], own: float, enough: float, share: float) -> Verdict:
    weights = [*(cue.weight for cue in cues), own]
    pro = sum(weight for weight in weights if weight > 0)
    con = -sum(weight for weight in weights if weight < 0)
    score = round((pro - con) / (pro + con + _SMOOTH), 3)
    if max(pro, con) < enough:
        polarity = Polarity.NEUTRAL
    elif min(pro, con) >= _MIXED and min(pro, con) >= share * max(pro, con):
        polarity = Polarity.MIXED
    elif abs(score) < _SIDE:
        polarity = Polarity.NEUTRAL
    else:
        polarity = Polarity.SUPPORTIVE if score > 0 else Polarity.SCEPTICAL
    return Verdict(polarity, score, cues)


def _manner(cue: str | None, language: Language) -> _Manner:
    words = cue.split() if cue else []
    lexicon = cue_lexicon(language)
    weight, negated, denies, informs, demands = 0.0, False, False, False, False
    for at in range(len(words)):
        match = lexicon.match([word.strip(',.;:–—"„”') or "-" for word in words], at, len(words))
        if match is None:
            continue
        if abs(match.weight) > abs(weight):
            weight = match.weight
        negated |= Role.NEGATOR in match.roles
        denies |= Role.DENIER in match.roles
        informs |= Role.INFORMATIVE in match.roles
        demands |= Role.DEMAND in match.roles
    if denies:
        return _Manner(weight or -0.5, not negated)
    return _Manner(-0.8 * weight if negated else weight, False, informs and not weight, demands)


def _weighed(reading: Reading, spots: set[int], home: set[int], bonds: list[Signal]) -> list[tuple[Signal, float]]:
    """The signals with what they weigh for the target; those inside its mentions say nothing about it."""
    signals = [s for s in reading.signals if s.first not in spots and s.last - 1 not in spots]
    if not home:
        return [(signal, signal.weight) for signal in signals]
    if bonds:  # "should be scrapped": what is asked for is the removal
        signals = [s for s in signals if not s.demand and not any(s.first == bond.first for bond in bonds)]
    passed_over = any(governed(reading, spots, Role.INSTEAD))
    weighed = [(signal, signal.weight) for signal in [*bonds, *_missing(reading, spots)]]
    settled = bool(weighed) or sum(abs(s.weight) for s in signals if s.clause in home) >= _SETTLED
    away, other = missed(reading, home), replaced(reading, spots, home)
    for signal in signals:
        weight = signal.weight * _closeness(reading, signal, spots, home, settled)
        if (passed_over and signal.clause in home) or _compared_away(reading, signal, spots):
            weight = -0.8 * weight
        if signal.clause in other:
            weight = -weight
        if weight < 0 and signal.clause in away:
            weight = -weight
        if abs(weight) >= 0.02:
            weighed.append((signal, weight))
    return sorted(weighed, key=lambda item: item[0].first)


def _missing(reading: Reading, spots: set[int]) -> list[Signal]:
    """The words that say of the target that it is not there, not known or not wanted."""
    found = []
    for match in reading.parsed.matches:
        beyond = {match.end, match.end + 1}
        clause = reading.clause_of[match.start]
        if Role.ABSENCE not in match.roles or match.start in spots or not beyond & spots:
            continue
        if not any(signal.first == match.start for signal in reading.signals):
            found.append(Signal(match.start, match.end, clause, _MISSING))
    return found


def _target_words(reading: Reading, targets: Sequence[tuple[int, int]]) -> set[int]:
    starts, ends = reading.parsed.starts, reading.parsed.ends
    return {i for start, end in targets for i in range(len(starts)) if starts[i] < end and ends[i] > start}


def _closeness(reading: Reading, signal: Signal, spots: set[int], home: set[int], settled: bool) -> float:
    if signal.clause in home:
        near = min(abs(signal.first - spot) for spot in spots)
        return max(_WORD_FLOOR, 1.0 - _WORD_DECAY * max(0, near - 3))
    clauses = reading.parsed.clauses
    nearest = min(home, key=lambda index: abs(index - signal.clause))
    distance = nearest - signal.clause
    if distance < 0:  # clauses that go on about what was said before bring it no further away
        distance = sum(not reading.refers_back[index] for index in range(nearest + 1, signal.clause + 1))
    factor = (_DECAY if settled else _LONE_DECAY) ** distance
    if clauses[nearest].sentence != clauses[signal.clause].sentence:
        factor *= _OTHER_SENTENCE
    return factor * (_ELSEWHERE if settled and distance > 0 else 1.0)


def _compared_away(reading: Reading, signal: Signal, spots: set[int]) -> bool:
    """Whether the target is what something else is compared with: "lepszy niż X"."""
    words = reading.parsed.words
    if words[signal.first].lower() in _AMOUNTS or signal.last - signal.first > _COMPARED:
        return False  # "more hype than substance" compares what is said, not the target
    prefers = any(_PREFERRING.match(word.lower()) for word in words[signal.first : signal.last])
    for match in reading.parsed.matches:
        reach = _PREFERRED if prefers else _MEASURED
        if Role.COMPARISON in match.roles and 0 <= match.start - signal.last < reach:
            return all(spot > match.start for spot in spots)
    for at in range(signal.last, min(signal.last + 4, len(words))):
        if words[at].lower() in _OVER and _COMPARING.match(words[signal.last - 1].lower()):
            return all(at < spot < at + 4 for spot in spots)
    return False
