"""English speakers: pronouns, descriptions, roles on either side of a name, firms given elsewhere in the article."""

import pytest

from corpus.types import SpeakerType
from tests.corpus.test_attribution_en import extracted, read, said

ROLES = [
    (
        "“Demand is back,” said Oskar Lindqvist, chief executive of Torvane Robotics.",
        [said("Demand is back", "Oskar Lindqvist", "chief executive", "Torvane Robotics")],
    ),
    (
        "“Demand is back,” Torvane Robotics chief executive Oskar Lindqvist said.",
        [said("Demand is back", "Oskar Lindqvist", "chief executive", "Torvane Robotics")],
    ),
    (
        "Maud Ferrier, a professor of computer science at Wexcombe University's Hollis School, said the law was vague.",
        [
            said(
                "the law was vague",
                "Maud Ferrier",
                "professor of computer science",
                "Wexcombe University's Hollis School",
            )
        ],
    ),
    (
        "Former Revenue Office spokeswoman Dana Kilbride wrote that the briefing was a mistake.",
        [said("the briefing was a mistake", "Dana Kilbride", "former Revenue Office spokeswoman", "Revenue Office")],
    ),
    ("Sen. Maud Ferrier said the bill would pass.", [said("the bill would pass", "Maud Ferrier", "Sen.")]),
    (
        "Vermont Senator Maud Ferrier said the bill would pass.",
        [said("the bill would pass", "Maud Ferrier", "Vermont Senator")],
    ),
    (
        "Pieter Vance, chief of the Danish parliament's energy committee, acknowledged the cable was late.",
        [said("the cable was late", "Pieter Vance", "chief", "Danish parliament's energy committee")],
    ),
    (
        "Pieter Vance, an independent candidate hoping to unseat the mayor, said the count was fair.",
        [said("the count was fair", "Pieter Vance", "independent candidate")],
    ),
    (
        "Pieter Vance, who owns the Danish reseller Nordkabel, said the count was fair.",
        [said("the count was fair", "Pieter Vance", "owner", "Nordkabel")],
    ),
    (
        "Lena Strand, whose company, Brightmoor Data, hosts the archive, said the disks were full.",
        [said("the disks were full", "Lena Strand", None, "Brightmoor Data")],
    ),
    (
        "Lena Strand, a research fellow and deputy treasurer of the charity Openreef, said the disks were full.",
        [said("the disks were full", "Lena Strand", "research fellow and deputy treasurer", "Openreef")],
    ),
    (
        "Lena Strand, head of AI research at Brightmoor Data, said the model was small.",
        [said("the model was small", "Lena Strand", "head of AI research", "Brightmoor Data")],
    ),
    (
        "Lena Strand, channel director for EMEA at Brightmoor, said discounts would end.",
        [said("discounts would end", "Lena Strand", "channel director for EMEA", "Brightmoor")],
    ),
    (
        "Lena Strand of Brightmoor Data said discounts would end.",
        [said("discounts would end", "Lena Strand", None, "Brightmoor Data")],
    ),
    ("A Labour MP said his group was divided.", [said("his group was divided", "Labour MP", "MP", "Labour")]),
    (
        "Analysts from every corner of the market are worried it could end badly.",
        [said("it could end badly", "Analysts from every corner of the market")],
    ),
]

LATER = [
    (
        "Lena Strand, chief executive of Brightmoor, met Pieter Vance on Monday. Strand said the deal was close.",
        [said("the deal was close", "Lena Strand", "chief executive", "Brightmoor")],
    ),
    (
        "“Demand is back,” said Lena Strand, a director at Brightmoor. Rivals frown. She said that orders had doubled.",
        [
            said("Demand is back", "Lena Strand", "director", "Brightmoor"),
            said("orders had doubled", "Lena Strand", "director", "Brightmoor"),
        ],
    ),
    (
        "Lena Strand met Pieter Vance in Oslo. “It went well,” he said. “We will sign,” she said.",
        [said("It went well", "Pieter Vance"), said("We will sign", "Lena Strand")],
    ),
    (
        "Lena Strand, a director at Brightmoor, praised the Torvane Group. She said the offer was fair.",
        [said("the offer was fair", "Lena Strand", "director", "Brightmoor")],
    ),
    (
        "Lena Strand leads the analysts at Brightmoor. Pieter Vance runs sales. Vance's budget was cut. "
        "“We will cope,” he said.",
        [said("We will cope", "Pieter Vance")],
    ),
    (
        "Maud Ferrier, an analyst at Hollis Research, sees no recovery. The analyst said that stocks were high.",
        [said("stocks were high", "Maud Ferrier", "analyst", "Hollis Research")],
    ),
    (
        "Colin Tate, credit director at Marrow Supply, met Lena Strand, channel director at Brightmoor. "
        "The credit director said that defaults had doubled.",
        [said("defaults had doubled", "Colin Tate", "credit director", "Marrow Supply")],
    ),
    (
        "Pieter Vance, chief of the harbour authority, opened the pier. The official said the work had been cheap.",
        [said("the work had been cheap", "Pieter Vance", "chief", "harbour authority")],
    ),
    (
        "Rep. Maud Ferrier voted against. The Boston Democrat asserted that the bill was flawed.",
        [said("the bill was flawed", "Maud Ferrier", "Rep.")],
    ),
    (
        "Kim Aldous opened the fair in Leeds. The president of Quillon Systems, a firm of forty, has a new plan. "
        "“We will hire,” Aldous said.",
        [said("We will hire", "Kim Aldous", "president", "Quillon Systems")],
    ),
    (
        "Backup vendor Ostrava Labs has raised its prices. “Energy costs more,” the vendor said in a statement.",
        [said("Energy costs more", "Ostrava Labs")],
    ),
    (
        "The Dealers Guild is unhappy. It believes that the fee will be raised again.",
        [said("the fee will be raised again", "Dealers Guild")],
    ),
    (
        "Brightmoor has raised its prices. Colin Tate, the vendor's channel director for EMEA, defended the step. "
        "Costs, Tate argued, had doubled.",
        [said(("Costs", "had doubled"), "Colin Tate", "channel director for EMEA", "Brightmoor")],
    ),
    (
        "Many resellers stay away. They say that the margin is too low.",
        [said("the margin is too low", "resellers")],
    ),
    (
        "According to figures from Hollis Research, sales of laptops fell by a tenth.",
        [said("sales of laptops fell by a tenth", "Hollis Research")],
    ),
    ("“It will not sell,” a source close to Strand said.", [said("It will not sell", "source close to Strand")]),
    ("Shares fell again, The Courier reported.", [said("Shares fell again", "The Courier")]),
    (
        "Judge Maud Ferrier spoke next. Pieter Vance, director of Openreef, a group that helps small shops, listened. "
        "“It is fair,” Vance pointed out to the Courier.",
        [said("It is fair", "Pieter Vance", "director", "Openreef")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_role_and_firm_beside_the_name(text, expected):
    assert extracted(text) == expected


@pytest.mark.parametrize(("text", "expected"), LATER)
def test_speaker_named_elsewhere(text, expected):
    assert extracted(text) == expected


def test_organisation_is_no_person():
    speaker = read("Brightmoor Data said that orders had doubled.")[0].speaker

    assert (speaker.name, speaker.type) == ("Brightmoor Data", SpeakerType.ORGANIZATION)


def test_pronoun_of_the_other_gender_is_left_unknown():
    assert extracted("Pieter Vance left. She said the deal was off.") == [said("the deal was off", None)]
