"""English quotations: where the content begins and ends, what is no quotation, headlines, verbs without a clause."""

from dataclasses import dataclass

import pytest

from corpus.extract import extract
from corpus.types import Article, Language, Statement


@dataclass(frozen=True)
class Said:
    """What a statement is expected to be; ``role`` and ``firm`` ``None`` where the text gives none."""

    content: tuple[str, ...]
    speaker: str | None
    role: str | None = None
    firm: str | None = None


def said(content: str | tuple[str, ...], speaker: str | None, role: str | None = None, firm: str | None = None) -> Said:
    return Said((content,) if isinstance(content, str) else content, speaker, role, firm)


def read(text: str) -> list[Statement]:
    return extract(Article("0" * 16, "test", text, Language.EN))


def extracted(text: str) -> list[Said]:
    return [
        Said(tuple(span.exact for span in s.content), s.speaker.name if s.speaker else None, s.role, s.firm)
        for s in read(text)
    ]


CONTENT = [
    (
        "Copley said he would “rather wait” to sign the contract but then the auction was called off.",
        [said("he would “rather wait” to sign the contract", "Copley")],
    ),
    (
        'A Torvane engineer said the team was "exhausted" and has asked for a week off.',
        [said('the team was "exhausted"', "Torvane engineer", "engineer", "Torvane")],
    ),
    (
        "“Margins are thin,” said Delia Marsh, owner of Quillon Systems. “They were thin last year as well.”",
        [said(("Margins are thin", "They were thin last year as well."), "Delia Marsh", "owner", "Quillon Systems")],
    ),
    (
        "“Margins,” Delia Marsh said, “are not what they used to be.”",
        [said(("Margins", "are not what they used to be."), "Delia Marsh")],
    ),
    (
        "“Margins are thin,” Delia Marsh said.\n“We had to let people go,” she added.",
        [said("Margins are thin", "Delia Marsh"), said("We had to let people go", "Delia Marsh")],
    ),
    (
        "Partners will pay more from May, but “nobody will be surprised,” Colin Tate said.",
        [said("Partners will pay more from May, but “nobody will be surprised,”", "Colin Tate")],
    ),
    (
        "Tate cautioned against panic buying: the shortage of memory will be over by the summer.",
        [said("the shortage of memory will be over by the summer", "Tate")],
    ),
    (
        "As Tate announced he was leaving Quillon, shares in the firm fell by a tenth.",
        [said("he was leaving Quillon", "Tate")],
    ),
    (
        "Tate took to the stage to announce the distributor would open a second warehouse.",
        [said("the distributor would open a second warehouse", "Tate")],
    ),
    (
        "Tate admitted during a long call with investors on Tuesday that the migration had failed.",
        [said("the migration had failed", "Tate")],
    ),
    (
        "Delia Marsh likes the discounts but doubts that they will last.",
        [said("they will last", "Delia Marsh")],
    ),
    (
        "Most of the resellers we spoke to say that support has become too slow.",
        [said("support has become too slow", "resellers")],
    ),
    (
        "Prices will rise by a tenth in May, local media reported.",
        [said("Prices will rise by a tenth in May", "local media")],
    ),
    (
        "Tate, who asked not to be quoted by name, said the merger was dead.",
        [said("the merger was dead", "Tate")],
    ),
]

NAMING = [
    ('Marsh called the price list "insulting" and left.', [said("insulting", "Marsh")]),
    (
        'Marsh called the programme a "pyramid of paperwork" built for large firms.',
        [said('a "pyramid of paperwork" built for large firms', "Marsh")],
    ),
    ("Tate denied the accusation.", [said("the accusation", "Tate")]),
    (
        "Marsh rejected claims that her firm had sold refurbished disks as new.",
        [said("her firm had sold refurbished disks as new", "Marsh")],
    ),
    ("She recommends testing every backup twice a year.", [said("testing every backup twice a year", None)]),
    (
        'The union blasted the "reckless" closure of the plant.',
        [said('the "reckless" closure of the plant', "union")],
    ),
]

HEADLINES = [
    (
        'Quillon chief calls tax plan "reckless," says prices will rise\n\nThe market was quiet on Friday.',
        [("calls", "reckless"), ("says", "prices will rise")],
    ),
    (
        "Delia Marsh denies firm sold fake licences, slams 'absurd rumours'\n\nThe market was quiet on Friday.",
        [("denies", "firm sold fake licences"), ("slams", "absurd rumours")],
    ),
]

NOTHING = [
    "The mayor often answers letters while waiting for the tram or walking the dog.",
    "On both evenings the treasurer avoided the topic of whether the depot would move.",
    "The full report, “Cloud Nine”, costs 400 pounds and can be ordered from the guild.",
    "Officials are weighing other options, but the cost could be a problem for the chair, who is expected to resign.",
    "A cleaner found a visitor asking others to leave the lab.",
    "The members voted against calling the club a society.",
]


@pytest.mark.parametrize(("text", "expected"), CONTENT + NAMING)
def test_content(text, expected):
    assert extracted(text) == expected


@pytest.mark.parametrize(("text", "expected"), HEADLINES)
def test_headline_of_two_cues_shares_its_subject(text, expected):
    found = read(text)

    assert [(s.cue.exact, s.text) for s in found] == expected
    assert len({s.speaker.name for s in found}) == 1


@pytest.mark.parametrize("text", NOTHING)
def test_no_quotation(text):
    assert extracted(text) == []


def test_quotation_led_by_a_clause_goes_on_in_the_next_paragraph():
    text = (
        "Prices will fall, Delia Marsh said, but “if the factory closes, nothing will help.\n"
        "“We have tried everything.”"
    )

    assert extracted(text) == [
        said(
            ("Prices will fall", "if the factory closes, nothing will help.", "We have tried everything."),
            "Delia Marsh",
        )
    ]
