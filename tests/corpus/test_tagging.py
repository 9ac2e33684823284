"""Topics and stances found again, by another scheme or under other names, without extracting anew."""

from pathlib import Path

import pytest

import corpus
from corpus.errors import InputError, UsageError
from corpus.extract import extract
from corpus.ingest import ingest
from corpus.read import read
from corpus.schemes import scheme_of
from corpus.store import Setting, Store
from corpus.tagging import Extractor, retag, retagged
from corpus.topic_editing import with_topic_merged, with_topic_renamed
from corpus.topic_scheme import parse_scheme
from corpus.topics import BUNDLED, TopicScheme, default_scheme
from corpus.types import Language, Polarity

SAMPLES = sorted((Path(corpus.__file__).parent / "data" / "samples").iterdir())
SCHEME = BUNDLED.read_text(encoding="utf-8")
ONE = """
[[topic]]
id = "money"
pref_label = { pl = "Pieniądze", en = "Money" }
alt_labels.pl = ["marża", "premia"]
alt_labels.en = ["margin", "rebate"]
"""
ARTICLE = """– Marża na licencjach spadła do zera, to jest katastrofa – mówi Jan Kowalski, prezes firmy Bitar.

– Bonusy za chmurę są świetne – dodaje Anna Nowak, dyrektor handlowa firmy Bitar.
"""


@pytest.fixture
def store(tmp_path: Path):
    path = tmp_path / "2024-05-31-article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    with Store.open(tmp_path / "data") as store:
        assert ingest([path], store).statements == 2
        yield store


def topics(store: Store) -> list[set[str]]:
    return [{opinion.topic for opinion in found.statement.opinions} for found in store.statements()]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_tagged_again_by_the_same_scheme_an_article_reads_as_extracted(path):
    for article in read(path):
        found = extract(article)
        assert retagged(article, found, default_scheme()) == found


def test_another_scheme_replaces_the_topics_and_keeps_who_said_what(store):
    before = [(found.id, found.speaker_name) for found in store.statements()]
    store.set_topics(ONE)
    assert retag(store) == 1
    assert topics(store)[0] == {"money"}
    assert [(found.id, found.speaker_name) for found in store.statements()] == before
    assert scheme_of(store).label("money", Language.PL) == "Pieniądze"
    assert retag(store) == 0


def test_what_was_tagged_again_is_not_extracted_again_at_the_next_ingest(store, tmp_path):
    store.set_topics(ONE)
    assert ingest([tmp_path / "2024-05-31-article.txt"], store).replaced == 1  # the scheme is another one
    before = topics(store)
    retag(store)
    report = ingest([tmp_path / "2024-05-31-article.txt"], store)
    assert (report.unchanged, report.replaced, topics(store)) == (1, 0, before)


def test_processes_extract_by_the_stores_scheme(store, tmp_path):
    store.set_topics(ONE)
    (tmp_path / "2024-06-01-other.txt").write_text(ARTICLE.replace("Kowalski", "Wrona"), encoding="utf-8")
    ingest([tmp_path / "2024-06-01-other.txt"], store, jobs=2)
    assert {"money"} in topics(store)[2:]


def test_corrections_follow_a_renamed_topic_and_can_still_be_undone(store):
    found = next(one for one in store.statements() if one.speaker_name == "Anna Nowak")
    made = store.correct(found.id, author="eva", stances={"cloud-incentives": Polarity.SCEPTICAL, "margins": None})
    store.set_topics(
        with_topic_renamed(SCHEME, "cloud-incentives", "cloud-bonuses"), {"cloud-incentives": "cloud-bonuses"}
    )
    retag(store)
    sides = {one.topic: one.polarity for one in store.statement(found.id).statement.opinions}
    assert sides["cloud-bonuses"] is Polarity.SCEPTICAL
    assert "cloud-incentives" not in sides
    store.undo(made.id, author="eva")
    sides = {one.topic: one.polarity for one in store.statement(found.id).statement.opinions}
    assert sides["cloud-bonuses"] is Polarity.SUPPORTIVE


def test_where_both_topics_of_a_merge_were_decided_the_one_that_stays_counts(store):
    found = next(iter(store.statements()))
    store.correct(found.id, author="eva", stances={"cloud": Polarity.SCEPTICAL, "margins": Polarity.SUPPORTIVE})
    assert store.set_topics(None, {"cloud": "margins"}) == 1
    retag(store)
    assert {one.topic: one.polarity for one in store.statement(found.id).statement.opinions}["margins"] is (
        Polarity.SUPPORTIVE
    )


def test_a_judge_that_fails_on_one_article_leaves_it_as_it_was_and_is_told(store):
    before, told = topics(store), []

    def failing(article, statements):
        raise InputError(article.document, "cannot be judged", "try again")

    assert retag(store, refine=failing, judge="broken", on_error=told.append) == 0
    assert [error.problem for error in told] == ["cannot be judged"]
    assert topics(store) == before


def test_settings_go_with_a_backup(store, tmp_path):
    from corpus.backup import restore

    store.set_topics(ONE)
    store.set(Setting.STANCE_MODEL, "some/model")
    store.backup(tmp_path / "backup")
    with restore(tmp_path / "backup", tmp_path / "again") as restored:
        assert restored.setting(Setting.TOPICS) == ONE
        assert Extractor.of(restored, "some/model").name == Extractor.of(store, "some/model").name


def test_a_renamed_topic_keeps_its_place_its_comments_and_its_old_label():
    changed = with_topic_renamed(SCHEME, "cloud-incentives", "cloud-bonuses", {Language.EN: "Cloud bonuses"})
    scheme = TopicScheme(parse_scheme(changed, "changed"))
    assert list(scheme.topics).index("cloud-bonuses") == list(default_scheme().topics).index("cloud-incentives")
    assert scheme.find("cloud incentives") == scheme.find("cloud bonuses") == "cloud-bonuses"
    assert changed.startswith(SCHEME[:500])
    back = with_topic_renamed(changed, "cloud-bonuses", "cloud-incentives", {Language.EN: "Cloud incentives"})
    assert set(TopicScheme(parse_scheme(back, "back")).topics) == set(default_scheme().topics)


def test_a_merged_topic_leaves_its_labels_patterns_and_narrower_topics():
    scheme = TopicScheme(parse_scheme(with_topic_merged(SCHEME, "cloud", "it-services"), "merged"))
    assert "cloud" not in scheme.topics
    assert scheme.find("chmura") == "it-services"
    assert default_scheme().narrower("cloud") - {"cloud"} <= scheme.narrower("it-services")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda: with_topic_merged(SCHEME, "cloud", "cloud"), "into itself"),
        (lambda: with_topic_merged(SCHEME, "channel", "cloud-incentives"), "which is below it"),
        (lambda: with_topic_merged(SCHEME, "nothing", "cloud"), "not the id of a topic"),
        (lambda: with_topic_renamed(SCHEME, "nothing", "x"), "not the id of a topic"),
    ],
)
def test_impossible_changes_are_refused_with_a_reason(change, problem):
    with pytest.raises(UsageError, match=problem):
        change()


@pytest.mark.parametrize(("new_id", "labels"), [("cloud", {}), ("Big Words", {}), (None, {Language.PL: "Chmura"})])
def test_a_name_that_another_topic_has_or_none_may_have_is_refused(new_id, labels):
    with pytest.raises(InputError, match="topic"):
        with_topic_renamed(SCHEME, "cloud-incentives", new_id, labels)
