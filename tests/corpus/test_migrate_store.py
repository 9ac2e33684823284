"""Stores copied from one database to the other and back: the same in all rows, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.backup import restore
from corpus.errors import StoreError, UsageError
from corpus.store import Put, Setting, Store
from corpus.store.copying import content_of, migrate_store
from corpus.types import Mention, Polarity, Span
from tests.corpus.store_samples import ANNA, PIOTR, article, lines, opinion, said

FIRST = article("Anna: Rabaty nic nie dają.\0\U0010fffe Piotr: Rabaty pomagają.", headline="Zażółć\0 \U0010fffe0")
OLD, NEW = article("Ewa Gaj: tak", location="/b.txt"), article("Ewa Gaj: nie, jednak nie", location="/b.txt")


def fill(store: Store) -> None:
    """Something in every table."""
    cue = opinion("rebates", Polarity.SCEPTICAL, -0.1 - 0.2, (Span(13, 16, "nic"),))
    statements = [
        said(
            FIRST,
            "Rabaty nic nie dają",
            firm="Bitar",
            opinions=(cue,),
            confidence=1 / 3,
            mentions=(Mention(Span(0, 4, "Anna"), ANNA),),
        )
    ]
    store.put(FIRST, [*statements, said(FIRST, "Rabaty pomagają", PIOTR)])
    store.put(OLD, lines(OLD))
    assert store.put(NEW, lines(NEW)) is Put.REPLACED
    anna, piotr, ewa = (store.find_people(name)[0].id for name in ("Anna", "Piotr", "Ewa"))
    correction = store.correct(statements[0].id, author="ola", role="prezes", note="a\0b")
    store.undo(correction.id, author="jan")
    store.confirm(statements[0].id, author="ola")
    store.merge(piotr, ewa, author="ola")
    store.dismiss("duplicate", [anna, ewa], author="ola", note="dwie")
    store.separate(anna, "Anna Żurawska (Bitar)", author="ola", articles=[FIRST.id])
    store.set(Setting.TOPICS, "a = 'b'")
    gone = article("Jan Zły: tak", location="/zly.txt")
    store.put(gone, lines(gone))
    store.erase(store.find_people("Jan Zły")[0].id)
    last = store.correct(statements[0].id, author="ola", firm="Mervant")
    with store.database.transaction() as transaction:  # a number that was given and is gone is not given again
        transaction.execute("DELETE FROM correction WHERE id = ?", (last.id,))
    store.replace_statements(FIRST.id, [*statements, said(FIRST, "Rabaty pomagają", PIOTR)], extractor="x-3")


def test_to_postgres_and_back_all_is_the_same(tmp_path: Path, database: Callable[[str], str]) -> None:
    with Store.open(tmp_path / "one") as store:
        fill(store)
        assert store.verify() == []
        whole, dumped, identity = content_of(store.database), list(store.dump()), store.identity
        assert all(whole.rows.values()), whole.rows
    told: list[tuple[int, int]] = []
    copied = migrate_store(tmp_path / "one", database("two"), on_copied=lambda done, all_: told.append((done, all_)))
    assert copied == whole
    assert told[-1] == (sum(whole.rows.values()),) * 2
    assert migrate_store(database("two"), tmp_path / "three") == whole
    further = []
    for address in (tmp_path / "one", database("two"), tmp_path / "three"):
        with Store.open(address) as store:
            assert (list(store.dump()), store.verify()) == (dumped, [])
            assert (store.identity == identity) == (address == tmp_path / "one")
            assert store.article(FIRST.id) == FIRST
            more = article("Ola Nowa: tak", location="/c.txt")  # what comes next gets the same numbers, too
            assert store.put(more, lines(more)) is Put.ADDED
            made = store.correct(store.statement_ids()[0], author="ola", role="nikt")
            further.append((made.id, list(store.dump()), store.sequence()))
    assert further[0] == further[1] == further[2]


def test_the_copy_can_keep_the_history_so_that_indexes_go_on(tmp_path: Path, database: Callable[[str], str]) -> None:
    with Store.open(tmp_path) as store:
        store.put(OLD, lines(OLD))
        identity = store.identity
    migrate_store(tmp_path, database("two"), same_history=True)
    with Store.open(database("two"), create=False) as store:
        assert (store.identity, store.sequence()) == (identity, 2)


def test_a_target_that_holds_something_is_refused_and_left_alone(
    tmp_path: Path, database: Callable[[str], str]
) -> None:
    for name, address in {"folder": tmp_path / "other", "database": database("other")}.items():
        with Store.open(address) as store:
            store.put(NEW, lines(NEW))
            before = store.digest()
        with Store.open(tmp_path / name) as store:
            store.put(OLD, lines(OLD))
        with pytest.raises(StoreError, match="holds a store already"):
            migrate_store(tmp_path / name, address)
        with Store.open(address) as store:
            assert store.digest() == before
    with pytest.raises(UsageError, match="source and target"):
        migrate_store(tmp_path / "other", tmp_path / "other")
    with pytest.raises(StoreError, match="there is no store here"):
        migrate_store(tmp_path / "nowhere", database("new"))
    with pytest.raises(StoreError, match="there is no store here"):
        migrate_store(database("nothing"), tmp_path / "new")


def test_a_copy_that_breaks_off_leaves_an_empty_target(tmp_path: Path, database: Callable[[str], str]) -> None:
    with Store.open(tmp_path / "one") as store:
        fill(store)

    def stop(done: int, _: int) -> None:
        if done > 10:
            raise RuntimeError("broken off")

    for target in (database("two"), tmp_path / "three"):
        with pytest.raises(RuntimeError, match="broken off"):
            migrate_store(tmp_path / "one", target, on_copied=stop)
        with Store.open(target) as store:
            assert sum(content_of(store.database).rows.values()) == 0
        assert migrate_store(tmp_path / "one", target).rows["statement"] == 4


def test_a_backup_of_a_database_is_a_file_and_restores_to_either(
    tmp_path: Path, database: Callable[[str], str]
) -> None:
    with Store.open(database("two")) as store:
        fill(store)
        store.backup(tmp_path / "backup")
        digest, identity = store.digest(), store.identity
    for target in (database("again"), tmp_path / "folder"):
        with restore(tmp_path / "backup", target) as again:
            assert (again.digest(), again.verify()) == (digest, [])
            assert again.identity != identity
    with pytest.raises(StoreError, match="holds a store already"):
        restore(tmp_path / "backup", database("again"))
