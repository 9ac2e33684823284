from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from corpus.errors import IndexMismatchError
from search import index_files, segment, segment_files, ten_bits
from search.index import Scored, VectorIndex, keys_of
from search.segment import load_faiss
from tests.search.fakes import ListStore, WordEncoder, statement_id

WORDS = "cloud margin rebate partner vendor licence server storm harvest opera river train ticket museum apple".split()


def some_store(count: int, seed: int = 1) -> ListStore:
    draw = np.random.default_rng(seed)
    store = ListStore()
    for number in range(count):
        store.put(number, " ".join(draw.choice(WORDS, size=draw.integers(2, 9))))
    return store


def exhaustive(store: ListStore, encoder: WordEncoder, query: str, limit: int, allowed: set[str]) -> list[Scored]:
    vector = encoder.encode([query])[0]
    scored = [
        Scored(name, float(encoder.encode([text])[0] @ vector)) for name, text in store.texts.items() if name in allowed
    ]
    return sorted(scored, key=lambda one: -one.score)[:limit]


def assert_same(found: list[Scored], expected: list[Scored]) -> None:
    assert [one.score for one in found] == pytest.approx([one.score for one in expected], abs=1e-5)
    # Equal scores may come in any order; the last one's equals may be cut off.
    certain = {one.id for one in expected if one.score > expected[-1].score + 1e-5}
    assert certain <= {one.id for one in found}


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.mark.parametrize("share", [0.002, 0.01, 0.1, 0.5, 1.0])
def test_a_filtered_search_finds_what_an_exhaustive_one_finds(
    tmp_path: Path, encoder: WordEncoder, share: float
) -> None:
    store = some_store(600)
    index = VectorIndex(tmp_path, encoder)
    index.sync(store)
    draw = np.random.default_rng(7)
    allowed = {name for name in store.texts if draw.random() < share} | {statement_id(3)}
    for query in ("cloud rebate", "opera ticket", "unheard words"):
        found = index.search(encoder.encode([query])[0], 10, allowed)
        assert_same(found, exhaustive(store, encoder, query, 10, allowed))
        assert {one.id for one in found} <= allowed


def test_an_unfiltered_search_finds_what_an_exhaustive_one_finds(tmp_path: Path, encoder: WordEncoder) -> None:
    store = some_store(400)
    index = VectorIndex(tmp_path, encoder)
    index.sync(store)
    found = index.search(encoder.encode(["partner margin"])[0], 25)
    assert_same(found, exhaustive(store, encoder, "partner margin", 25, set(store.texts)))


def test_a_filter_that_goes_with_the_question_keeps_full_recall(tmp_path: Path, encoder: WordEncoder) -> None:
    store = some_store(600)
    index = VectorIndex(tmp_path, encoder)
    index.sync(store)
    for allowed in (
        {name for name, text in store.texts.items() if "cloud" in text},
        {name for name, text in store.texts.items() if "cloud" not in text},
    ):
        found = index.search(encoder.encode(["cloud"])[0], 10, allowed)
        assert_same(found, exhaustive(store, encoder, "cloud", 10, allowed))


def test_scores_are_inner_products_by_id(tmp_path: Path, encoder: WordEncoder) -> None:
    store = some_store(50)
    index = VectorIndex(tmp_path, encoder)
    index.sync(store)
    wanted = [statement_id(4), statement_id(9), "00000000000000ff"]
    vector = encoder.encode(["river train"])[0]
    assert index.scores(vector, wanted) == pytest.approx(
        {name: float(encoder.encode([store.texts[name]])[0] @ vector) for name in wanted[:2]}, abs=1e-5
    )


@pytest.mark.parametrize("allowed", [None, set(), {"00000000000000ff"}])
def test_an_empty_index_or_filter_finds_nothing(tmp_path: Path, encoder: WordEncoder, allowed: set[str] | None) -> None:
    index = VectorIndex(tmp_path, encoder)
    assert index.search(encoder.encode(["cloud"])[0], 5, allowed) == []
    if allowed is not None:
        index.sync(some_store(5))
        assert index.search(encoder.encode(["cloud"])[0], 5, allowed) == []


def test_following_the_store_gives_what_building_anew_gives(tmp_path: Path, encoder: WordEncoder) -> None:
    store = some_store(40)
    index = VectorIndex(tmp_path / "followed", encoder)
    index.sync(store)
    store.put(3, "opera harvest opera")
    store.remove(5)
    store.put(100, "storm over the museum")
    synced = index.sync(store)
    assert (synced.added, synced.removed) == (2, 2)
    anew = VectorIndex(tmp_path / "anew", encoder)
    anew.sync(store)
    assert set(index.ids) == set(anew.ids) == set(store.texts)
    vector = encoder.encode(["opera"])[0]
    assert index.scores(vector, index.ids) == pytest.approx(anew.scores(vector, anew.ids), abs=1e-6)
    reopened = VectorIndex(tmp_path / "followed", encoder)
    assert reopened.sequence == store.sequence()
    assert_same(reopened.search(vector, 5), index.search(vector, 5))


def test_nothing_is_embedded_twice(tmp_path: Path, encoder: WordEncoder) -> None:
    store = some_store(10)
    VectorIndex(tmp_path, encoder).sync(store)
    encoder.calls.clear()
    assert VectorIndex(tmp_path, encoder).sync(store).added == 0
    store.put(77, "a new remark")
    VectorIndex(tmp_path, encoder).sync(store)
    assert encoder.calls == ["a new remark"]


def test_a_long_log_is_taken_over_in_portions_each_of_them_kept(
    tmp_path: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.index._PORTION", 50)
    store = some_store(120)
    for number in (5, 60, 119):
        store.remove(number)
    store.put(7, "margin storm")
    told: list[tuple[int, int]] = []
    index = VectorIndex(tmp_path / "portions", encoder)
    assert index.sync(store, lambda done, total: told.append((done, total))).added == 118  # number 7 twice
    whole = VectorIndex(tmp_path / "whole", encoder)
    whole.rebuild(store)
    assert sorted(index.ids) == sorted(whole.ids) == sorted(store.texts)
    vector = encoder.encode(["margin storm"])[0]
    assert index.search(vector, 200) == whole.search(vector, 200)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert all(done <= total for done, total in told)

    def kill(done: int, _: int) -> None:
        if done > 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        VectorIndex(tmp_path / "killed", encoder).sync(store, kill)
    encoder.calls.clear()
    resumed = VectorIndex(tmp_path / "killed", encoder)
    assert resumed.sequence == 50
    resumed.sync(store)
    assert len(encoder.calls) < 80
    assert resumed.search(vector, 200) == whole.search(vector, 200)


def test_another_encoder_is_refused_and_the_remedy_named(tmp_path: Path, encoder: WordEncoder) -> None:
    VectorIndex(tmp_path, encoder).sync(some_store(3))
    with pytest.raises(IndexMismatchError, match="quotegraph rebuild"):
        VectorIndex(tmp_path, WordEncoder(version="2"))
    other = WordEncoder(dimensions=16, version="1")
    other.fingerprint = encoder.fingerprint
    with pytest.raises(IndexMismatchError, match="quotegraph rebuild"):
        VectorIndex(tmp_path, other)


def test_another_store_is_refused_and_a_rebuild_follows_it(tmp_path: Path, encoder: WordEncoder) -> None:
    index = VectorIndex(tmp_path, encoder)
    index.sync(some_store(3))
    other = some_store(8, seed=2)
    other.identity = "store-2"
    with pytest.raises(IndexMismatchError, match="another store"):
        index.sync(other)
    index.rebuild(other)
    assert set(index.ids) == set(other.texts)


@pytest.mark.parametrize("damage", ["truncate", "flip", "delete", "manifest", "manifest keys"])
def test_damage_is_noticed_and_a_rebuild_repairs_it(tmp_path: Path, encoder: WordEncoder, damage: str) -> None:
    store = some_store(20)
    VectorIndex(tmp_path, encoder).sync(store)
    (vectors,) = tmp_path.glob("vectors-*/vectors.npy")
    content = bytearray(vectors.read_bytes())
    if damage == "truncate":
        vectors.write_bytes(content[:-7])
    elif damage == "flip":
        content[len(content) // 2] ^= 0x10
        vectors.write_bytes(content)
    elif damage == "delete":
        vectors.unlink()
    elif damage == "manifest":
        (tmp_path / "manifest.json").write_text('{"encoder": "wor', encoding="utf-8")
    else:
        (tmp_path / "manifest.json").write_text('{"encoder": "words-1"}', encoding="utf-8")
    with pytest.raises(IndexMismatchError, match="quotegraph rebuild"):
        VectorIndex(tmp_path, encoder)
    repaired = VectorIndex.rebuilt(tmp_path, encoder, store)
    assert set(repaired.ids) == set(VectorIndex(tmp_path, encoder).ids) == set(store.texts)


def test_a_reader_keeps_its_vectors_while_another_writes(tmp_path: Path, encoder: WordEncoder) -> None:
    store = some_store(20)
    writer = VectorIndex(tmp_path, encoder)
    writer.sync(store)
    reader = VectorIndex(tmp_path, encoder)
    vector = encoder.encode(["apple"])[0]
    before = reader.search(vector, 5)
    store.put(500, "apple apple apple")
    writer.sync(store)
    assert reader.search(vector, 5) == before
    assert writer.search(vector, 1)[0].id == statement_id(500)


def _sync_slowly(folder: Path, store: ListStore) -> None:
    class Slow(WordEncoder):
        def encode(self, texts, *, query=False):  # type: ignore[no-untyped-def]
            time.sleep(0.1)
            return super().encode(texts, query=query)

    VectorIndex(folder, Slow()).sync(store)


def test_processes_that_follow_at_once_leave_one_whole_index(tmp_path: Path, encoder: WordEncoder) -> None:
    store = some_store(60)
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=_sync_slowly, args=(tmp_path, store)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    index = VectorIndex(tmp_path, encoder)
    assert sorted(index.ids) == sorted(store.texts)
    assert len(list(tmp_path.glob("vectors-*"))) == 1


def _sync_and_die(folder: Path, store: ListStore) -> None:
    original = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name.startswith("manifest"):
            os.kill(os.getpid(), signal.SIGKILL)
        return original(self, target)

    Path.replace = replace  # type: ignore[method-assign, assignment]
    VectorIndex(folder, WordEncoder()).sync(store)


def test_a_writer_killed_between_its_files_leaves_the_old_index_whole(tmp_path: Path, encoder: WordEncoder) -> None:
    store = some_store(20)
    VectorIndex(tmp_path, encoder).sync(store)
    before = set(store.texts)
    store.put(900, "late harvest")
    process = multiprocessing.get_context("spawn").Process(target=_sync_and_die, args=(tmp_path, store))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    index = VectorIndex(tmp_path, encoder)
    assert set(index.ids) == before
    index.sync(store)
    assert set(index.ids) == set(store.texts)
    named = json.loads((tmp_path / "manifest.json").read_text())["segments"]
    assert {path.name for path in tmp_path.glob("vectors-*")} == {entry["name"] for entry in named}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of 300 vectors count as large, and filters of 30 as wide."""
    monkeypatch.setattr(segment_files, "LARGE", 300)
    monkeypatch.setattr(segment, "_FEW", 30)
    monkeypatch.setattr(segment, "_CANDIDATES", 200)
    monkeypatch.setattr(segment, "_MORE", 500)
    monkeypatch.setattr(segment, "SHARD", 1024)
    monkeypatch.setattr(segment_files, "SHARD", 1024)


GROUPS = 20


@pytest.mark.usefixtures("few")
def test_a_filter_that_comes_again_finds_the_same_also_after_a_change_and_beside_others(tmp_path: Path) -> None:
    vectors = unit_vectors(3000, 4)
    store, encoder = ListStore(), Numbered(vectors)
    for number in range(3000):
        store.put(number, str(number))
    index = VectorIndex(tmp_path, encoder)
    index.sync(store)
    filters = [keys_of([statement_id(number) for number in range(first, 3000, 12)]) for first in range(12)]
    for _ in range(2):
        for first, keys in enumerate(filters):
            query = unit_vectors(GROUPS, 7)[first]
            names = {statement_id(number) for number in range(first, 3000, 12)}
            assert index.search(query, 10, keys) == index.search(query, 10, names)
            coarse = {one.id for one in index.search(query, 10, keys, coarse=True)}
            assert len(coarse & {one.id for one in index.search(query, 10, keys)}) >= 8
    best = index.search(unit_vectors(GROUPS, 7)[0], 10, filters[0])[0].id
    store.remove(next(number for number in range(3000) if statement_id(number) == best))
    index.sync(store)
    assert best not in {one.id for one in index.search(unit_vectors(GROUPS, 7)[0], 10, filters[0])}


def unit_vectors(count: int, seed: int) -> np.ndarray:
    """Vectors in groups, as texts have subjects: each belongs to that of its number modulo ``GROUPS``."""
    centres = np.random.default_rng(1).normal(size=(GROUPS, 256))
    drawn = centres[np.arange(count) % GROUPS] + 1.5 * np.random.default_rng(seed).normal(size=(count, 256))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


class Numbered:
    """An encoder that knows the vectors of the texts "0", "1", …"""

    name, dimensions, fingerprint = "numbered", 256, "numbered-1"

    def __init__(self, vectors: np.ndarray) -> None:
        self.vectors = vectors

    def encode(self, texts: list[str], *, query: bool = False) -> np.ndarray:
        return self.vectors[[int(text) for text in texts]]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("share", [0.004, 0.05, 0.5, "its group", "all but its group", None])
def test_a_large_segment_finds_the_closest_under_any_filter(tmp_path: Path, share: float | str | None) -> None:
    vectors = unit_vectors(3000, 4)
    store, encoder = ListStore(), Numbered(vectors)
    for number in range(3000):
        store.put(number, str(number))
    VectorIndex(tmp_path, encoder).sync(store)
    assert len(list(tmp_path.glob("vectors-*/bits-*.faiss"))) == 3
    index = VectorIndex(tmp_path, encoder)
    hits = expected = 0
    for group, query in enumerate(unit_vectors(GROUPS, 5)):
        products = vectors @ query
        draw = np.random.default_rng(6)
        if isinstance(share, str):
            allowed = np.flatnonzero((np.arange(3000) % GROUPS == group) == (share == "its group"))
        else:
            allowed = np.flatnonzero(draw.random(3000) < (share or 1.0))
        best = allowed[np.argsort(-products[allowed])[:10]]
        names = None if share is None else {statement_id(int(number)) for number in allowed}
        found = index.search(query, 10, names)
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        hits += len({one.id for one in found} & {statement_id(int(number)) for number in best})
        expected += len(best)
        wanted = [statement_id(int(best[0])), statement_id(int(best[-1]))]
        assert index.scores(query, wanted) == pytest.approx(
            dict(zip(wanted, products[best[[0, -1]]].tolist(), strict=True)), abs=2e-3
        )
    assert hits >= 0.99 * expected


@pytest.mark.usefixtures("few")
def test_small_additions_are_merged_and_removed_vectors_go(tmp_path: Path) -> None:
    vectors = unit_vectors(1400, 8)
    store, encoder = ListStore(), Numbered(vectors)
    index = VectorIndex(tmp_path, encoder)
    counts = []
    for start in range(0, 1400, 20):
        for number in range(start, start + 20):
            store.put(number, str(number))
        if start >= 200:
            store.remove(start - 200)
        index.sync(store)
        counts.append(len(list(tmp_path.glob("vectors-*/keys.npy"))))
    assert max(counts) <= 8
    assert sorted(index.ids) == sorted(store.texts)
    assert len(index) == len(store.texts) == json.loads((tmp_path / "manifest.json").read_text())["vectors"]
    assert {one.id for one in index.search(vectors[0], 1400)} == set(store.texts)
    assert index_files.check(tmp_path) == []


@pytest.mark.usefixtures("few")
def test_damage_to_a_large_file_is_found_by_a_full_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_files, "_CHECKED", 0)
    vectors = unit_vectors(400, 9)
    store = ListStore()
    for number in range(400):
        store.put(number, str(number))
    VectorIndex(tmp_path, Numbered(vectors)).sync(store)
    (path,) = tmp_path.glob("vectors-*/high.npy")
    content = bytearray(path.read_bytes())
    content[-3] ^= 0x40
    path.write_bytes(content)
    VectorIndex(tmp_path, Numbered(vectors))  # opens without reading all of it
    (problem,) = index_files.check(tmp_path)
    assert "wrong checksum" in problem
    path.write_bytes(content[:-9])
    with pytest.raises(IndexMismatchError, match="wrong length"):
        VectorIndex(tmp_path, Numbered(vectors))


def test_a_search_in_any_thread_uses_no_further_ones() -> None:
    load_faiss()
    found: list[int] = []
    thread = Thread(target=lambda: found.append(load_faiss().omp_get_max_threads()))
    thread.start()
    thread.join()
    assert found == [1]


def test_products_with_ten_bits_are_those_of_the_decoded_vectors_whatever_is_beside_them() -> None:
    chance = np.random.default_rng(3)
    high, low, scales = ten_bits.encode(chance.normal(size=(700, 50)).astype(np.float32))
    query = chance.normal(size=50)
    exact = ten_bits.decode(high, low, scales).astype(np.float64) @ query
    asked = ten_bits.Query(query)
    products = asked.products(high, low, scales, np.arange(700))
    assert np.allclose(products, exact, rtol=1e-6, atol=1e-6)
    some = chance.permutation(700)[:300]
    assert (asked.products(high, low, scales, some) == products[some]).all()
    assert (ten_bits.Query(2 * query).products(high, low, scales, some) == 2 * products[some]).all()
    estimates, margins = asked.estimates(high, scales, some)
    off = np.abs(estimates - products[some])
    assert (off <= margins).all()
    assert off.max() > 0.3 * margins.max()  # they are estimates, and the margin is none of convenience
    assert not len(asked.products(high, low, scales, np.zeros(0, dtype=np.intp)))


def test_a_vector_of_nothing_has_products_of_nothing() -> None:
    high, low, scales = ten_bits.encode(np.random.default_rng(3).normal(size=(5, 8)).astype(np.float32))
    assert ten_bits.Query(np.zeros(8)).products(high, low, scales, np.arange(5)).tolist() == [0.0] * 5
