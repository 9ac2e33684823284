"""The parts of a cluster that need none: division by shard, merging, filters, vectors made elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search.cluster.filters import Filters, KeptKeys, NamedKeys
from search.cluster.known_articles import KnownArticles
from search.cluster.parts import PartOfStore, shard_of
from search.encoder_settings import EncoderSettings
from search.index import VectorIndex, keys_of
from search.index_state import as_id, as_keys, closest_of
from search.indexed_vectors import IndexedVectors
from search.ready_vectors import ReadyVectors
from tests.search.fakes import ListStore, WordEncoder, statement_id

SHARDS = 3
WORDS = "cloud margin incentive partner channel drone samovar kettle bonus reseller".split()


def filled(count: int = 200) -> ListStore:
    store = ListStore()
    for number in range(count):
        # A tenth of them read the same, so that there are equals.
        store.put(number, f"{WORDS[number % 10]} {WORDS[number % 7]} {number if number % 10 else ''}")
    return store


@pytest.fixture
def store() -> ListStore:
    return filled()


def test_every_statement_has_one_shard_and_the_shards_are_of_like_size() -> None:
    keys = as_keys([statement_id(number) for number in range(30_000)])
    sizes = np.bincount(shard_of(keys, SHARDS), minlength=SHARDS)
    assert sizes.sum() == len(keys)
    assert sizes.min() > 0.97 * sizes.max()
    assert shard_of(keys[:5], SHARDS).tolist() == shard_of(keys, SHARDS)[:5].tolist()


def test_the_shards_together_find_what_one_index_finds_through_all_changes(store: ListStore, tmp_path: Path) -> None:
    encoder = WordEncoder()
    whole = VectorIndex(tmp_path / "whole", encoder)
    parts = [PartOfStore(store, number, SHARDS) for number in range(SHARDS)]
    shards = [VectorIndex(tmp_path / str(number), encoder) for number in range(SHARDS)]
    chance = np.random.default_rng(5)
    for turn in range(4):
        for number in range(turn * 50, turn * 50 + 20):
            store.remove(number)
            store.put(1_000 + number, f"{WORDS[number % 9]} again {number % 4}")
        store.put(60 + turn, f"kettle changed {turn}")
        whole.sync(store)
        for index, part in zip(shards, parts, strict=True):
            index.sync(part)
            assert index.sequence == store.sequence()
        assert sorted(name for index in shards for name in index.ids) == sorted(whole.ids)
        for word in WORDS:
            vector = encoder.encode([word])[0]
            among = keys_of(chance.permutation(whole.ids)[:90].tolist())
            split = Filters(SHARDS).split(among)
            wanted = whole.closest(vector, 25, among)
            found = [index.closest(vector, 25, part) for index, part in zip(shards, split, strict=True)]
            keys, products = closest_of(*(np.concatenate(one) for one in zip(*found, strict=True)), 25)
            assert np.allclose(products, wanted[1], atol=1e-6)
            clear = wanted[1] > wanted[1][-1] + 1e-5  # those that no equal beyond the limit can take the place of
            assert set(wanted[0][clear].tolist()) <= set(keys.tolist())


def test_the_sample_is_the_same_however_the_index_came_about(store: ListStore, tmp_path: Path) -> None:
    encoder = WordEncoder()
    at_once, bit_by_bit = VectorIndex(tmp_path / "a", encoder), VectorIndex(tmp_path / "b", encoder)
    at_once.sync(store)
    other = ListStore()
    for number, (name, text) in enumerate(store.texts.items()):
        assert other.put(number, text) == name
        if number % 40 == 0:
            bit_by_bit.sync(other)
    bit_by_bit.sync(other)
    assert np.allclose(at_once.sample(50), bit_by_bit.sample(50), atol=1e-6)
    assert at_once.sample(50).shape == (50, 32)
    lowest = sorted(as_keys(list(store.texts)).tolist())[:50]
    assert at_once.lowest(50)[0].tolist() == lowest
    assert len(at_once.sample(10_000)) == 200
    assert VectorIndex(tmp_path / "c", encoder).sample(5).shape == (0, 32)


def test_vectors_made_elsewhere_are_taken_and_none_of_another_text(store: ListStore, tmp_path: Path) -> None:
    encoder = WordEncoder()
    ready = ReadyVectors()
    texts = list(store.texts.items())
    ready.put(texts[:150], encoder.encode([text for _, text in texts[:150]]))
    store.put(7, "reads otherwise by now")
    encoder.calls.clear()
    index = VectorIndex(tmp_path, encoder)
    index.sync(store, ready=ready)
    assert sorted(encoder.calls) == sorted([store.texts[statement_id(7)], *(text for _, text in texts[150:])])
    assert len(ready) == 0
    plain = VectorIndex(tmp_path / "plain", WordEncoder())
    plain.sync(store)
    probe = encoder.encode(["kettle"])[0]
    assert index.scores(probe, plain.ids) == pytest.approx(plain.scores(probe, plain.ids), abs=1e-6)


def test_a_shard_takes_the_vectors_of_the_index_that_was_there_before(store: ListStore, tmp_path: Path) -> None:
    encoder, settings = WordEncoder(), EncoderSettings("words-1")
    main = VectorIndex(tmp_path / "main", encoder, settings)
    main.sync(store)
    store.put(3, "changed since")
    store.put(500, "came since")
    part = PartOfStore(store, 0, 1)
    encoder.calls.clear()
    shard = VectorIndex(tmp_path / "shard", encoder, settings)
    shard.sync(part, ready=IndexedVectors.of(tmp_path / "main", encoder, settings, store))
    assert sorted(encoder.calls) == ["came since", "changed since"]
    probe = encoder.encode(["cloud"])[0]
    main.sync(store)
    assert shard.scores(probe, main.ids) == pytest.approx(main.scores(probe, main.ids), abs=1e-6)


def test_filters_are_taken_apart_without_loss() -> None:
    keys = keys_of([statement_id(number) for number in range(1_000)])
    parts = Filters(SHARDS).parts(keys)
    assert [len(part) for part in parts if isinstance(part, np.ndarray)] == np.bincount(shard_of(keys, SHARDS)).tolist()
    joined: Any = np.concatenate([part for part in parts if isinstance(part, np.ndarray)])
    assert np.array_equal(np.sort(joined), keys)
    assert Filters(SHARDS).parts(None) == [None] * SHARDS


def test_large_filters_are_named_by_what_they_hold_and_kept_up_to_a_limit() -> None:
    keys = np.arange(20_000, dtype=np.int64)
    keys.flags.writeable = False
    first, second = Filters(2).parts(keys), Filters(2).parts(keys.copy()[:19_999])
    same = np.arange(20_000, dtype=np.int64)
    same.flags.writeable = False
    again = Filters(2).parts(same)
    named = [part for part in (*first, *again) if isinstance(part, NamedKeys)]
    assert len(named) == 4
    assert [part.name for part in named[:2]] == [part.name for part in named[2:]]
    assert named[0].name != named[1].name
    assert all(isinstance(part, np.ndarray) for part in second)  # what can change is sent each time
    kept = KeptKeys(most=named[0].keys.nbytes + 100)
    assert kept.keys(named[0].known()) is None
    assert kept.keys(named[0]) is named[0].keys
    assert kept.keys(named[0].known()) is named[0].keys
    assert kept.keys(named[1]) is named[1].keys
    assert kept.keys(named[0].known()) is None  # there was room for one


def test_equals_come_in_the_order_of_their_keys_also_at_the_limit() -> None:
    keys = np.array([5, 3, 9, 1, 7], dtype=np.int64)
    products = np.array([0.5, 0.5, 0.9, 0.5, 0.1], dtype=np.float32)
    found, their = closest_of(keys, products, 3)
    assert found.tolist() == [9, 1, 3]
    assert their.tolist() == pytest.approx([0.9, 0.5, 0.5])


def test_known_articles_are_those_and_no_others() -> None:
    names = [statement_id(number) for number in range(500)]
    known = KnownArticles(names[:250])
    assert [name in known for name in names] == [True] * 250 + [False] * 250
    assert len(known) == 250
    assert names[0] not in KnownArticles(())
    assert as_id(int(as_keys([names[3]])[0])) == names[3]
