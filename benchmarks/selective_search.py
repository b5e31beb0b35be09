"""Selective search against the `selectivesearch` package and against OpenCV contrib's fast mode: time, memory, recall.

Everyone gets the same photograph, 512 x 512. The package and ours begin with the same segments, about 1,000; OpenCV
makes its own. Recall is measured on drawn scenes; for the package also with its boxes in the reverse order, which is
better than the order in which it gives them. Run with: python -m benchmarks.selective_search
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks._measure import peak_memory, ratio  # first: it sets one thread

_PEERS = Path(sys.prefix) / "peers"  # OpenCV with contrib; it would overwrite the OpenCV of the notebooks
sys.path.insert(0, str(_PEERS))

import cv2  # noqa: E402
import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from PIL import Image  # noqa: E402

from companion.data import photos  # noqa: E402
from companion.data.scenes import draw_scenes  # noqa: E402
from companion.detection.selectivesearch_package import package_regions, region_rects  # noqa: E402
from companion.proposals import felzenszwalb_segments, recall_at, selective_search  # noqa: E402

FASTER_THAN_PACKAGE, SLOWER_THAN_OPENCV = 4.0, 1.0
PHOTOGRAPH = {"scale": 30.0, "sigma": 0.8, "min_size": 38}  # about 1,000 segments
SCENES = {"scale": 50.0, "sigma": 0.8, "min_size": 10}
COUNTS = (100, 500, 1000)
ROUNDS, MORE_ROUNDS = 3, 9

Boxes = NDArray[Any]


def package(image: Boxes, *, scale: float, sigma: float, min_size: int) -> Boxes:
    """Return the boxes of the package in its order, none twice."""
    return region_rects(package_regions(image, scale=scale, sigma=sigma, min_size=min_size))


def opencv(image: Boxes) -> Boxes:
    """Return the boxes of OpenCV's fast mode in its order."""
    cv2.setRNGSeed(0)
    search = cv2.ximgproc.segmentation.createSelectiveSearchSegmentation()
    search.setBaseImage(np.ascontiguousarray(image[:, :, ::-1]))
    search.switchToSelectiveSearchFast()
    rectangles = np.asarray(search.process(), dtype=float).reshape(-1, 4)
    return np.concatenate([rectangles[:, :2], rectangles[:, :2] + rectangles[:, 2:]], axis=1)


def compare(ours: Callable[[], Boxes], theirs: Callable[[], Boxes], name: str, bound: float) -> bool:
    """Print one line; return whether our time over theirs is at most the bound. A miss is measured once more."""
    measured = ratio(ours, theirs, rounds=ROUNDS)
    if measured[0] > bound:
        measured = ratio(ours, theirs, rounds=MORE_ROUNDS)
    found, mine, other = measured
    print(
        f"ours {mine:.2f} s ({peak_memory(ours):.0f} MiB, {len(ours())} boxes) / {name} {other:.2f} s "
        f"({peak_memory(theirs):.0f} MiB, {len(theirs())} boxes): {found:.2f}, at most {bound:.2f}",
        flush=True,
    )
    return found <= bound


def recalls(count: int = 20) -> bool:
    """Print recall on drawn scenes; return whether ours is higher than the package's at every count, in both orders."""
    scenes = draw_scenes(count, size=192, objects=(2, 4), object_size=(24, 96))
    given = [package(image, **SCENES) for image in scenes.images]
    boxes = {
        "ours": [selective_search(image, **SCENES) for image in scenes.images],
        "package": given,
        "package, last first": [rows[::-1] for rows in given],
        "OpenCV fast": [opencv(image) for image in scenes.images],
    }
    found = {name: recall_at(rows, scenes.boxes, COUNTS) for name, rows in boxes.items()}
    print(f"recall at {', '.join(map(str, COUNTS))} boxes, IoU 0.5, {count} scenes of 192 x 192 pixels")
    for name, values in found.items():
        print(f"  {name:20} {values.round(3)}   {np.mean([len(rows) for rows in boxes[name]]):.0f} boxes a scene")
    return all((found["ours"] > values).all() for name, values in found.items() if name.startswith("package"))


def main() -> int:
    """Print the comparisons; return 1 if a bound is missed."""
    cv2.setNumThreads(1)
    image = np.asarray(Image.fromarray(photos.photo("coffee")).resize((512, 512)))
    print(
        f"photograph of 512 x 512 pixels, {felzenszwalb_segments(image, **PHOTOGRAPH).max() + 1} segments, one thread"
    )
    fine = [
        compare(
            lambda: selective_search(image, **PHOTOGRAPH),
            lambda: package(image, **PHOTOGRAPH),
            "package",
            1 / FASTER_THAN_PACKAGE,
        ),
        compare(
            lambda: selective_search(image, **PHOTOGRAPH), lambda: opencv(image), "OpenCV fast", SLOWER_THAN_OPENCV
        ),
        recalls(),
    ]
    return int(not all(fine))


if __name__ == "__main__":
    sys.exit(main())
