"""How a question was understood: every condition can be taken away by a link, and the others stay."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from api.web.views.chips import Chip, Chips
from corpus.types import Language
from search.serialise import answer_to_dict

QUESTIONS = [
    "who is sceptical about cloud incentives since 2024",
    "kto krytykuje programy partnerskie w polskich artykułach",
    "what do distributors say about margins",
    "co dystrybutorzy mówią o marżach",
    "who disagrees with Graham Ottley about cloud since 2023",
    "kto zgadza się z Grahamem Ottleyem w sprawie chmury od 2023",
    "which firms support NIS2 since 2023",
    "które firmy popierają NIS2 od 2023",
    "how many people are sceptical about marketplaces since 2023",
    "ile osób krytykuje platformy sprzedażowe od 2023",
    "compare Ottley and Nambiar on marketplaces since 2023",
    "porównaj Ottleya i Nambiar w sprawie platform sprzedażowych od 2023",
    "who changed their mind about cloud incentives since 2024",
    "kto zmienił zdanie w sprawie zachęt do sprzedaży chmury od 2024",
    "what does Bogdan Cichy of Lipowy Serwer say since 2024",
]


def asked(client, address):
    """What the JSON twin of an address understood, and on which kind of page."""
    parts = urlsplit(address)
    found = client.get(f"/v1{parts.path}", params=parse_qsl(parts.query))
    assert found.status_code == 200, found.text
    return parts.path, found.json()


def chips_of(client, engine, address) -> tuple[dict, list[Chip]]:
    _, answer = asked(client, address)
    given = dict(parse_qsl(urlsplit(address).query))
    return answer["interpretation"], list(Chips(answer["interpretation"], given, engine.scheme, Language.EN).all())


@pytest.mark.parametrize("question", QUESTIONS)
def test_taking_one_condition_away_keeps_the_others(client, engine, question):
    address = str(client.build_request("GET", "/ask", params={"q": question}).url.copy_with(scheme="http"))
    read, chips = chips_of(client, engine, address)
    assert {chip.kind for chip in chips} >= {"intent"}
    removable = [chip for chip in chips if chip.without and chip.kind != "intent"]
    assert removable
    for chip in removable:
        path, found = asked(client, chip.without)
        if path == "/search":
            expected = {**read["filters"], **({"stance": read["stance"]} if read["stance"] else {})}
            expected.pop(chip.kind, None)
            assert found["filters"] == expected, chip
            assert found["query"] == ("" if chip.kind == "words" else read["target"])
            continue
        now = found["interpretation"]
        assert now["filters"] == {key: value for key, value in read["filters"].items() if key != chip.kind}, chip
        assert now["stance"] == (None if chip.kind == "stance" else read["stance"]), chip
        assert now["topics"] == read["topics"], chip
        assert (now["compared"], now["anchor"]) == (read["compared"], read["anchor"]), chip
        if read["intent"] not in ("who", "what", "topic"):
            assert now["intent"] == read["intent"], chip


def test_a_condition_of_the_address_is_left_out_of_it(client, engine):
    _, chips = chips_of(client, engine, "/ask?q=cloud+incentives&language=pl&stance=sceptical")
    without = {chip.kind: chip.without for chip in chips}
    assert without["language"] == "/ask?q=cloud+incentives&stance=sceptical"
    assert without["stance"] == "/ask?q=cloud+incentives&language=pl"
    assert without["intent"] == "/search?q=cloud+incentives&language=pl&stance=sceptical"


def test_the_side_can_be_turned_round(client, engine):
    _, chips = chips_of(client, engine, "/ask?q=who+is+sceptical+about+cloud+incentives")
    turned = next(chip.turned for chip in chips if chip.kind == "stance")
    _, found = asked(client, turned)
    assert found["interpretation"]["stance"] == "supportive"
    assert [one["stance"] for one in found["answers"]] == ["supportive"] * found["sides"]["supportive"] != []


def test_sides_count_all_speakers_also_those_that_are_not_shown(client):
    few = client.get("/v1/ask", params={"q": "cloud incentives", "limit": 1}).json()
    all_of_them = client.get("/v1/ask", params={"q": "cloud incentives", "limit": 100}).json()
    counted = [voice["stance"] for voice in all_of_them["answers"]]
    assert few["sides"] == all_of_them["sides"] == {side: counted.count(side) for side in few["sides"]}
    assert len(few["answers"]) == 1 < len(counted)


def test_a_role_is_a_condition_of_asking_and_searching(client, engine):
    assert answer_to_dict(engine.ask("margins"))["sides"] != {"supportive": 0, "sceptical": 1, "mixed": 0, "neutral": 0}
    found = client.get("/v1/ask", params={"q": "margins", "role": "distributors"}).json()
    assert found["interpretation"]["filters"] == {"role": "distributors"}
    assert [voice["speaker"]["name"] for voice in found["answers"]] == [
        voice["speaker"]["name"]
        for voice in client.get("/v1/ask", params={"q": "what do distributors say about margins"}).json()["answers"]
    ]
