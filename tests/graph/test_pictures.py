"""Pictures say what the data say: counts, order and sides are read back from the SVG and from the figure's data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.pictures import BarsBy, network_picture, stances_picture, timeline_picture
from corpus.errors import NotFoundError, UsageError
from corpus.store import Store
from corpus.topics import default_scheme
from corpus.types import Language, Polarity, Speaker, SpeakerType
from graph.entities import entity_graph
from graph.pictures.bars import Bar, draw_bars
from graph.pictures.canvas import check_format, shortened
from graph.pictures.network import network_of
from tests.corpus.store_samples import article, opinion, said

FOR, AGAINST, MIXED, NEUTRAL = Polarity.SUPPORTIVE, Polarity.SCEPTICAL, Polarity.MIXED, Polarity.NEUTRAL
VOICES = {  # by speaker: side and score, day
    "Anna Żurawska": [(AGAINST, -0.8, date(2024, 1, 9)), (FOR, 0.7, date(2025, 3, 1))],
    "Piotr Lisiecki": [(AGAINST, -0.6, date(2024, 2, 2)), (AGAINST, -0.6, date(2024, 5, 2))],
    "Olaf Wrzos": [(FOR, 0.9, date(2024, 2, 2))],
    "Ewa $x^2$ 😀 שלום": [(MIXED, 0.0, date(2024, 3, 3)), (FOR, 0.5, date(2024, 3, 4)), (NEUTRAL, 0.0, None)],
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data") as made:
        number = 0
        for name, steps in VOICES.items():
            for side, score, day in steps:
                number += 1
                of = article(f"słowo numer {number}", location=f"/{number}.txt", date_published=day)
                speaker = Speaker(name, SpeakerType.PERSON)
                made.put(of, [said(of, "słowo", speaker, opinions=(opinion("cloud-incentives", side, score),))])
        yield made


def texts(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    return ["".join(one.itertext()).strip() for one in root.iter("{http://www.w3.org/2000/svg}text")]


def test_bars_have_against_on_the_left_and_all_counts_in_words(store: Store) -> None:
    svg = stances_picture(store, default_scheme(), "cloud", None, Language.EN, "svg")
    shown = texts(svg)
    order = [shown.index(name) for name in ("Olaf Wrzos", "Anna Żurawska", "Piotr Lisiecki")]
    assert order == sorted(order)  # the most in favour above
    assert "Cloud computing: for and against" in shown
    assert any("topic: 8" in text for text in shown)
    assert {"← sceptical", "supportive →", "neutral"} <= set(shown)


def test_a_bar_lies_left_by_what_is_against() -> None:
    bar = Bar("x", supportive=3, sceptical=5, mixed=2, neutral=9)
    assert (bar.left, bar.right, bar.balance) == (-6.0, 4.0, -0.2)
    assert Bar("x", 0, 0, 0, 4).balance == 0.0


def test_counts_of_sides_are_those_of_the_statements(store: Store) -> None:
    found = store.sides("speaker_id", topics=["cloud-incentives"])
    assert found["person:piotr-lisiecki"] == {FOR: 0, AGAINST: 2, MIXED: 0, NEUTRAL: 0}
    assert store.sides("topic", until=date(2024, 2, 28)) == {
        "cloud-incentives": {FOR: 1, AGAINST: 2, MIXED: 0, NEUTRAL: 0}
    }
    assert store.sides("firm_id") == {}


def test_a_network_has_camps_of_those_who_agree_and_the_most_quoted_only(store: Store) -> None:
    graph = entity_graph(store, default_scheme(), until=date(2024, 12, 31))
    found = network_of(graph, ["topic:cloud-incentives"])
    sides = {seat.label: found.camps[seat.camp].score > 0 for seat in found.seats}
    assert sides == {"Anna Żurawska": False, "Piotr Lisiecki": False, "Olaf Wrzos": True, "Ewa $x^2$ 😀 שלום": True}
    assert len({seat.angle for seat in found.seats}) == 4
    few = network_of(graph, ["topic:cloud-incentives"], limit=2)
    assert sorted(seat.label for seat in few.seats) == ["Ewa $x^2$ 😀 שלום", "Piotr Lisiecki"]
    svg = network_picture(graph, default_scheme(), "cloud", Language.PL, "svg", 2)
    assert any("najczęściej cytowani: 2 z 4" in text for text in texts(svg))


def test_a_timeline_tells_the_change_of_side_in_both_languages(store: Store) -> None:
    args = (store, default_scheme(), "person:anna-zurawska", None)
    assert "changed sides 1 March 2025" in texts(timeline_picture(*args, Language.EN, "svg"))
    assert "zmiana strony 1 marca 2025" in texts(timeline_picture(*args, Language.PL, "svg"))
    assert "Zachęty do sprzedaży chmury" in texts(timeline_picture(*args, Language.PL, "svg"))


def test_the_same_data_give_the_same_bytes_and_png_has_its_size(store: Store) -> None:
    made = [stances_picture(store, default_scheme(), None, BarsBy.TOPIC, Language.PL, "svg") for _ in range(2)]
    assert made[0] == made[1]
    root = ElementTree.fromstring(made[0])  # noqa: S314 - our own
    told = root.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "Za i przeciw"
    assert told.startswith("Wypowiedzi, liczone raz na każdy temat: 8")
    png = timeline_picture(store, default_scheme(), "person:olaf-wrzos", None, Language.EN, "png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) == 1800  # nine inches of two hundred dots


def test_odd_names_are_shown_without_formulas_and_warnings(store: Store) -> None:
    name = next(one.id for one in store.people() if one.name.startswith("Ewa"))
    svg = timeline_picture(store, default_scheme(), name, None, Language.EN, "svg")
    assert any("$x^2$" in text for text in texts(svg))
    assert shortened("a" * 50, 10) == "a" * 9 + "…"
    assert shortened("Ewa 漢\x07", 10) == "Ewa □□"
    bars = draw_bars([Bar("Ω" * 200, 1, 0, 0, 0)], "t", "c", Language.EN, "svg")
    assert re.search("Ω{39}…", bars.decode())


def test_what_cannot_be_drawn_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gardening"):
        stances_picture(store, default_scheme(), "gardening", None, Language.EN, "svg")
    with pytest.raises(NotFoundError, match="nothing is said"):
        stances_picture(store, default_scheme(), "ransomware", None, Language.EN, "svg")
    with pytest.raises(UsageError, match=r"use \.svg or \.png"):
        check_format(".jpg")


def test_the_command_writes_the_file_and_says_so(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "camps.svg"
    args = ["--data", str(tmp_path / "data"), "plot"]
    done = CliRunner().invoke(app, [*args, "network", "cloud", "-o", str(out), "--language", "pl"])
    assert done.exit_code == 0, done.output
    assert "Chmura obliczeniowa: kto z kim się zgadza" in texts(out.read_bytes())
    assert CliRunner().invoke(app, [*args, "timeline", "Żurawskiej", "-o", str(tmp_path / "t.png")]).exit_code == 0
    assert CliRunner().invoke(app, [*args, "stances", "-o", str(tmp_path / "s.svg")]).exit_code == 0
    wrong = CliRunner().invoke(app, [*args, "stances", "-o", str(tmp_path / "s.gif")])
    assert wrong.exit_code != 0
    assert not (tmp_path / "s.gif").exists()
