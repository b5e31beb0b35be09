"""Recipe: how many of the objects lie under the first n proposals?

``python -m companion.detection.proposal_recall`` asks eight ways of proposing boxes on 180 drawn scenes, in a few
minutes on one CPU thread, and writes ``results/proposal_recall.csv``.
"""

import datetime
import importlib.metadata
import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from companion.check import integer, one_of
from companion.data.scenes import draw_scenes
from companion.detection.selectivesearch_package import fitting_bins, package_regions, region_rects
from companion.proposals import felzenszwalb_segments, recall_at, region_boxes, selective_search
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.detection.proposal_recall"
TABLE = Path(__file__).parent / "results" / "proposal_recall.csv"
COUNTS = (10, 20, 50, 100, 200, 500, 1000, 2000)
THRESHOLDS = (0.5, 0.7)
SEEDS = range(3)
PICTURES, SIZE = 60, 192
"""Scenes for each seed, and their height and width in pixels."""

SCALE, SIGMA, MIN_SIZE = 50.0, 0.8, 10
"""The over-segmentation that our version, the package and the bare segments begin with."""

Image = NDArray[np.uint8]
Boxes = NDArray[np.float64]


def ours(image: Image, rng: np.random.Generator) -> Boxes:
    """Return the proposals of our selective search, with its two groupings."""
    return selective_search(image, scale=SCALE, sigma=SIGMA, min_size=MIN_SIZE)


def ours_one_grouping(image: Image, rng: np.random.Generator) -> Boxes:
    """Return the proposals of one grouping by all four similarities, which is what the package makes."""
    four = (("colour", "texture", "size", "fill"),)
    return selective_search(image, scale=SCALE, sigma=SIGMA, min_size=MIN_SIZE, strategies=four)


def ours_size_and_fill(image: Image, rng: np.random.Generator) -> Boxes:
    """Return the proposals of one grouping that looks at no pixel: what colour and texture add is the rest."""
    blind = (("size", "fill"),)
    return selective_search(image, scale=SCALE, sigma=SIGMA, min_size=MIN_SIZE, strategies=blind)


def package(image: Image, rng: np.random.Generator) -> Boxes:
    """Return the boxes of the `selectivesearch` package, the region that was made last first: its best order."""
    return region_rects(package_regions(image, scale=SCALE, sigma=SIGMA, min_size=MIN_SIZE)[::-1])


def package_fitting_bins(image: Image, rng: np.random.Generator) -> Boxes:
    """Return what the package would give, latest first, if the bins of its histograms covered their values."""
    with fitting_bins():
        return package(image, rng)


def package_as_returned(image: Image, rng: np.random.Generator) -> Boxes:
    """Return the boxes of the `selectivesearch` package in its own order: the segments first."""
    return region_rects(package_regions(image, scale=SCALE, sigma=SIGMA, min_size=MIN_SIZE))


def segments(image: Image, rng: np.random.Generator) -> Boxes:
    """Return the boxes of the segments alone, the segment with most pixels first."""
    labels = felzenszwalb_segments(image, scale=SCALE, sigma=SIGMA, min_size=MIN_SIZE)
    return region_boxes(labels)[np.argsort(-np.bincount(labels.ravel()), kind="stable")]


def random_boxes(image: Image, rng: np.random.Generator) -> Boxes:
    """Return boxes between pairs of points that are drawn anywhere in the picture."""
    height, width = image.shape[:2]
    corners = np.sort(rng.uniform(0, 1, (max(COUNTS), 2, 2)), axis=1)
    return np.asarray((corners * (width, height)).reshape(-1, 4))


METHODS: dict[str, Callable[[Image, np.random.Generator], Boxes]] = {
    "ours": ours,
    "ours_one_grouping": ours_one_grouping,
    "ours_size_and_fill": ours_size_and_fill,
    "package": package,
    "package_fitting_bins": package_fitting_bins,
    "package_as_returned": package_as_returned,
    "segments": segments,
    "random_boxes": random_boxes,
}
"""Ways of proposing boxes, best first; only `random_boxes` draws from the generator."""


def run(method: str, seed: int, *, pictures: int = PICTURES) -> list[Row]:
    """Return the rows of one way of proposing boxes on the scenes of one seed: one for each threshold.

    Parameters
    ----------
    method : str
        A key of `METHODS`.
    seed : int
        Draws the scenes, and the random boxes.
    pictures : int
        Number of scenes: 192 x 192 pixels, two to four objects whose longer side is 24 to 96 pixels.

    Returns
    -------
    list of dict
        "method", "seed", "iou_threshold", "boxes" (proposals a picture), "recall_10" to "recall_2000" (share of the
        objects under the first n of them), "cpu_seconds" (a picture, all threads together).

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    ImportError
        If the package is asked for and not installed.
    """
    propose = METHODS[one_of("method", method, tuple(METHODS))]
    rng = np.random.default_rng(integer("seed", seed, minimum=0))
    count = integer("pictures", pictures, minimum=1)
    scenes = draw_scenes(count, size=SIZE, objects=(2, 4), object_size=(24, 96), seed=seed)
    start = time.process_time()
    proposals = [propose(image, rng) for image in scenes.images]
    seconds = (time.process_time() - start) / count
    key: Row = {"method": method, "seed": seed}
    boxes: Row = {"boxes": round(float(np.mean([len(rows) for rows in proposals])))}
    return [
        {**key, "iou_threshold": threshold, **boxes, **recalls, "cpu_seconds": round(seconds, 3)}
        for threshold in THRESHOLDS
        for recalls in [_recalls(proposals, scenes.boxes or (), threshold)]
    ]


def _recalls(proposals: Sequence[Boxes], truths: Sequence[Boxes], threshold: float) -> Row:
    """Return one recall for each of `COUNTS`."""
    recalls = recall_at(proposals, truths, COUNTS, iou_threshold=threshold)
    return {f"recall_{count}": round(float(value), 4) for count, value in zip(COUNTS, recalls, strict=True)}


def notes() -> list[str]:
    """Return what the table says about its making: command, versions, date.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.detection.proposal_recall'
    """
    packages = ("numpy", "scikit-image", "selectivesearch")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return [
        f"command: {COMMAND}",
        f"versions: Python {platform.python_version()}, {versions}",
        f"date: {datetime.datetime.now(tz=datetime.UTC).date().isoformat()}",
    ]


def main() -> None:
    """Run everything and write the table, after every run, so that an interruption loses one run only."""
    rows: list[Row] = []
    for method in METHODS:
        for seed in SEEDS:
            rows += run(method, seed)
            TABLE.parent.mkdir(exist_ok=True)
            TABLE.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
