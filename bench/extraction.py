"""Precision, recall and F1 of extraction against a gold file, with a list of errors to read.

usage: python -m bench.extraction GOLD.jsonl … [--errors [N]] [--language pl|en] [--articles FOLDER] [--json]

The same measures as ``quotegraph eval extraction``; ``docs/evaluation.md`` says what they mean.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from corpus.evaluation.evaluate import evaluate
from corpus.evaluation.gold import read_gold
from corpus.evaluation.report import lines
from corpus.types import Language


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument(
        "--errors", nargs="?", type=int, const=10_000, default=0, help="how many to list; all without N"
    )
    parser.add_argument("--language", type=Language)
    parser.add_argument("--articles", type=Path, help="folder of the articles that the gold file names")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    result = evaluate(read_gold(args.gold, language=args.language, articles=args.articles))
    if args.json:
        print(json.dumps(result.to_dict(errors=args.errors), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(result, errors=args.errors)))


if __name__ == "__main__":
    main()
