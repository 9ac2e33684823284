"""Ingest with several processes: the same result as with one, whatever becomes of a process."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import corpus
from corpus.errors import UsageError
from corpus.ingest import Progress, ingest, worth_starting
from corpus.store import Store
from corpus.types import Article, Language, Statement
from tests.corpus.store_samples import lines

ROOT = Path(__file__).parents[2]
SAMPLES = Path(corpus.__file__).parent / "data" / "samples"


def troubled(article: Article) -> list[Statement]:
    """Reads lines; ends its process, hangs or fails where an article says so."""
    if "CRASH" in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "LEAVE" in article.text:
        os._exit(7)
    if "HANG" in article.text:
        time.sleep(1000)
    if "FAIL" in article.text:
        raise RecursionError("too\ndeep")
    return lines(article)


def write(folder: Path, name: str, line: str) -> None:
    (folder / name).write_text(f"Kanał czeka na zmiany\n\n{line}\n", encoding="utf-8")


@pytest.fixture
def press(tmp_path: Path) -> Path:
    folder = tmp_path / "press"
    folder.mkdir()
    for number in range(12):
        write(folder, f"{number:02}.txt", f"Ewa Gaj: tak, widzimy zmiany {number}")
    records = [json.dumps({"id": str(n), "text": f"Jan Wrona: nie wierzymy w {n}\nKoniec."}) for n in range(12)]
    with gzip.open(folder / "05b.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join([*records[:6], "{broken", *records[6:]]))
    (folder / "07b.txt").write_text("", encoding="utf-8")
    return folder


def test_the_result_and_its_progress_do_not_depend_on_the_number_of_processes(press: Path, tmp_path: Path) -> None:
    told: dict[int, list[Progress]] = {1: [], 3: []}
    digests = []
    for jobs, events in told.items():
        with Store.open(tmp_path / str(jobs)) as store:
            report = ingest([press], store, extract=lines, jobs=jobs, on_progress=events.append)
            assert (report.added, report.statements, len(report.errors)) == (24, 24, 2)
            digests.append((store.digest(), store.statement_ids(), [entry.name for entry in store.people()]))
            assert store.verify() == []
    assert digests[0] == digests[1]
    plain = [[(e.files_done, e.files, e.source, e.outcome, str(e.error)) for e in events] for events in told.values()]
    assert plain[0] == plain[1]


def test_the_bundled_extractor_finds_the_same_in_other_processes(tmp_path: Path) -> None:
    digests = set()
    for jobs in (1, 2):
        with Store.open(tmp_path / str(jobs)) as store:
            assert ingest([SAMPLES], store, jobs=jobs).added == 28
            digests.add(store.digest())
    assert len(digests) == 1


def test_what_is_stored_is_not_extracted_again_and_another_extractor_is_asked(press: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "data") as store:
        ingest([press], store, extract=lines, extractor="x-1", jobs=2)
        write(press, "03.txt", "CRASH Ewa Gaj: tak")  # a new version, and the only one to be extracted
        report = ingest([press], store, extract=troubled, extractor="x-1", jobs=2)
        assert (report.unchanged, report.replaced, len(report.errors)) == (23, 0, 3)
        again = ingest([press], store, extract=troubled, extractor="x-2", jobs=2)
        assert (again.unchanged, again.statements) == (23, 0)  # it found the same
        assert store.extractor_of(next(store.articles()).id) == "x-2"


def test_a_process_that_dies_hangs_or_fails_costs_one_article(press: Path, tmp_path: Path) -> None:
    write(press, "02x.txt", "CRASH")
    write(press, "04x.txt", "HANG")
    write(press, "06x.txt", "LEAVE")
    write(press, "08x.txt", "FAIL")
    with Store.open(tmp_path / "data") as store:
        report = ingest([press], store, language=Language.PL, extract=troubled, jobs=2, patience=lambda size: 8.0)
        assert report.added == 24
        assert store.verify() == []
    errors = {Path(error.source).name: error.problem for error in report.errors}
    assert "signal 9" in errors["02x.txt"]
    assert errors["04x.txt"] == "took longer than 8 seconds and was given up"
    assert "exit status 7" in errors["06x.txt"]
    assert errors["08x.txt"] == "statements cannot be extracted: RecursionError: too deep"
    assert len(errors) == 6


def test_an_extractor_that_no_process_can_load_is_wrong_use(press: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "data") as store, pytest.raises((UsageError, AttributeError, TypeError)):
        ingest([press], store, extract=lambda article: [*lines(article)], jobs=2)


def test_few_articles_are_not_worth_a_process(press: Path, tmp_path: Path) -> None:
    assert worth_starting([press / "00.txt"]) == 1
    (tmp_path / "large.txt").write_text("Ewa Gaj: tak\n" * 200_000, encoding="utf-8")
    assert worth_starting([tmp_path / "large.txt", tmp_path / "missing.txt"]) == len(os.sched_getaffinity(0))


CHILD = """
import signal, sys
from corpus.ingest import ingest
from corpus.store import Store
from tests.corpus.test_ingest_jobs import troubled

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are born deaf to it
    with Store.open(sys.argv[1]) as store:
        ingest([sys.argv[2]], store, extract=troubled, jobs=2,
               on_progress=lambda event: print(event.outcome, event.source, flush=True))
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_ingest_leaves_no_process_and_keeps_what_was_told(
    press: Path, tmp_path: Path, sent: signal.Signals
) -> None:
    write(press, "08x.txt", "HANG")
    script = tmp_path / "child.py"
    script.write_text(CHILD, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "data"), str(press)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    told = []
    for line in process.stdout:
        told.append(line.split()[-1])
        if told[-1].endswith("08.txt") and line.startswith("None"):
            break
    started = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit() and _parent(entry) == process.pid]
    assert started
    process.send_signal(sent)
    try:
        process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    until = time.monotonic() + 20
    while any(_is_alive(entry) for entry in started) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(_is_alive(entry) for entry in started)
    (press / "08x.txt").unlink()
    with Store.open(tmp_path / "data") as store:
        stored = {article.document for article in store.articles()}
        assert {name for name in told if name.endswith(".txt") and "/" not in name} <= stored
        ingest([press], store, extract=troubled, jobs=1)
        assert (store.stats().articles, store.verify()) == (24, [])


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _is_alive(entry: Path) -> bool:
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
