"""Each usual form of press quotation, in both languages: the words, the speaker, role and firm."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extract import extract
from corpus.types import Article, Language, Polarity, Speaker, SpeakerType, Statement, StatementKind

PL, EN = Language.PL, Language.EN
SAMPLES = Path(__file__).parents[2] / "corpus" / "data" / "samples"
GOLD = Path(__file__).parent / "gold" / "samples.jsonl"


def statements(text: str, language: Language = PL) -> list[Statement]:
    article = Article("0" * 16, "test.txt", text, language)
    found = extract(article)
    for statement in found:
        for span in [*statement.content, *(s for s in (statement.cue, statement.source) if s)]:
            assert text[span.start : span.end] == span.exact
    return found


def only(text: str, language: Language = PL) -> Statement:
    found = statements(text, language)
    assert len(found) == 1, [one.text for one in found]
    return found[0]


def who(statement: Statement) -> tuple[str | None, str | None, str | None]:
    return (statement.speaker.name if statement.speaker else None, statement.role, statement.firm)


@pytest.mark.parametrize(("opening", "closing"), ["„”", "“”", '""', "«»", "»«"])
def test_polish_quotation_in_marks(opening, closing):
    found = only(
        f"{opening}Marże w dystrybucji spadają od trzech lat{closing} – powiedział Jan Kowalski, prezes Netrixa."
    )
    assert found.text == "Marże w dystrybucji spadają od trzech lat"
    assert found.kind is StatementKind.DIRECT
    assert who(found)[:2] == ("Jan Kowalski", "prezes")
    assert found.cue is not None
    assert found.cue.exact == "powiedział"


@pytest.mark.parametrize("dash", ["–", "—", "-"])
def test_polish_dashes_interrupted_and_resumed(dash):
    said = "mówi Anna Nowak, dyrektorka handlowa firmy Bitar."
    text = f"{dash} Klienci nie pytają o certyfikaty {dash} {said} {dash} Pytają o cenę."
    found = only(text)
    assert [span.exact for span in found.content] == ["Klienci nie pytają o certyfikaty", "Pytają o cenę."]
    assert who(found) == ("Anna Nowak", "dyrektorka handlowa", "Bitar")


def test_paragraph_closed_by_its_attribution():
    words = "Nie widzę powodu, żeby zmieniać dostawcę. Mam z nim dobre warunki, a klienci są zadowoleni"
    text = f"{words} – mówi Piotr Zieliński, Key Account Manager w Alto Group."
    found = only(text)
    assert found.text == text.split(" – ", maxsplit=1)[0]
    assert who(found) == ("Piotr Zieliński", "Key Account Manager", "Alto Group")


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Marek Lis uważa, że rabaty znikną w ciągu roku.", "rabaty znikną w ciągu roku", "Marek Lis"),
        (
            "Zdaniem Anny Kowalczyk z firmy Bitar program jest zbyt złożony.",
            "program jest zbyt złożony",
            "Anna Kowalczyk",
        ),
        ("Według Tomasza Wrony, popyt wróci jesienią.", "popyt wróci jesienią", "Tomasz Wrona"),
        ("Jak podkreślił Adam Sowa, umowy wygasają w grudniu.", "umowy wygasają w grudniu", "Adam Sowa"),
        (
            "Ceny serwerów wzrosną o pięć procent, poinformowała Maria Zając.",
            "Ceny serwerów wzrosną o pięć procent",
            "Maria Zając",
        ),
    ],
)
def test_polish_reported_speech(text, content, speaker):
    found = only(text)
    assert found.text == content
    assert found.kind is StatementKind.INDIRECT
    assert who(found)[0] == speaker


def test_groups_and_nobody_named():
    found = statements(
        "Integratorzy w większości oceniają, że abonament się opłaca. "
        "Nasi rozmówcy nie kryli się z przekonaniem, że marże spadną. Można spotkać się z opiniami, że kanał przetrwa."
    )
    assert [one.speaker.type if one.speaker else None for one in found] == [SpeakerType.GROUP, SpeakerType.GROUP, None]
    assert [one.text for one in found] == ["abonament się opłaca", "marże spadną", "kanał przetrwa"]


def test_later_mentions_mean_the_same_person():
    found = statements(
        "– Rynek się zmienia – mówi Anna Nowak, prezeska spółki Bitar. Nowak podkreśla, że klienci kupują mniej. "
        "Dodała, że to nie koniec zmian. Zdaniem prezeski ceny wzrosną."
    )
    assert len(found) == 4
    assert {who(one) for one in found} == {("Anna Nowak", "prezeska", "Bitar")}


def test_gender_of_the_verb_tells_two_speakers_apart():
    found = statements(
        "Jan Kowalski, prezes firmy Netrix, uważa, że program jest dobry. Innego zdania jest Anna Nowak, "
        "szefowa firmy Bitar. Powiedziała, że program jest zbyt drogi."
    )
    assert who(found[-1])[0] == "Anna Nowak"


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("“The margin is gone,” said Helen Marsh, a buyer at Bitar.", ["The margin is gone"], "Helen Marsh"),
        ('"The margin is gone," Helen Marsh told Channel Post on Monday.', ["The margin is gone"], "Helen Marsh"),
        ("‘The margin is gone,’ said Helen Marsh.", ["The margin is gone"], "Helen Marsh"),
        ("“The margin,” said Helen Marsh, “is gone for good.”", ["The margin", "is gone for good."], "Helen Marsh"),
        ("Helen Marsh said: “The margin is gone.”", ["The margin is gone."], "Helen Marsh"),
        ("Helen Marsh said that the margin was gone.", ["the margin was gone"], "Helen Marsh"),
        ("Helen Marsh said on Monday she would leave the programme.", ["she would leave the programme"], "Helen Marsh"),
        ("According to Helen Marsh, the margin is gone.", ["the margin is gone"], "Helen Marsh"),
        ("The margin is gone, according to Helen Marsh.", ["The margin is gone"], "Helen Marsh"),
        ("The margin is gone, Helen Marsh said.", ["The margin is gone"], "Helen Marsh"),
        ("Helen Marsh warned that prices would rise again.", ["prices would rise again"], "Helen Marsh"),
    ],
)
def test_english_forms(text, content, speaker):
    found = only(text, EN)
    assert [span.exact for span in found.content] == content
    assert found.speaker == Speaker(speaker, SpeakerType.PERSON)


@pytest.mark.parametrize(
    "text",
    [
        "Helen Marsh, managing director of Bitar Systems, said prices would rise.",
        "Bitar Systems managing director Helen Marsh said prices would rise.",
        "“Prices will rise,” said Helen Marsh, the managing director of Bitar Systems.",
    ],
)
def test_english_role_and_firm_on_either_side(text):
    assert who(only(text, EN)) == ("Helen Marsh", "managing director", "Bitar Systems")


def test_quotation_over_several_paragraphs_has_one_attribution():
    text = (
        "“The first thing to know is that margins are thin.\n\n"
        "“The second is that they will not come back,” said Helen Marsh."
    )
    found = only(text, EN)
    assert [span.exact for span in found.content] == [
        "The first thing to know is that margins are thin.",
        "The second is that they will not come back",
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kliknij „Ustawienia”, a potem „Zapisz zmiany”.", PL),
        ("Ranking „Diamenty Forbesa” ukazuje się co roku.", PL),
        ("Spółka działa w latach 2020–2024 – to długo – i zatrudnia 30 osób.", PL),
        ("– pierwszy punkt listy\n– drugi punkt listy\n– trzeci punkt listy", PL),
        ("The “cloud first” tier replaces the old “silver” badge.", EN),
        ("The report “State of the Channel” is published every spring.", EN),
        ("It is said to be the largest distributor in the region.", EN),
    ],
)
def test_what_is_no_quotation(text, language):
    assert statements(text, language) == []


def test_an_unbalanced_mark_costs_at_most_its_own_paragraph():
    unbalanced = "Firma ogłosiła „nowy program partnerski."
    text = f"{unbalanced}\n\nAnna Nowak uważa, że to dobry pomysł.\n\n– Zgadzam się – mówi Jan Kowalski."
    found = statements(text)
    assert [one.text for one in found][-2:] == ["to dobry pomysł", "Zgadzam się"]


def test_unknown_speaker_stays_unknown():
    found = only("Pojawiają się głosy, że kanał straci na znaczeniu.")
    assert (found.speaker, found.role, found.firm) == (None, None, None)


def test_topic_and_side_with_the_words_that_show_it():
    found = only("Anna Nowak uważa, że zachęty do sprzedaży chmury są bezużyteczne.")
    opinion = next(o for o in found.opinions if o.topic == "cloud-incentives")
    assert opinion.polarity is Polarity.SCEPTICAL
    assert [cue.exact for cue in opinion.cues] == ["bezużyteczne"]


def test_ids_are_stable_and_offsets_count_code_points():
    text = "😀 Wstęp.\n\n– Tak – mówi Jan Kowalski."
    first, second = statements(text), statements(text)
    assert first == second
    assert first[0].content[0].start == text.index("Tak")


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("aą .,:;!?–—-„”“\"'«»‘’\n\r\tXŻ0że mówi powiedział said that Jan Kowalski")),
    st.sampled_from(Language),
)
def test_any_text_is_survived_and_spans_lie_inside(pieces, language):
    statements("".join(pieces), language)


@pytest.mark.parametrize(("language", "content", "speaker"), [(PL, 0.9, 0.75), (EN, 0.85, 0.75)])
def test_the_sample_articles_are_read_as_a_reader_would(language, content, speaker):
    from corpus.evaluation.evaluate import evaluate
    from corpus.evaluation.gold import read_gold

    result = evaluate(read_gold([GOLD], language=language))
    assert result.texts == 14
    assert result.overlapping.f1 >= content
    assert result.fields["speaker"].rate >= speaker


def test_statements_are_values():
    found = only("– Tak – mówi Jan Kowalski.")
    assert dataclasses.replace(found) == found
