"""Questions of every kind, and what must hold for each: it is read without an exception, in order, and the same again.

    python -m fuzz.questions [--seconds 60] [--seed 1]

Prints how many were tried; status 1 when one failed, which becomes a case of ``tests/search/test_question_fuzz.py``.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Sequence
from datetime import date

from corpus.names import fold, nominative_person
from corpus.topics import default_scheme
from fuzz.invariants import BrokenPromiseError
from search.question import understand
from search.types import Interpretation

TODAY = date(2026, 6, 15)
_SLOW = 2.0  # seconds of one question
_PEOPLE = ("Halina Broszko", "Konrad Wilczur", "Amelia Thornbury", "Jan O'Neil", "Żółć Gęślą")
_FIRMS = ("Ferrolink", "Baltora Systems", "S.A.", "3 & Co.")
PIECES = """
who what when which whose where how many is are was says said think thinks about on against for sceptical skeptical
supports opposes doubts criticises changed their mind since before after until between in from to and or not no never
neither both than like people firms companies of with at by last this next year month quarter week 2023 2024 2026 1999
0000 99999 31 February 2024-02-30 2024-13 9999-12-31 0001-01-01 31.12.9999 Q5 Q1
kto co kiedy jak ile która które którzy mówi mówią sądzi sądzą uważa
jest są był o na w z za przeciw wobec sceptyczny sceptyczna krytykuje popiera zmienił zdanie od do przed po między lub
albo nie ani żaden wszyscy firmy ludzie osoby z firmy prezes dyrektor zeszłym roku miesiącu kwartale kwietniu marca
cloud incentives chmura zachęty marże margins marketplace NIS2 AI PC zero trust drones „ ” " ' – — - ( )
? ! . , ; : / \\ %  _ * \u0000 \u200b \ufeff \u202e ﬁ İ ß 𝔘 👍🏽 é e\u0301 \ud800 \n \t
""".split(" ")


class Known:
    """People and firms by whole name or last word, in any case."""

    def people(self, name: str) -> Sequence[str]:
        """Those who bear the name."""
        keys = {fold(name), fold(nominative_person(name))}
        return [one for one in _PEOPLE if keys & {fold(one), fold(one.split()[-1])}]

    def firms(self, name: str) -> Sequence[str]:
        """The firms of the name."""
        return [one for one in _FIRMS if fold(one) == fold(name)]


def next_question(chance: random.Random) -> str:
    """A question made of pieces of questions, names and marks, or of anything."""
    if chance.random() < 0.1:
        return "".join(chr(chance.randrange(1, 0x3000)) for _ in range(chance.randrange(60)))
    pieces = [chance.choice([*PIECES, *_PEOPLE, *_FIRMS]) for _ in range(chance.randrange(1, 24))]
    text = chance.choice((" ", " ", " ", "", "  ")).join(pieces)
    return chance.choice((text, text, text.upper(), text.capitalize(), text * chance.choice((1, 1, 40))))


def check_question(question: str) -> Interpretation:
    """What a question is read as.

    :raises BrokenPromiseError: something in what is read makes no sense.
    """
    scheme = default_scheme()
    read = understand(question, scheme, Known(), TODAY)
    first, last = read.filters.since, read.filters.until
    names = [one for one in (read.filters.person, read.filters.firm) if one is not None]
    for holds, promise in (
        (set(read.topics) <= set(scheme.topics), "topics are of the scheme"),
        (len(set(read.topics)) == len(read.topics), "no topic comes twice"),
        (first is None or last is None or first <= last, "the time begins before it ends"),
        (all(one.strip() for one in (*names, *read.unknown_names, *read.phrases)), "no name and no phrase is empty"),
        (understand(question, scheme, Known(), TODAY) == read, "the same question is read the same again"),
    ):
        if not holds:
            raise BrokenPromiseError(f"{promise}: {read}")
    return read


def main() -> int:
    """Tries questions for a while; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, began, tried, failed = random.Random(options.seed), time.monotonic(), 0, 0
    while time.monotonic() - began < options.seconds:
        question = next_question(chance)
        tried += 1
        started = time.process_time()
        try:
            check_question(question)
            if time.process_time() - started > _SLOW and tried > 1:
                raise TimeoutError(f"{time.process_time() - started:.1f} s")
        except Exception:  # whatever it is, it is what we look for
            failed += 1
            print(f"--- {question!r}\n{traceback.format_exc()}", file=sys.stderr, flush=True)
    print(f"seed {options.seed}: {tried} questions, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
