"""Show neighbouring code cells tagged ``torch`` and ``keras`` as two tabs, PyTorch and Keras.

The notebook keeps its cells one below the other, as JupyterLab and Colab need them; only the page has tabs. Choosing a
framework once chooses it for every pair, on every page of the visit.
"""

from collections.abc import Iterator
from itertools import groupby

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx_design.shared import create_component

FRAMEWORKS = {"tag_torch": ("PyTorch", "torch"), "tag_keras": ("Keras", "keras")}
SYNC_GROUP = "framework"


class FrameworkTabs(SphinxTransform):
    """Replace each run of torch cells that touches a run of keras cells by one set of tabs."""

    default_priority = 820  # after MyST-NB has made its cells, before the pages are written

    def apply(self) -> None:
        """Rewrite the document in place."""
        for parent in {cell.parent for cell in self.document.findall(_framework)}:
            for pair in list(_pairs(parent)):
                parent.insert(parent.index(pair[0][0]), _tab_set(pair))
                for cell in (cell for cells in pair for cell in cells):
                    parent.remove(cell)


def _framework(node: nodes.Node) -> str | None:
    """Return the tag of a framework's cell, or None for any other node."""
    classes = node.get("classes", []) if isinstance(node, nodes.container) else []
    return next((tag for tag in FRAMEWORKS if tag in classes and "cell" in classes), None)


def _pairs(parent: nodes.Element) -> Iterator[list[list[nodes.Node]]]:
    """Yield neighbouring runs of cells of different frameworks, two by two."""
    runs = [(tag, list(cells)) for tag, cells in groupby(parent.children, key=_framework)]
    position = 0
    while position + 1 < len(runs):
        (first, cells), (second, more) = runs[position : position + 2]
        if first and second:
            yield [cells, more]
            position += 1
        position += 1


def _tab_set(pair: list[list[nodes.Node]]) -> nodes.Element:
    """Build the nodes that sphinx-design turns into tabs."""
    tabs = create_component("tab-set", classes=["sd-tab-set", "framework-tabs"])
    for cells in pair:
        title, key = FRAMEWORKS[str(_framework(cells[0]))]
        label = nodes.rubric(title, title, classes=["sd-tab-label"], sync_id=key, sync_group=SYNC_GROUP)
        content = create_component("tab-content", classes=["sd-tab-content"])
        content += [cell.deepcopy() for cell in cells]
        item = create_component("tab-item", classes=["sd-tab-item"], selected=False)
        item += [label, content]
        tabs += item
    return tabs


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.add_transform(FrameworkTabs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
