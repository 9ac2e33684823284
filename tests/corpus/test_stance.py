from __future__ import annotations

import pytest

from corpus.stance import Verdict, judge
from corpus.types import Language, Polarity

PL, EN = Language.PL, Language.EN
FOR, AGAINST, NEUTRAL = Polarity.SUPPORTIVE, Polarity.SCEPTICAL, Polarity.NEUTRAL


def about(text: str, language: Language, target: str, cue: str | None = None) -> Verdict:
    start = text.index(target)
    return judge(text, language, [(start, start + len(target))], cue)


@pytest.mark.parametrize(
    ("text", "language", "target", "polarity"),
    [
        # plain evaluation
        ("Nowy portal dla partnerów jest wygodny i przejrzysty", PL, "portal", FOR),
        ("Certyfikacja jest kosztowna i uciążliwa", PL, "Certyfikacja", AGAINST),
        ("The new partner portal is convenient and transparent", EN, "portal", FOR),
        ("Certification is costly and burdensome", EN, "Certification", AGAINST),
        # negation and its scope
        ("Wyższe rabaty nie pomogą integratorom", PL, "rabaty", AGAINST),
        ("Przejście na abonament nie ma dla nas sensu", PL, "abonament", AGAINST),
        ("Szkolenia bez praktyki są bez sensu", PL, "Szkolenia", AGAINST),
        ("Nie widzę korzyści z takiego programu", PL, "programu", AGAINST),
        ("Z wdrożeniem nie było żadnych problemów", PL, "wdrożeniem", FOR),
        ("The bonus scheme will not help small resellers", EN, "bonus scheme", AGAINST),
        ("Deal registration hardly protects anyone and fails to reward loyalty", EN, "Deal registration", AGAINST),
        ("Prepaid licences are no longer profitable", EN, "licences", AGAINST),
        ("We had no problems with the migration", EN, "migration", FOR),
        # double negation
        ("Nie wykluczam wejścia w usługi zarządzane", PL, "usługi zarządzane", FOR),
        ("Nie mamy nic przeciwko abonamentom", PL, "abonamentom", FOR),
        ("We have nothing against subscriptions", EN, "subscriptions", FOR),
        # raised negation
        ("Nie sądzę, żeby leasing był dobrym pomysłem", PL, "leasing", AGAINST),
        ("I don't think leasing is a good idea", EN, "leasing", AGAINST),
        # contrast
        ("Marże są niskie, ale współpraca z dystrybutorem jest znakomita", PL, "współpraca", FOR),
        ("Support is excellent, but the margins are a disaster", EN, "margins", AGAINST),
        # two targets in one sentence
        ("Zachęty chmurowe są bezużyteczne, dawne rabaty były uczciwe", PL, "Zachęty chmurowe", AGAINST),
        ("Zachęty chmurowe są bezużyteczne, dawne rabaty były uczciwe", PL, "rabaty", FOR),
        ("Cloud incentives are pointless, the old rebates were fair", EN, "Cloud incentives", AGAINST),
        ("Cloud incentives are pointless, the old rebates were fair", EN, "rebates", FOR),
        # comparison
        ("Nowy cennik jest lepszy niż poprzedni system", PL, "Nowy cennik", FOR),
        ("Nowy cennik jest lepszy niż poprzedni system", PL, "poprzedni system", AGAINST),
        ("The new price list is better than the old one", EN, "old one", AGAINST),
        # need, interest, demand
        ("Klienci nie potrzebują kopii w chmurze", PL, "chmurze", AGAINST),
        ("Nie jestem zainteresowany sprzedażą abonamentów", PL, "abonamentów", AGAINST),
        ("My customers don't need managed print", EN, "managed print", AGAINST),
        ("There is no demand for private 5G", EN, "private 5G", AGAINST),
        ("Nie znam programów, które ułatwiałyby start małym firmom", PL, "programów", AGAINST),
        # irony, excess, reduction
        ("Ta rzekoma pomoc tylko utrudnia nam pracę", PL, "pomoc", AGAINST),
        ("The so-called benefits never reach us", EN, "benefits", AGAINST),
        ("Progi obrotu są zbyt wysokie", PL, "Progi", AGAINST),
        ("The thresholds are too high", EN, "thresholds", AGAINST),
        ("Automatyzacja zmniejsza ryzyko pomyłek", PL, "Automatyzacja", FOR),
        ("Automation reduces the risk of errors", EN, "Automation", FOR),
        ("Producenci niespecjalnie ułatwiają nam sprzedaż usług", PL, "Producenci", AGAINST),
        # rhetorical questions
        ("Po co nam kolejny certyfikat?", PL, "certyfikat", AGAINST),
        ("Who needs another certificate?", EN, "certificate", AGAINST),
        # plain information
        ("Konferencja odbędzie się w marcu w Łodzi", PL, "Konferencja", NEUTRAL),
        ("Firma zatrudnia 120 osób w trzech oddziałach", PL, "Firma", NEUTRAL),
        ("The conference takes place in Leeds in March", EN, "conference", NEUTRAL),
        ("The distributor has 120 staff at three sites", EN, "distributor", NEUTRAL),
    ],
)
def test_side_towards_the_target(text: str, language: Language, target: str, polarity: Polarity) -> None:
    assert about(text, language, target).polarity is polarity


@pytest.mark.parametrize(
    ("cue", "language", "polarity"),
    [
        ("skrytykowała", PL, AGAINST),
        ("ostrzega", PL, AGAINST),
        ("pochwalił", PL, FOR),
        ("nie popiera", PL, AGAINST),
        ("poinformował", PL, NEUTRAL),
        ("welcomed", EN, FOR),
        ("warned", EN, AGAINST),
        ("said", EN, NEUTRAL),
        (None, EN, NEUTRAL),
    ],
)
def test_reporting_words_take_sides(cue: str | None, language: Language, polarity: Polarity) -> None:
    text = {PL: "zmiana cennika od stycznia", EN: "the new price list from January"}[language]
    assert judge(text, language, cue=cue).polarity is polarity


def test_denial_turns_the_content_round() -> None:
    text = "the audit was a disaster"
    assert judge(text, EN, cue="said").polarity is AGAINST
    assert judge(text, EN, cue="denied").polarity is FOR


def test_cues_are_the_words_at_their_offsets() -> None:
    text = "Rabaty nie są uczciwe, a portal – fatalny."
    verdict = judge(text, PL)
    assert [text[cue.start : cue.end] for cue in verdict.cues] == ["uczciwe", "fatalny"]
    assert all(cue.weight < 0 for cue in verdict.cues)
    assert verdict.polarity is AGAINST


def test_words_of_the_target_say_nothing_about_it() -> None:
    text = "Obawy o rynek są uzasadnione"
    assert [text[cue.start : cue.end] for cue in judge(text, PL).cues] == ["Obawy", "uzasadnione"]
    verdict = about(text, PL, "Obawy")
    assert [text[cue.start : cue.end] for cue in verdict.cues] == ["uzasadnione"]
    assert verdict.polarity is FOR


def test_condition_weakens() -> None:
    plain = about("The model pays off", EN, "model")
    conditional = about("The model pays off if volumes are high", EN, "model")
    assert plain.polarity is conditional.polarity is FOR
    assert 0 < conditional.score < plain.score


def test_hedge_weakens_and_intensifier_strengthens() -> None:
    scores = [judge(f"The scheme {words} helpful", EN).score for words in ("may be", "is", "is very")]
    assert scores == sorted(scores)
    assert len(set(scores)) == 3


def test_balanced_statement_is_mixed() -> None:
    assert judge("The portal is excellent. The margins are terrible.", EN).polarity is Polarity.MIXED


def test_score_stays_within_bounds() -> None:
    for word in ("excellent ", "terrible "):
        verdict = judge(word * 200, EN)
        assert -1.0 <= verdict.score <= 1.0
        assert abs(verdict.score) > 0.9


@pytest.mark.parametrize("text", ["", "   ", "…", "?!", "„”", "123"])
@pytest.mark.parametrize("language", list(Language))
def test_nothing_to_judge_is_neutral(text: str, language: Language) -> None:
    assert judge(text, language, [(0, 3)], "powiedział") == Verdict(NEUTRAL, 0.0, ())
