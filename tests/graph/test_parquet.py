"""Parquet tables read back with pyarrow are what the store and the graph say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import corpus
from corpus.errors import InputError, UsageError
from corpus.ingest import ingest
from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Polarity, Speaker, SpeakerType
from graph.build import build
from graph.live import LiveGraph
from graph.parquet import COLUMNS, export_graph_tables, export_tables
from graph.parts import speaker_of
from graph.schema import EdgeKind
from graph.table_file import TableFile
from tests.corpus.store_samples import article, opinion, said
from tests.graph.test_build import stored
from tests.graph.test_formats import NAMES

SAMPLES = Path(corpus.__file__).parent / "data" / "samples"
SUMS = {EdgeKind.HOLDS, EdgeKind.AFFILIATED_WITH}
DAYS = [(None, None), (date(2025, 1, 1), None), (date(2024, 2, 29), date(2025, 3, 1))]
WORDS = 'tak "bo" \x00\x07\u202eשרה 🦊\r\n'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("parquet")) as store:
        ingest([SAMPLES], store)
        for number, name in enumerate(NAMES):
            odd = article(f"{number} {WORDS}", headline=f"{name} & <b>", location=f"/{name}.txt", date_published=None)
            of = Speaker(name, SpeakerType.ORGANIZATION if number % 2 else SpeakerType.PERSON)
            side = (opinion("no-topic-of-the-scheme", Polarity.MIXED, 0.1),)
            store.put(odd, [said(odd, WORDS, of, firm=f"{name} SA", role=name, opinions=side)])
        yield store


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return found


def known(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize(("since", "until"), DAYS)
def test_the_tables_of_a_store_are_its_statements_and_its_graph(
    store: Store, tmp_path: Path, since: date | None, until: date | None
) -> None:
    folder = tmp_path / "out.parquet"
    counts = export_tables(store, default_scheme(), folder, since=since, until=until)
    graph, listed = build(store, since=since, until=until), list(store.statements(since=since, until=until))
    assert counts == (graph.number_of_nodes(), graph.number_of_edges())
    statements = {one["id"]: one for one in rows(folder, "statements")}
    assert len(statements) == len(listed) > 5
    for one in listed:
        row, statement = statements[one.id], one.statement
        assert (row["text"], row["date"], row["confidence"]) == (
            statement.text,
            one.date_published,
            statement.confidence,
        )
        assert (row["speaker_id"], row["role"], row["firm_id"]) == (speaker_of(one), statement.role, one.firm_id)
        assert row["spans"] == [{"start": span.start, "end": span.end} for span in statement.content]
        assert (row["kind"], row["language"], row["article_id"]) == (
            statement.kind,
            statement.language,
            statement.article_id,
        )
    assert [
        (row["statement_id"], row["topic"], row["polarity"], row["score"], row["relevance"], row["cues"])
        for row in rows(folder, "opinions")
    ] == [
        (one.id, about.topic, about.polarity, about.score, about.relevance, [cue.exact for cue in about.cues])
        for one in listed
        for about in one.statement.opinions
    ]
    labels = {name: data["label"] for name, data in graph.nodes(data=True)}
    for table, kind in (("people", "person"), ("firms", "firm"), ("groups", "group")):
        of_kind = {name for name, data in graph.nodes(data=True) if data["kind"] == kind}
        assert {row["id"]: row["name"] for row in rows(folder, table)} == {name: labels[name] for name in of_kind}
    for row in rows(folder, "articles"):
        data = graph.nodes[row["node"]]
        assert known(row) == known(
            {
                "id": row["node"].removeprefix("article:"),
                "node": row["node"],
                "headline": data["label"],
                **{name: data[name] for name in ("document", "publisher", "url")},
                "date": day(data["date"]),
            }
        )
    for row in rows(folder, "topics"):
        data = graph.nodes[row["node"]]
        assert known(row) == known(
            {
                "id": row["id"],
                "node": f"topic:{row['id']}",
                "label_en": data.get("label_en"),
                "label_pl": data.get("label_pl"),
            }
        )
    assert sum(len(rows(folder, name)) for name in COLUMNS if name not in {"opinions", "edges"}) == counts[0]


def test_edges_are_those_of_the_graph_with_real_types(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out.parquet"
    made = LiveGraph(default_scheme())
    made.add(store.statements())
    export_graph_tables(made.graph, made.said(), folder)
    expected = [
        known(
            {
                "source": source,
                "target": target,
                **{
                    name: day(value) if name in {"date", "first_seen", "last_seen"} else value
                    for name, value in data.items()
                    if name not in {"label", "color"}
                },
            }
        )
        for source, target, data in made.graph.edges(data=True)
    ]
    found = rows(folder, "edges")
    assert [known(row) for row in found] == expected
    schema = pq.read_schema(folder / "edges.parquet")
    assert (schema.field("date").type, schema.field("score").type) == (pa.date32(), pa.float64())
    assert schema.field("evidence").type == pa.list_(pa.string())
    export_tables(store, default_scheme(), folder)  # in place of the first ones
    streamed = rows(folder, "edges")
    assert sorted((row["source"], row["target"], row["kind"]) for row in streamed) == sorted(
        (row["source"], row["target"], row["kind"]) for row in found
    )
    alone = [
        sorted(
            (known(row) for row in several if row["kind"] not in SUMS), key=lambda row: (row["source"], row["target"])
        )
        for several in (streamed, expected)
    ]
    assert alone[0] == alone[1]
    assert {row["weight"] is not None and row["evidence"] is None for row in streamed if row["kind"] in SUMS} == {True}
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]


def test_lone_surrogates_become_the_sign_for_what_no_text_has(tmp_path: Path) -> None:
    made = LiveGraph(default_scheme())
    made.add([stored(1, "Zoë \ud83d Fox", "a \ude00 🦊", 0.5, date(2024, 1, 1))])
    folder = tmp_path / "out.parquet"
    export_graph_tables(made.graph, made.said(), folder)
    assert [row["name"] for row in rows(folder, "people")] == ["Zoë \ufffd Fox"]
    [row] = rows(folder, "statements")
    assert (row["text"], row["speaker"]) == ("a \ufffd 🦊", "Zoë \ufffd Fox")
    with TableFile(tmp_path / "one.parquet", {"names": "texts"}) as table:
        table.add(["\ud83d", "ż"])
        table.add(None)
    assert pq.read_table(tmp_path / "one.parquet").to_pylist() == [{"names": ["\ufffd", "ż"]}, {"names": None}]


def test_many_rows_are_written_in_groups(tmp_path: Path) -> None:
    with TableFile(tmp_path / "many.parquet", {"name": "text", "number": "number"}) as table:
        for number in range(250_001):
            table.add(f"n{number}", None if number % 2 else number / 2)
    file = pq.ParquetFile(tmp_path / "many.parquet")
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [120_000, 120_000, 10_001]
    read = file.read()
    assert read["name"].to_pylist() == [f"n{number}" for number in range(250_001)]
    assert read["number"].to_pylist() == [None if number % 2 else number / 2 for number in range(250_001)]


def test_nothing_else_is_replaced_and_a_failure_leaves_nothing(store: Store, tmp_path: Path) -> None:
    mine = tmp_path / "mine.parquet"
    mine.mkdir()
    (mine / "other.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(InputError, match="something else"):
        export_tables(store, default_scheme(), mine)
    assert (mine / "other.txt").read_text(encoding="utf-8") == "keep"
    graph = build(store)
    graph.add_edge("person:x", "firm:y", kind="SAID", surprise=1)
    graph.nodes["person:x"].update(kind="person", label="x")
    graph.nodes["firm:y"].update(kind="firm", label="y")
    with pytest.raises(ValueError, match="surprise"):
        export_graph_tables(graph, (), tmp_path / "new.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.parquet"]


def test_without_pyarrow_the_remedy_is_named(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # how Python itself marks what cannot be imported
    with pytest.raises(UsageError, match=r"quotegraph\[parquet\]"):
        export_tables(store, default_scheme(), tmp_path / "out.parquet")
