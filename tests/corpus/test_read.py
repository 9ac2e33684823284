"""Reading files: what comes out of good ones, and the one-line error that comes out of bad ones."""

from __future__ import annotations

import gzip
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import read as module
from corpus.errors import InputError
from corpus.read import MAX_BYTES, expand, read
from corpus.types import Article, Language

POLISH = "Integratorzy oceniają, że model usługowy jest dla nich korzystny – mówi Anna Zielna, prezes Orlik Group."
ENGLISH = "Most of the resellers said that the model is good for them, according to Ann Green of Heron."
ON_DISK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def article(path: Path, **options: Any) -> Article:
    (found,) = read(path, **options)
    assert isinstance(found, Article), found
    return found


def error(path: Path) -> InputError:
    (found,) = read(path)
    assert isinstance(found, InputError), found
    assert "\n" not in str(found)
    assert str(path) in found.source
    assert found.remedy
    return found


# --- plain text


def test_text_is_the_file_character_for_character(tmp_path: Path) -> None:
    content = "\ufeffRynek chmury\r\n\r\n" + POLISH + "\r\n"
    found = article(write(tmp_path / "2026-03-04_rynek.txt", content))
    assert found.text == content
    assert found.headline == "Rynek chmury"
    assert found.date_published == date(2026, 3, 4)
    assert found.language is Language.PL
    assert found.document == "2026-03-04_rynek.txt"
    assert found.location == str(tmp_path / "2026-03-04_rynek.txt")
    assert found.body_start == 0


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Czy chmura się opłaca?\n\n" + POLISH, "Czy chmura się opłaca?"),
        ("Chmura rośnie\n" + POLISH, "Chmura rośnie"),
        (POLISH + "\n\n" + POLISH, None),
        ("Chmura rośnie szybko.\n\n" + POLISH, None),
        ("– Chmura rośnie\n\n" + POLISH, None),
        ("chmura " * 40 + "\n\n" + POLISH, None),
        ("chmura rośnie i jest", None),
    ],
)
def test_headline_of_a_text(tmp_path: Path, text: str, headline: str | None) -> None:
    assert article(write(tmp_path / "a.txt", text)).headline == headline


def test_the_same_content_has_the_same_id_wherever_it_lies(tmp_path: Path) -> None:
    first, second = article(write(tmp_path / "a.txt", POLISH)), article(write(tmp_path / "b.txt", POLISH))
    other = article(write(tmp_path / "c.txt", POLISH + " "))
    assert first.id == second.id != other.id
    assert len(first.id) == 16
    assert int(first.id, 16) >= 0


def test_a_date_that_does_not_exist_is_none(tmp_path: Path) -> None:
    assert article(write(tmp_path / "2026-13-40_a.txt", POLISH)).date_published is None


@ON_DISK
@given(content=st.text(min_size=1, max_size=300))
def test_every_text_that_is_read_equals_its_bytes(tmp_path: Path, content: str) -> None:
    path = write(tmp_path / "any.txt", content.encode("utf-8", "ignore"))
    (found,) = read(path, language=Language.PL)
    if isinstance(found, Article):
        assert found.text == path.read_bytes().decode("utf-8")
    else:
        assert str(path) in str(found)


@ON_DISK
@given(content=st.binary(max_size=400), suffix=st.sampled_from(["txt", "md", "html", "jsonl", "jsonl.gz", "pdf"]))
def test_arbitrary_bytes_never_raise(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = write(tmp_path / f"any.{suffix}", content)
    for found in read(path):
        assert isinstance(found, Article | InputError)
        assert isinstance(found, Article) or str(path) in found.source


@ON_DISK
@given(content=st.text(alphabet="<>/aphtmldivrbry=\"'&;- !\n.", max_size=300))
def test_broken_markup_never_raises(tmp_path: Path, content: str) -> None:
    for found in read(write(tmp_path / "any.html", "<html><p>" + content), language=Language.PL):
        assert isinstance(found, Article | InputError)


# --- what cannot be read


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "is empty"),
        ("space.txt", b" \n\t\r\n", "is empty"),
        ("mark.txt", b"\xef\xbb\xbf\n", "is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0", "PNG picture"),
        ("paper.md", b"%PDF-1.7\n%\xe2\xe3", "PDF document"),
        ("office.txt", b"PK\x03\x04\x14\0", "ZIP archive"),
        ("junk.txt", b"abc\0def", "NUL byte at byte 3"),
        ("controls.txt", b"\x01\x02\x03abc", "control characters"),
        ("latin.txt", "Zażółć gęślą jaźń".encode("cp1250"), "not UTF-8: wrong byte 0xbf at byte 2"),
        ("wide.txt", "Zażółć".encode("utf-16"), "UTF-16"),
        ("notes.docx", b"abc", "unknown kind: '.docx'"),
        ("german.txt", b"Die Regierung hat gestern beschlossen, die Steuern zu senken.", "language 'de'"),
        ("numbers.txt", b"12 34", "holds no words"),
        ("plain.html", b"no tags here", "is no HTML page"),
        ("nothing.html", b"<html><head><title>x</title></head><body></body></html>", "no article"),
        ("broken.html", b"<html", "no article"),
        ("menu.html", b"<html><body><nav>Menu</nav><script>a.b!</script></body></html>", "no article"),
        (
            "wrong.html",
            '<meta charset="utf-8"><p>Zażółć gęślą jaźń.</p>'.encode("cp1250"),
            "names the encoding 'utf-8'",
        ),
        ("open.md", b"---\ntitle: A\n\nText of the article.", "front matter without an end"),
        ("bad.md", b"---\ntitle: [A\n---\nText of the article.", "broken front matter"),
        ("date.md", b"---\ndate: yesterday\n---\nText of the article.", "'date' is no date"),
        ("only.md", b"---\ntitle: A\n---\n\n", "is empty"),
        ("none.jsonl", b"", "is empty"),
        ("list.jsonl", b'[\n{"text": "a"}\n]\n', "one JSON list"),
        ("damaged.jsonl.gz", b"\x1f\x8bjunk", "damaged after line 0"),
        ("plain.jsonl.gz", b'{"text": "a"}\n', "damaged after line 0"),
    ],
)
def test_one_line_that_names_the_file_and_the_fault(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    assert words in str(error(write(tmp_path / name, content)))


def test_missing_folder_and_forbidden(tmp_path: Path) -> None:
    assert "does not exist" in str(error(tmp_path / "missing.txt"))
    assert "is a folder" in str(error(tmp_path))
    if os.geteuid() != 0:  # root may read everything
        path = write(tmp_path / "secret.txt", POLISH)
        path.chmod(0)
        assert "may not be read" in str(error(path))


def test_too_long_a_file(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "longer than 20 MB" in str(error(path))


def test_a_given_language_wins_over_all(tmp_path: Path) -> None:
    german = write(tmp_path / "a.txt", "Die Regierung hat gestern beschlossen, die Steuern zu senken.")
    assert article(german, language=Language.EN).language is Language.EN
    marked = write(tmp_path / "a.md", "---\nlanguage: en-GB\n---\n" + POLISH)
    assert article(marked).language is Language.EN
    assert article(marked, language=Language.PL).language is Language.PL
    foreign = write(tmp_path / "b.md", "---\nlanguage: de\n---\n" + POLISH)
    assert "'de'" in str(error(foreign))
    assert "--language" in error(foreign).remedy


# --- Markdown


def test_front_matter(tmp_path: Path) -> None:
    head = "---\ntitle: Rynek chmury\ndate: 2026-03-04\nsource: Przykład\nauthor: [Jan Las, Ewa Bór]\nurl: https://a.example/1\n---\n"
    found = article(write(tmp_path / "a.md", head + "# Inny tytuł\n\n" + POLISH))
    assert found.text == head + "# Inny tytuł\n\n" + POLISH
    assert found.body_start == len(head)
    assert (found.headline, found.publisher, found.url) == ("Rynek chmury", "Przykład", "https://a.example/1")
    assert found.date_published == date(2026, 3, 4)
    assert found.authors == ("Jan Las", "Ewa Bór")


def test_markdown_without_front_matter(tmp_path: Path) -> None:
    found = article(write(tmp_path / "2026-01-02.md", "# Rynek chmury #\n\n" + POLISH))
    assert (found.headline, found.body_start, found.date_published) == ("Rynek chmury", 0, date(2026, 1, 2))
    ruled = article(write(tmp_path / "b.md", "---\n\n" + POLISH + "\n\n---\n\n" + POLISH))
    assert ruled.body_start == 0


# --- HTML

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Chmura rośnie | Przykład</title>
<meta property="og:site_name" content="Przykład"><meta name="author" content="Ewa Bór">
<meta property="article:published_time" content="2026-03-04T10:00:00+01:00">
<link rel="canonical" href="https://przyklad.example/a"></head><body><nav>Menu <a href="/">Start</a></nav>
<article><h1>Chmura rośnie</h1><p>Sprzedaż rośnie o 20 proc.
rocznie, a klienci kupują chmurę.</p><p>– Tak jest<br>teraz – mówi Jan Las.<br>– I dobrze – dodaje Ewa Bór.</p>
</article><footer>Wszelkie prawa</footer></body></html>"""
PAGE_TEXT = (
    "Sprzedaż rośnie o 20 proc. rocznie, a klienci kupują chmurę.\n\n"
    "– Tak jest teraz – mówi Jan Las.\n\n– I dobrze – dodaje Ewa Bór."
)


@pytest.mark.parametrize(
    "content",
    [
        PAGE.encode(),
        b"\xef\xbb\xbf" + PAGE.encode(),
        PAGE.replace("utf-8", "windows-1250").encode("cp1250"),
        PAGE.replace('<meta charset="utf-8">', "").encode("cp1250"),
        PAGE.encode("utf-16"),
    ],
    ids=["utf-8", "with mark", "declared", "undeclared", "utf-16"],
)
def test_page_in_any_encoding(tmp_path: Path, content: bytes) -> None:
    found = article(write(tmp_path / "a.html", content))
    assert found.text.endswith(PAGE_TEXT)
    assert "Menu" not in found.text
    assert "prawa" not in found.text
    assert (found.headline, found.publisher, found.authors) == ("Chmura rośnie", "Przykład", ("Ewa Bór",))
    assert (found.url, found.date_published) == ("https://przyklad.example/a", date(2026, 3, 4))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Jedno zdanie jest tu.</p><p>Drugie też.</p>", "Jedno zdanie jest tu.\n\nDrugie też."),
        ("<div>Tekst jest bez akapitów.<br><br>Drugi też jest.</div>", "Tekst jest bez akapitów.\n\nDrugi też jest."),
        ("<?xml version='1.0' encoding='utf-8'?><html><body><p>Jest &amp; było.</p></body></html>", "Jest & było."),
    ],
)
def test_simple_pages(tmp_path: Path, html: str, text: str) -> None:
    assert article(write(tmp_path / "a.htm", html), language=Language.PL).text == text


# --- JSON lines


def lines(*records: Any) -> str:
    return "".join((record if isinstance(record, str) else json.dumps(record)) + "\n" for record in records)


def test_archive_with_metadata(tmp_path: Path) -> None:
    record = {
        "id": "a-1", "text": POLISH, "title": "Rynek", "url": "https://a.example", "date": "2026-03-04T12:00:00Z",
        "publisher": {"@type": "Organization", "name": "Przykład"}, "author": [{"name": "Jan Las"}, "Ewa Bór"],
    }  # fmt: skip
    found = list(read(write(tmp_path / "a.jsonl", "\ufeff" + lines(record, "", {"text": ENGLISH}))))
    first, second = found
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.document, first.location) == ("a.jsonl#a-1", f"{tmp_path / 'a.jsonl'}#a-1")
    assert (first.text, first.headline, first.publisher) == (POLISH, "Rynek", "Przykład")
    assert (first.date_published, first.authors) == (date(2026, 3, 4), ("Jan Las", "Ewa Bór"))
    assert (second.document, second.language) == ("a.jsonl#3", Language.EN)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[1]", "is no JSON object"),
        ("null", "is no JSON object"),
        ("{", "is not JSON"),
        ('{"title": "a"}', 'has no "text"'),
        ('{"text": 5}', 'has a "text" that is no string'),
        ('{"text": "  "}', "is empty"),
        ('{"text": "a\\u0000b"}', "NUL character at character 1"),
        ('{"text": "a\\ud800"}', "half a surrogate pair"),
        ('{"text": "To jest tekst.", "date": "4 marca"}', "'date' is no date"),
        ('{"text": "To jest tekst.", "title": [1]}', "'title' is no text"),
        ('{"text": ' + "9" * 5000 + "}", "cannot be read"),
        ("[" * 200_000, "cannot be read"),
    ],
    ids=range(12),
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, line: str, words: str) -> None:
    path = write(tmp_path / "a.jsonl", lines({"text": POLISH}, line, {"text": ENGLISH}))
    first, problem, third = read(path)
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert isinstance(problem, InputError)
    assert problem.source.startswith(f"{path}:2")
    assert words in str(problem)


def test_bytes_that_are_not_utf8_cost_one_line(tmp_path: Path) -> None:
    good = lines({"text": POLISH}).encode()
    first, problem, third = read(write(tmp_path / "a.jsonl", good + b'{"text": "\xff"}\n' + good))
    assert isinstance(problem, InputError)
    assert "not UTF-8" in str(problem)
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert first.id == third.id


def test_an_overlong_line_costs_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.reading.archives.MAX_BYTES", 1000)
    path = write(tmp_path / "a.jsonl", lines({"text": "a" * 5000}, {"text": POLISH}))
    problem, second = read(path)
    assert isinstance(problem, InputError)
    assert problem.source == f"{path}:1"
    assert isinstance(second, Article)
    assert second.document == "a.jsonl#2"


def test_a_truncated_archive_gives_what_was_whole(tmp_path: Path) -> None:
    records = [{"text": f"{POLISH} {os.urandom(300).hex()}"} for _ in range(200)]
    whole = gzip.compress(lines(*records).encode())
    assert len(list(read(write(tmp_path / "whole.jsonl.gz", whole)))) == 200
    *articles, problem = read(write(tmp_path / "cut.jsonl.gz", whole[: len(whole) // 2]))
    assert 50 < len(articles) < 150
    assert all(isinstance(found, Article) for found in articles)
    assert isinstance(problem, InputError)
    assert f"damaged after line {len(articles)}" in str(problem)


def test_an_archive_is_read_as_a_stream(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", lines({"text": POLISH}) + "\0" * 10)
    first = next(read(path))
    assert isinstance(first, Article)


# --- which files


def test_expand_goes_through_folders_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("z.txt", "a.JSONL.GZ", "b/c.html", "b/.d.txt", "b/e.pdf", ".hidden/f.txt", "m.markdown"):
        write(tmp_path / name, "x")
    found = list(expand([tmp_path, tmp_path / "z.txt"]))
    assert found == [tmp_path / name for name in ("a.JSONL.GZ", "m.markdown", "z.txt", "b/c.html")]


def test_expand_patterns_and_named_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.pdf", "[x].txt"):
        write(tmp_path / name, "x")
    assert list(expand([str(tmp_path / "?.*")])) == [tmp_path / "a.txt", tmp_path / "b.txt"]
    assert list(expand([str(tmp_path / "[x].txt")])) == [tmp_path / "[x].txt"]
    assert list(expand([str(tmp_path / "c.pdf")])) == [tmp_path / "c.pdf"]  # read() says what is wrong with it


def test_expand_gives_errors_as_values(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "a.txt", "x")
    names = ["missing.txt", "*.html", "empty", "a\0b", "n" * 5000, "a.txt"]
    found = list(expand([str(tmp_path / name) for name in names]))
    assert [type(one) for one in found[:-1]] == [InputError] * 5
    assert found[-1] == tmp_path / "a.txt"
    assert [
        word in str(one) for word, one in zip(("does not exist", "matches no", "holds no"), found, strict=False)
    ] == [True] * 3


def test_importing_loads_no_heavy_library() -> None:
    import subprocess
    import sys

    heavy = "{'trafilatura', 'lxml', 'py3langid', 'morfeusz2', 'charset_normalizer', 'numpy'}"
    program = f"import sys, {module.__name__}; sys.exit(len({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
