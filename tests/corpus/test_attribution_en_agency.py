"""English agency reports, local news and sport: datelines, asides, appositions, what the reporter adds."""

from time import process_time

import pytest

from corpus.types import SpeakerType
from tests.corpus.test_attribution_en import extracted, read, said

DATELINE = [
    (
        "LONDON, March 3 (Agency) - Grocery chain Pellmore said it would close 40 stores.",
        [said("it would close 40 stores", "Pellmore")],
    ),
    (
        "AUSTIN, Texas – Oct. 9 – Sales of tents will rise, Pellmore said.",
        [said("Sales of tents will rise", "Pellmore")],
    ),
    (
        "DUNMERE — Boat builder Pellmore cut 40 jobs, saying that rents had doubled.",
        [said("rents had doubled", "Pellmore")],
    ),
]

ASIDES = [
    ("Hugh Lott – who left in May – said the road was shut.", [said("the road was shut", "Hugh Lott")]),
    ("Hugh Lott (Ind, Quayside) said the road was shut.", [said("the road was shut", "Hugh Lott")]),
    ("Hugh Lott, 54, of Elm Street, said the road was shut.", [said("the road was shut", "Hugh Lott")]),
    (
        "Shares in the firm fell, Ann Rudd, governor of the Bank of Dunmere, said on Monday.",
        [said("Shares in the firm fell", "Ann Rudd", "governor of the Bank of Dunmere")],
    ),
    (
        "“We won,” said its general counsel, Ann Rudd.",
        [said("We won", "Ann Rudd", "general counsel")],
    ),
    (
        "The Dealers Guild, whose director, Ann Rudd, says rents are too high, has 40 members.",
        [said("rents are too high, has 40 members", "Ann Rudd", "director", "Dealers Guild")],
    ),
    ("One of them, Korrex, said it was full.", [said("it was full", "Korrex")]),
]

ENDS = [
    (
        "The bridge will open in June, Ann Rudd has said, in a step that drivers hope will cut queues.",
        [said("The bridge will open in June", "Ann Rudd"), said("will cut queues", "drivers")],
    ),
    (
        "Korrex denied it was for sale, after a rival was seen in its yard.",
        [said("it was for sale", "Korrex")],
    ),
    (
        "Ann Rudd said profit would double but debt rose 4% in the spring.",
        [said("profit would double", "Ann Rudd")],
    ),
    (
        "Ann Rudd said dealers had known for years that the plant was full.",
        [said("dealers had known for years that the plant was full", "Ann Rudd")],
    ),
    (
        "No shop in town, Ann Rudd said, would survive a winter of that kind.",
        [said(("No shop in town", "would survive a winter of that kind"), "Ann Rudd")],
    ),
    (
        "Dealers agreed: half of them said rents were too high.",
        [said("rents were too high", "half of them")],
    ),
    ("Ann Rudd told us she had begun to pack.", [said("she had begun to pack", "Ann Rudd")]),
    ("Ann Rudd called the new toll unfair.", [said("unfair", "Ann Rudd")]),
    (
        "Korrex expects a good year, its finance director Ann Rudd said.",
        [said("Korrex expects a good year", "Ann Rudd", "finance director", "Korrex")],
    ),
    (
        "“We are ready,” she said, adding that they would “wait and see”. Ann Rudd left.",
        [said("We are ready", None), said("they would “wait and see”", None)],
    ),
    (
        "A porter said more cuts could follow.",
        [said("more cuts could follow", "porter")],
    ),
]

WHO = [
    (
        "Tom Kell left early. A spokeswoman for Dunmere Museum was calm. She said the hall would open.",
        [said("the hall would open", "spokeswoman for Dunmere Museum", "spokeswoman", "Dunmere Museum")],
    ),
    (
        "The leader of the minority said the vote would go ahead. Ann Rudd said it would be close.",
        [
            said("the vote would go ahead", "Ann Rudd", "leader of the minority"),
            said("it would be close", "Ann Rudd", "leader of the minority"),
        ],
    ),
    (
        "Brindlex, the leader in backup for schools, said sales had doubled.",
        [said("sales had doubled", "Brindlex")],
    ),
    ("Research house Brindlex believes prices will fall.", [said("prices will fall", "Brindlex")]),
    (
        "“It hurts,” said Luis Arno, owner of Leeds-based Brindlex.",
        [said("It hurts", "Luis Arno", "owner", "Brindlex")],
    ),
    ("“It hurts,” Sen. Ann Rudd of New Mexico told the chamber.", [said("It hurts", "Ann Rudd", "Sen.")]),
    (
        "Head coach Rosa Vidal was calm. “He is first in,” the Spaniard said.",
        [said("He is first in", "Rosa Vidal", "Head coach")],
    ),
]


LATE = [
    (
        "Ann Rudd, general secretary of Brindlex, said schools were full.",
        [said("schools were full", "Ann Rudd", "general secretary", "Brindlex")],
    ),
    (
        "Ann Rudd, owner of IT trade body Brindlex, said schools were full.",
        [said("schools were full", "Ann Rudd", "owner", "Brindlex")],
    ),
    (
        "Sergeant Mel Tarrant arrived late. “We were stuck,” she said.",
        [said("We were stuck", "Mel Tarrant", "Sergeant")],
    ),
    (
        "Ann Rudd was asked about her plans. Asked again, Rudd smiled: “You will have to wait until May.”",
        [said("You will have to wait until May.", "Ann Rudd")],
    ),
    ("Not all dealers see it that way.", []),
    ("Ann Rudd's warning came a week after the fire.", []),
    ("The alleged victim has left the town.", []),
]


def test_text_without_full_stops_takes_time_in_proportion_to_its_length():
    text = "Ann Rudd said the fee was high and that it would go and "
    times = []
    for copies in (100, 800):
        begun = process_time()
        read(text * copies)
        times.append((process_time() - begun) / copies)
    assert times[1] < 4 * times[0]


@pytest.mark.parametrize(("text", "expected"), DATELINE + ASIDES + ENDS + WHO + LATE)
def test_report(text, expected):
    assert extracted(text) == expected


def test_a_firm_described_as_leader_is_no_person():
    (statement,) = read("Brindlex, the leader in backup for schools, said sales had doubled.")
    assert statement.speaker is not None
    assert statement.speaker.type is SpeakerType.ORGANIZATION
