"""Write environment.yml, which says for conda what pyproject.toml and requirements.lock say for pip."""

import re
import tomllib
from pathlib import Path

from tools.setup_cell import ROOT

# Where conda's name for a package differs from PyPI's.
_CONDA_NAMES = {"torch": "pytorch", "opencv-python-headless": "py-opencv"}
# What conda does not carry, or what only the maintainers' tests use.
_FROM_PIP = ("selectivesearch", "sphinx-mathjax-offline")


def requirements(root: Path = ROOT) -> dict[str, str]:
    """Return the version range of every package that a reader needs, by its PyPI name."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(line for name in ("torch", "keras", "notebooks", "book") for line in extras[name]),
    ]
    return dict(re.fullmatch(r"([\w.-]+)(.*)", line).groups() for line in wanted)  # type: ignore[union-attr]


def environment(root: Path = ROOT) -> str:
    """Return the text of environment.yml."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ranges = requirements(root)
    lines = [
        "# Made by `make lock` from pyproject.toml: the same ranges, for conda. The exact versions that are tested",
        "# stand in requirements.lock.",
        f"name: {project['name']}",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        f"  - python {project['requires-python']}",
        "  - pip",
    ]
    lines += [f"  - {_CONDA_NAMES.get(name, name)} {ranges[name]}" for name in sorted(ranges) if name not in _FROM_PIP]
    lines += ["  - pip:", *(f"      - {name}{ranges[name]}" for name in _FROM_PIP), "      - --editable ."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ROOT / "environment.yml").write_text(environment(), encoding="utf-8")
