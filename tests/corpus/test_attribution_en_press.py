"""English press passages as a whole: an article of several people, firms and kinds of quotation."""

import pytest

from tests.corpus.test_attribution_en import extracted, said

TRADE = [
    (
        "Hackers claim to have stolen data from Obermoor, one of the country's largest hosting firms. "
        'The company said it was "aware of an incident".\n'
        '"We are working around the clock," CEO Lena Strand said in a message. She added: "Nothing was lost."',
        [
            said('it was "aware of an incident"', "Obermoor"),
            said("We are working around the clock", "Lena Strand", "CEO", "Obermoor"),
            said("Nothing was lost.", "Lena Strand", "CEO", "Obermoor"),
        ],
    ),
    (
        "“Partners ask one thing,” says Paul Devlin, managing director of UK distributor Exa Supply. "
        "“And we have no answer.”\n"
        "Devlin is not alone. “Nobody saw this coming,” adds Priti Shah, who runs Manchester-based reseller Cobalt IT.",
        [
            said(
                ("Partners ask one thing", "And we have no answer."),
                "Paul Devlin",
                "managing director",
                "Exa Supply",
            ),
            said("Nobody saw this coming", "Priti Shah", None, "Cobalt IT"),
        ],
    ),
    (
        "Cloud distributor Marrow Supply is to cut 200 jobs, it announced on Thursday. "
        'In a memo to staff, chief operating officer Jonas Peck wrote that the firm "grew too fast".',
        [
            said("Cloud distributor Marrow Supply is to cut 200 jobs", "Marrow Supply"),
            said('the firm "grew too fast"', "Jonas Peck", "chief operating officer", "Marrow Supply"),
        ],
    ),
    (
        "“Resellers want fewer portals,” says Wendy Okafor, VP of channel sales at Ostrava Labs. "
        "Okafor, who joined last year, believes that half of them will go.",
        [
            said("Resellers want fewer portals", "Wendy Okafor", "VP of channel sales", "Ostrava Labs"),
            said("half of them will go", "Wendy Okafor", "VP of channel sales", "Ostrava Labs"),
        ],
    ),
    (
        "US chipmaker Fentex said that demand was weak.",
        [said("demand was weak", "Fentex")],
    ),
]

NEWS = [
    (
        "Bank of Wexcombe chief Harriet Dunmore has warned that rates could stay high. "
        'Speaking on Tuesday, she said inflation was "stubborn".',
        [
            said("rates could stay high", "Harriet Dunmore", "chief", "Bank of Wexcombe"),
            said('inflation was "stubborn"', "Harriet Dunmore", "chief", "Bank of Wexcombe"),
        ],
    ),
    (
        "Prime Minister Edmund Farrow, who faces a vote next week, told reporters he was “confident”. "
        "Mr Farrow's spokesman said that the letter was a fake.",
        [
            said("he was “confident”", "Edmund Farrow", "Prime Minister"),
            said("the letter was a fake", "Mr Farrow's spokesman", "spokesman"),
        ],
    ),
    (
        "Dr Amara Nwosu, lead author of the study, which was published in Northern Medicine, said the risk was small.",
        [said("the risk was small", "Amara Nwosu", "lead author")],
    ),
    (
        'The commissioner, Thierry Vantard, described the rules as "balanced", but activists said they were too weak.',
        [
            said("balanced", "Thierry Vantard", "commissioner"),
            said("they were too weak", "activists"),
        ],
    ),
    (
        'Coach Sam Ortega praised his players. "They ran until the end," the 48-year-old said. "I am proud of them."',
        [said(("They ran until the end", "I am proud of them."), "Sam Ortega", "Coach")],
    ),
    (
        "The actress wrote: “I am heartbroken.” Her agent, Bill Stanton, confirmed that the show was over.",
        [said("I am heartbroken.", "actress", "actress"), said("the show was over", "Bill Stanton", "agent")],
    ),
    ("Sources told the Courier the deal was close.", [said("the deal was close", "Sources")]),
    ("Ms Okoye has denied any wrongdoing.", [said("any wrongdoing", "Okoye")]),
    (
        'The union accused ministers of "hiding behind the numbers".',
        [said("hiding behind the numbers", "union")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TRADE + NEWS)
def test_passage(text, expected):
    assert extracted(text) == expected
