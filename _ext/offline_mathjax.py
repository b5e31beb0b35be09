"""Serve MathJax from the book itself, so that no page asks anything of the outside world.

The Python package ``sphinx-mathjax-offline`` carries the whole of MathJax (15 MB); one script and its fonts suffice.
"""

import shutil
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

# The "full" component holds every TeX extension; the small one would fetch rare ones (\cancel, say) when they are used.
SCRIPT = "tex-chtml-full.js"
FONTS = "output/chtml/fonts/woff-v2"


def package_folder() -> Path:
    """Return MathJax's folder in the installed package, whose name is no identifier and cannot be imported."""
    return Path(str(distribution("sphinx-mathjax-offline").locate_file("sphinx-mathjax-offline/static/mathjax")))


def copy_mathjax(app: Sphinx, exception: Exception | None) -> None:
    """Copy the script and its fonts into the built pages."""
    if exception is not None or app.builder.format != "html":
        return
    source, target = package_folder(), Path(app.outdir) / "_static" / "mathjax"
    shutil.copytree(source / FONTS, target / FONTS, dirs_exist_ok=True)
    shutil.copyfile(source / SCRIPT, target / SCRIPT)


def set_path(app: Sphinx, config: Any) -> None:
    """Point Sphinx at our copy in place of the public server."""
    config.mathjax_path = f"mathjax/{SCRIPT}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension with Sphinx."""
    app.connect("config-inited", set_path)
    app.connect("build-finished", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
