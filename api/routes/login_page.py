"""The page to log in on: no script, nothing from elsewhere, Polish and English."""

from __future__ import annotations

import base64
import hashlib
from html import escape

_STYLE = """
body { max-width: 26rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a;
  background: #fff }
label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit }
input, button { padding: .6rem; margin: .4rem 0 1rem; border: 1px solid #555; border-radius: .3rem }
button { background: #1d4ed8; color: #fff; border-color: #1d4ed8 }
[role=alert] { padding: .6rem; border-left: .3rem solid #b91c1c; background: #fef2f2 }
"""
_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
#: With ``no-referrer`` browsers would send ``Origin: null`` with the form, as for pages of strangers.
LOGIN_HEADERS = {"Content-Security-Policy": _POLICY, "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}


def login_page(wanted: str, *, refused: bool = False, wait: int = 0) -> str:
    """The page as HTML.

    :param wanted: the path to go to afterwards.
    :param refused: whether a key has just been refused.
    :param wait: seconds until the next key is looked at; 0: now.
    """
    message = ""
    if wait:
        message = (
            f'<p role="alert">Za dużo błędnych kluczy. Spróbuj ponownie za {wait} s. '
            f'<span lang="en">Too many wrong keys. Try again in {wait} s.</span></p>'
        )
    elif refused:
        message = (
            '<p role="alert">Klucz jest nieznany, wygasł albo został odwołany. '
            '<span lang="en">The key is unknown, has expired or was revoked.</span></p>'
        )
    return f"""<!doctype html>
<html lang="pl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>quotegraph</title><style>{_STYLE}</style></head>
<body><main><h1>quotegraph</h1>{message}
<form method="post" action="/login">
<input type="hidden" name="next" value="{escape(wanted)}">
<label for="key">Klucz dostępu / <span lang="en">Access key</span></label>
<input id="key" name="key" type="password" autocomplete="current-password" required maxlength="200" autofocus>
<button type="submit">Zaloguj / <span lang="en">Log in</span></button>
</form></main></body></html>
"""
