"""What pages work out from answers and articles, without a browser."""

from __future__ import annotations

import random
import time

import pytest

from api.web.views.bars import closeness, pieces
from api.web.views.columns import in_front, layout, turn
from api.web.views.marking import Cover, covers, paragraphs, stance_of
from api.web.views.quoting import citation, in_marks, in_pieces, web_link


def shown(made):
    return "\n\n".join("".join(piece.text for piece in paragraph.pieces) for paragraph in made)


def test_an_article_is_cut_at_every_boundary_of_nested_and_overlapping_stretches():
    text = "😀 abcdefghij 𝔷"  # code points outside the first plane: offsets are not those of JavaScript
    marked = [Cover(2, 12, "outer", "content"), Cover(4, 7, "inner", "content"), Cover(10, 14, "other", "source")]
    (paragraph,) = paragraphs(text, 0, marked)
    assert [(piece.text, piece.parts, piece.statements, piece.opened) for piece in paragraph.pieces] == [
        ("😀 ", (), (), ()),
        ("ab", ("content",), ("outer",), ("outer",)),
        ("cde", ("content",), ("inner", "outer"), ("inner",)),
        ("fgh", ("content",), ("outer",), ()),
        ("ij", ("content", "source"), ("other", "outer"), ()),
        (" 𝔷", ("source",), ("other",), ()),
    ]


def test_a_stretch_over_several_paragraphs_is_marked_in_each_and_opened_once():
    text = "say: one\n\n\ntwo\n \nthree end"
    made = paragraphs(text, 0, [Cover(5, len(text) - 4, "s", "content")])
    found = [[(piece.text, piece.statements, piece.opened) for piece in one.pieces] for one in made]
    assert found == [
        [("say: ", (), ()), ("one", ("s",), ("s",))],
        [("two", ("s",), ())],
        [("three", ("s",), ()), (" end", (), ())],
    ]


def test_headings_of_markdown_stand_alone_and_their_signs_apart():
    text = "# Head\nBody one\n##  Second 😀\n\n#no heading\n\n####### none"
    said = Cover(2, text.index("no") + 1, "s", "content")
    made = paragraphs(text, 0, [said, Cover(0, 4, "t", "content")])
    assert [(one.start, one.level, one.sign, "".join(piece.text for piece in one.pieces)) for one in made] == [
        (0, 1, "# ", "Head"),
        (7, 0, "", "Body one"),
        (16, 2, "##  ", "Second 😀"),
        (text.index("#no"), 0, "", "#no heading"),
        (text.index("#######"), 0, "", "####### none"),
    ]
    opened = [name for one in made for piece in one.pieces for name in piece.opened]
    assert sorted(opened) == ["s", "t"]
    marked = [piece.text for one in made for piece in one.pieces if "s" in piece.statements]
    assert marked == ["He", "ad", "Body one", "Second 😀", "#n"]


def test_paragraphs_that_are_strong_throughout_are_shown_so_without_the_signs():
    text = "**A question?**\n\n**two** of **them**\n\n** no **\n\n__So\ntoo__\n"
    made = paragraphs(text, 0, [Cover(0, 4, "s", "content"), Cover(13, 15, "t", "cue")])
    shown = [(one.sign, one.closing, one.strong, "".join(piece.text for piece in one.pieces)) for one in made]
    assert shown == [
        ("**", "**", True, "A question?"),
        ("", "", False, "**two** of **them**"),
        ("", "", False, "** no **"),
        ("__", "__", True, "So\ntoo"),
    ]
    assert [(piece.text, piece.opened) for piece in made[0].pieces] == [("A ", ("s",)), ("question?", ())]


def test_random_stretches_lose_no_text_and_cover_what_they_should():
    chance = random.Random(7)  # noqa: S311 - nothing is kept secret by it
    for _ in range(200):
        text = "".join(chance.choice("ab \n😀# **") for _ in range(80))
        marked = []
        for number in range(chance.randrange(8)):
            start = chance.randrange(80)
            marked.append(Cover(start, chance.randrange(start, 81), str(number), chance.choice(["content", "cue"])))
        for paragraph in paragraphs(text, 0, marked):
            place = paragraph.start + len(paragraph.sign)
            for piece in paragraph.pieces:
                assert text[place : place + len(piece.text)] == piece.text
                for offset in range(place, place + len(piece.text)):
                    over = {one.statement for one in marked if one.start <= offset < one.end}
                    assert set(piece.statements) == over
                place += len(piece.text)
        blank = paragraphs(text, 0, marked)
        kept = sum(len(one.sign + one.closing) + sum(len(piece.text) for piece in one.pieces) for one in blank)
        assert kept >= len("".join(text.split()))


def test_an_article_of_a_megabyte_with_thousands_of_statements_is_cut_at_once():
    text = ("A sentence that somebody says, of no great length at all.\n\n" * 18_000)[:1_000_000]
    marked = [Cover(at, at + 40, str(at), "content") for at in range(0, len(text) - 60, 180)]
    began = time.process_time()
    made = paragraphs(text, 0, marked)
    assert time.process_time() - began < 2
    assert len(made) == text.count("\n\n") + 1
    assert sum(len(piece.opened) for one in made for piece in one.pieces) == len(marked)


def test_stretches_of_a_statement():
    statement = {
        "id": "s",
        "content": [{"start": 1, "end": 3}, {"start": 7, "end": 9}],
        "cue": {"start": 4, "end": 6},
        "source": None,
        "opinions": [{"polarity": "sceptical", "cues": [{"start": 2, "end": 3}]}],
    }
    assert [(one.start, one.end, one.part) for one in covers(statement, with_stance=True)] == [
        (1, 3, "content"),
        (7, 9, "content"),
        (4, 6, "cue"),
        (2, 3, "stance"),
    ]
    assert len(list(covers(statement))) == 3


@pytest.mark.parametrize(
    ("polarities", "side"),
    [
        ((), "neutral"),
        (("neutral",), "neutral"),
        (("neutral", "sceptical"), "sceptical"),
        (("supportive", "sceptical"), "mixed"),
        (("supportive", "mixed"), "mixed"),
    ],
)
def test_the_side_of_a_statement_over_its_topics(polarities, side):
    assert stance_of([{"polarity": one} for one in polarities]) == side


def voice(stance, *hits):
    return {"stance": stance, "statements": [{"stance": side, "date": day} for side, day in hits]}


def answer(intent, stance, answers, opposing=()):
    sides = {"supportive": 9, "sceptical": 9, "mixed": 0, "neutral": 0}
    return {
        "interpretation": {"intent": intent, "stance": stance},
        "answers": answers,
        "opposing": opposing,
        "sides": sides,
    }


def test_the_side_asked_for_stands_against_the_other():
    found = layout(answer("who", "supportive", [voice("supportive")], [voice("sceptical"), voice("sceptical")]))
    assert [(column.title, len(column.voices), column.count) for column in found.facing] == [
        ("column-supportive", 1, 9),
        ("column-sceptical", 2, 9),
    ]


def test_an_answer_without_a_side_is_divided_where_there_are_both():
    voices = [voice("neutral"), voice("supportive"), voice("sceptical"), voice("mixed"), voice("sceptical")]
    found = layout(answer("topic", None, voices))
    assert [(column.side, len(column.voices)) for column in found.facing] == [("sceptical", 2), ("supportive", 1)]
    assert found.others
    assert [one["stance"] for one in found.others.voices] == ["neutral", "mixed"]
    alone = layout(answer("what", None, voices[:2]))
    assert [(column.title, len(column.voices)) for column in alone.facing] == [("column-answers", 2)]
    assert alone.others is None


def test_those_who_disagree_stand_against_the_one_asked_for():
    found = layout(answer("disagree", None, [voice("supportive")], [voice("sceptical")]))
    assert [column.title for column in found.facing] == ["column-disagree", "column-anchor"]


def test_a_speaker_on_both_sides_is_told_in_the_order_of_time():
    found = turn(voice("mixed", ("supportive", "2025-03-04"), ("neutral", "2024-01-01"), ("sceptical", "2023-05-16")))
    assert found
    assert [one["date"] for one in found] == ["2023-05-16", "2025-03-04"]
    assert turn(voice("sceptical", ("sceptical", "2023-05-16"), ("mixed", None))) is None


def test_of_each_side_the_statement_that_answers_best_tells_the_turn():
    sides = [
        ("supportive", "2025-03-04"),
        ("sceptical", "2023-05-16"),
        ("sceptical", "2024-01-01"),
        ("supportive", None),
    ]
    told = voice("mixed", *sides)
    for number, hit in enumerate(told["statements"]):
        hit["id"] = str(number)
    found = turn(told)
    assert found
    assert [one["id"] for one in found] == ["1", "0"]
    front, rest = in_front(told, 1)
    assert ([one["id"] for one in front], [one["id"] for one in rest]) == (["0", "1"], ["2", "3"])


def test_a_bar_has_a_piece_for_each_side_and_is_full():
    found = pieces({"supportive": 1, "sceptical": 2, "mixed": 0, "neutral": 1})
    assert [(one.side, one.start, one.width) for one in found] == [
        ("sceptical", 0, 50),
        ("neutral", 50, 25),
        ("supportive", 75, 25),
    ]
    assert pieces({}) == []
    assert [closeness(value) for value in (0, 0.35, 0.6, 0.8, 1)] == [1, 2, 3, 4, 4]


def test_a_quotation_to_paste_names_speaker_source_and_day():
    hit = {
        "text": "Marże spadają",
        "kind": "direct",
        "language": "pl",
        "headline": "Marże",
        "document": "a.txt",
        "publisher": "Kurier",
        "date": "2024-05-16",
    }
    said = citation(hit, {"name": "Jan Nowak"}, "prezes", "Alfa", "nikt")
    assert said == "„Marże spadają” — Jan Nowak, prezes, Alfa (Marże, Kurier, 16 maja 2024)"
    reported = {**hit, "kind": "indirect", "language": "en", "headline": None, "publisher": None, "date": None}
    assert citation(reported, None, None, None, "Nobody named") == "Marże spadają — Nobody named (a.txt)"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.com/a?b=c", "https://example.com/a?b=c"),
        ("HTTP://example.com", "HTTP://example.com"),
        (" https://example.com ", "https://example.com"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,<script>alert(1)</script>", None),
        ("vbscript:x", None),
        ("//example.com", None),
        ("https:", None),
        ("http://[::1", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_pages_become_links(url, link):
    assert web_link(url) == link


def test_what_stands_between_the_pieces_of_a_quotation_is_marked_as_left_out():
    spans = [{"start": 0, "end": 5, "text": "A “b”"}, {"start": 20, "end": 24, "text": "If c"}]
    hit = {"text": "A “b” If c", "kind": "direct", "language": "en", "headline": "H", "publisher": None, "date": None}
    assert in_pieces(hit) == "A “b” If c"
    assert in_pieces({**hit, "content": spans[:1]}) == "A “b”"
    assert in_pieces({**hit, "spans": spans}) == "A “b” […] If c"
    assert citation({**hit, "spans": spans}, None, "owner", None, "nobody") == "“A “b” […] If c” — nobody, owner (H)"


def test_words_have_one_pair_of_marks():
    assert in_marks("bez ciastka") == "„bez ciastka”"
    assert in_marks("„szybkimi audytami” i więcej") == "„szybkimi audytami” i więcej"
