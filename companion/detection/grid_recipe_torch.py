"""The recipe of the small grid detector: train it with several seeds, judge each, keep the first one's weights.

It is run as ``python -m companion.detection.train grid_detector``.

Notes
-----
Net, loss and sizes were set beforehand, and the number of epochs after one try on the *validation* pictures. No choice
was made on the test pictures.
"""

import datetime
import platform
import time
from pathlib import Path

from companion.check import integer, require

require("torch")

import torch

import numpy as np
from safetensors.torch import save_file

from companion.boxes import Detections, GroundTruth, batched_nms, evaluate_detections
from companion.data.image_data import ImageData
from companion.detection.grid_torch import GridDetector, RawDetections, raw_detections
from companion.detection.grid_training_torch import COUNTS, SCENES, scenes, train
from companion.detection.train import table_path, weights_path
from companion.training.tables import Row, table_text

NAME = "grid_detector"
SEEDS = (0, 1)
"""The weights of the first seed are kept; the other says how much the numbers depend on it."""

SCORE_THRESHOLD, IOU_THRESHOLD = 0.05, 0.5
"""What the table counts as detections: the cells that score at least this, and how much two kept ones may overlap."""


def make(*, folder: Path, epochs: int) -> None:
    """Train and judge a detector for each seed, write ``weights/grid_detector.safetensors`` and its table.

    Parameters
    ----------
    folder : Path
        Where the folders ``weights`` and ``results`` are, or are made.
    epochs : int
        Passes over the training pictures.

    Raises
    ------
    TypeError, ValueError
        If `epochs` is no whole number of at least 1.

    Notes
    -----
    Everything runs on one CPU thread. The same versions on the same kind of processor give the same weights, bit by
    bit; other ones give other weights that reach about the same.
    """
    integer("epochs", epochs, minimum=1)
    for path in (weights_path(NAME, folder=folder), table_path(NAME, folder=folder)):
        path.parent.mkdir(parents=True, exist_ok=True)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        rows = [row for seed in SEEDS for row in _run(seed, epochs, folder)]
    finally:
        torch.set_num_threads(threads)
    table_path(NAME, folder=folder).write_text(table_text(rows, notes()), encoding="utf-8")


def _run(seed: int, epochs: int, folder: Path) -> list[Row]:
    """Train with one seed; return its two rows, and keep its weights if it is the first seed."""
    start = time.process_time()
    model = train(epochs=epochs, seed=seed)
    cost: Row = {"cpu_seconds": round(time.process_time() - start)}
    if seed == SEEDS[0]:
        _save(model, weights_path(NAME, folder=folder))
    about: Row = {"seed": seed, "epochs": epochs}
    return [about | measure(model, scenes(split)) | cost for split in ("validation", "test")]


def measure(model: GridDetector, data: ImageData) -> Row:
    """Return how well a detector does.

    Parameters
    ----------
    model : GridDetector
        In evaluation mode.
    data : ImageData
        Pictures with boxes.

    Returns
    -------
    dict
        "split"; "AP50", "AP" and "APs" after suppression within each class, by COCO's rules; "AP50_raw", without
        suppression; "raw_per_object" and "kept_per_object", detections for each ground truth.
    """
    truths = GroundTruth(data.boxes, data.labels)
    raw = raw_detections(model, data.images, score_threshold=SCORE_THRESHOLD)
    kept = [_suppressed(*picture) for picture in raw]
    found = evaluate_detections(_detections(kept), truths).summary
    objects = sum(map(len, data.labels))
    return {
        "split": data.split,
        **{name: round(found[name], 4) for name in ("AP50", "AP", "APs")},
        "AP50_raw": round(evaluate_detections(_detections(raw), truths).summary["AP50"], 4),
        "raw_per_object": round(sum(len(scores) for _, scores, _ in raw) / objects, 2),
        "kept_per_object": round(sum(len(scores) for _, scores, _ in kept) / objects, 2),
    }


def _suppressed(boxes: np.ndarray, scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    kept = batched_nms(boxes, scores, labels, iou_threshold=IOU_THRESHOLD)
    return boxes[kept], scores[kept], labels[kept]


def _detections(found: RawDetections) -> Detections:
    return Detections(*zip(*found, strict=True))


def _save(model: GridDetector, path: Path) -> None:
    weights = {key: value for key, value in model.state_dict().items() if not key.endswith("num_batches_tracked")}
    about = {"name": NAME, "format": "pt", "licence": "MIT", "trained_on": f"{COUNTS['train']} drawn scenes, {SCENES}"}
    save_file({key: value.contiguous() for key, value in weights.items()}, path, about)
    path.chmod(0o644)  # the library makes it readable to nobody else


def notes() -> list[str]:
    """Return the head of the table: command, versions, date, and what was drawn and counted."""
    versions = (
        f"Python {platform.python_version()}, torch {torch.__version__.partition('+')[0]}, numpy {np.__version__}"
    )
    return [
        f"command: python -m companion.detection.train {NAME}",
        f"versions: {versions}, one CPU thread",
        f"date: {datetime.datetime.now(tz=datetime.UTC).date().isoformat()}",
        f"pictures: {COUNTS}, {SCENES}",
        f"detections: score at least {SCORE_THRESHOLD}, suppression above IoU {IOU_THRESHOLD}",
    ]
