"""Who English words mean: people who speak together, rare first names, seats of power, firms told in a sentence."""

import pytest

from corpus.types import SpeakerType
from tests.corpus.test_attribution_en import extracted, read, said

TOGETHER = [
    ("Mara Selwyn and Dev Purcell said the rules were unclear.", "Mara Selwyn and Dev Purcell"),
    ("“The rules are unclear,” said Mara Selwyn and Dev Purcell.", "Mara Selwyn and Dev Purcell"),
    (
        "Mara Selwyn, head of sales at Brindle, and her colleague Dev Purcell, a lawyer, said the rules were unclear.",
        "Mara Selwyn and Dev Purcell",
    ),
    (
        "Mara Selwyn, Dev Purcell and Hugh Lott told the inquiry that nobody had called.",
        "Mara Selwyn, Dev Purcell and Hugh Lott",
    ),
    ("Tom and Ann Rudd said the road was unsafe.", "Tom Rudd and Ann Rudd"),
    (
        "Mara Selwyn met Dev Purcell on Monday. Selwyn and Purcell said the talks had failed.",
        "Mara Selwyn and Dev Purcell",
    ),
]


@pytest.mark.parametrize(("text", "names"), TOGETHER)
def test_people_who_speak_together(text, names):
    (statement,) = read(text)
    assert statement.speaker is not None
    assert (statement.speaker.name, statement.speaker.type) == (names, SpeakerType.GROUP)
    assert statement.confidence < 0.9


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Harrow and Finch said sales were up.", "Harrow and Finch"),
        ("Mara Selwyn of Brindle and Sons said sales were up.", "Mara Selwyn"),
    ],
)
def test_one_speaker_with_and_in_the_name(text, name):
    (statement,) = read(text)
    assert statement.speaker is not None
    assert statement.speaker.name == name


WHO = [
    (
        "Peter Lott, a farmer, opened the shop. Caspian Dowd, his accountant, joined in May. “It was hard,” he said.",
        [said("It was hard", "Caspian Dowd", "accountant")],
    ),
    (
        "Peter Lott, a farmer, opened the shop. Zorvan Dowd, his accountant, joined in May. “It was hard,” he said.",
        [said("It was hard", "Zorvan Dowd", "accountant")],
    ),
    (
        "Ann Lott, a farmer, opened the shop. Zorvan Dowd, her accountant, joined in May. “It was hard,” she said.",
        [said("It was hard", "Ann Lott", "farmer")],
    ),
    (
        "Tom Ashdown and Nina Corrie founded Brindlex in 2009. “It was cold,” she said.",
        [said("It was cold", "Nina Corrie", None, "Brindlex")],
    ),
    (
        "Nina Corrie has covered the trade for Marl Research since May. “It is cold,” she said.",
        [said("It is cold", "Nina Corrie", None, "Marl Research")],
    ),
    (
        "Nina Corrie, who runs the channel in Europe for cloud vendor Brindlex, said stock was low.",
        [said("stock was low", "Nina Corrie", None, "Brindlex")],
    ),
    (
        "The mayor of Dunmere, Hugh Lott, said the plan would fail.",
        [said("the plan would fail", "Hugh Lott", "mayor of Dunmere")],
    ),
    (
        "A Department of Roads spokeswoman said: “We are aware of the report.”",
        [said("We are aware of the report.", "Department of Roads spokeswoman", "spokeswoman", "Department of Roads")],
    ),
    ("The country's largest union, Brindlex, said it would strike.", [said("it would strike", "Brindlex")]),
    ("A statement from Brindlex said: “We are closed.”", [said("We are closed.", "Brindlex")]),
    ("Her mother, Ann Rudd, said: “She was a joy.”", [said("She was a joy.", "Ann Rudd")]),
    (
        "One user wrote: “The show is over.” Another added: “What a shame.”",
        [said("The show is over.", "user"), said("What a shame.", "user")],
    ),
    (
        "Some 62 per cent of dealers said the fee was fair. About 30 per cent said it was not.",
        [said("the fee was fair", "Some 62 per cent of dealers"), said("it was not", "About 30 per cent of dealers")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHO)
def test_who(text, expected):
    assert extracted(text) == expected


@pytest.mark.parametrize("seat", ["Downing Street", "Buckingham Palace", "City Hall", "The Kremlin", "Number 10"])
def test_a_seat_of_power_speaks_as_an_institution(seat):
    (statement,) = read(f"{seat} said the talks had failed.")
    assert statement.speaker is not None
    assert statement.speaker.type is SpeakerType.ORGANIZATION
    assert statement.speaker.name == seat.removeprefix("The ")
