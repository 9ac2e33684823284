"""Measures nominatives: ``python -m bench.names [LEXICON_FOLDER] [--sample N] [--errors N]``.

``tests/corpus/gold/names.tsv`` (written by hand) is always measured. LEXICON_FOLDER holds first names, surnames and
lemmas of names (``pl_first_names_union.txt``, ``pl_names_unisex_last_names.txt``, ``kpwr_*_lemma.tsv``); the generator
of Morfeusz inflects them into the six singular cases, and what stands in the lexicon is what must come back. For each
class: how many came back right with the case untold and with the case told, the time, and the errors to read.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.names import nominative_organization, nominative_person, nominative_phrase

GOLD = Path(__file__).parent.parent / "tests" / "corpus" / "gold" / "names.tsv"
CASES = ("nom", "gen", "dat", "acc", "inst", "loc")
SEED = 20_260
CALLS = {"person": nominative_person, "organization": nominative_organization, "phrase": nominative_phrase}


@dataclass(frozen=True, slots=True)
class Item:
    """A name as written, its nominative, and the case it stands in where known."""

    kind: str
    group: str
    surface: str
    nominative: str
    case: str | None = None


def gold() -> list[Item]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()[1:]
    return [Item(*line.split("\t")) for line in lines]


@cache
def _engine() -> Any:
    import morfeusz2

    return morfeusz2.Morfeusz(expand_tags=True)


@cache
def generated(lemma: str, pos: str, kind: str | None, gender: str | None, number: str = "sg") -> dict[str, str]:
    """The form in each case of a lemma, with its gender under ``gender``; empty when Morfeusz lacks the word."""
    made: dict[str, str] = {}
    if len(lemma.split()) != 1:
        return made
    for form, base, tag, kinds, _ in _engine().generate(lemma):
        fields = tag.split(":")
        if fields[0] != pos or base.split(":")[0] != lemma or len(fields) < 4 or fields[1] != number:
            continue
        if (kind and kind not in kinds) or (pos == "adj" and fields[-1] != "pos"):
            continue
        if gender and fields[3] != gender:
            continue
        made.setdefault("gender", fields[3])
        if fields[3] == made["gender"]:
            made.setdefault(fields[2], form)
    return made if set(CASES) <= set(made) else {}


def _lines(path: Path) -> list[str]:
    return [line.split("\t")[0].strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def full_names(folder: Path, draw: random.Random) -> Iterator[Item]:
    """First name and surname of one gender, in every case."""
    surnames = _lines(folder / "pl_names_unisex_last_names.txt") + _lines(folder / "pl_names_male_last_names.txt")
    for first in _lines(folder / "pl_first_names_union.txt"):
        for gender in ("m1", "f"):
            given = generated(first, "subst", "imię", gender)
            for surname in draw.sample(surnames, 40) if given else ():
                womans = gender == "f" and surname.endswith(("ski", "cki", "dzki"))
                borne = surname[:-1] + "a" if womans else surname
                family = generated(borne, "subst", "nazwisko", gender)
                for case in CASES if family else ():
                    group = "man" if gender == "m1" else "woman"
                    yield Item("person", group, f"{given[case]} {family[case]}", f"{first} {borne}", case)


def known_people(folder: Path) -> Iterator[Item]:
    """Names of the annotated corpus, each word of which the dictionary has; surnames alone are men's."""
    for name in _lines(folder / "kpwr_person_names_lemma.tsv"):
        words = name.split()
        if not all(word[:1].isupper() for word in words) or len(words) > 2:
            continue
        for gender in ("m1", "f"):
            kinds = ["imię", "nazwisko"] if len(words) == 2 else ["imię"]
            parts = [generated(w, "subst", k, gender) for w, k in zip(words, kinds, strict=True)]
            if len(words) == 1 and gender == "m1" and not parts[0]:
                parts = [generated(words[0], "subst", "nazwisko", gender)]
            for case in CASES if all(parts) else ():
                yield Item("person", f"kpwr {len(words)}", " ".join(p[case] for p in parts), name, case)


def known_organisations(folder: Path) -> Iterator[Item]:
    """Names of the annotated corpus that are adjectives around one noun, with at most one noun in the genitive."""
    for name in _lines(folder / "kpwr_org_names_lemma.tsv"):
        words = name.split()
        nouns = [at for at, word in enumerate(words) if _noun(word)]
        if not nouns or not all(word.isalpha() for word in words) or len(words) > 5:
            continue
        head = nouns[0]
        for case in CASES:
            surface, nominative = _phrase(words, head, case), _phrase(words, head, "nom")
            if surface and nominative:
                yield Item("organization", f"kpwr {min(len(words), 3)}", surface, nominative, case)


def _noun(word: str) -> dict[str, str]:
    """The forms of a common noun; a word that is an adjective too is taken for one."""
    return {} if generated(word, "adj", None, None) else generated(word, "subst", None, None)


def _phrase(words: list[str], head: int, case: str) -> str | None:
    gender = _noun(words[head])["gender"]
    made: list[str] = []
    standing, current = case, gender
    for at, word in enumerate(words):
        noun = _noun(word)
        if noun and at != head:
            standing, current = "gen", noun["gender"]
            form = noun["gen"]
        elif at == head:
            form = noun[case]
        else:
            form = generated(word, "adj", None, current).get(standing, "")
        if not form:
            return None
        made.append(form if form[:1].isupper() else form[:1].upper() + form[1:])
    return " ".join(made)


def _right(item: Item, case: str | None) -> tuple[bool, str]:
    made = CALLS[item.kind](item.surface, case)
    return made == item.nominative, made


def report(title: str, items: Iterable[Item], *, errors: int) -> None:
    """Prints one set: each class, each kind, the time a name, and the first errors."""
    items = list(items)
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    started = time.process_time()
    for item in items:
        good, made = _right(item, None)
        for label in (item.kind, f"{item.kind}: {item.group}"):
            right[label] += good
            total[label] += 1
        if not good:
            wrong.append(f"  {item.kind} {item.case or ''} {item.surface!r}: {made!r}, not {item.nominative!r}")
    took = time.process_time() - started
    for item in items:
        for label in (item.kind, f"{item.kind}: {item.group}"):
            told[label] += _right(item, item.case)[0]
    print(f"== {title}: {len(items)} names, {took / max(len(items), 1) * 1e6:.0f} µs a name at first sight")
    print(f"{'':<28}  untold    told      of")
    for label in sorted(total):
        print(f"{label:<28}  {right[label] / total[label]:.3f}   {told[label] / total[label]:.3f}  {total[label]:>6}")
    print("\n".join(wrong[:errors]))


def _sample(items: Iterable[Item], size: int, draw: random.Random) -> list[Item]:
    unique = list(dict.fromkeys(items))
    return draw.sample(unique, min(size, len(unique)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("lexicon", nargs="?", type=Path, help="folder of names and lemmas")
    parser.add_argument("--sample", type=int, default=2_000, help="names drawn from each generated set")
    parser.add_argument("--errors", type=int, default=0, help="errors printed for each set")
    arguments = parser.parse_args()
    report("gold", gold(), errors=arguments.errors)
    if arguments.lexicon is None:
        return
    draw = random.Random(SEED)
    for title, items in (
        ("first name and surname", full_names(arguments.lexicon, draw)),
        ("people of the corpus", known_people(arguments.lexicon)),
        ("organisations of the corpus", known_organisations(arguments.lexicon)),
    ):
        report(title, _sample(items, arguments.sample, draw), errors=arguments.errors)


if __name__ == "__main__":
    main()
