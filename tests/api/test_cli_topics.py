"""Topics and the judge of stance from the command line: another scheme, other names, another model."""

import json
from pathlib import Path

import pytest

from tests.api.test_cli import run

ARTICLE = """– Marża na licencjach spadła do zera, to jest katastrofa – mówi Jan Kowalski, prezes firmy Bitar.

– Bonusy za chmurę są świetne – dodaje Anna Nowak, dyrektor handlowa firmy Bitar.
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "2024-05-31-article.txt").write_text(ARTICLE, encoding="utf-8")
    run("ingest", tmp_path / "2024-05-31-article.txt", data=tmp_path / "data")
    return tmp_path / "data"


def topics(data: Path) -> dict[str, int]:
    return {row["id"]: row["statements"] for row in json.loads(run("topics", "--json", data=data).stdout)}


def test_a_renamed_topic_is_found_by_its_new_name_and_its_old_one(data):
    assert topics(data)["cloud-incentives"] == 1
    changed = run("topics", "rename", "cloud-incentives", "--id", "cloud-bonuses", "--en", "Cloud perks", data=data)
    assert changed.stdout == "1 article changed\n"
    for name in ("cloud perks", "cloud incentives"):
        answer = json.loads(run("ask", f"who supports {name}", "--json", data=data).stdout)
        assert answer["interpretation"]["topic"] == "cloud-bonuses"
        assert [one["speaker"]["name"] for one in answer["answers"]] == ["Anna Nowak"]
    again = run("ingest", data.parent / "2024-05-31-article.txt", data=data).stdout
    assert "1 unchanged" in again


def test_a_scheme_is_written_out_changed_and_taken(data, tmp_path):
    path = tmp_path / "own.toml"
    run("topics", "show", "--out", path, data=data)
    path.write_text('[[topic]]\nid = "money"\npref_label = { pl = "Marża", en = "Margin" }\n', encoding="utf-8")
    run("topics", "use", path, data=data)
    assert topics(data) == {"money": 2}  # the second by what the article is about
    assert run("topics", "show", data=data).stdout == path.read_text(encoding="utf-8")
    run("topics", "use", "bundled", data=data)
    assert topics(data)["margins"] == topics(data)["cloud-incentives"] == 1


def test_a_merged_topic_takes_the_statements_along(data):
    run("topics", "merge", "cloud-incentives", "channel-incentives", data=data)
    found = topics(data)
    assert "cloud-incentives" not in found
    assert found["channel-incentives"] == 1


def test_a_scheme_with_an_error_changes_nothing(data, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[[topic]]\nid = "No Slug"\npref_label = { pl = "a", en = "b" }\n', encoding="utf-8")
    failed = run("topics", "use", path, data=data, check=1)
    assert str(path) in failed.stderr
    assert topics(data)["margins"] == 1
    failed = run("topics", "use", tmp_path / "missing.toml", data=data, check=1)
    assert "missing.toml" in failed.stderr


def test_a_stance_model_that_is_not_there_changes_nothing_and_another_judge_needs_retag(data, tmp_path):
    failed = run("retag", "--stance-model", tmp_path / "nothing", data=data, check=1)
    assert "stance model" in failed.stderr
    refused = run("ingest", data.parent, "--stance-model", "some/model", data=data, check=2)
    assert "retag --stance-model" in refused.stderr
    assert run("retag", "--stance-model", "bundled", data=data).stdout == "0 articles changed\n"
