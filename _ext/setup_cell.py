"""Fold the set-up cell, the same in every notebook, away in the page; notebooks and downloads keep it open."""

import json

from sphinx.application import Sphinx

TAG = "setup"
PROMPT = {"code_prompt_show": "Set-up for Colab (nothing to read here)", "code_prompt_hide": "Hide the set-up"}


def fold(app: Sphinx, docname: str, source: list[str]) -> None:
    """Tag the set-up cell of a notebook ``hide-input`` before it is parsed."""
    if not app.env.doc2path(docname).endswith(".ipynb"):
        return
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        tags = cell.get("metadata", {}).get("tags", [])
        if TAG in tags:
            tags += ["hide-input", "remove-output"]
            cell["metadata"].setdefault("mystnb", {}).update(PROMPT)
    source[0] = json.dumps(notebook)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.connect("source-read", fold)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
