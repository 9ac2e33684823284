"""Articles that try to bring markup and scripts into the pages: everything is shown as text, nothing runs."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

import pytest

from api.compose import open_engine
from corpus.store import Store
from corpus.types import Article, Language, Opinion, Polarity, Span, Speaker, SpeakerType, Statement, StatementKind
from tests.api.web.conftest import served_here

PAYLOADS = [
    "<script>window.__xss=1</script>",
    "</script><script>window.__xss=1</script>",
    "<img src=x onerror=window.__xss=1>",
    "<svg onload=window.__xss=1>",
    "<svg><script>window.__xss=1</script></svg>",
    "<svg><animate onbegin=window.__xss=1 attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:window.__xss=1"><text>x</text></a></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror="window.__xss=1">',
    '<math href="javascript:window.__xss=1">x</math>',
    '"><script>window.__xss=1</script>',
    "'><img src=x onerror=window.__xss=1>",
    '" onmouseover="window.__xss=1" autofocus onfocus="window.__xss=1" x="',
    "' onfocus='window.__xss=1' autofocus x='",
    "` onfocus=window.__xss=1 autofocus `",
    "<iframe srcdoc='<script>parent.__xss=1</script>'></iframe>",
    "<iframe src=javascript:parent.__xss=1>",
    "<a href=javascript:window.__xss=1>click</a>",
    "<details open ontoggle=window.__xss=1>",
    "<input autofocus onfocus=window.__xss=1>",
    "<body onload=window.__xss=1>",
    "<style>@import 'javascript:window.__xss=1';body{display:none}</style>",
    "<link rel=stylesheet href=data:text/css,body{display:none}>",
    "<meta http-equiv=refresh content='0;url=javascript:window.__xss=1'>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example/><button>x",
    "<object data=javascript:window.__xss=1><embed src=javascript:window.__xss=1>",
    "<noscript><p title='</noscript><img src=x onerror=window.__xss=1>'>",
    "<!--><img src=x onerror=window.__xss=1>-->",
    "<textarea></textarea><img src=x onerror=window.__xss=1>",
    "<div hx-get=/logout hx-trigger=load hx-on:load=window.__xss=1>",
    "{{7*7}}{{config}}{% for x in [1] %}x{% endfor %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "&lt;script&gt;window.__xss=1&lt;/script&gt;",
    "javascript:window.__xss=1//<b>",
    "\u202e<script>window.__xss=1</script>\u200f",
]
SUBJECT = "Cloud incentives look bad"
# What no page of ours has: handlers in attributes, scripts and frames of others, addresses that run or lead elsewhere.
FOREIGN = r"""() => {
    const bad = [];
    const never = ["iframe", "object", "embed", "base", "math", "style", "animate", "noscript", "img"];
    for (const one of document.querySelectorAll("*")) {
        const name = one.localName;
        if (never.includes(name)) bad.push(name);
        if (name === "script" && !one.getAttribute("src").startsWith("/static/")) bad.push(one.outerHTML);
        for (const attribute of one.attributes) {
            if (/^on|^hx-on|^srcdoc$/.test(attribute.name)) bad.push(attribute.name);
            if (!/^(href|src|action|formaction|xlink:href|hx-get)$/.test(attribute.name)) continue;
            const leads = new URL(attribute.value, location.href);
            const out = one.rel === "noopener noreferrer nofollow" && leads.protocol === "https:";
            if (leads.origin !== location.origin && !out) bad.push(attribute.value);
        }
    }
    if (window.__xss !== undefined) bad.push("a script ran");
    return bad;
}"""


def hostile(number, payload):
    """An article with a payload wherever text can stand, and a statement in it."""
    said = f"{SUBJECT} {payload}"
    text = f"{payload} Before it. “{said}” tells {payload} Ann{number}. After it, {payload}"
    start = text.index(said)
    content = Span(start, start + len(said), said)
    cue = Span(content.end + 2, content.end + 7, "tells")
    name = f"{payload} Ann{number}"
    source = Span(cue.end + 1, cue.end + 1 + len(name), name)
    article = Article(
        id=f"{number:016x}",
        document=f"{payload}{number}.txt",
        text=text,
        language=Language.EN,
        headline=f"{payload} headline {number}",
        url=("javascript:window.__xss=1" if number % 2 else f"https://example.com/{payload}"),
        publisher=f"{payload} press",
        date_published=date(2024, 5, 16),
        authors=(payload, f"{payload} author"),
        location=f"/hostile/{number}",
    )
    statement = Statement(
        id=f"{number + 4096:016x}",
        article_id=article.id,
        kind=StatementKind.DIRECT if number % 3 else StatementKind.INDIRECT,
        language=Language.EN,
        content=(content,),
        cue=cue,
        source=source,
        speaker=Speaker(name, SpeakerType.PERSON if number % 2 else SpeakerType.ORGANIZATION),
        role=payload,
        firm=f"{payload} Ltd {number}",
        opinions=(
            Opinion("cloud-incentives", 0.9, Polarity.SCEPTICAL, -0.8, (Span(start, start + 5, said[:5]),)),
            Opinion(f"x{payload}", 0.5, Polarity.SUPPORTIVE, 0.5),
        ),
        confidence=0.9,
    )
    return article, statement


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """A server over nothing but hostile articles, and its folder."""
    folder = tmp_path_factory.mktemp("hostile")
    with Store.open(folder) as store:
        for number, payload in enumerate(PAYLOADS, 1):
            article, statement = hostile(number, payload)
            store.put(article, [statement])
    with open_engine(folder) as engine:
        assert len(engine.index) == len(PAYLOADS)
    with served_here(folder) as address:
        yield address


@pytest.fixture
def visit(attacked, open_page):
    """Opens pages one after the other in one window, and looks for what an article may have brought."""
    page = open_page(attacked)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    def opened(path):
        answer = page.goto(f"{attacked}{path}")
        assert "'unsafe" not in answer.headers["content-security-policy"]
        assert page.evaluate(FOREIGN) == [], path
        assert dialogs == []
        return page

    return opened


def visible(text):
    return "".join(text.split())


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ask?q=who+is+sceptical+about+cloud+incentives&limit=100",
        "/ask?q=who+is+sceptical+about+cloud+incentives&limit=100&lang=pl",
        "/search?limit=100",
        "/search?q=cloud+incentives&limit=100",
        "/people?limit=100",
        "/firms?limit=100",
        "/topics",
        "/articles?limit=100",
    ],
)
def test_pages_of_many_articles_bring_nothing_but_text(visit, path):
    page = visit(path)
    shown = visible(page.locator("body").inner_text())
    for payload in PAYLOADS if path.startswith(("/search?limit", "/articles")) else []:
        assert visible(payload.strip("\u202e\u200f")) in shown


@pytest.mark.parametrize("number", range(1, len(PAYLOADS) + 1), ids=lambda number: PAYLOADS[number - 1][:24])
def test_an_article_shows_its_payload_as_text(visit, number):
    article, statement = hostile(number, PAYLOADS[number - 1])
    page = visit(f"/statements/{statement.id}")
    for locator, text in [
        (".article-head h1", article.headline),
        (".chosen-card h2", statement.speaker.name),
        (".chosen-card blockquote", statement.text),
    ]:
        assert visible(text) in visible(page.locator(locator).inner_text())
    page.locator(".flag").first.evaluate("one => one.remove()")
    assert visible(article.text) == visible(page.locator(".text").inner_text())
    link = page.get_by_role("link", name="Original")
    if number % 2:
        assert link.count() == 0
        assert article.url in page.locator(".article-head").inner_text()
    else:
        assert link.get_attribute("href") == article.url.strip()
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    page.locator(".said.content").first.hover()
    assert page.evaluate(FOREIGN) == []


def test_what_is_typed_into_an_address_comes_back_as_text(visit):
    for payload in PAYLOADS[::3]:
        typed = quote(payload)
        for path in (f"/search?q={typed}", f"/people?query={typed}", f"/articles?publisher={typed}%20press"):
            page = visit(path)
            if path.startswith("/people"):
                assert page.get_by_role("searchbox").input_value() == payload.strip("\n")


def test_errors_repeat_what_was_sent_as_text(visit, said_on_console):
    for payload in PAYLOADS[:12]:
        for path in (f"/ask?q=cloud&topic={quote(payload)}", f"/nosuch/{quote(payload, safe='')}"):
            assert visit(path).locator(".problem").count() == 1
    assert all("422" in one or "404" in one for one in said_on_console)
    said_on_console.clear()
