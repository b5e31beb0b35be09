"""The first code cell of every notebook, and the address of the repository it installs from."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TEMPLATE = '''# On Colab this cell installs the course package; anywhere else it does nothing.
import sys
from importlib.util import find_spec

if "google.colab" in sys.modules and find_spec("companion") is None:
    %pip install --quiet "seeing-with-convolutions[notebooks,torch,keras] @ git+{repository}"'''


def repository_url(root: Path = ROOT) -> str:
    """Return the address that `_config.yml` names, such as ``https://github.com/owner/name``."""
    found = re.search(r"^\s+url:\s*(https://\S+)\s*$", (root / "_config.yml").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError("_config.yml names no repository: it needs a line `url: https://...` under `repository:`")
    return found.group(1)


def setup_cell(root: Path = ROOT) -> str:
    """Return the source of the set-up cell for this repository."""
    return _TEMPLATE.format(repository=repository_url(root))
