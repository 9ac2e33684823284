"""The graph to explore, in a real browser."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import networkx as nx

from tests.api.web.conftest import accessible
from tests.api.web.screens import SCREENS, until

ANNA = "person:anna-kowalczyk"
DRAWN = "quotegraphExplorer.nodes().map(node => node.id()).sort()"


def in_list(page):
    return sorted(page.locator("#twin [data-node]").evaluate_all("all => all.map(one => one.dataset.node)"))


@SCREENS
def test_the_drawing_the_list_and_the_twin_are_of_the_same(site, open_page, width, language):
    page = open_page(f"{site}/graph", width=width, language=language)
    until(page, "!!window.quotegraphExplorer")
    twin = page.request.get(site + page.locator("link[rel=alternate]").get_attribute("href")).json()
    ids = sorted(node["id"] for node in twin["nodes"])
    assert page.evaluate(DRAWN) == in_list(page) == ids
    assert len(ids) > 30
    accessible(page)


def test_a_name_starts_and_a_node_is_opened_and_hidden(site, open_page):
    page = open_page(f"{site}/graph")
    until(page, "!!window.quotegraphExplorer")
    seen = page.evaluate(DRAWN)
    page.get_by_label("Person, firm or topic").fill("Lipowy Serwer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/graph?node=Lipowy+Serwer&overview=true")
    until(page, "quotegraphExplorer.nodes('[?open]').length === 1")
    assert page.locator("#details h2").inner_text() == "Lipowy Serwer"
    assert set(seen) <= set(page.evaluate(DRAWN))
    page.get_by_label("Person, firm or topic").fill("Anna Kowalczyk")
    page.keyboard.press("Enter")
    until(page, "quotegraphExplorer.nodes('[?open]').length === 2")
    assert set(seen) <= set(page.evaluate(DRAWN))
    page.locator("#details").get_by_role("link", name="Only this one").click()
    page.wait_for_url("**/graph?node=person%3Aanna-kowalczyk")
    until(page, f"{DRAWN}.length < 20")
    near = page.evaluate(DRAWN)
    assert ANNA in near
    assert "firm:dataskarpa" in near
    assert "topic:cloud-incentives" in near
    page.evaluate("void quotegraphExplorer.getElementById('topic:cloud-incentives').emit('dbltap')")
    page.wait_for_url("**node=topic%3Acloud-incentives*")
    until(page, f"{DRAWN}.includes('person:bogdan-cichy')")
    assert set(near) <= set(page.evaluate(DRAWN))
    page.evaluate("void quotegraphExplorer.getElementById('person:bogdan-cichy').emit('tap')")
    assert page.locator("#details h2").inner_text() == "Bogdan Cichy"
    page.locator("#details").get_by_role("button", name="Hide").click()
    page.wait_for_url("**hide=person%3Abogdan-cichy*")
    until(page, f"!{DRAWN}.includes('person:bogdan-cichy')")
    assert page.evaluate(DRAWN) == in_list(page)
    shared = open_page(page.url)
    assert shared.evaluate(DRAWN) == page.evaluate(DRAWN)
    page.locator("[data-do=back]").click()
    until(page, f"{DRAWN}.includes('person:bogdan-cichy')")


@SCREENS
def test_labels_are_readable_at_first_sight(site, open_page, width, language):
    page = open_page(f"{site}/graph", width=width, language=language)
    until(page, "!!window.quotegraphExplorer")
    labels = page.evaluate(
        """quotegraphExplorer.nodes(':visible').filter(node => node.style("label")).map(node => {
            const box = node.renderedBoundingBox({includeNodes: false, includeEdges: false, includeOverlays: false});
            return {name: node.style("label"), size: node.numericStyle("font-size") * quotegraphExplorer.zoom(),
                said: node.data("statements"), ...box};
        })"""
    )
    assert len(labels) > 8
    assert min(one["size"] for one in labels) >= 12.9
    for number, one in enumerate(labels):
        for other in labels[number + 1 :]:
            aside = one["x2"] <= other["x1"] or other["x2"] <= one["x1"]
            assert aside or one["y2"] <= other["y1"] or other["y2"] <= one["y1"], (one["name"], other["name"])
    most = page.evaluate("quotegraphExplorer.nodes().max(node => node.data('statements')).ele.data('name')")
    assert most in [one["name"] for one in labels]
    before = len(labels)
    for _ in range(4):
        page.locator("[data-do=in]").click()
    until(page, f"quotegraphExplorer.nodes().filter(node => node.style('label')).length > {before}")


def test_filters_narrow_what_is_seen(site, open_page):
    page = open_page(f"{site}/graph?node={ANNA}")
    page.get_by_text("Filters").click()
    for name in ("Firm", "Person", "Group"):
        page.locator("fieldset").first.get_by_label(name).uncheck()
    for name in ("supportive", "mixed", "neutral"):
        page.locator("[name=stance]").and_(page.get_by_label(name)).uncheck()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**kind=topic*")
    until(page, f"!{DRAWN}.includes('firm:dataskarpa')")
    view = page.request.get(f"{site}/v1/graph/view?node={ANNA}&kind=topic&stance=sceptical").json()
    assert page.evaluate(DRAWN) == sorted(node["id"] for node in view["nodes"])
    held = [edge for edge in view["edges"] if edge["kind"] == "HOLDS"]
    assert {edge["polarity"] for edge in held} == {"sceptical"}
    assert {edge["source"] for edge in held} == {ANNA}
    accessible(page)


def test_the_drawing_is_used_by_keyboard(site, open_page):
    page = open_page(f"{site}/graph?node={ANNA}")
    until(page, "!!window.quotegraphExplorer")
    page.locator("#drawing").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("quotegraphExplorer.nodes(':selected').map(node => node.data('name'))")
    assert [page.locator("#details h2").inner_text()] == chosen
    before = page.evaluate("quotegraphExplorer.zoom()")
    page.keyboard.press("+")
    assert page.evaluate("quotegraphExplorer.zoom()") > before
    page.locator("#within").fill("dataskarpa")
    assert page.evaluate("quotegraphExplorer.nodes('.found').map(node => node.id())") == ["firm:dataskarpa"]


def test_an_edge_leads_to_the_words_behind_it(site, open_page):
    page = open_page(f"{site}/graph?node={ANNA}")
    until(page, "!!window.quotegraphExplorer")
    page.evaluate(
        "void quotegraphExplorer.edges('[kind = \"HOLDS\"]')"
        ".filter(edge => edge.target().id() === 'topic:cloud-incentives'"
        f" && edge.source().id() === '{ANNA}').emit('tap')"
    )
    page.locator("#details").get_by_role("link", name="The words behind it").click()
    page.wait_for_url(f"**/people/{ANNA}?topic=cloud-incentives*")
    assert page.locator("#statements .quoted").count() > 0


def test_what_is_seen_is_exported(site, open_page, tmp_path):
    page = open_page(f"{site}/graph?node={ANNA}")
    until(page, "!!window.quotegraphExplorer")
    drawn = page.evaluate(DRAWN)
    files = {}
    for name in ("graphml", "json", "svg", "png"):
        page.locator(".menu summary").click()
        with page.expect_download() as got:
            page.locator(f"[data-export={name}]").click()
        files[name] = tmp_path / got.value.suggested_filename
        got.value.save_as(files[name])
        page.locator(".menu summary").click()
    assert sorted(nx.read_graphml(files["graphml"])) == drawn
    assert sorted(node["id"] for node in json.loads(files["json"].read_text())["nodes"]) == drawn
    assert len(ElementTree.parse(files["svg"]).findall(".//{*}g")) == len(drawn)  # noqa: S314 - our own
    assert files["png"].read_bytes().startswith(b"\x89PNG")


def test_the_graph_is_there_without_scripts(site, open_page):
    page = open_page(f"{site}/graph?node={ANNA}", java_script_enabled=False)
    assert ANNA in in_list(page)
    page.locator(f"[data-node='{ANNA}'] summary").click()
    page.locator("[data-node='topic:cloud-incentives'] summary").click()
    page.locator("[data-open='topic:cloud-incentives']").click()
    assert "person:bogdan-cichy" in in_list(page)


def test_an_unknown_name_is_told(site, open_page):
    page = open_page(f"{site}/graph?node={ANNA}")
    until(page, "!!window.quotegraphExplorer")
    before = page.evaluate(DRAWN)
    answer = page.request.get(f"{site}/graph?node=Nobody+Ever")
    assert answer.status == 422
    assert "Nobody Ever" in answer.text()
    assert page.evaluate(DRAWN) == before
