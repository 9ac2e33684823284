"""``quotegraph people`` and ``firms``: who they are, merging and splitting, over a store that is ingested again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from corpus.errors import UsageError
from corpus.ingest import ingest
from corpus.store import Store
from corpus.types import Speaker, SpeakerType
from tests.corpus.store_samples import article, lines, said


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
    both = "Anna Kowalczyk (person:anna-kowalczyk), Marek Kowalczyk (person:marek-kowalczyk)"
    with pytest.raises(UsageError, match=re.escape(both)):
        run(data, "people", "merge", "Kowalczyk", "Marek Drzewicki")
    with pytest.raises(UsageError, match="no person is called so"):
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


def test_two_of_one_name_are_told_apart_by_statement_and_rejoined(data: Path) -> None:
    with Store.open(data) as store:
        ingest([data.parent / "press"], store, extract=lines)
        kept = store.statement_ids(speaker_id="person:anna-kowalczyk")
        store.merge("person:marek-kowalczyk", "person:anna-kowalczyk", author="ewa")
    run(data, "people", "split", "Anna Kowalczyk", "--statement", kept[0], "--name", "Anna Wrona", "--author", "ewa")
    assert names(data)["Anna Wrona"] == 1
    shown = json.loads(run(data, "people", "show", "person:anna-kowalczyk", "--json").output)
    assert [(rule["number"], rule["other"], rule["by"]) for rule in shown["separated"]] == [
        (1, "person:anna-wrona", "ewa")
    ]
    assert "(people rejoin 1 takes it back)" in run(data, "people", "show", "person:anna-kowalczyk").output
    assert "1 statement\n" in run(data, "people", "show", "Anna Wrona").output
    assert run(data, "people", "rejoin", "1").output == "separation 1 is taken back\n"
    assert run(data, "people", "rejoin", "1").output == "separation 1 had been taken back already\n"
    assert names(data)["Anna Kowalczyk"] == 2


def test_namesakes_are_listed_with_the_evidence(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        assert run(tmp_path, "people", "namesakes").output == "nobody speaks for two firms at the same time\n"
        for number, firm in enumerate(("Bitar", "Torvex")):
            text = article(f"Jan Kowalski: tak, {number}", location=f"/{number}.txt")
            who = Speaker("Jan Kowalski", SpeakerType.PERSON)
            store.put(text, [said(text, f"tak, {number}", who, firm=firm)])
    assert run(tmp_path, "people", "namesakes").output == (
        "perhaps two: Jan Kowalski (person:jan-kowalski)? two firms at the same time: Bitar and Torvex in 2025-03\n"
    )
    made = run(tmp_path, "people", "split", "Jan Kowalski", "--firm", "Bitar", "--author", "ewa").output
    assert made.splitlines()[0] == "Jan Kowalski (Bitar) (person:jan-kowalski-bitar) has 1 statement now"
    assert "nobody" in run(tmp_path, "people", "namesakes").output


def test_merging_what_is_merged_says_so_and_firms_know_no_namesakes(data: Path) -> None:
    run(data, "people", "merge", "person:m-drzewicki", "person:marek-drzewicki")
    with Store.open(data) as store, pytest.raises(UsageError) as refused:
        store.merge("person:m-drzewicki", "person:marek-drzewicki", author="ewa")
    assert "person:m-drzewicki is part of person:marek-drzewicki already" in str(refused.value)
    again = CliRunner().invoke(app, ["--data", str(data), "people", "merge", "person:m-drzewicki", "Marek Drzewicki"])
    assert "person:marek-drzewicki" in str(again.exception)
    assert CliRunner().invoke(app, ["--data", str(data), "firms", "split", "x", "--firm", "y"]).exit_code == 2
