"""Opens the engine over a data folder, or makes its indexes anew."""

from __future__ import annotations

from pathlib import Path

from corpus.addresses import Place
from corpus.schemes import scheme_of
from corpus.store import Store
from search.encoder_settings import EncoderChoice
from search.engine import Engine
from search.index import OnEmbedded, VectorIndex
from search.index_encoder import encoder_for_rebuild, encoder_of
from search.lexical import LexicalIndex
from search.vector_search import OpenIndex

INDEX_FOLDER = "index"


def open_engine(
    data: Path | Place,
    encoder: EncoderChoice = None,
    on_embedded: OnEmbedded | None = None,
    reranker: str | None = None,
    open_index: OpenIndex = VectorIndex,
) -> Engine:
    """The engine over a data folder, or over a database with its indexes in the folder; its indexes brought up to date.

    :param encoder: when left out, the one that the index was made with, else the bundled one.
    :param on_embedded: told how far the making of vectors is.
    :param reranker: a cross-encoder that has a say in the order of answers, by folder or name.
    :param open_index: opens the vectors; those of the index folder, in this process, unless said otherwise.
    :raises StoreError: there is no store in the folder.
    :raises InputError: the encoder or the reranker cannot be loaded.
    :raises IndexMismatchError: an index is damaged or of another encoder; ``rebuild`` mends it.
    """
    data = Place.of(data)
    place = data.folder / INDEX_FOLDER
    model, settings = encoder_of(place, encoder)
    store = Store.open(data.store, create=False)
    try:
        engine = Engine(store, open_index(place, model, settings), LexicalIndex(place), model, scheme_of(store))
        engine.refresh(on_embedded)
        if reranker is not None:
            from search.reranker import Reranker

            engine.reranker = Reranker(reranker)
    except BaseException:
        store.close()
        raise
    return engine


def rebuild(data: Path | Place, encoder: EncoderChoice = None, on_embedded: OnEmbedded | None = None) -> Engine:
    """The engine over a data folder whose indexes are made anew, whatever state they were in.

    The old index stays whole until the new one takes its place.

    :param encoder: when left out, the one that the index was made with, else the bundled one.
    :param on_embedded: told how far the making of vectors is.
    :raises InputError: the encoder cannot be loaded; nothing is changed.
    """
    data = Place.of(data)
    place = data.folder / INDEX_FOLDER
    model, settings = encoder_for_rebuild(place, encoder)
    store = Store.open(data.store, create=False)
    try:
        index = VectorIndex.rebuilt(place, model, store, settings, on_embedded)
        engine = Engine(store, index, LexicalIndex.rebuilt(place, store), model, scheme_of(store))
        engine.refresh()
    except BaseException:
        store.close()
        raise
    return engine
