"""``quotegraph people`` and ``firms``: who they are, merging and splitting, over a store that is ingested again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from corpus.errors import UsageError
from corpus.ingest import ingest
from corpus.store import Store
from tests.corpus.store_samples import lines


@pytest.fixture
def data(tmp_path: Path) -> Path:
    press = tmp_path / "press"
    press.mkdir()
    names = ("Marek Drzewicki", "M. Drzewicki", "Anna Kowalczyk", "Marek Kowalczyk")
    for number, name in enumerate(names):
        text = f"Kanał czeka na zmiany\n\n{name}: tak, widzimy zmiany {number}"
        (press / f"{number}.txt").write_text(text, encoding="utf-8")
    with Store.open(tmp_path / "data") as store:
        ingest([press], store, extract=lines)
    return tmp_path / "data"


def run(data: Path, *words: str) -> Result:
    found = CliRunner().invoke(app, ["--data", str(data), *words])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def names(data: Path) -> dict[str, int]:
    return {one["name"]: one["statements"] for one in json.loads(run(data, "people", "--json").output)}


def test_merge_show_ingest_again_and_split(data: Path) -> None:
    apart = names(data)
    assert apart == {"Marek Drzewicki": 1, "M. Drzewicki": 1, "Anna Kowalczyk": 1, "Marek Kowalczyk": 1}
    run(data, "people", "merge", "person:m-drzewicki", "Marka Drzewickiego", "--author", "ewa")
    shown = json.loads(run(data, "people", "show", "Marek Drzewicki", "--json").output)
    assert (shown["statements"], shown["alternate_names"]) == (2, ["M. Drzewicki"])
    assert [(merge["name"], merge["by"]) for merge in shown["merged"]] == [("person:m-drzewicki", "ewa")]
    assert (shown["affiliations"][0]["firm"], shown["affiliations"][0]["statements"]) == ("Mervant", 2)
    with Store.open(data) as store:
        ingest([data.parent / "press"], store, extract=lines, extractor="newer")
    assert names(data)["Marek Drzewicki"] == 2
    assert "merged into it by ewa" in run(data, "people", "show", "Drzewicki").output
    run(data, "people", "split", "M. Drzewicki", "--author", "jan")
    assert names(data) == apart


def test_a_surname_of_two_is_refused_with_both_ids(data: Path) -> None:
    with pytest.raises(UsageError, match="person:anna-kowalczyk, person:marek-kowalczyk"):
        run(data, "people", "merge", "Kowalczyk", "Marek Drzewicki")
    with pytest.raises(UsageError, match="no person has this name"):
        run(data, "people", "show", "Zenon Obcy")


def test_suggestions_merge_only_when_asked_and_only_strong_ones(data: Path) -> None:
    (pair,) = json.loads(run(data, "people", "duplicates", "--json").output)
    assert pair["strong"]
    assert pair["reasons"][1] == "the same firm: Mervant"
    assert len(names(data)) == 4
    assert "merged: " in run(data, "people", "duplicates", "--merge-strong", "--author", "ewa").output
    assert len(names(data)) == 3
    with Store.open(data) as store:
        assert [merge.author for merge in store.merges()] == ["ewa"]


def test_what_is_no_command_is_looked_for(data: Path) -> None:
    assert "Anna Kowalczyk" in run(data, "people", "anna").output
    assert "Mervant" in run(data, "firms").output
    assert "merge" in run(data, "people", "--help").output


def test_two_of_one_name_are_told_apart_by_article(data: Path) -> None:
    with Store.open(data) as store:
        article = next(one.statement.article_id for one in store.statements() if one.speaker_name == "Anna Kowalczyk")
    refused = CliRunner().invoke(app, ["--data", str(data), "people", "split", "Anna Kowalczyk", "--article", article])
    assert isinstance(refused.exception, UsageError)  # all that she said: nothing would be left
    assert run(data, "people", "duplicates").output.startswith(("perhaps", "strong"))
    assert run(data, "firms", "duplicates").output == "no two firms look like one\n"
