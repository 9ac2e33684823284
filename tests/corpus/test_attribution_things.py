"""What is nobody's words: conclusions from facts, documents that "say" something, nouns and abbreviations as firms."""

import pytest

from corpus.extract import extract
from corpus.names import is_common_noun
from corpus.types import Article, Language, SpeakerType, Statement

PL, EN = Language.PL, Language.EN
BEFORE = {
    PL: "– Rynek rośnie – mówi Jan Lis, prezes Torveksu. ",
    EN: "“The market grows,” said Jan Lis, president of Torvex. ",
}


def after_somebody(text: str, language: Language) -> list[Statement]:
    """The statements of a sentence that follows one of Jan Lis, without his."""
    article = Article(id="a", document="d", text=BEFORE[language] + text, language=language)
    return extract(article)[1:]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (PL, "Z liczb wynika, że jest o co walczyć."),
        (PL, "Wynika z tego, że branża ma się dobrze."),
        (PL, "Okazuje się, że nie wszyscy na tym zyskali."),
        (PL, "Wygląda na to, że spór potrwa do jesieni."),
        (PL, "Z tego widać, że branża ma się dobrze."),
        (PL, "Liczby dowodzą, że branża ma się dobrze."),
        (PL, "To potwierdza, że kanał się zmienia."),
        (PL, "Wszystko wskazuje na to, że kanał się zmienia."),
        (PL, "Nic nie wskazuje, że ceny spadną."),
        (PL, "Doświadczenie podpowiada, że takie umowy rzadko się opłacają."),
        (EN, "It follows that the trade is healthy."),
        (EN, "It turns out that not everyone gained."),
        (EN, "This suggests that margins will fall."),
        (EN, "It means that margins will fall."),
        (EN, "It suggests that resellers are paid too little."),
        (EN, "All of this indicates that the plan has been dropped."),
        (EN, "Experience shows that such deals rarely pay."),
        (EN, "The numbers show that there is something to fight for."),
    ],
)
def test_what_the_reporter_concludes_is_nobodys_statement(language: Language, text: str) -> None:
    assert after_somebody(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        (PL, "Z badania wynika, że klienci czekają.", None),
        (PL, "Z naszych ustaleń wynika, że zmiany ruszą w maju.", None),
        (PL, "Raport wskazuje, że marże spadły.", "Raport"),
        (PL, "Regulamin programu mówi, że opłaty mogą wzrosnąć.", "Regulamin programu"),
        (PL, "„Bez gwiazdek”, głosi zaproszenie.", "zaproszenie"),
        (PL, "Kartka na drzwiach głosi: „Zaraz wracam”.", "Kartka na drzwiach"),
        (PL, "Ulotka obiecuje: „Bez ukrytych opłat”.", "Ulotka"),
        (PL, "Według umowy opłaty mogą wzrosnąć dwa razy w roku.", "umowy"),
        (EN, "“No phones,” the invitation said.", "the invitation"),
        (EN, "“All sales are final,” reads the notice on the door.", "the notice on the door"),
        (EN, "A sign on the door reads: “Back in ten minutes.”", "A sign on the door"),
        (EN, "The leaflet promises “no hidden fees at all”.", "The leaflet"),
        (EN, "Fees may rise twice a year, according to the contract.", "the contract"),
        (EN, "According to the small print, the service is free.", "the small print"),
    ],
)
def test_a_document_speaks_for_nobody_named(language: Language, text: str, source: str | None) -> None:
    (statement,) = after_somebody(text, language)
    assert statement.speaker is None
    assert (statement.source.exact if statement.source else None) == source


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        (PL, "Z raportu Instytutu Rynku Kanałowego wynika, że marże spadły.", "Instytut Rynku Kanałowego"),
        (PL, "Jak wynika z danych firmy Kestrelon, sprzedaż spadła o 5 proc.", "Kestrelon"),
        (PL, "Z jego słów wynika, że marże spadły.", "Jan Lis"),
        (PL, "Raport skomentował krótko: „Nic nowego”.", "Jan Lis"),
        (PL, "Na pytanie o ceny odpowiada, że spadły.", "Jan Lis"),
        (PL, "Rok temu mówił, że będzie inaczej.", "Jan Lis"),
        (EN, "A report by Kestrelon shows that margins have fallen.", "Kestrelon"),
        (EN, "Kestrelon’s latest letter says that discounts end in June.", "Kestrelon"),
        (EN, "She suggested that margins would fall.", None),
        (EN, "“We will be back,” the manager said.", "manager"),
    ],
)
def test_whose_words_they_are_is_still_found(language: Language, text: str, speaker: str | None) -> None:
    (statement,) = after_somebody(text, language)
    assert (statement.speaker.name if statement.speaker else None) == speaker


def firms_of(text: str, language: Language) -> set[str]:
    """All that an article's statements take for the name of a firm."""
    found: set[str] = set()
    for statement in extract(Article(id="a", document="d", text=text, language=language)):
        named = [mention.named for mention in statement.mentions]
        if statement.speaker is not None:
            named.append(statement.speaker)
        found |= {one.name for one in named if one.type is SpeakerType.ORGANIZATION and not is_common_noun(one.name)}
        found |= {statement.firm} if statement.firm and not is_common_noun(statement.firm) else set()
    return found


@pytest.mark.parametrize(
    ("language", "text", "firms"),
    [
        (PL, "Zarząd nie ukrywa, że największym kłopotem są ludzie.", set()),
        (PL, "Firma zapewnia, że ceny nie wzrosną.", set()),
        (PL, "Spółka podaje, że zatrudni dwanaście osób.", set()),
        (PL, "Rada nadzorcza uważa, że plan jest zbyt śmiały.", set()),
        (PL, "Dystrybutor tłumaczy, że limity obniżył ubezpieczyciel.", set()),
        (PL, "Partnerzy mówią, że PC wracają. „Klienci pytają o PC i o NPU” – dodają.", set()),
        (PL, "Torvex kupił sklep. Firma zapewnia, że ceny nie wzrosną.", {"Torvex"}),
        (PL, "Torvex kupił sklep. Zarząd zapewnia, że ceny nie wzrosną.", {"Torvex"}),
        (EN, "Cloud has become dull. “PCs are boring but SSDs sell, cloud or not,” said Jan Lis.", set()),
        (EN, "Margins have fallen. “Margins used to be twenty points,” said Jan Lis.", set()),
        (EN, "“NIS2 and GDPR cost us money,” said Jan Lis, head of IT at Torvex.", {"Torvex"}),
        (EN, "AI PCs are expected to sell. “AI PCs need an NPU,” said Jan Lis.", set()),
        (EN, "Management insists that nothing has changed.", set()),
        (EN, "The company said prices would rise.", set()),
        (EN, "Orange has cut prices. “We asked Orange to wait,” said Jan Lis.", {"Orange"}),
        (EN, "Kestrelon has cut prices. “Kestrelon had no choice,” said Jan Lis.", {"Kestrelon"}),
    ],
)
def test_nouns_and_abbreviations_are_no_firms(language: Language, text: str, firms: set[str]) -> None:
    assert firms_of(text, language) == firms
