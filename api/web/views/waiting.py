"""How many statements wait in the queue that a browser shows, for parts of its page that htmx asks for."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from fastapi import Request
from pydantic import ValidationError

from api.routes.review import ReviewParameters
from search.engine import Engine

_PAGE = "/review"


def waiting(request: Request, engine: Engine) -> int:
    """How many statements nobody has decided on yet, under the condition of the page that the request comes from."""
    at = urlsplit(request.headers.get("HX-Current-URL", ""))
    asked = dict(parse_qsl(at.query)) if at.path == _PAGE else {}
    wanted = {name: asked[name] for name in ("max_confidence",) if name in asked}
    try:
        parameters = ReviewParameters.model_validate(wanted)
    except ValidationError:  # an address that was made up: the page itself would refuse it
        parameters = ReviewParameters()
    return engine.store.count_undecided(parameters.max_confidence)
