"""Mend what the stock theme and its components leave inaccessible."""

from typing import Any

from sphinx.application import Sphinx

# What a screen reader is told must contain what the eye reads, so the visible words are left to speak for themselves.
REPLACEMENTS = {'<summary aria-label="Toggle hidden content">': "<summary>"}


def mend(_app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Rewrite the body of a page before the theme's template takes it."""
    for old, new in REPLACEMENTS.items():
        if body := context.get("body"):
            context["body"] = body.replace(old, new)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
