"""The store in PostgreSQL: its tables, what may go wrong with servers and connections, many processes at once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.addresses import Place, checked_database, without_secrets
from corpus.errors import LostConnectionError, MissingStoreError, StoreError, StoreVersionError
from corpus.store import Put, Store
from corpus.store.postgres.connecting import Connector
from corpus.store.postgres.schema import MIGRATIONS, REVISIONS, VERSION_TABLE
from corpus.store.rows import to_json
from tests.corpus.store_samples import article, lines
from tests.corpus.test_store_durability import finish, start, write_articles
from tests.postgres import Server
from tests.severing import Severing

Database = Callable[[str], str]
ROOT = Path(__file__).parents[2]


def numbered(number: int) -> tuple[object, ...]:
    text = article(f"Ewa Gaj: tak {number}", location=f"/{number}.txt")
    return text, lines(text)


def put(store: Store, number: int) -> Put:
    return store.put(*numbered(number))  # type: ignore[arg-type]


def test_migrations_lead_to_the_tables_that_are_declared(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from corpus.store.postgres.tables import metadata

    Store.open(database("data")).close()
    engine = Connector(database("data"), read_only=False, timeout=5).engine()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    assert tuple(script.revision for script in scripts)[::-1] == REVISIONS


def test_folding_is_pythons(database: Database) -> None:
    letters = [chr(code) for code in range(1, 0x30000) if not 0xD800 <= code < 0xE000]
    wanted = [letter for letter in letters if letter.casefold() != letter or letter.lower() != letter]
    given = "SELECT one, folded(one) AS two FROM (SELECT value AS one FROM setting) AS given"
    with Store.open(database("data")) as store:
        with store.database.transaction() as transaction:
            values = list(enumerate(wanted))
            transaction.executemany("INSERT INTO setting VALUES (?, ?)", [(str(n), one) for n, one in values])
        rows = store.database.query(given)
        assert sorted(row["one"] for row in rows) == sorted(wanted)
        assert [row["one"] for row in rows if row["two"] != row["one"].casefold()] == []
        words = ["ZAŻÓŁĆ gęślą JAŹŃ", "Straße", "ΟΔΟΣ και ΟΔΟΣ", "ABC", "ﬁrma", ""]
        assert [store.database.query("SELECT folded(?)", (word,))[0][0] for word in words] == [
            word.casefold() for word in words
        ]


def test_names_are_in_the_order_of_their_code_points(database: Database) -> None:
    with Store.open(database("data")) as store:
        text = article("a")
        store.put(text, [])
        with store.database.transaction() as transaction:
            for name in ("ż", "Z", "a", "ą", "Ż", "z", "A"):
                transaction.execute("INSERT INTO setting VALUES (?, ?)", (name, ""))
        found = [row[0] for row in store.database.query("SELECT name FROM setting ORDER BY name")]
        assert found == sorted(found)


def test_many_openers_make_one_store_at_once(database: Database) -> None:
    together = threading.Barrier(6)

    def opened() -> str:
        together.wait()
        with Store.open(database("data")) as store:
            return store.identity

    database("data")
    with ThreadPoolExecutor(6) as pool:
        assert len({found.result() for found in [pool.submit(opened) for _ in range(6)]}) == 1


def test_what_is_no_store_of_this_version_is_refused_in_words(postgres_server: Server, database: Database) -> None:
    for given in ({"create": False}, {"read_only": True}):
        with pytest.raises(MissingStoreError, match="there is no store here"):
            Store.open(database("none"), **given)  # type: ignore[arg-type]
    database("other")
    postgres_server.execute("CREATE TABLE test_1.statement (name TEXT)")
    with pytest.raises(StoreError, match="has tables of something else"):
        Store.open(database("other"))
    Store.open(database("newer")).close()
    postgres_server.execute(f"UPDATE test_2.{VERSION_TABLE} SET version_num = '9999'")
    for read_only in (False, True):
        with pytest.raises(StoreVersionError, match="install a newer quotegraph"):
            Store.open(database("newer"), read_only=read_only)
    postgres_server.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StoreError, match="createdb --encoding UTF8"):
        Store.open(postgres_server.address("latin"))
    postgres_server.execute("DROP DATABASE latin")


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("postgresql://eva:geheim@127.0.0.1:1/x", "nothing was written; try again when a server answers"),
        ("postgresql://eva:geheim@127.0.0.1:1/x?nonsense=geheim", "is no address of a database"),
    ],
)
def test_no_message_holds_a_password(address: str, problem: str) -> None:
    with pytest.raises(StoreError, match=problem) as raised:
        Store.open(address, timeout=0.2)
    assert "geheim" not in str(raised.value)
    assert "geheim" not in repr(Place(Path("x"), address)) + str(Place(Path("x"), address))


def test_secrets_in_addresses_are_masked() -> None:
    assert without_secrets("postgresql://a:b@h1:1,h2/d?sslmode=require&password=c&port=1") == (
        "postgresql://a:***@h1:1,h2/d?sslmode=require&password=***&port=1"
    )
    assert without_secrets("postgresql://a@h/d") == "postgresql://a@h/d"
    assert checked_database("postgres://h/d") == "postgres://h/d"


def test_a_writer_waits_for_another_one_and_gives_up_in_words(database: Database) -> None:
    with Store.open(database("data")) as one, Store.open(database("data"), timeout=0.2) as other:
        with (
            one.database.transaction(),
            pytest.raises(StoreError, match="another process has been writing for too long"),
        ):
            put(other, 1)
        assert put(other, 1) is Put.ADDED


def test_changes_come_in_the_order_of_their_commits_without_a_gap(database: Database) -> None:
    with Store.open(database("data")) as one, Store.open(database("data")) as other:

        def taken_back(number: int) -> None:
            with one.database.transaction() as transaction:
                transaction.execute("INSERT INTO change_log (article_id, action) VALUES (?, 'article')", (str(number),))
                raise RuntimeError

        def failing(number: int) -> None:
            with pytest.raises(RuntimeError):
                taken_back(number)

        seen: list[str] = []
        stop = threading.Event()

        def follow() -> None:
            at = 0
            while not stop.is_set():
                changes = other.changes_since(at)
                seen.extend(changes.added)
                at = changes.sequence

        follower = threading.Thread(target=follow)
        follower.start()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda number: put(one if number % 2 else other, number), range(40)))
            list(pool.map(failing, range(5)))
        assert put(one, 99) is Put.ADDED
        until = time.monotonic() + 20
        while len(seen) < 41 and time.monotonic() < until:
            time.sleep(0.02)
        stop.set()
        follower.join()
        assert sorted(seen) == sorted(one.statement_ids())
        assert one.sequence() == one.database.query("SELECT count(*) FROM change_log")[0][0] == 82
        assert one.verify() == []


def end_connections(server: Server) -> int:
    ended = server.execute(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'quotegraph'"
    )
    return int(str(ended[0][0]))


def test_after_all_connections_broke_reads_and_writes_go_on(postgres_server: Server, database: Database) -> None:
    with Store.open(database("data")) as store:
        put(store, 1)
        assert end_connections(postgres_server) >= 1
        assert store.count() == 1
        end_connections(postgres_server)
        assert put(store, 2) is Put.ADDED
        end_connections(postgres_server)
        with store.snapshot():
            assert store.count() == 2
        assert [found.id for found in store.articles()] == [numbered(n)[0].id for n in (1, 2)]  # type: ignore[attr-defined]


def test_a_change_whose_connection_breaks_is_made_once(postgres_server: Server, database: Database) -> None:
    with Store.open(database("data")) as store:
        put(store, 1)
        identifier = store.statement_ids()[0]

        def hold() -> None:
            with store.database.transaction() as transaction:
                transaction.execute("INSERT INTO setting VALUES ('x', 'y')")
                holding.set()
                broken.wait(30)

        holding, broken = threading.Event(), threading.Event()
        with ThreadPoolExecutor(2) as pool:
            held = pool.submit(hold)
            holding.wait(30)
            corrected = pool.submit(store.correct, identifier, author="ola", role="prezes")
            time.sleep(0.3)  # now it waits for its turn, inside its transaction
            assert end_connections(postgres_server) >= 2
            broken.set()
            with pytest.raises(LostConnectionError, match="nothing was written"):
                held.result(timeout=30)
            assert corrected.result(timeout=30).author == "ola"
        assert [one.author for one in store.history(identifier)] == ["ola"]
        assert store.database.query("SELECT * FROM setting") == []


def test_a_connection_that_breaks_while_committing_leaves_no_doubt(postgres_server: Server, database: Database) -> None:
    """The server commits, its answer gets lost; or it never hears of the commit."""
    direct = database("data")
    for delivered in (True, False):
        with Severing(postgres_server.port) as network:
            address = direct.replace(f":{postgres_server.port}/", f":{network.port}/")
            with Store.open(address) as store, Store.open(direct) as witness:
                number = 10 + delivered
                put(store, number)
                identifier = store.statement_ids(article_id=numbered(number)[0].id)[0]  # type: ignore[attr-defined]
                network.sever_at_commit(delivered=delivered)
                made = store.correct(identifier, author="ola", role="prezes")
                assert network.severed == 1
                assert [one.id for one in witness.history(identifier)] == [made.id]
                network.sever_at_commit(delivered=delivered)
                assert put(store, 20 + delivered) is Put.ADDED
                assert network.severed == 2
                assert witness.verify() == []


INGEST = """
import sys
from corpus.ingest import ingest
from corpus.store import Store
from tests.corpus.store_samples import lines

with Store.open(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    report = ingest(sys.argv[2:], store, extract=lines)
    assert not report.errors, report.errors
    print(report.added, report.unchanged)
"""


def test_two_processes_ingest_while_one_reads_and_it_equals_one_process(tmp_path: Path, database: Database) -> None:
    press = tmp_path / "press"
    write_articles(press, 20)
    files = sorted(map(str, press.iterdir()))
    command = [sys.executable, "-c", INGEST, database("data")]
    with Store.open(database("data")) as reader:
        running = [
            subprocess.Popen([*command, *order], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for order in (files, files[::-1])
        ]
        for process in running:  # both have started before either begins
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        seen = []
        while any(process.poll() is None for process in running):
            with reader.snapshot():
                seen.append(reader.count())
                assert seen[-1] == len(list(reader.statements())) == 8 * len(list(reader.articles()))
            time.sleep(0.05)
        counts = [list(map(int, process.communicate()[0].split())) for process in running]
        assert [sum(pair) for pair in zip(*counts, strict=True)] == [20, 20]
        assert all(count[0] > 0 for count in counts)
        assert seen == sorted(seen)
        assert reader.verify() == []
        finish(start(tmp_path / "one", press))
        with Store.open(tmp_path / "one") as alone:
            assert {one.id: one.statement for one in reader.statements()} == {
                one.id: one.statement for one in alone.statements()
            }
            assert reader.stats() == alone.stats()
            assert reader.people() == alone.people()
            assert set(reader.changes_since(0).added) == set(alone.changes_since(0).added)


def test_a_closed_store_says_so(database: Database) -> None:
    store = Store.open(database("data"))
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.count()


def test_a_reader_cannot_write(database: Database) -> None:
    with Store.open(database("data")) as writer, Store.open(database("data"), read_only=True) as reader:
        put(writer, 1)
        assert reader.count() == 1
        with pytest.raises(StoreError, match="reading only"):
            put(reader, 2)
        with pytest.raises(StoreError, match="read-only transaction"):
            reader.database.query("DELETE FROM opinion")


@pytest.mark.parametrize(
    "words", ["abc", "a\0b", r"\u0000", r"\\u0000", "\\\0\0", "\U0010fffe0", 'ż "x"\n\U0010fffe\0']
)
def test_the_words_of_a_span_are_read_by_the_database(database: Database, words: str) -> None:
    with Store.open(database("data")) as store:
        with store.database.transaction() as transaction:
            transaction.execute("INSERT INTO setting VALUES ('span', ?)", (to_json([0, 3, words]),))
        found = store.database.query("SELECT json_extract(value, '$[2]') FROM setting")
        assert found[0][0] == words
