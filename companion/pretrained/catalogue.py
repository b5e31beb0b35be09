"""Write the book's page on trained weights from their tables: ``python -m companion.pretrained.catalogue``."""

import sys
from pathlib import Path

from companion.pretrained import official, small
from companion.pretrained.official import OfficialWeights
from companion.training.tables import Row

PAGE = Path("book/appendix/weights.md")

_INTRODUCTION = """# Trained weights

What the package knows of the weights that it can load, written by `python -m companion.pretrained.catalogue`.

Those of the *mini* tier were trained by this project on pictures that come with the software, and are carried
by the package. Those of the *full* tier are the official ImageNet weights of torchvision and Keras, downloaded
once and checked against their checksum. PyTorch's of both kinds want pictures normalised the same way; each of
Keras's wants its own, see `official_keras.preprocess`.
"""

_LOADING_SMALL = """## Small weights of this project (mini tier)

```python
from companion.pretrained import small_torch, small_keras

net = small_torch.load("small_vgg")  # PyTorch, evaluation mode
model = small_keras.load("small_vgg")  # the same weights in Keras
```

Both take float pictures normalised by `companion.pretrained.inputs.normalise` and give 128 features for each.
The tables say what a linear head (logistic regression) on these features reaches on pictures that the net never
saw, with 5, 10 and 50 labels a class: test accuracy in percent, mean and standard deviation of five draws of
the labels. *Random* is the same net before any training, *pixels* the head on the pictures themselves.
"""

_LIMITS = """They know strokes, outlines and grain. On digits and letters they are far ahead of random weights, on
faces by less and on patches of photographs by little; letters stand close to the invented characters that the nets were
trained on, and were added to the comparison last. The test set of the faces has 40 pictures, so that one
picture is 2.5 points. On photographs of whole things they do **not** help: on ants and bees, the one such set
that was tried, they were no better than random weights. For that there are the official ones.
"""

_LOADING_OFFICIAL = """## Official weights (full tier)

```python
from companion.pretrained import official_torch, official_keras

net = official_torch.load("vgg16")  # torchvision, IMAGENET1K_V1
prepare = official_torch.transform("vgg16")  # what its pictures go through
model = official_keras.load("VGG16", include_top=False)  # keras.applications
```

They are downloaded when they are first asked for, or ahead of time by name: `companion fetch weights/vgg16`. As
with the [data sets](datasets.md), `COMPANION_DATA` says where they go and `COMPANION_MIRROR` where else to
look. Files are read without running code. torchvision's file names end in the first eight digits of the file's
SHA-256 checksum.

Whoever publishes weights rarely states terms for them, and ImageNet's pictures are for non-commercial research
and education; what is known stands below each table.
"""


def page() -> str:
    """Return the page as Markdown."""
    parts = [_INTRODUCTION, _LOADING_SMALL, *(_small(name) for name in small.NAMES), _LIMITS, _LOADING_OFFICIAL]
    parts += [_table("torchvision, classifiers", official.TORCHVISION)]
    parts += [_table("torchvision, detectors", official.TORCHVISION_DETECTORS)]
    without_top = {f"{name}_notop": row for name, row in official.KERAS_WITHOUT_TOP.items()}
    parts += [_table("keras.applications", official.KERAS | without_top), _papers()]
    return "\n".join(parts)


def _small(name: str) -> str:
    facts = small.facts(name)
    cells = {(row["data"], row["features"], row["labels_per_class"]): row for row in facts.table}
    lines = [
        f"### {name}",
        "",
        f"{facts.parameters:,} parameters, {facts.file_size / 1e6:.2f} MB. Trained on {facts.trained_on}. Recipe: "
        f"`{facts.recipe['command']}` ({facts.recipe['versions']}; {facts.recipe['date']}).",
        "",
        "| pictures | features | 5 labels | 10 labels | 50 labels |",
        "|---|---|---|---|---|",
    ]
    for data, features in dict.fromkeys((data, features) for data, features, _ in sorted(cells, key=_order)):
        shown = " | ".join(_percent(cells[data, features, count]) for count in (5, 10, 50))
        lines.append(f"| {data} | {features} | {shown} |")
    return "\n".join(lines) + "\n"


def _order(cell: tuple[str | int | float, ...]) -> tuple[str, int]:
    return str(cell[0]), ("pretrained", "random", "pixels").index(str(cell[1]))


def _percent(row: Row) -> str:
    return f"{100 * float(row['accuracy']):.1f} ± {100 * float(row['deviation']):.1f}"


def _table(title: str, rows: dict[str, OfficialWeights]) -> str:
    lines = [f"### {title}", "", "| name | file | size | checksum |", "|---|---|---|---|"]
    models_of: dict[str, list[str]] = {}
    for name, row in rows.items():
        file = row.file
        checksum = f"`{file.checksum.partition(':')[2][:8]}`" if file.checksum else "none published: pinned"
        lines.append(f"| `weights/{name}` | [{file.name}]({file.url}) | {file.size / 1e6:,.0f} MB | {checksum} |")
        models_of.setdefault(row.terms, []).append(name.removesuffix("_notop"))
    terms = [f"- {', '.join(dict.fromkeys(models))}: {text}." for text, models in models_of.items()]
    return "\n".join([*lines, "", "Terms:", "", *terms]) + "\n"


def _papers() -> str:
    tables = (official.TORCHVISION, official.TORCHVISION_DETECTORS, official.KERAS)
    papers = sorted({row.paper for table in tables for row in table.values()})
    return "\n".join(["### Whom to cite", "", *(f"- {paper}." for paper in papers)]) + "\n"


def main() -> int:
    """Write the page; return 0."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
