"""Pairs of translations: reading them, and how often each source is drawn."""

from __future__ import annotations

import io
import random
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

#: Most sentences taken from one source in one epoch. Manuals for developers are three quarters of the pairs, mostly
#: machine-translated and all alike: uncapped, they teach the encoder that meaning is the name of a cmdlet.
CAPS = {
    "ms_dotnet_docs": 60_000,
    "ms_aspnetcore": 50_000,
    "ms_azure_ps": 20_000,
    "ms_rtos": 8_000,
    "ms_quantum": 8_000,
    "ms_partner_center_sdk": 6_000,
}

#: How often a sentence of a source is drawn in one epoch (once, where nothing is said). What people wrote for
#: people, about the world, is a fiftieth of the pairs and the nearest to what the press writes.
REPEATS = {
    "tatoeba": 3,
    "stsb_mt_train_dev": 3,
    "privacyguides": 2,
    "mozilla_www": 2,
    "gnome_user_docs": 2,
    "opensource_guide": 2,
    "mozilla_legal": 2,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in both languages.

    :param source: the collection it comes from; decides its licence and how often it is drawn.
    """

    english: str
    polish: str
    source: str


@contextmanager
def open_text(path: Path) -> Iterator[IO[str]]:
    """Open a UTF-8 text file for reading, unpacking it when its name ends in ``.zst``.

    :raises OSError: if the file cannot be opened.
    """
    if path.suffix != ".zst":
        with path.open(encoding="utf-8") as text:
            yield text
        return
    import zstandard  # only needed for packed files

    with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as stream:
        yield io.TextIOWrapper(stream, encoding="utf-8")


def read_pairs(path: Path) -> list[Pair]:
    """Read a TSV of pairs with a header line ``en, pl, source``.

    :returns: the pairs in the order of the file; lines without three filled fields are left out.
    :raises ValueError: if the header is another one, since the columns could then be swapped unnoticed.
    """
    with open_text(path) as lines:
        header = next(lines, "").rstrip("\n").split("\t")
        if header != ["en", "pl", "source"]:
            raise ValueError(f"{path}: expected the header line 'en, pl, source' (tabs), found {header}")
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return [Pair(*row) for row in rows if len(row) == 3 and all(row)]


def seen_in(folder: Path, pairs: Iterable[Pair]) -> set[int]:
    """Positions of the pairs with a sentence that also stands in a TSV file of the evaluation sets.

    They must not be trained on, even without the judgements: knowing the very sentences flatters the figures.
    Case and outer punctuation are disregarded.
    """
    held_out = {
        _bare(field)
        for file in sorted(folder.glob("*.tsv"))
        for line in file.read_text(encoding="utf-8").split("\n")
        for field in line.split("\t")
    }
    held_out.discard("")
    return {i for i, pair in enumerate(pairs) if _bare(pair.english) in held_out or _bare(pair.polish) in held_out}


def _bare(text: str) -> str:
    return text.casefold().strip(" .!?,;:\"'„”“")


def by_source(pairs: Iterable[Pair], leave_out: Container[int] = ()) -> dict[str, list[int]]:
    """Positions of the pairs of each source, without those to be left out."""
    positions: dict[str, list[int]] = {}
    for position, pair in enumerate(pairs):
        if position not in leave_out:
            positions.setdefault(pair.source, []).append(position)
    return positions


def draw_epoch(
    positions: dict[str, list[int]],
    rng: random.Random,
    caps: Mapping[str, int] = CAPS,
    repeats: Mapping[str, int] = REPEATS,
) -> dict[str, list[int]]:
    """Draw one epoch: each source shuffled, cut to its cap, and repeated as often as it is to be seen.

    :param caps: source → most sentences of it in one epoch.
    :param repeats: source → how often each of its sentences is seen in one epoch.
    :returns: positions of pairs by source. A capped source gives other sentences in another epoch.
    """
    drawn = {}
    for source, all_of_it in sorted(positions.items()):
        kept = rng.sample(all_of_it, min(len(all_of_it), caps.get(source, len(all_of_it))))
        # Shuffled for every repeat, so that a batch never holds the same sentence twice (it would be its own negative).
        drawn[source] = [position for _ in range(repeats.get(source, 1)) for position in rng.sample(kept, len(kept))]
    return drawn
