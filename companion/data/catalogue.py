"""Write the book's page on data sets from the registry and the credits: ``python -m companion.data.catalogue``."""

import sys
from pathlib import Path

from companion.data.credits import CREDITS, Credit
from companion.data.registry import REGISTRY, Entry

PAGE = Path("book/appendix/datasets.md")

_INTRODUCTION = """# Data sets

What the package knows of its data, written by `python -m companion.data.catalogue`.

Every data set of the book is read the same way, `companion.data.load(name, split="train")`, and comes in three parts:
`train` to learn from, `validation` to choose by, `test` to report once. Those of the *mini* tier are carried by
packages that are installed anyway, or drawn and cut by this project, and need no network. Those of the *full* tier are
downloaded once from their public address and checked against their checksum.
"""

_TENSORFLOW_DATASETS = """## Another way: TensorFlow Datasets

Most public data sets can also be had as ready-made pipelines from
[TensorFlow Datasets](https://www.tensorflow.org/datasets):

```python
import tensorflow_datasets as tfds

train, test = tfds.load("fashion_mnist", split=["train", "test"], as_supervised=True)
```

It gives a `tf.data.Dataset` instead of arrays and brings its own cache and its own splits. This book does without it,
so that the same pictures reach PyTorch and Keras.
"""


def page() -> str:
    """Return the page as Markdown."""
    tiers = {"mini": "## Embedded (mini tier)", "full": "## Downloaded (full tier)"}
    parts = [_INTRODUCTION]
    for tier, heading in tiers.items():
        parts += [heading + "\n", _table(tier)]
        parts += [_section(name, entry) for name, entry in REGISTRY.items() if entry.tier == tier]
    parts += [_TENSORFLOW_DATASETS, _credits(), _withheld()]
    return "\n".join(parts)


def _table(tier: str) -> str:
    rows = ["| name | pictures (train, validation, test) | size | classes | licence |", "|---|---|---|---|---|"]
    for name, entry in REGISTRY.items():
        if entry.tier == tier:
            counts = ", ".join(f"{count:,}" for count in entry.counts)
            classes = len(entry.class_names) or "none"
            rows.append(f"| [`{name}`](#{name}) | {counts} | {entry.shape} | {classes} | {entry.licence} |")
    return "\n".join(rows) + "\n"


def _section(name: str, entry: Entry) -> str:
    lines = [f"### {name}", "", f"*{entry.title}.* {entry.reading}", "", f"- Licence: {entry.licence}."]
    lines.append(f"- Cite: {entry.citation}.")
    if entry.class_names:
        lines.append(f"- Classes: {', '.join(entry.class_names)}.")
    if not entry.shown:
        lines.append("- No page of this book shows one of these pictures.")
    for file in entry.files:
        lines.append(f"- File: [{file.name}]({file.url}), {file.size:,} bytes, MD5 `{file.md5}`.")
    return "\n".join(lines) + "\n"


def _credits() -> str:
    rows = ["## Photographs that the book shows", ""]
    rows += ["Pages show them cropped, resized, gray, or under drawn objects.", ""]
    rows += ["| name | what | author | licence | file |", "|---|---|---|---|---|"]
    rows += [_row(name, credit) for name, credit in CREDITS.items() if credit.shown]
    return "\n".join(rows) + "\n"


def _withheld() -> str:
    rows = ["## Photographs that it only computes with", ""]
    rows += ["Their terms are missing or disputed, so no page shows them.", ""]
    rows += ["| name | what | author | terms | file |", "|---|---|---|---|---|"]
    rows += [_row(name, credit) for name, credit in CREDITS.items() if not credit.shown]
    return "\n".join(rows) + "\n"


def _row(name: str, credit: Credit) -> str:
    author = f"[{credit.author}]({credit.source})" if credit.source.startswith("http") else credit.author
    return f"| {name} | {credit.shows} | {author} | {_licence(credit.licence)} | `{credit.file}` |"


def _licence(text: str) -> str:
    addresses = {
        "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
        "CC BY 2.0": "https://creativecommons.org/licenses/by/2.0/",
    }
    return f"[{text}]({addresses[text]})" if text in addresses else text


def main() -> int:
    """Write the page; return 0."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
