"""The command line as a user meets it: the real program in processes of its own."""

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pyarrow.parquet
import pytest

import corpus
from corpus.store import Store

SAMPLES = Path(corpus.__file__).parent / "data" / "samples"
QUESTION = "who is sceptical about cloud incentives"
SEED = Path(__file__).parents[3] / "shared" / "input" / "seed_pl.txt"


def run(*words: str | Path, data: Path | None = None, check: int = 0) -> subprocess.CompletedProcess[str]:
    options = ["--data", str(data)] if data else []
    command = [sys.executable, "-W", "error", "-m", "api", *options, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == check, done.stderr
    return done


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    done = run("ingest", SAMPLES, data=folder)
    assert done.stdout.startswith("28 articles: 28 added")
    return folder


def test_help_names_every_command_and_loads_nothing_heavy():
    commands = run("--help").stdout
    for name in "ingest extract ask search export serve people topics stats verify rebuild backup restore".split():
        assert name in commands
    heavy = "torch sentence_transformers faiss networkx fastapi trafilatura morfeusz2 numpy".split()
    heavy += ["sqlalchemy", "psycopg", "alembic"]
    code = f"import sys, api.cli; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_ask_answers_with_person_role_firm_words_place_and_date(data):
    answer = json.loads(run("ask", QUESTION, "--json", data=data).stdout)
    assert answer["interpretation"]["intent"] == "who"
    assert answer["interpretation"]["stance"] == "sceptical"
    assert answer["interpretation"]["topic"] == "cloud-incentives"
    first = next(one for one in answer["answers"] if one["speaker"]["name"] == "Wiesław Pawłowicz")
    assert (first["role"], first["firm"], first["stance"]) == ("Key Account Manager", "IBC Group", "sceptical")
    for statement in first["statements"]:
        assert statement["document"] == "model-uslugowy-dwa-bieguny.md"
        assert statement["date"] == "2023-10-04"
        text = (SAMPLES / statement["document"]).read_text(encoding="utf-8")
        for span in statement["spans"]:
            assert text[span["start"] : span["end"]] == span["text"]
    assert "Mateusz Zgliński" not in {one["speaker"]["name"] for one in answer["answers"]}


def test_ask_prints_for_people_too(data):
    shown = run("ask", QUESTION, data=data).stdout
    assert "Wiesław Pawłowicz" in shown
    assert "Key Account Manager, IBC Group" in shown
    assert "On the other side" in shown


def test_days_in_the_summary_are_as_people_read_them(data):
    question = "kto zmienił zdanie w sprawie zachęt do sprzedaży chmury"
    shown = " ".join(run("ask", question, data=data).stdout.split())
    assert "Anna Kowalczyk: sceptycznie do 16 maja 2023, przychylnie od 4 marca 2025." in shown
    told = json.loads(run("ask", question, "--json", data=data).stdout)["summary"]
    assert "Anna Kowalczyk: sceptycznie do 2023-05-16, przychylnie od 2025-03-04." in told


def test_search_takes_filters(data):
    words = ("search", "cloud bonuses", "--json", "--person", "Anny Kowalczyk", "--since", "2025", "--until", "2025")
    found = json.loads(run(*words, data=data).stdout)
    assert found
    assert {one["speaker"]["name"] for one in found} == {"Anna Kowalczyk"}
    assert {one["date"][:4] for one in found} == {"2025"}


def test_a_second_ingest_changes_nothing(data):
    with Store.open(data) as store:
        before = (store.sequence(), store.digest())
    assert "28 unchanged" in run("ingest", SAMPLES, data=data).stdout
    with Store.open(data) as store:
        assert (store.sequence(), store.digest()) == before


def test_listings_verify_and_export(data, tmp_path):
    assert "Wiesław Pawłowicz" in {one["name"] for one in json.loads(run("people", "--json", data=data).stdout)}
    topics = {one["id"]: one for one in json.loads(run("topics", "--json", data=data).stdout)}
    assert topics["cloud-incentives"]["sceptical"] > 0
    assert json.loads(run("stats", "--json", data=data).stdout)["articles"] == 28
    assert run("verify", data=data).stdout == "no problem found\n"
    assert re.search(r"\d+ nodes, \d+ edges", run("export", tmp_path / "g.graphml", data=data).stdout)
    assert "Wiesław Pawłowicz" in (tmp_path / "g.graphml").read_text(encoding="utf-8")
    assert re.search(r"\d+ nodes, \d+ edges", run("export", tmp_path / "g.parquet", data=data).stdout)
    names = pyarrow.parquet.read_table(tmp_path / "g.parquet" / "people.parquet")["name"].to_pylist()
    assert "Wiesław Pawłowicz" in names


def test_backup_restore_and_rebuild(data, tmp_path):
    run("backup", tmp_path / "copy", data=data)
    run("restore", tmp_path / "copy", data=tmp_path / "new")
    folders = (data, tmp_path / "new")
    asked = [json.loads(run("ask", QUESTION, "--json", data=folder).stdout)["answers"] for folder in folders]
    assert asked[0] == asked[1]
    index = max((tmp_path / "new" / "index").glob("vectors-*/vectors.npy"), key=lambda path: path.stat().st_mtime)
    index.write_bytes(index.read_bytes()[:-7])
    damaged = run("ask", QUESTION, data=tmp_path / "new", check=1)
    assert "quotegraph rebuild" in damaged.stderr
    assert "the index is damaged" in run("verify", data=tmp_path / "new", check=1).stderr
    run("rebuild", data=tmp_path / "new")
    assert json.loads(run("ask", QUESTION, "--json", data=tmp_path / "new").stdout)["answers"] == asked[0]


def test_bad_inputs_are_named_one_line_each_and_the_others_are_done(tmp_path):
    inputs = tmp_path / "in"
    inputs.mkdir()
    (inputs / "good.txt").write_text("– Program działa – mówi Jan Kowalski, prezes firmy Bitar.", encoding="utf-8")
    (inputs / "empty.txt").write_text("", encoding="utf-8")
    (inputs / "junk.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    (inputs / "page.html").write_text("<html><body><nav>Menu</nav></body", encoding="utf-8")
    (inputs / "latin.txt").write_bytes("Zażółć gęślą jaźń".encode("cp1250"))
    rows = ['{"text": "Jan Kowalski said that the margin was gone.", "language": "en"}', "[1, 2]", "{broken"]
    (inputs / "rows.jsonl.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    done = run("ingest", inputs, tmp_path / "missing.txt", data=tmp_path / "data", check=1)
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 7
    for name in (
        "empty.txt",
        "junk.txt",
        "page.html",
        "latin.txt",
        "rows.jsonl.gz:2",
        "rows.jsonl.gz:3",
        "missing.txt",
    ):
        assert sum(name in line for line in lines) == 1, name
    assert done.stdout.startswith("2 articles: 2 added")
    assert "7 failed" in done.stdout


def test_wrong_use_is_status_two(data, tmp_path):
    run("ask", QUESTION, "--since", "yesterday", data=data, check=2)
    run("search", "x", "--topic", "no such topic", data=data, check=2)
    run("export", tmp_path / "g.pdf", data=data, check=2)
    run("no-such-command", check=2)
    assert "quotegraph ingest" in run("ask", QUESTION, data=tmp_path / "none", check=1).stderr


def test_a_killed_ingest_is_resumed_to_the_same_store(tmp_path):
    archive = tmp_path / "archive.jsonl"
    with archive.open("w", encoding="utf-8") as file:
        for number in range(400):
            said = f"– Umowa numer {number} jest korzystna – mówi Jan Kowalski, prezes firmy Bitar{number}."
            text = f"{said} Dodał, że to dopiero początek."
            file.write(json.dumps({"id": str(number), "text": text, "language": "pl"}) + "\n")
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    run("ingest", archive, data=whole)
    command = [sys.executable, "-m", "api", "--data", str(killed), "ingest", str(archive)]
    for wait in (0.6, 0.9, 1.2):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(wait)
            os.kill(process.pid, signal.SIGKILL)
    run("ingest", archive, data=killed)
    assert run("verify", data=killed).stdout == "no problem found\n"
    with Store.open(whole) as one, Store.open(killed) as other:
        assert one.digest() == other.digest()


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="needs the real article of the shared data beside the checkout")
def test_the_real_article(tmp_path):
    run("ingest", SEED, data=tmp_path)
    text = SEED.read_text(encoding="utf-8")
    for question in (QUESTION, "kto jest sceptyczny wobec zachęt do sprzedaży chmury"):
        answer = json.loads(run("ask", question, "--json", data=tmp_path).stdout)
        first = answer["answers"][0]
        assert first["speaker"]["name"] == "Wiesław Pawłowicz"
        assert (first["role"], first["firm"], first["stance"]) == ("Key Account Manager", "IBC Group", "sceptical")
        span = first["statements"][0]["spans"][0]
        assert text[span["start"] : span["end"]] == span["text"]
        assert span["text"].startswith("Nie znam zachęt")
        assert span["text"].endswith("a nie na dostawcach")
        assert "Mateusz Zgliński" not in {one["speaker"]["name"] for one in answer["answers"]}
    suits = json.loads(
        run("ask", "who thinks cloud partner programmes can suit resellers", "--json", data=tmp_path).stdout
    )
    assert suits["answers"][0]["speaker"]["name"] == "Mateusz Zgliński"
    lines = [json.loads(line) for line in run("extract", SEED, "--jsonl").stdout.splitlines()]
    assert len(lines) >= 6
    assert {line["speaker"]["type"] if line["speaker"] else None for line in lines} >= {"person", "group", None}


def test_the_text_that_is_shown_ends_with_a_new_line(tmp_path):
    for name, text in (("one.txt", "Program działa."), ("two.txt", "Marża spada.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    shown = run("extract", "--show-text", tmp_path / "one.txt", tmp_path / "two.txt").stdout
    assert shown == "Program działa.\nMarża spada.\n"
    (tmp_path / "new").mkdir()
    done = run("ingest", tmp_path / "one.txt", data=tmp_path / "new")
    assert done.stdout.startswith("1 article: 1 added")


def test_positions_changes_and_topics(data, tmp_path):
    found = json.loads(run("positions", "Anny Kowalczyk", "--topic", "cloud-incentives", "--json", data=data).stdout)
    (series,) = found["series"]
    assert [step["date"] for step in series["positions"]] == sorted(step["date"] for step in series["positions"])
    (change,) = found["changes"]
    assert (change["before"]["stance"], change["after"]["stance"]) == ("sceptical", "supportive")
    assert "zmieniłam zdanie" in change["after"]["text"]
    everybody = json.loads(run("changes", "--topic", "cloud incentives", "--json", data=data).stdout)
    assert "person:anna-kowalczyk" in {one["speaker"] for one in everybody}
    assert "Changed on Cloud incentives" in run("positions", "Anna Kowalczyk", data=data).stdout
    assert "no topic is called so" in run("changes", "--topic", "gardening", data=data, check=2).stderr
    assert json.loads(run("topics", "--json", data=data).stdout) == json.loads(
        run("topics", "list", "--json", data=data).stdout
    )
    run("topics", "suggest", "--smallest", 2, "--toml", tmp_path / "new.toml", data=data)
    tomllib.loads((tmp_path / "new.toml").read_text(encoding="utf-8"))


def test_search_finds_more_like_a_statement(data):
    [first] = json.loads(run("search", "cloud incentives", "--limit", "1", "--json", data=data).stdout)
    found = json.loads(run("search", "--like", first["id"], "--limit", "3", "--json", data=data).stdout)
    assert len(found) == 3
    assert first["id"] not in {one["id"] for one in found}
    assert "either a text or --like" in run("search", data=data, check=2).stderr
    assert "no statement" in run("search", "--like", "nothing", data=data, check=1).stderr
