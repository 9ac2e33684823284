"""Precision, recall and F1 of extraction against a gold file, with a list of errors to read.

usage: python -m bench.extraction GOLD.jsonl … [--errors] [--language pl|en]

A gold statement and an extracted one match when the overlap of their content, in code points, is at least 0.8
of their union (IoU); ``exact`` counts equal spans. Gold statements marked optional are neither missed nor false.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.extract import extract
from corpus.names import fold
from corpus.types import Article, Language, Span, Statement

Gold = Mapping[str, Any]


def points(spans: list[tuple[int, int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def overlap(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def read_gold(paths: list[Path], language: str | None) -> Iterator[tuple[str, Language, Gold]]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            lang = row.get("lang", "pl")
            if language in {None, lang}:
                yield f"{row['id']}/{lang}", Language(lang), row


def match(gold: list[Gold], found: list[Statement], threshold: float) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs (gold, found), best overlap first."""
    wanted = [points([tuple(s) for s in g["content_spans"]]) for g in gold]
    got = [points([(s.start, s.end) for s in f.content]) for f in found]
    scored = sorted(((overlap(w, g), i, j) for i, w in enumerate(wanted) for j, g in enumerate(got)), reverse=True)
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for score, i, j in scored:
        if score < threshold or i in used_gold or j in used_found:
            continue
        pairs.append((i, j))
        used_gold.add(i)
        used_found.add(j)
    return pairs


def same(a: str | None, b: str | None) -> bool:
    return fold(a or "") == fold(b or "")


def spans_equal(found: Span | None, wanted: list[int] | None) -> bool:
    return (found is None and not wanted) or (found is not None and [found.start, found.end] == list(wanted or ()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--language")
    args = parser.parse_args()
    count: Counter[str] = Counter()
    characters, seconds = 0, 0.0
    for name, language, row in read_gold(args.gold, args.language):
        article = Article("0" * 16, name, row["text"], language)
        started = time.perf_counter()
        found = extract(article)
        seconds += time.perf_counter() - started
        characters += len(row["text"])
        gold = row["statements"]
        if not gold:
            count["quiet texts"] += 1
            count["quiet texts with false positives"] += bool(found)
        pairs = match(gold, found, 0.8)
        exact = match(gold, found, 0.999)
        hit_gold, hit_found = {i for i, _ in pairs}, {j for _, j in pairs}
        needed = [i for i, g in enumerate(gold) if not g.get("optional")]
        optional_hits = sum(1 for i, _ in pairs if gold[i].get("optional"))
        loose = {j for i, j in match(gold, found, 0.3) if gold[i].get("optional")}
        count["gold"] += len(needed)
        count["found"] += len(found) - len(loose | {j for i, j in pairs if gold[i].get("optional")})
        count["hit"] += len(pairs) - optional_hits
        count["exact"] += sum(1 for i, _ in exact if not gold[i].get("optional"))
        for i, g in enumerate(gold):
            if not g.get("optional"):
                count[f"gold {g['kind']}"] += 1
                count[f"hit {g['kind']}"] += i in hit_gold
        for i, j in pairs:
            if gold[i].get("optional"):
                continue
            g, f = gold[i], found[j]
            right = same(g["speaker"], f.speaker.name if f.speaker else None)
            count["speaker"] += right
            count["role"] += same(g["role"], f.role)
            count["firm"] += same(g["firm"], f.firm)
            count["cue"] += spans_equal(f.cue, g.get("cue_span"))
            count["source"] += spans_equal(f.source, g.get("source_span"))
            count["kind"] += g["kind"] == f.kind
            if f.confidence >= 0.9:
                count["sure"] += 1
                count["sure and right"] += right
            if args.errors and not (right and same(g["role"], f.role) and same(g["firm"], f.firm)):
                wanted = (g["speaker"], g["role"], g["firm"])
                got = (f.speaker.name if f.speaker else None, f.role, f.firm)
                print(f"~ {name}: {wanted} -> {got}   source {f.source.exact if f.source else None!r}")
        if args.errors:
            for i in needed:
                if i not in hit_gold:
                    missed = gold[i]
                    print(f"- {name} [{missed['kind']}] {missed['content']} | {missed['cue']} | {missed['source']}")
            for j, f in enumerate(found):
                if j not in hit_found and j not in loose:
                    print(
                        f"+ {name} [{f.kind}] {[s.exact for s in f.content]}",
                        f"| cue {f.cue.exact if f.cue else None} | {f.source.exact if f.source else None}",
                    )
    report(count, characters, seconds)


def report(count: Counter[str], characters: int, seconds: float) -> None:
    def rate(a: str, b: str) -> float:
        return count[a] / count[b] if count[b] else 0.0

    for label in ("hit", "exact"):
        precision, recall = rate(label, "found"), rate(label, "gold")
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"content {'IoU .8' if label == 'hit' else 'exact '}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    print(f"gold {count['gold']}  found {count['found']}  matched {count['hit']}")
    for kind in ("direct", "mixed", "indirect"):
        print(f"recall {kind:9} {rate(f'hit {kind}', f'gold {kind}'):.3f} of {count[f'gold {kind}']}")
    for field in ("speaker", "role", "firm", "cue", "source", "kind"):
        print(f"{field:8} {rate(field, 'hit'):.3f}")
    print(f"confidence ≥ .9: {count['sure']}, speaker right {rate('sure and right', 'sure'):.3f}")
    print(
        f"texts without quotes {count['quiet texts']}, with false positives {count['quiet texts with false positives']}"
    )
    print(f"{characters / 3000 / seconds:.0f} articles of 3,000 characters a second")


if __name__ == "__main__":
    main()
