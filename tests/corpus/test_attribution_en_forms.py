"""English reports beside a main clause, in the passive, by a noun; where they end; what reports nothing."""

import pytest

from tests.corpus.test_attribution_en import extracted, read, said

BESIDE = [
    ("As Mara Selwyn pointed out, the fee has doubled.", [said("the fee has doubled", "Mara Selwyn")]),
    ("As noted by Mara Selwyn, the fee has doubled.", [said("the fee has doubled", "Mara Selwyn")]),
    ("The fee has doubled, as Mara Selwyn noted in March.", [said("The fee has doubled", "Mara Selwyn")]),
    ("The fee, as Mara Selwyn noted, has doubled.", [said(("The fee", "has doubled"), "Mara Selwyn")]),
    ("“The fee is a tax,” as Mara Selwyn put it.", [said("The fee is a tax", "Mara Selwyn")]),
    ("In Mara Selwyn's view, the fee is a tax.", [said("the fee is a tax", "Mara Selwyn")]),
    (
        "Sales fell by a tenth, according to figures published by Marl Research.",
        [said("Sales fell by a tenth", "Marl Research")],
    ),
    (
        "According to Mara Selwyn, the vendor's partner programme “has lost its way”.",
        [said("the vendor's partner programme “has lost its way”", "Mara Selwyn")],
    ),
    (
        "According to Mara Selwyn, an analyst at Marl Research, the programme is too complex.",
        [said("the programme is too complex", "Mara Selwyn", "analyst", "Marl Research")],
    ),
]

PASSIVE = [
    ("Partners were told by Mara Selwyn that the fee would double.", [said("the fee would double", "Mara Selwyn")]),
    ("Partners were told that the fee would double.", [said("the fee would double", None)]),
    ("It was announced on Monday that the plant would close.", [said("the plant would close", None)]),
    ("The court heard that the van had no brakes.", [said("the van had no brakes", None)]),
    ("Mara Selwyn is expected to say that the plant will close.", [said("the plant will close", "Mara Selwyn")]),
    (
        "Mara Selwyn is understood to have told friends that she would leave.",
        [said("she would leave", "Mara Selwyn")],
    ),
]

NOUNS = [
    ("Mara Selwyn's warning that the fee would double went unheard.", [said("the fee would double", "Mara Selwyn")]),
    ("Mara Selwyn's claim that stock had run out was rejected.", [said("stock had run out", "Mara Selwyn")]),
    (
        "The guild dismissed Mara Selwyn's claim that stock had run out.",
        [said("stock had run out", "Mara Selwyn")],
    ),
    ("A warning by Mara Selwyn that stock was low fell flat.", [said("stock was low", "Mara Selwyn")]),
]

ENDS = [
    ("Mara Selwyn said the fee was too high and left the room.", [said("the fee was too high", "Mara Selwyn")]),
    ("Mara Selwyn said stock was low and cut her forecast.", [said("stock was low", "Mara Selwyn")]),
    (
        "Mara Selwyn said the vendor had a plan and raised the rebate.",
        [said("the vendor had a plan and raised the rebate", "Mara Selwyn")],
    ),
    (
        "Mara Selwyn said the fee was high but that partners would stay.",
        [said("the fee was high but that partners would stay", "Mara Selwyn")],
    ),
    (
        "Mara Selwyn said stock was low, a claim that few in the trade believe.",
        [said("stock was low", "Mara Selwyn")],
    ),
    (
        "Mara Selwyn said sales were up and Dev Purcell said they were down.",
        [said("sales were up", "Mara Selwyn"), said("they were down", "Dev Purcell")],
    ),
    (
        "Mara Selwyn said she was “tired” but insisted she would “carry on”.",
        [said("she was “tired”", "Mara Selwyn"), said("she would “carry on”", "Mara Selwyn")],
    ),
    (
        "Dealers believe the fee will go; vendors insist that it will stay.",
        [said("the fee will go", "Dealers"), said("it will stay", "vendors")],
    ),
    ("Mara Selwyn told delegates the fee would double.", [said("the fee would double", "Mara Selwyn")]),
    (
        "Mara Selwyn told a meeting in the town hall she would resign.",
        [said("she would resign", "Mara Selwyn")],
    ),
]

NOTHING = [
    "Mara Selwyn did not say whether the fee would double.",
    "Mara Selwyn never said that the fee would double.",
    "The council would not confirm when the road would open.",
    "You could say that the deal was doomed.",
    "One might argue that the deal was doomed.",
    "The council refused to comment on the road.",
    "Easy come, easy go, as they say.",
    "There are fears that the plant will close.",
]


@pytest.mark.parametrize(("text", "expected"), BESIDE + PASSIVE + NOUNS + ENDS)
def test_form(text, expected):
    assert extracted(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_no_statement(text):
    assert read(text) == []


def test_verbs_that_go_with_quotations():
    assert extracted("“It is what it is,” shrugged Mara Selwyn.") == [said("It is what it is", "Mara Selwyn")]
    assert extracted("Mara Selwyn hit back: “The fee is fair.”") == [said("The fee is fair.", "Mara Selwyn")]
