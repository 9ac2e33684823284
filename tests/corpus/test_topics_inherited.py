"""Topics that a statement takes from the texts around it, and those that it must not take."""

from __future__ import annotations

from corpus.opinions import opinions
from corpus.topics import default_scheme
from corpus.types import Language, Span

EN, PL = Language.EN, Language.PL
HEADLINE = "Cloud incentives go up again"
BEFORE = "Vendors raised their bonuses for cloud sales in March"


def topics(text: str, language: Language = EN, context: tuple[str, ...] = (BEFORE, HEADLINE)) -> list[str]:
    found = opinions((Span(0, len(text), text),), language, None, default_scheme(), context)
    return [opinion.topic for opinion in found]


def test_what_goes_on_about_the_topic_has_it() -> None:
    assert topics("They will not help me") == ["cloud-incentives"]
    assert topics("W niczym mi nie pomogą", PL, ("Producenci podnieśli zachęty chmurowe",)) == ["cloud-incentives"]


def test_a_judgement_without_a_topic_of_its_own_has_it() -> None:
    assert topics("Paperwork is all that comes of that") == ["cloud-incentives"]


def test_plain_information_about_something_else_has_none() -> None:
    assert topics("The museum opens on the third of May") == []
    assert topics("Muzeum otwieramy trzeciego maja", PL, ("Producenci podnieśli zachęty chmurowe",)) == []


def test_the_topic_that_most_is_said_of_wins_over_the_nearest() -> None:
    aside = "A trade fair in Lyon was full"
    assert topics("They will not help me", EN, (aside, BEFORE, HEADLINE)) == ["cloud-incentives"]


def test_a_clear_topic_of_its_own_needs_no_other() -> None:
    assert topics("Staff shortages hurt every integrator, and they get worse") == ["staff-shortage"]


def test_the_narrower_of_two_topics_is_taken() -> None:
    context = ("Bonuses for cloud sales rose", "The cloud grew by a third")
    assert topics("They will not help me", EN, context)[0] == "cloud-incentives"
