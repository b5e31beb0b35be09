"""Write a fork's address wherever the repository is named: ``python -m tools.repository https://github.com/you/book``."""

import re
import sys
from pathlib import Path

from tools.setup_cell import ROOT, repository_url

FILES = (
    "_config.yml",
    "pyproject.toml",
    "README.md",
    "CONTRIBUTING.md",
    "book/index.md",
    "environment.yml",
    "CITATION.cff",
)


def places(root: Path = ROOT) -> list[Path]:
    """Return the files that may name the repository: those above and every notebook and page of the book."""
    named = [root / name for name in FILES]
    pages = [*(root / "book").rglob("*.ipynb"), *(root / "book").rglob("*.md")]
    return sorted({path for path in [*named, *pages] if path.is_file() and ".ipynb_checkpoints" not in path.parts})


def rewrite(url: str, root: Path = ROOT) -> list[Path]:
    """Replace the repository's address by `url` in every place; return the files that changed.

    Raises
    ------
    ValueError
        If `url` is not of the form ``https://github.com/owner/name``.
    """
    url = url.strip().rstrip("/").removesuffix(".git")
    if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", url):
        raise ValueError(f"URL must have the form https://github.com/owner/name, got {url!r}")
    old = repository_url(root)
    changes = [(old, url), (_colab(old), _colab(url))]
    changed = []
    for path in places(root):
        text = before = path.read_text(encoding="utf-8")
        for given, wanted in changes:
            # Not inside a longer name: .../book must not match .../bookshelf.
            text = re.sub(re.escape(given) + r"(?![\w-])", lambda _, wanted=wanted: wanted, text)
        if text != before:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def _colab(url: str) -> str:
    return url.replace("https://github.com/", "https://colab.research.google.com/github/")


def main() -> int:
    """Read the command line."""
    if len(sys.argv) != 2 or not sys.argv[1]:
        print("Say which address: make repository URL=https://github.com/you/book", file=sys.stderr)
        return 2
    try:
        changed = rewrite(sys.argv[1])
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{len(changed)} files now name {repository_url()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
