"""What binds a target to its words: comparison, replacement, removal, change, time, theory, rhetorical questions."""

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
        # something else is preferred
        ("Zamiast biurokracji wolałbym prosty formularz", PL, "biurokracji", AGAINST),
        ("Instead of coupons I would rather have a lower price", EN, "coupons", AGAINST),
        ("Instead of coupons I would rather have a lower price", EN, "lower price", FOR),
        ("Urząd mnoży formularze, zamiast pomagać", PL, "Urząd", AGAINST),
        ("The agency prints leaflets instead of helping", EN, "agency", AGAINST),
        ("Nowe biuro jest dużo wygodniejsze od starego", PL, "starego", AGAINST),
        ("Nowe biuro jest dużo wygodniejsze od starego", PL, "Nowe biuro", FOR),
        # wanted gone, or wanted to stay
        ("Myto trzeba znieść", PL, "Myto", AGAINST),
        ("Rząd powinien znieść myto", PL, "myto", AGAINST),
        ("The toll should be abolished", EN, "toll", AGAINST),
        ("Councils must scrap the unfair toll", EN, "toll", AGAINST),
        ("The toll must stay", EN, "toll", FOR),
        # imagined away
        ("Gdyby nie dotacja, zbankrutowalibyśmy", PL, "dotacja", FOR),
        ("If not for the grant, we would have gone bankrupt", EN, "grant", FOR),
        # more of what is good, less of what is bad
        ("Produkcja wzrosła o jedną trzecią", PL, "Produkcja", FOR),
        ("Produkcja skurczyła się o połowę", PL, "Produkcja", AGAINST),
        ("Dzięki robotom spadły nam koszty", PL, "robotom", FOR),
        ("The plant has increased its output by a third", EN, "plant", FOR),
        ("The plan will drive up prices", EN, "plan", AGAINST),
        ("The plan will bring down costs", EN, "plan", FOR),
        # then and now
        ("Kiedyś bałem się robotów, dziś jestem nimi zachwycony", PL, "robotów", FOR),
        ("I used to be afraid of robots, now I could not work without them", EN, "robots", FOR),
        # plans and theories
        ("Ustawa miała pomóc najemcom, a tylko podniosła czynsze", PL, "Ustawa", AGAINST),
        ("The law was meant to help tenants, but it only adds paperwork", EN, "law", AGAINST),
        ("The scheme works well only on paper", EN, "scheme", AGAINST),
        # fears called unfounded, denials
        ("Obawy przed robotami są mocno przesadzone", PL, "robotami", FOR),
        ("Fears of robots are overblown", EN, "robots", FOR),
        ("Nieprawda, że roboty szkodzą ludziom", PL, "roboty", FOR),
        # questions that expect no answer
        ("Czy ta rada jeszcze komukolwiek pomaga?", PL, "rada", AGAINST),
        ("Does the council still help anyone?", EN, "council", AGAINST),
        # figures of speech
        ("Nowa opłata to gwóźdź do trumny dla kin", PL, "opłata", AGAINST),
        ("Dotacja otworzyła nam drzwi na Zachód", PL, "Dotacja", FOR),
        ("The fee is another nail in the coffin of cinemas", EN, "fee", AGAINST),
        ("The grant opened the door to Europe for us", EN, "grant", FOR),
        ("We need another form like a hole in the head", EN, "form", AGAINST),
        # the old one is praised by blaming what replaced it
        ("The old clerk knew us, the new one is rude", EN, "old clerk", FOR),
        ("Stary urzędnik nas znał, nowy jest niegrzeczny", PL, "Stary urzędnik", FOR),
        # a negated subject negates to the end of the clause
        ("Nobody was able to give us a sensible reason for the toll", EN, "toll", AGAINST),
        # one negation in a phrase is not negated again
        ("Ta fuzja nikomu nie wyjdzie na dobre", PL, "fuzja", AGAINST),
        # protection and repair turn round what they are against
        ("The filter protects against harmful dust", EN, "filter", FOR),
        ("Filtr chroni przed szkodliwym pyłem", PL, "Filtr", FOR),
    ],
)
def test_side_towards_the_target(text: str, language: Language, target: str, polarity: Polarity) -> None:
    assert about(text, language, target).polarity is polarity


def test_the_doer_of_a_removal_is_not_its_object() -> None:
    text = "Rząd powinien znieść myto"
    assert about(text, PL, "Rząd").polarity is not AGAINST
    assert about(text, PL, "myto").polarity is AGAINST


@pytest.mark.parametrize(
    ("cue", "language", "text", "target", "polarity"),
    [
        ("domaga się", PL, "zniesienie myta na moście", "zniesienie myta", FOR),
        ("domaga się", PL, "zniesienie myta na moście", "myta", AGAINST),
        ("called for", EN, "the abolition of the toll", "abolition of the toll", FOR),
        ("called for", EN, "the abolition of the toll", "toll", AGAINST),
        ("wątpi w", PL, "sens budowy mostu", "mostu", AGAINST),
        ("sprzeciwia się", PL, "budowie mostu", "mostu", AGAINST),
        ("opowiada się za", PL, "budową mostu", "mostu", FOR),
        ("odradza", PL, "zakup mostu", "mostu", AGAINST),
        ("advises against", EN, "a second bridge", "bridge", AGAINST),
        ("encourages", EN, "a second bridge", "bridge", FOR),
    ],
)
def test_reporting_words_and_what_they_ask_for(
    cue: str, language: Language, text: str, target: str, polarity: Polarity
) -> None:
    assert about(text, language, target, cue).polarity is polarity


def test_the_same_statement_gives_the_same_verdict() -> None:
    text = "The toll should be abolished, although the bridge is a joy"
    assert about(text, EN, "toll") == about(text, EN, "toll")


def test_every_side_taken_is_shown_by_words_of_the_text() -> None:
    text = "Kiedyś bałem się robotów, dziś jestem nimi zachwycony"
    verdict = about(text, PL, "robotów")
    assert verdict.cues
    for cue in verdict.cues:
        assert 0 <= cue.start < cue.end <= len(text)
        assert text[cue.start : cue.end].strip() == text[cue.start : cue.end]


@pytest.mark.parametrize("text", ["I agree", "I am glad and I am proud"])
def test_the_pronoun_i_joins_no_clauses(text: str) -> None:
    assert judge(text, EN).polarity is FOR
