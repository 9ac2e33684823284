"""The OpenAPI description as a page that needs no script and nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter()
_STYLE = """
body {
  max-width: 56rem; margin: 2rem auto; padding: 0 1rem;
  font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; overflow-wrap: anywhere;
}
code, pre { font-family: ui-monospace, monospace; font-size: .9rem }
pre { padding: .75rem; overflow-x: auto; background: #f4f4f4; border: 1px solid #ddd }
h2 { margin-top: 2.5rem; border-top: 1px solid #ddd; padding-top: 1.5rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #eee }
a { color: #1d4f91 }
@media (max-width: 40rem) {
  thead { display: none }
  tr, td { display: block; border: 0; padding: 0 }
  tr { border-bottom: 1px solid #ddd; padding: .5rem 0 }
}
@media (prefers-color-scheme: dark) {
  body { color: #e6e8eb; background: #14171c }
  pre { background: #1d2229; border-color: #39414d }
  h2, tr, th, td { border-color: #39414d }
  a { color: #8ab4f0 }
}
"""


def _style_source() -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"


@router.get("/docs", include_in_schema=False, response_class=HTMLResponse)
def documentation(request: Request) -> HTMLResponse:
    """Every operation with its parameters and an example."""
    policy = f"default-src 'none'; style-src {_style_source()}; frame-ancestors 'none'; base-uri 'none'"
    page = "\n".join(_page(request.app.openapi()))
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


def _page(api: dict[str, Any]) -> Iterator[str]:
    info = api["info"]
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style></head><body><main>"
    yield f"<h1>{escape(info['title'])} API {escape(info['version'])}</h1>"
    yield f"<p>{escape(info['summary'])} {escape(info['description'])}</p>"
    yield '<p>For machines: <a href="/openapi.json">openapi.json</a></p>'
    for path, operations in api["paths"].items():
        for method, operation in operations.items():
            yield from _operation(method, path, operation, api)
    yield "</main></body></html>"


def _operation(method: str, path: str, operation: dict[str, Any], api: dict[str, Any]) -> Iterator[str]:
    yield f'<h2 id="{escape(operation["operationId"])}">{escape(operation["summary"])}</h2>'
    yield f"<p><code>{method.upper()} {escape(path)}</code></p>"
    yield "".join(f"<p>{escape(part)}</p>" for part in operation.get("description", "").split("\n\n"))
    parameters = operation.get("parameters", [])
    if parameters:
        yield "<table><thead><tr><th>Parameter</th><th>Meaning</th><th>Values</th></tr></thead><tbody>"
        yield from (_parameter(parameter) for parameter in parameters)
        yield "</tbody></table>"
    example = _example(operation, api)
    if example is not None:
        shown = escape(json.dumps(example, ensure_ascii=False, indent=2))
        yield f"<details><summary>Example of a response</summary><pre>{shown}</pre></details>"


def _parameter(parameter: dict[str, Any]) -> str:
    needed = " (needed)" if parameter.get("required") else ""
    name = f"<code>{escape(parameter['name'])}</code>{needed}"
    meaning = escape(parameter.get("description", ""))
    return f"<tr><td>{name}</td><td>{meaning}</td><td>{escape(_values(parameter['schema']))}</td></tr>"


def _values(schema: dict[str, Any]) -> str:
    """What a parameter may be, in words."""
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    parts = [_kind(kind) for kind in kinds]
    if "default" in schema and schema["default"] not in (None, ""):
        parts.append(f"default {schema['default']}")
    return "; ".join(part for part in parts if part)


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}"
    if "examples" in schema:
        return "such as " + ", ".join(str(example) for example in schema["examples"])
    return ""


def _example(operation: dict[str, Any], api: dict[str, Any]) -> Any:
    """The example that the response's schema carries, if any."""
    content = operation["responses"].get("200", {}).get("content", {})
    name = str(content.get("application/json", {}).get("schema", {}).get("$ref", "")).rpartition("/")[2]
    examples = api["components"]["schemas"].get(name, {}).get("examples", [])
    return examples[0] if examples else None
