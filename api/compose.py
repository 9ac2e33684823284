"""The one place that wires the parts together: store, index, encoder, engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.addresses import Place
from corpus.errors import IndexMismatchError, MissingStoreError, StoreError
from corpus.store import FILE_NAME, Setting, Store
from corpus.types import Language
from search.encoder_settings import EncoderChoice

if TYPE_CHECKING:
    from corpus.topics import TopicScheme
    from search.engine import Engine
    from search.index import OnEmbedded
    from search.vector_search import OpenIndex


def open_store(data: Path | Place, *, create: bool = False) -> Store:
    """The store of a data folder, or the one in the database.

    :raises StoreError: there is none there (and ``create`` is off), or it cannot be opened.
    """
    place = Place.of(data)
    if place.database is not None:
        if create:
            place.folder.mkdir(parents=True, exist_ok=True)
        return Store.open(place.database, create=create)
    if not create and not (place.folder / FILE_NAME).exists():
        raise StoreError(
            f"{place.folder}: no quotegraph store here (quotegraph ingest makes one; --data names another folder)"
        )
    return Store.open(place.folder, create=create)


def has_store(data: Path | Place) -> bool:
    """Whether there is a store, of whatever version.

    :raises StoreError: the database cannot be asked.
    """
    place = Place.of(data)
    if place.database is None:
        return (place.folder / FILE_NAME).exists()
    try:
        Store.open(place.database, create=False).close()  # brings an older one up to date, as a file is when opened
    except MissingStoreError:
        return False
    return True


@contextmanager
def open_engine(
    data: Path | Place,
    encoder: EncoderChoice = None,
    on_embedded: OnEmbedded | None = None,
    reranker: str | None = None,
    open_index: OpenIndex | None = None,
) -> Iterator[Engine]:
    """An engine ready to answer: its indexes have caught up with the store.

    :param encoder: when it names none, the one that the index was made with, else the bundled one.
    :param on_embedded: called with how many vectors are made and how many there will be.
    :param reranker: a cross-encoder that has a say in the order of answers, by folder or name.
    :param open_index: opens the vectors; in this process, unless said otherwise.
    :raises StoreError: no store in the folder.
    :raises IndexMismatchError: the index was made by another encoder; ``quotegraph rebuild`` makes it anew.
    """
    from search import opening as searching

    open_store(data).close()  # says what to do where there is none
    where = {} if open_index is None else {"open_index": open_index}
    engine = searching.open_engine(data, encoder, on_embedded, reranker, **where)
    try:
        yield engine
    finally:
        engine.close()


def folder_scheme(data: Path | Place) -> TopicScheme:
    """The topic scheme of a data folder; the bundled one where there is no store yet."""
    from corpus.schemes import scheme_of
    from corpus.topics import default_scheme

    if not has_store(data):
        return default_scheme()
    with Store.open(Place.of(data).store, create=False, read_only=True) as store:
        return scheme_of(store)


def rebuild_index(data: Path | Place, encoder: EncoderChoice = None, on_embedded: OnEmbedded | None = None) -> int:
    """Make the indexes anew from the store, whatever is there now; how many statements they hold."""
    from search import opening as searching

    open_store(data).close()
    engine = searching.rebuild(data, encoder, on_embedded)
    try:
        return len(engine.index)
    finally:
        engine.close()


def index_info(data: Path | Place) -> dict[str, Any]:
    """The index of a data folder, for people and programs; loads no model.

    :returns: ``folder``, ``statements`` (in the store), ``vectors``, ``up_to_date``, ``topics`` and ``stance_model``
        (``bundled``, or ``own`` and a name), and ``encoder`` with name,
        dimensions, fingerprint and options; ``encoder`` is ``None`` where there is no index yet.
    :raises StoreError: no store in the folder.
    :raises IndexMismatchError: the index is damaged.
    """
    from search.index_files import read_manifest
    from search.opening import INDEX_FOLDER

    with open_store(data) as store:
        sequence, statements = store.sequence(), store.stats().statements
        own, judge = store.setting(Setting.TOPICS) is not None, store.setting(Setting.STANCE_MODEL)
    found = read_manifest(Place.of(data).folder / INDEX_FOLDER)
    return {
        "folder": str(Place.of(data).folder),
        **({} if Place.of(data).database is None else {"database": str(data)}),
        "statements": statements,
        "vectors": found.vectors if found else 0,
        "up_to_date": found is not None and found.sequence == sequence,
        "topics": "own" if own else "bundled",
        "stance_model": judge or "bundled",
        "encoder": found
        and {
            "name": found.encoder,
            "dimensions": found.dimensions,
            "fingerprint": found.fingerprint,
            **{name: value for name, value in found.options.items() if name != "dimensions"},
        },
    }


def problems(data: Path | Place, encoder: EncoderChoice = None) -> list[str]:
    """What is wrong with store and index, one sentence each; empty when nothing is."""
    from search.index_files import check as check_index
    from search.opening import INDEX_FOLDER

    with open_store(data) as store:
        found = list(store.verify())
        listed = set(store.statement_ids())
    damaged = check_index(Place.of(data).folder / INDEX_FOLDER)
    if damaged:
        return [*found, *damaged]
    try:
        with open_engine(data, encoder) as engine:
            indexed = set(engine.index.ids)
            found += engine.lexical.problems()
            worded = set() if found else set(engine.lexical.ids)
    except (IndexMismatchError, StoreError) as error:
        return [*found, str(error)]
    if not found and listed != worded:
        found.append(
            f"the index of words lacks {len(listed - worded)} statements of the store and has {len(worded - listed)}"
            " others (quotegraph rebuild)"
        )
    if listed != indexed:
        found.append(
            f"the index lacks {len(listed - indexed)} statements of the store and has {len(indexed - listed)} others"
            " (quotegraph rebuild)"
        )
    return found


def restore_backup(source: Path, data: Path | Place) -> None:
    """Bring a backup back into an empty data folder, checksums verified."""
    from corpus.backup import restore

    restore(source, Place.of(data).store).close()


def topic_rows(store: Store) -> list[dict[str, Any]]:
    """Every topic of the store's scheme with its labels and its statements by side."""
    from corpus.schemes import scheme_of

    scheme = scheme_of(store)
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
