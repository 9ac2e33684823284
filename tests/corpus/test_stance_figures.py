"""Figures of speech, threats and gains, praise that is no praise; a side belongs to the topic that is spoken of."""

import pytest

from corpus.extract import extract
from corpus.stance import judge
from corpus.stance_confidence import MIXED, chance
from corpus.types import Article, Language, Opinion, Polarity

PL, EN = Language.PL, Language.EN
FOR, AGAINST, NEITHER = Polarity.SUPPORTIVE, Polarity.SCEPTICAL, Polarity.NEUTRAL


def side(text: str, language: Language, cue: str | None = None, target: str = "") -> Polarity:
    at = text.find(target) if target else -1
    return judge(text, language, ((at, at + len(target)),) if at >= 0 else (), cue).polarity


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "For a shop of our size the scheme is a lottery ticket."),
        (EN, "It is a casino, and the house always wins."),
        (EN, "The quarterly target is a treadmill."),
        (EN, "They move the goalposts every spring."),
        (EN, "The bonus is bait, and the hook comes later."),
        (EN, "A three-year contract is a pair of golden handcuffs."),
        (EN, "We are running in a hamster wheel."),
        (EN, "They dangle a carrot and nobody ever gets it."),
        (EN, "Certification is a merry-go-round."),
        (PL, "Ten program to loteria."),
        (PL, "Z premiami jest jak w kasynie."),
        (PL, "Certyfikacja to kołowrotek."),
        (PL, "Co kwartał przesuwają nam poprzeczkę."),
        (PL, "Bonus to przynęta, a w umowie siedzi haczyk."),
        (PL, "Umowa na trzy lata to złote kajdanki."),
        (PL, "Dostajemy marchewkę, a potem kij."),
        (PL, "Rabaty to fatamorgana."),
    ],
)
def test_gambling_traps_and_wheels_are_against(language: Language, text: str) -> None:
    assert side(text, language, "mówi" if language is PL else "says") is AGAINST


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "Wonderful, another portal."),
        (EN, "Oh great, one more password."),
        (EN, "Fantastic! Yet another price list."),
        (PL, "Wspaniale, kolejny portal."),
        (PL, "No pięknie, jeszcze jedno hasło."),
        (PL, "Super, znowu zmiana cennika."),
    ],
)
def test_a_cry_of_praise_for_one_more_of_the_same_is_against(language: Language, text: str) -> None:
    assert side(text, language) is AGAINST


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "Great, another partner joined us."),
        (EN, "The portal is wonderful, and another one is coming."),
        (EN, "The new scheme is the wind in our sails."),
        (EN, "Whoever lists a service keeps the whole margin."),
        (EN, "The fee stays in our pocket."),
        (PL, "Świetny wynik, kolejny rok będzie lepszy."),
        (PL, "Program to wiatr w nasze żagle."),
        (PL, "Kto sprzeda usługę, zachowuje całą marżę."),
        (PL, "Prowizja zostaje w naszej kieszeni."),
        (PL, "Rabaty są bez gwiazdek."),
    ],
)
def test_praise_and_gains_are_for(language: Language, text: str) -> None:
    assert side(text, language) is FOR


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (EN, "The platforms will squeeze out the small shops."),
        (EN, "They will eat our lunch."),
        (EN, "The vendor is cutting us out."),
        (PL, "Platformy wypchną małe sklepy z rynku."),
        (PL, "To one przejmą najprostsze transakcje."),
        (PL, "Sieci pożrą to, co zbudowaliśmy."),
    ],
)
def test_threats_are_against(language: Language, text: str) -> None:
    assert side(text, language) is AGAINST


@pytest.mark.parametrize(
    ("language", "cue", "text", "expected"),
    [
        (EN, "doubts", "the rules will survive the next change of management", NEITHER),
        (EN, "fears", "the rebate will not last", NEITHER),
        (PL, "wątpi", "program przetrwa zmianę zarządu", NEITHER),
        (PL, "obawia się", "te zasady nie przetrwają roku", NEITHER),
        (EN, "doubts", "the new portal will help anybody", AGAINST),
        (PL, "wątpi", "portal komukolwiek pomoże", AGAINST),
        (EN, "said", "the rebate will not last", AGAINST),
    ],
)
def test_who_doubts_that_it_will_last_is_not_against_it(
    language: Language, cue: str, text: str, expected: Polarity
) -> None:
    assert side(text, language, cue) is expected


INCENTIVES = {
    PL: "Zachęty do sprzedaży chmury\n\nPartnerzy rozmawiali o zachętach chmurowych. Premie za chmurę rosną. ",
    EN: "Cloud incentives\n\nPartners talked about cloud incentives. The cloud rebates are growing. ",
}


def opinions(text: str, language: Language) -> dict[str, Opinion]:
    headline = INCENTIVES[language].split("\n", 1)[0]
    article = Article(id="a", document="d", text=INCENTIVES[language] + text, language=language, headline=headline)
    return {opinion.topic: opinion for opinion in extract(article)[-1].opinions}


@pytest.mark.parametrize(
    ("language", "text", "own"),
    [
        (PL, "– Marketplace to półka, a nie kanał sprzedaży. To nic nie warte – mówi Jan Lis.", "marketplaces"),
        (PL, "– Komputery AI są bez sensu i kosztują majątek – mówi Jan Lis.", "ai-pcs"),
        (EN, "“Marketplaces are a waste of money,” said Jan Lis.", "marketplaces"),
        (EN, "“AI PCs are useless and far too expensive,” said Jan Lis.", "ai-pcs"),
    ],
)
def test_a_side_is_taken_on_the_topic_that_is_spoken_of(language: Language, text: str, own: str) -> None:
    found = opinions(text, language)
    assert found[own].polarity is AGAINST
    others = [opinion for topic, opinion in found.items() if topic.startswith("cloud")]
    assert [opinion.polarity for opinion in others] == [NEITHER] * len(others)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (PL, "– To nic nie warte, szkoda na to czasu – mówi Jan Lis."),
        (EN, "“They are worthless, a waste of time,” said Jan Lis."),
    ],
)
def test_what_names_no_topic_takes_a_side_on_the_one_before_it(language: Language, text: str) -> None:
    found = opinions(text, language)
    assert [opinion.polarity for topic, opinion in found.items() if topic == "cloud-incentives"] == [AGAINST]


def test_a_clear_side_is_surer_than_a_faint_one() -> None:
    clear = judge("Zachęty są bez sensu, to strata czasu i pieniędzy", PL, ((0, 7),), "skrytykował")
    faint = judge("Zachęty pewnie komuś się przydadzą, nam raczej nie bardzo", PL, ((0, 7),), "mówi")
    assert clear.polarity is AGAINST
    assert clear.confidence is not None
    assert faint.confidence is not None
    assert clear.confidence > 0.85 > faint.confidence > 0


def test_confidence_is_a_chance_that_rises_with_the_judges_odds() -> None:
    for spoken in (True, False):
        for polarity in (FOR, AGAINST, NEITHER):
            rising = [chance(likely, polarity, spoken=spoken) for likely in (0.0, 0.4, 0.6, 0.9, 1.0)]
            assert rising == sorted(rising)
            assert 0 <= rising[0] < rising[-1] <= 1
    assert chance(0.9, Polarity.MIXED, spoken=True) == MIXED
