"""Whom a statement names: in any case, by the surname, and only those whom its article knows."""

from __future__ import annotations

from corpus.extract import extract
from corpus.types import Article, Language, Mention, Span, Speaker, SpeakerType, Statement
from tests.corpus.conftest import OpenStore
from tests.corpus.store_samples import ANNA, MERVANT, PIOTR, article, said


def named(text: str, language: Language) -> list[tuple[str, str, str]]:
    of = Article("a" * 16, "one.txt", text, language)
    found = [mention for statement in extract(of) for mention in statement.mentions]
    assert all(of.text[one.span.start : one.span.end] == one.span.exact for one in found)
    return [(one.span.exact, one.named.name, one.named.type.value) for one in found]


def test_polish_names_are_found_in_every_case_and_by_the_surname() -> None:
    text = (
        "Jan Wroński, prezes firmy Torvex, odchodzi ze stanowiska.\n\n"
        "– Bez Jana Wrońskiego Torvex nie byłby tym, czym jest. Wrońskiemu zawdzięczamy wszystko "
        "– mówi Ewa Gajda, dyrektorka handlowa firmy Dataskarpa.\n"
    )
    assert named(text, Language.PL) == [
        ("Jana Wrońskiego", "Jan Wroński", "person"),
        ("Torvex", "Torvex", "organization"),
    ]


def test_english_names_are_found_with_the_genitive_and_by_the_surname() -> None:
    text = (
        "Graham Ottley, chief executive of Vindelis, will step down in June.\n\n"
        '"Ottley\'s plan was the right one, and Vindelis will miss him," said Priya Nambiar, an analyst at Corvane.\n'
    )
    assert named(text, Language.EN) == [
        ("Ottley's", "Graham Ottley", "person"),
        ("Vindelis", "Vindelis", "organization"),
    ]


def test_a_surname_of_two_people_names_neither_and_ordinary_words_name_nobody() -> None:
    text = (
        "Jan Wroński i Ewa Wrońska prowadzą firmę Torvex.\n\n"
        "– Wroński to dobry człowiek. Każdy prezes to wie – mówi Adam Gajda, prezes firmy Dataskarpa.\n"
    )
    found = named(text, Language.PL)
    assert all(name == "Jan Wroński" for _, name, _ in found)
    two = text.replace("Ewa Wrońska", "Adam Wroński")
    assert named(two, Language.PL) == []


def test_speakers_do_not_count_as_named_by_themselves() -> None:
    text = '"I, Graham Ottley, promise it," said Graham Ottley, chief executive of Vindelis.\n'
    assert [name for _, name, _ in named(text, Language.EN) if name == "Graham Ottley"] == []


def naming(of: Article, words: str, speaker: Speaker, *whom: Speaker) -> Statement:
    start = of.text.index(words)
    mentions = tuple(Mention(Span(start, start + len(words), words), one) for one in whom)
    return said(of, words, speaker, mentions=mentions)


def test_statements_are_found_by_whom_they_name_after_merges_too(open_store: OpenStore) -> None:
    of = article("jeden dwa trzy")
    short = Speaker("A. Żurawska", SpeakerType.PERSON)
    with open_store() as store:
        statements = [naming(of, "jeden", PIOTR, short), naming(of, "dwa", ANNA, MERVANT), said(of, "trzy")]
        store.put(of, statements)
        assert [one.statement for one in store.statements()] == statements
        assert store.statement_ids(mentions="person:anna-zurawska") == []
        before = store.sequence()
        store.merge("person:a-zurawska", "person:anna-zurawska", author="ola")
        assert store.statement_ids(mentions="person:anna-zurawska") == [statements[0].id]
        assert store.changes_since(before).changed == (statements[0].id,)
        assert store.statement(statements[0].id).mentioned == (("person:anna-zurawska", "Anna Żurawska"),)
        assert store.find_mentioned("Żurawską") == ["person:anna-zurawska"]
        assert store.find_mentioned("mervant") == ["firm:mervant"]
        assert store.find_mentioned("Lisiecki") == []
        assert store.verify() == []


def test_the_mentions_of_the_erased_are_gone_and_do_not_come_back(open_store: OpenStore) -> None:
    olaf = Speaker("Olaf Wrzos", SpeakerType.PERSON)
    of, later = article("jeden Olaf Wrzos dwa"), article("cztery Olaf Wrzos pięć", location="/press/two.txt")
    with open_store() as store:
        start = of.text.index("Olaf")
        mention = Mention(Span(start, start + 10, "Olaf Wrzos"), olaf)
        store.put(of, [said(of, "jeden Olaf Wrzos", PIOTR, mentions=(mention,)), naming(of, "dwa", PIOTR, MERVANT)])
        store.erase("person:olaf-wrzos")
        texts = [one.statement.text for one in store.statements()]
        assert texts == ["jeden ████ █████", "dwa"]
        assert [one.mentioned for one in store.statements()] == [(), (("firm:mervant", "Mervant"),)]
        store.put(later, [naming(later, "cztery", PIOTR, olaf)])
        assert [one.mentioned for one in store.statements(article_id=later.id)] == [()]
        assert store.verify() == []
        assert "Wrzos" not in "".join(line for line in store.dump() if "cztery" not in line)


def test_names_that_only_a_deleted_article_mentions_go_with_it(open_store: OpenStore) -> None:
    of = article("jeden dwa")
    with open_store() as store:
        store.put(of, [naming(of, "jeden", PIOTR, MERVANT)])
        store.delete_article(of.id)
        assert not any('"entity"' in line or '"alias"' in line for line in store.dump())
