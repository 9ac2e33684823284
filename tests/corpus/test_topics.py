from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.topics import TopicScheme, default_scheme
from corpus.types import Language

PL, EN = Language.PL, Language.EN

SMALL = """
[sets.cloud]
pl = ["chmura"]
en = ["cloud"]

[[topic]]
id = "services"
pref_label = { pl = "Usługi", en = "Services" }

[[topic]]
id = "cloud"
pref_label = { pl = "Chmura", en = "Cloud" }
alt_labels.both = ["=SAP", "SaaS"]
broader = "services"
unless.pl = ["dym"]

[[topic]]
id = "bonuses"
pref_label = { pl = "Bonusy", en = "Bonuses" }

[[topic]]
id = "cloud-bonuses"
pref_label = { pl = "Bonusy za chmurę", en = "Cloud bonuses" }
broader = ["bonuses", "cloud"]
patterns = [{ language = "pl", all_of = [["bonus"], "@cloud"], within = 5 }]
"""


@pytest.fixture
def small(tmp_path: Path) -> TopicScheme:
    return TopicScheme.load(write(tmp_path, SMALL))


def write(folder: Path, text: str) -> Path:
    path = folder / "scheme.toml"
    path.write_text(text, encoding="utf-8")
    return path


def found(scheme: TopicScheme, text: str, language: Language) -> dict[str, str]:
    return {match.topic: text[match.start : match.end] for match in scheme.match(text, language)}


def test_a_label_is_found_in_any_inflected_form_at_its_place(small):
    text = "Rozmawiali o chmurach i o niczym więcej."
    assert found(small, text, PL) == {"cloud": "chmurach"}


def test_english_labels_are_found_in_the_plural_and_the_gerund():
    assert found(default_scheme(), "Vendors are discounting.", EN) == {"rebates": "discounting"}
    assert found(default_scheme(), "Two subscriptions ended.", EN) == {"subscription-model": "subscriptions"}


def test_british_and_american_spelling_are_one():
    for text in ("The virtualisation programme", "The virtualization program"):
        assert "virtualisation" in found(default_scheme(), text, EN)


def test_a_pattern_needs_all_its_groups_near_each_other_in_one_sentence(small):
    assert "cloud-bonuses" in found(small, "Bonus za nową chmurę.", PL)
    assert "cloud-bonuses" not in found(small, "Bonus wypłacono. Chmura działa.", PL)
    assert "cloud-bonuses" not in found(small, "Bonus dostał każdy z nas razem z kolegami, a chmura działa.", PL)


def test_a_word_that_changes_the_meaning_stops_a_label(small):
    assert found(small, "Nad lasem stała chmura gęstego dymu.", PL) == {}
    assert found(small, "Poszło z dymem. Chmura działa dalej.", PL) == {"cloud": "Chmura"}


def test_marked_labels_ask_for_exactly_these_letters(small):
    assert found(small, "Wdrażamy SAP.", PL) == {"cloud": "SAP"}
    assert found(small, "Pies ciężko sapał: sap, sap.", PL) == {}


def test_terms_for_both_languages_are_found_in_polish_inflection(small):
    assert found(small, "Żyjemy z SaaS-u.", PL) == {"cloud": "SaaS"}


def test_a_narrower_topic_lowers_the_broader_one_that_it_covers_but_keeps_it(small):
    relevance = {match.topic: match.relevance for match in small.match("Bonus za nową chmurę", PL)}
    alone = small.match("Mamy jakąś nową chmurę", PL)[0].relevance
    assert relevance["cloud-bonuses"] > relevance["cloud"] > 0
    assert relevance["cloud"] < alone


def test_repeated_and_early_mentions_are_more_relevant(small):
    once = small.match("Chmura to nasza przyszłość", PL)[0].relevance
    twice = small.match("Chmura to nasza przyszłość, bo chmura działa", PL)[0].relevance
    late = small.match("Nie wiem, czym dla nas jest ta chmura", PL)[0].relevance
    assert late < once < twice <= 1


def test_narrower_is_transitive_over_all_broader_topics(small):
    assert small.narrower("services") == {"services", "cloud", "cloud-bonuses"}
    assert small.narrower("bonuses") == {"bonuses", "cloud-bonuses"}
    assert small.broader("cloud-bonuses") == ("bonuses", "cloud")
    assert small.topics["cloud-bonuses"].broader == "bonuses"


def test_labels_are_given_without_marks(small):
    assert small.topics["cloud"].alt_labels[PL] == ("SAP", "SaaS")
    assert small.label("cloud", EN) == "Cloud"


def test_a_topic_is_found_by_id_label_or_an_inflected_label(small):
    assert small.find("cloud-bonuses") == "cloud-bonuses"
    assert small.find(" cloud BONUSES ") == "cloud-bonuses"
    assert small.find("bonusami") == "bonuses"
    assert small.find("pogoda") is None


@pytest.mark.parametrize(
    ("change", "entry", "problem"),
    [
        (('broader = "services"', 'broader = "nothing"'), "cloud", "unknown broader topic 'nothing'"),
        (('broader = "services"', 'broader = "cloud-bonuses"'), "cloud", "broader than itself"),
        (('id = "bonuses"', 'id = "cloud"'), "cloud", "id is used twice"),
        (('pl = "Bonusy", en', 'pl = "chmura", en'), "bonuses", "label 'chmura' is one of 'cloud' too"),
        (('{ pl = "Usługi", en = "Services" }', '{ pl = "Usługi" }'), "services", "no preferred label in 'en'"),
        (('id = "services"', 'id = "Our services"'), "Our services", "no slug"),
        (('"@cloud"', '"@clouds"'), "cloud-bonuses", "unknown set '@clouds'"),
        (('all_of = [["bonus"], "@cloud"]', 'all_of = [["bonus"]]'), "cloud-bonuses", "two groups or more"),
        (("unless.pl", "unles.pl"), "cloud", "unknown key 'unles'"),
        (('unless.pl = ["dym"]', 'unless.de = ["Rauch"]'), "cloud", "unless is no table by language"),
        (('broader = "services"', "broader = [7]"), "cloud", "broader is no id"),
        (
            ('all_of = [["bonus"], "@cloud"]', 'all_of = [["bonus"], 7]'),
            "cloud-bonuses",
            "no word and no list of words",
        ),
        (('language = "pl", all_of', "all_of"), "cloud-bonuses", "the pattern's word 'bonus' has no language"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(tmp_path, change, entry, problem):
    assert change[0] in SMALL
    path = write(tmp_path, SMALL.replace(*change))
    with pytest.raises(InputError) as raised:
        TopicScheme.load(path)
    assert raised.value.source == str(path)
    assert raised.value.problem.startswith(f"topic '{entry}': ")
    assert problem in raised.value.problem


@pytest.mark.parametrize(
    "text", ["", "[[topic]\n", "[topics]\n", "topic = [1]", "sets = 1\n[[topic]]\nid='a'", "\udcff"]
)
def test_what_is_no_scheme_is_refused(tmp_path, text):
    path = tmp_path / "scheme.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=r"scheme\.toml"):
        TopicScheme.load(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        TopicScheme.load(tmp_path / "none.toml")


def test_every_label_of_the_bundled_scheme_finds_its_topic():
    scheme = default_scheme()
    for language in Language:
        lost = [
            (topic.id, label)
            for topic in scheme.topics.values()
            for label in (topic.pref_label[language], *topic.alt_labels.get(language, ()))
            if topic.id not in {match.topic for match in scheme.match(label, language)}
        ]
        assert lost == []


@pytest.mark.parametrize(
    ("text", "language", "best"),
    [
        ("Dostawcy kuszą nas premiami za sprzedaż usług chmurowych.", PL, "cloud-incentives"),
        ("Vendors pay bonuses on every cloud contract.", EN, "cloud-incentives"),
        ("Warunki, na jakich działa ten program partnerski w chmurze, są jasne.", PL, "cloud-partner-programmes"),
        ("Cloud partner programmes differ a lot.", EN, "cloud-partner-programmes"),
        ("Wolimy rozliczać się w modelu abonamentowym.", PL, "subscription-model"),
        ("Producent sprzedaje bezpośrednio klientom.", PL, "channel-conflict"),
        ("We struggle to hire good engineers.", EN, "staff-shortage"),
        ("Po raz trzeci podnieśli ceny.", PL, "prices"),
        ("zachęt do sprzedaży chmury", PL, "cloud-incentives"),
        ("who is sceptical about deal registration", EN, "deal-registration"),
        ("Dwa lata czekaliśmy na 5G.", PL, "telecoms"),
        ("Boimy się ataków na łańcuch dostaw.", PL, "cybersecurity"),
    ],
)
def test_the_bundled_scheme_names_the_topic_of_a_sentence(text, language, best):
    assert default_scheme().match(text, language)[0].topic == best


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Jutro nad całym krajem ciemne chmury i deszcz.", PL),
        ("Wicher przyniósł chmurę pyłu.", PL),
        ("A cloud of dust hung over the road.", EN),
        ("Powiedział nam, że przyjedzie o 5 rano.", PL),
        ("This series of films was on another channel.", EN),
        ("Our direct impact on sailing was small.", EN),
        ("", PL),
    ],
)
def test_everyday_words_are_no_topics(text, language):
    assert default_scheme().match(text, language) == ()


def test_a_very_long_text_without_full_stops_is_matched():
    text = "chmura bonus program partnerski " * 5000
    found_in_long = default_scheme().match(text, PL)
    assert {match.topic for match in found_in_long} >= {"cloud", "cloud-incentives", "partner-programmes"}
    assert all(0 < match.relevance <= 1 for match in found_in_long)
