"""Mend what the stock theme and its components leave inaccessible or broken."""

import re
from typing import Any

from sphinx.application import Sphinx

# The empty corner of a table is no heading of anything.
EMPTY_HEADING = re.compile(r"<th\b([^>]*)>(?:<p></p>)?\s*</th>")
# What a screen reader is told must contain what the eye reads, so the visible words are left to speak for themselves.
REPLACEMENTS = {'<summary aria-label="Toggle hidden content">': "<summary>"}
# The arrow that unfolds a part of the table of contents has no words at all.
ARROW, NAMED_ARROW = "<summary>", '<summary aria-label="Show or hide the pages below">'


def mend(_app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Rewrite what the theme's template is about to take."""
    body = context.get("body") or ""
    for old, new in REPLACEMENTS.items():
        body = body.replace(old, new)
    context["body"] = EMPTY_HEADING.sub(r"<td\1></td>", body)
    if contents := context.get("generate_toctree_html"):
        context["generate_toctree_html"] = lambda *args, **kwargs: _named(contents(*args, **kwargs))
    context["script_files"] = [script for script in context.get("script_files", []) if not _is_thebe(script)]


def _named(contents: Any) -> Any:
    return str(contents).replace(ARROW, NAMED_ARROW) if ARROW in str(contents) else contents


def _is_thebe(script: Any) -> bool:
    """Tell whether a script belongs to Thebe, which we do not use and which is declared twice (an error)."""
    body = getattr(script, "attributes", {}).get("body") or ""
    return "THEBE_JS_URL" in body or "sphinx-thebe" in str(getattr(script, "filename", script))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", mend, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
