from __future__ import annotations

import sqlite3
import threading
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import InputError, NotFoundError, StoreError
from corpus.store import Put, Store
from corpus.types import Article, Language, Opinion, Polarity, Span, Speaker, SpeakerType, Statement, StatementKind
from tests.corpus.store_samples import ANNA, DOSTAWCY, MERVANT, PIOTR, article, opinion, said, writes

FIRST = article("Anna: Rabaty nic nie dają. Piotr: Rabaty pomagają. Dostawcy czekają.")
SECOND = article(
    "Mervant: We will wait. Anna: Budgets grew.",
    location="/press/two.txt",
    language=Language.EN,
    date_published=date(2025, 6, 1),
)
SCEPTICAL = said(
    FIRST,
    "Rabaty nic nie dają",
    role="Dyrektor Kanału",
    firm="Mervant",
    opinions=(
        opinion("rebates", Polarity.SCEPTICAL, -0.9, (Span(13, 16, "nic"),)),
        opinion("margins", Polarity.NEUTRAL),
    ),
)
SUPPORTIVE = said(
    FIRST, "Rabaty pomagają", PIOTR, firm="Kontel", opinions=(opinion("rebates", Polarity.SUPPORTIVE, 1),)
)
WAITING = said(FIRST, "czekają", DOSTAWCY, kind=StatementKind.INDIRECT)
OWN = said(SECOND, "We will wait", MERVANT)
BUDGETS = said(SECOND, "Budgets grew", ANNA, opinions=(opinion("margins", Polarity.SCEPTICAL, -0.2),))


def fill(store: Store) -> None:
    assert store.put(FIRST, [SCEPTICAL, SUPPORTIVE, WAITING], extractor="x-1") is Put.ADDED
    assert store.put(SECOND, [OWN, BUDGETS], extractor="x-1") is Put.ADDED


def test_what_was_put_reads_back_equal(store: Store) -> None:
    fill(store)
    assert store.article(FIRST.id) == FIRST
    assert list(store.articles()) == [FIRST, SECOND]
    stored = store.statement(SCEPTICAL.id)
    assert stored.statement == SCEPTICAL
    assert (stored.document, stored.headline, stored.publisher) == ("one.txt", "Kanał czeka", "Przegląd Kanałowy")
    assert stored.date_published == date(2025, 3, 14)
    assert (stored.speaker_name, stored.firm_name) == ("Anna Żurawska", "Mervant")
    assert [found.statement for found in store.statements()] == [SCEPTICAL, SUPPORTIVE, WAITING, OWN, BUDGETS]
    assert store.verify() == []


def test_the_same_again_writes_nothing(store: Store) -> None:
    fill(store)
    before = store.sequence(), writes(store), store.digest()
    assert store.put(FIRST, [SCEPTICAL, SUPPORTIVE, WAITING], extractor="x-2") is Put.UNCHANGED
    assert store.recognise(SECOND) is Put.UNCHANGED
    assert (store.sequence(), writes(store), store.digest()) == before


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"speaker": "Anna Żurawska"}, [SCEPTICAL, BUDGETS]),
        ({"firm": "Mervant"}, [SCEPTICAL, OWN]),
        ({"topic": "rebates"}, [SCEPTICAL, SUPPORTIVE]),
        ({"topic": ["rebates", "margins"]}, [SCEPTICAL, SUPPORTIVE, BUDGETS]),
        ({"stance": Polarity.SCEPTICAL}, [SCEPTICAL, BUDGETS]),
        ({"topic": "margins", "stance": Polarity.SCEPTICAL}, [BUDGETS]),
        ({"topic": "rebates", "stance": [Polarity.SUPPORTIVE, Polarity.MIXED]}, [SUPPORTIVE]),
        ({"since": date(2025, 3, 15)}, [OWN, BUDGETS]),
        ({"until": date(2025, 3, 14)}, [SCEPTICAL, SUPPORTIVE, WAITING]),
        ({"since": date(2025, 6, 1), "until": date(2025, 6, 1)}, [OWN, BUDGETS]),
        ({"language": Language.EN}, [OWN, BUDGETS]),
        ({"kind": StatementKind.INDIRECT}, [WAITING]),
        ({"role": "KANAŁU"}, [SCEPTICAL]),
        ({"article_id": SECOND.id}, [OWN, BUDGETS]),
        ({"topic": []}, []),
        ({"limit": 2, "offset": 1}, [SUPPORTIVE, WAITING]),
        ({"newest_first": True, "limit": 3}, [OWN, BUDGETS, SCEPTICAL]),
        ({"ids": [BUDGETS.id, "nowhere", SCEPTICAL.id], "stance": Polarity.SCEPTICAL}, [BUDGETS, SCEPTICAL]),
        ({"ids": [BUDGETS.id, OWN.id, SCEPTICAL.id], "offset": 1, "limit": 1}, [OWN]),
    ],
)
def test_conditions(store: Store, conditions: dict[str, object], expected: list[Statement]) -> None:
    fill(store)
    given_ = dict(conditions)
    if "speaker" in given_:
        given_["speaker_id"] = [person.id for person in store.find_people(str(given_.pop("speaker")))]
    if "firm" in given_:
        given_["firm_id"] = store.find_firms(str(given_.pop("firm")))[0].id
    assert [found.statement for found in store.statements(**given_)] == expected  # type: ignore[arg-type]


def test_quotation_marks_in_a_condition_are_only_characters(store: Store) -> None:
    fill(store)
    assert store.statement_ids(topic="x' OR 1=1 --") == []
    assert store.count(role="%") == 0
    assert store.count() == 5


def test_an_edited_file_supersedes_its_earlier_version(store: Store) -> None:
    fill(store)
    edited = article(FIRST.text.replace("czekają", "nadal czekają"))
    kept = said(edited, "Rabaty pomagają", PIOTR)
    before = store.sequence()
    assert store.put(edited, [kept]) is Put.REPLACED
    assert [found.statement for found in store.statements(article_id=[FIRST.id, edited.id])] == [kept]
    assert store.superseded_by(FIRST.id) == edited.id
    assert not store.statement(SCEPTICAL.id).listed
    assert list(store.articles()) == [SECOND, edited]
    changes = store.changes_since(before)
    assert (changes.added, changes.changed) == ((kept.id,), ())
    assert set(changes.removed) == {SCEPTICAL.id, SUPPORTIVE.id, WAITING.id}
    assert set(changes.articles) == {FIRST.id, edited.id}
    assert store.verify() == []


def test_going_back_to_the_earlier_version_lists_it_again(store: Store) -> None:
    fill(store)
    start = store.sequence()
    edited = article(FIRST.text + " Koniec.")
    assert store.put(edited, []) is Put.REPLACED
    assert store.recognise(FIRST) is None
    assert store.put(FIRST, [SCEPTICAL, SUPPORTIVE, WAITING]) is Put.REPLACED
    assert store.superseded_by(FIRST.id) is None
    assert store.superseded_by(edited.id) == FIRST.id
    changes = store.changes_since(start)
    assert (changes.added, changes.removed) == ((), ())
    assert set(changes.changed) == {SCEPTICAL.id, SUPPORTIVE.id, WAITING.id}
    assert store.verify() == []


def test_one_content_in_two_places_is_stored_once_and_outlives_one_of_them(store: Store) -> None:
    copy = article(FIRST.text, location="/archive/copy.txt")
    assert store.put(FIRST, [SCEPTICAL]) is Put.ADDED
    assert store.put(copy, [SCEPTICAL]) is Put.UNCHANGED
    assert store.locations(FIRST.id) == ["/archive/copy.txt", "/press/one.txt"]
    assert store.count() == 1
    other = article("Anna: Coś innego.")
    assert store.put(other, []) is Put.ADDED  # the first place has another text now, the copy still has the old one
    assert store.superseded_by(FIRST.id) is None
    assert store.statement(SCEPTICAL.id).document == "copy.txt"
    assert store.put(article("Anna: Jeszcze coś.", location="/archive/copy.txt"), []) is Put.REPLACED
    assert store.count() == 0
    assert store.verify() == []


@pytest.mark.parametrize(
    "wrong",
    [
        said(FIRST, "Rabaty pomagają", content=(Span(0, 4, "Ewa?"),)),
        said(FIRST, "Rabaty pomagają", content=(Span(-4, 2, ""),)),
        said(FIRST, "Rabaty pomagają", content=()),
        said(FIRST, "Rabaty pomagają", article_id="another"),
        said(FIRST, "Rabaty pomagają", cue=Span(0, 4, "mówi")),
        said(FIRST, "Rabaty pomagają", opinions=(opinion("x", Polarity.MIXED, 0, (Span(1, 2, "?"),)),)),
    ],
)
def test_a_statement_that_does_not_fit_is_refused_with_its_article(store: Store, wrong: Statement) -> None:
    with pytest.raises(InputError, match=r"^one\.txt: statement "):
        store.put(FIRST, [SCEPTICAL, wrong])
    assert list(store.articles()) == []
    assert store.sequence() == 0


def test_the_id_of_another_articles_statement_is_refused(store: Store) -> None:
    fill(store)
    third = article("Anna: Nowy tekst.", location="/press/three.txt")
    with pytest.raises(InputError, match="another article"):
        store.put(third, [said(third, "Nowy tekst", id=SCEPTICAL.id)])
    assert store.statement(SCEPTICAL.id).statement == SCEPTICAL
    assert list(store.articles()) == [FIRST, SECOND]


def test_a_newer_extractor_replaces_statements_and_logs_only_what_differs(store: Store) -> None:
    fill(store)
    start = store.sequence()
    better = said(FIRST, "Rabaty pomagają", PIOTR, firm="Kontel", role="prezes")
    assert store.replace_statements(FIRST.id, [SCEPTICAL, better], extractor="x-2")
    changes = store.changes_since(start)
    assert (changes.added, changes.changed, changes.removed) == ((), (better.id,), (WAITING.id,))
    assert store.extractor_of(FIRST.id) == "x-2"
    assert [found.statement for found in store.statements(article_id=FIRST.id)] == [SCEPTICAL, better]
    now = store.sequence()
    assert not store.replace_statements(FIRST.id, [SCEPTICAL, better], extractor="x-3")
    assert store.sequence() == now
    assert store.verify() == []


def test_following_from_zero_gives_what_is_listed(store: Store) -> None:
    fill(store)
    changes = store.changes_since(0)
    assert list(changes.added) == store.statement_ids()
    assert (changes.changed, changes.removed) == ((), ())
    assert store.changes_since(changes.sequence).added == ()
    with pytest.raises(StoreError, match="rebuild"):
        store.changes_since(changes.sequence + 1)


def test_unknown_ids_are_named(store: Store) -> None:
    for read in (store.statement, store.article, store.person, store.firm, store.history, store.superseded_by):
        with pytest.raises(NotFoundError, match="nowhere"):
            read("nowhere")


def test_totals_and_topics(store: Store) -> None:
    fill(store)
    stats = store.stats()
    assert (stats.articles, stats.superseded, stats.statements, stats.unattributed) == (2, 0, 5, 0)
    assert (stats.people, stats.firms, stats.groups, stats.topics) == (2, 2, 1, 2)
    assert (stats.first_date, stats.last_date) == (date(2025, 3, 14), date(2025, 6, 1))
    assert stats.by_language == {"pl": 3, "en": 2}
    assert stats.by_kind == {"direct": 4, "indirect": 1}
    assert stats.by_polarity == {"sceptical": 2, "supportive": 1, "neutral": 1}
    assert [(entry.topic, entry.statements) for entry in store.topics()] == [("margins", 2), ("rebates", 2)]
    assert store.topics()[1].by_polarity[Polarity.SUPPORTIVE] == 1
    assert store.topics()[1].by_polarity[Polarity.MIXED] == 0


def test_a_snapshot_does_not_move_and_refuses_writing(store: Store) -> None:
    fill(store)
    with store.snapshot():
        assert store.count() == 5
        writer = threading.Thread(target=lambda: store.put(article("Anna: X.", location="/x.txt"), []))
        writer.start()
        writer.join()
        assert len(list(store.articles())) == 2
        with pytest.raises(StoreError, match="snapshot"):
            store.put(article("Anna: Y.", location="/y.txt"), [])
    assert len(list(store.articles())) == 3


# Lone surrogates cannot be stored as UTF-8 and are refused by the reader; every other code point can come.
words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
awkward = st.sampled_from(
    ['O\'Neill "X"', "🦊 Ruda", "عمر الشريف", "line\nbreak\ttab", "a\u0000b", "\U0010fffe0", "e\u0301", "%_\\", "  "]
)
texts = st.one_of(words, awkward)


@st.composite
def extracted(draw: st.DrawFn) -> tuple[Article, Statement]:
    pieces = draw(st.lists(texts, min_size=3, max_size=6))
    made = article("".join(pieces), authors=tuple(draw(st.lists(texts, max_size=2))), headline=draw(st.none() | texts))
    spans, start = [], 0
    for piece in pieces:
        spans.append(Span(start, start + len(piece), piece))
        start += len(piece)
    side = draw(st.sampled_from(Polarity))
    score = draw(st.floats(-1, 1))
    speaker = st.none() | st.builds(Speaker, texts, st.sampled_from(SpeakerType))
    return made, Statement(
        id=made.id[::-1],
        article_id=made.id,
        kind=draw(st.sampled_from(StatementKind)),
        language=draw(st.sampled_from(Language)),
        content=tuple(spans[2:]),
        cue=draw(st.sampled_from([None, spans[1]])),
        source=draw(st.sampled_from([None, spans[0]])),
        speaker=draw(speaker),
        role=draw(st.none() | texts),
        firm=draw(st.none() | texts),
        opinions=(Opinion(draw(texts), draw(st.floats(0, 1)), side, score, (spans[0],)),),
        confidence=draw(st.floats(0, 1)),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=extracted())
def test_every_statement_reads_back_equal(store: Store, made: tuple[Article, Statement]) -> None:
    whole, statement = made
    store.put(whole, [statement])
    if store.article(whole.id).text == whole.text:  # hypothesis tries some texts again, with other words about them
        store.delete_article(whole.id)
        store.put(whole, [statement])
    assert store.article(whole.id) == whole
    assert store.statement(statement.id).statement == statement
    assert next(iter(store.attributions([statement.id]))).source == (statement.source and statement.source.exact)
    assert store.article_entry(whole.id).characters == len(whole.text)
    assert store.verify() == []


@pytest.mark.parametrize("store_address", ["sqlite"], indirect=True)
def test_the_file_is_plain_sqlite_that_others_can_read(store: Store) -> None:
    fill(store)
    with sqlite3.connect(f"{store.database.path.as_uri()}?mode=ro", uri=True) as other:
        rows = other.execute("SELECT speaker_name, role, firm FROM statement WHERE speaker_type = 'person'").fetchall()
    other.close()
    assert rows[0] == ("Anna Żurawska", "Dyrektor Kanału", "Mervant")
