"""English statements that no verb introduces: after a colon, in a headline, in an interview."""

import pytest

from tests.corpus.test_attribution_en import extracted, read, said

COLON = [
    ("Mara Selwyn put it bluntly: “Nobody pays that.”", [said("Nobody pays that.", "Mara Selwyn")]),
    (
        "Mara Selwyn, head of sales: “We will not move.”",
        [said("We will not move.", "Mara Selwyn", "head of sales")],
    ),
    (
        "Mara Selwyn met the board. Her verdict: “Nobody pays that.”",
        [said("Nobody pays that.", "Mara Selwyn")],
    ),
    (
        "Mara Selwyn is blunt: “It happens to everyone in this trade.”",
        [said("It happens to everyone in this trade.", "Mara Selwyn")],
    ),
    ("The new sign on the door has a rule: “Closed on Mondays”.", []),
]

HEADLINES = [
    ("Mara Selwyn: margins will shrink\n\nIt rained.", [said("margins will shrink", "Mara Selwyn")]),
    ("Minister: taxes will rise\n\nIt rained.", [said("taxes will rise", "Minister", "Minister")]),
    ("Police: driver was drunk\n\nIt rained.", [said("driver was drunk", "Police")]),
    ("Analysis: margins will shrink\n\nIt rained.", []),
    ("Poland: floods will close roads\n\nIt rained.", []),
    ("Cloud: prices will rise\n\nThe cloud is dear.", []),
]


@pytest.mark.parametrize(("text", "expected"), COLON + HEADLINES)
def test_layout(text, expected):
    assert extracted(text) == expected


def test_questions_and_answers_by_letters():
    text = (
        "Mara Selwyn on the price of cloud\n\nQ: Why did you leave?\n\nA: I was tired.\n\nQ: What next?\n\nA: A rest."
    )
    assert extracted(text) == [said("I was tired.", "Mara Selwyn"), said("A rest.", "Mara Selwyn")]


def test_two_people_who_take_one_turn_each():
    text = "Dana Whitlow: Is the trade growing?\n\nHugh Lott: It is, slowly. We see more orders."
    assert extracted(text) == [said("It is, slowly. We see more orders.", "Hugh Lott")]


INTERVIEW = (
    "In conversation with Mara Selwyn\n\nWhy did the firm raise its prices?\n\nWe had no choice.\n\n"
    "I argued against it.\n\nWill they rise again?\n\nI hope not."
)


def test_an_interview_whose_questions_are_unmarked():
    assert extracted(INTERVIEW) == [
        said(("We had no choice.", "I argued against it."), "Mara Selwyn"),
        said("I hope not.", "Mara Selwyn"),
    ]


def test_questions_in_an_article_are_no_interview():
    text = (
        "The council spoke to Mara Selwyn on Monday.\n\nWill the road close?\n\nThe plan is silent.\n\n"
        "Who will pay?\n\nThe county will pay most of it."
    )
    assert read(text) == []
