"""Plain pages for people who come back from an identity provider while no frontend is configured.

They hold no script and load nothing; whatever is on them is ours, but for the reference and the support contact, which
are escaped.
"""

import base64
import hashlib
from functools import cache
from html import escape
from pathlib import Path

from starlette.responses import Response

_STYLE = Path(__file__).resolve().parent.parent / "static" / "pages" / "page.css"

_NO_FORMS = "; form-action 'none'"

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{paragraphs}
</main>
</body>
</html>
"""


def page(title: str, paragraphs: list[str], status: int = 200, retry_after_seconds: int | None = None) -> Response:
    """A page with a heading and paragraphs of plain text."""
    style, policy = _style()
    body = "\n".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    headers = {"Content-Security-Policy": policy}
    if retry_after_seconds is not None:
        headers["Retry-After"] = str(retry_after_seconds)
    text = _PAGE.format(title=escape(title), style=style, paragraphs=body)
    return Response(text, status, headers, media_type="text/html")


def button_page(title: str, text: str, action: str) -> Response:
    """The same with one button, which posts to ``action``, a path of our own, and is called as the page is.

    Where the answer sends the browser next may be elsewhere, so the policy says nothing of forms; and the browser says
    where the request comes from, which it would not with ``no-referrer`` (Fetch §3.2.5).
    """
    style, policy = _style()
    form = f'<form method="post" action="{escape(action)}"><button>{escape(title)}</button></form>'
    content = f"<p>{escape(text)}</p>\n{form}"
    headers = {"Content-Security-Policy": policy.removesuffix(_NO_FORMS), "Referrer-Policy": "same-origin"}
    shown = _PAGE.format(title=escape(title), style=style, paragraphs=content)
    return Response(shown, 200, headers, media_type="text/html")


@cache
def _style() -> tuple[str, str]:
    """The style sheet and the policy that allows it alone (CSP Level 3 §2.3.1, hash-source)."""
    text = _STYLE.read_text(encoding="utf-8")
    proof = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    allowed = f"default-src 'none'; style-src 'sha256-{proof}'; img-src data:"
    return text, f"{allowed}; frame-ancestors 'none'; base-uri 'none'{_NO_FORMS}"
