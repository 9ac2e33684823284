"""The one place that wires the parts together: store, index, encoder, engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import IndexMismatchError, StoreError
from corpus.store import FILE_NAME, Store
from corpus.types import Language

if TYPE_CHECKING:
    from search.engine import Engine


def open_store(folder: Path, *, create: bool = False) -> Store:
    """The store of a data folder.

    :raises StoreError: there is none there (and ``create`` is off), or it cannot be opened.
    """
    if not create and not (folder / FILE_NAME).exists():
        raise StoreError(
            f"{folder}: no quotegraph store here (quotegraph ingest makes one; --data names another folder)"
        )
    return Store.open(folder, create=create)


@contextmanager
def open_engine(folder: Path, encoder: str | None = None) -> Iterator[Engine]:
    """An engine ready to answer: its indexes have caught up with the store.

    :raises StoreError: no store in the folder.
    :raises IndexMismatchError: the index was made by another encoder; ``quotegraph rebuild`` makes it anew.
    """
    from search import engine as searching

    open_store(folder).close()  # says what to do where there is none
    engine = searching.open_engine(folder, encoder)
    try:
        yield engine
    finally:
        engine.close()


def rebuild_index(folder: Path, encoder: str | None = None) -> int:
    """Make the indexes anew from the store, whatever is there now; how many statements they hold."""
    from search import engine as searching

    open_store(folder).close()
    engine = searching.rebuild(folder, encoder)
    try:
        return len(engine.index)
    finally:
        engine.close()


def problems(folder: Path, encoder: str | None = None) -> list[str]:
    """What is wrong with store and index, one sentence each; empty when nothing is."""
    with open_store(folder) as store:
        found = list(store.verify())
        listed = set(store.statement_ids())
    try:
        with open_engine(folder, encoder) as engine:
            indexed = set(engine.index.ids)
    except IndexMismatchError as error:
        return [*found, str(error)]
    if listed != indexed:
        found.append(
            f"the index lacks {len(listed - indexed)} statements of the store and has {len(indexed - listed)} others"
            " (quotegraph rebuild)"
        )
    return found


def restore_backup(source: Path, folder: Path) -> None:
    """Bring a backup back into an empty data folder, checksums verified."""
    from corpus.backup import restore

    restore(source, folder).close()


def topic_rows(store: Store) -> list[dict[str, Any]]:
    """Every topic of the scheme with its labels and its statements by side."""
    from corpus.topics import default_scheme

    scheme = default_scheme()
    counts = {entry.topic: entry for entry in store.topics()}
    rows = []
    for topic_id in scheme.topics:
        entry = counts.get(topic_id)
        sides = {p.value: n for p, n in entry.by_polarity.items()} if entry else {}
        rows.append(
            {
                "id": topic_id,
                "en": scheme.label(topic_id, Language.EN),
                "pl": scheme.label(topic_id, Language.PL),
                "broader": list(scheme.broader(topic_id)),
                "statements": entry.statements if entry else 0,
                **{side: sides.get(side, 0) for side in ("supportive", "sceptical", "mixed", "neutral")},
            }
        )
    return sorted(rows, key=lambda row: (-int(row["statements"]), str(row["en"])))
