"""Recipe: what do hard negatives do to the false positives of a face finder, and to the faces it finds?

``python -m companion.detection.face_experiment_torch`` trains ten face finders (five seeds, two halves of the
photographs) through four rounds each, in about three minutes of one CPU thread, and writes
``results/face_finder.csv``.
"""

from functools import cache
from pathlib import Path

from companion.check import integer, one_of, require

require("torch")

import torch

import numpy as np

from companion.boxes.iou import box_iou
from companion.boxes.nms import nms
from companion.data.photos import photo
from companion.detection.face_finder_torch import SUPPRESSED_IOU, FaceNet, face_pyramid, find_faces, windows_above
from companion.detection.face_mining_torch import STEPS, Round, face_patches, mining_rounds
from companion.proposals.image_pyramid import PyramidLevel
from companion.training import classifier_run_torch
from companion.training.tables import Row, table_text

COMMAND = "python -m companion.detection.face_experiment_torch"
TABLE = Path(__file__).parent / "results" / "face_finder.csv"

HALVES = {
    "A": ("brick", "chelsea", "coffee", "gravel", "ihc", "motorcycle"),
    "B": ("china", "flower", "grass", "hubble_deep_field", "moon", "rocket"),
}
"""Photographs without a human face. One half is mined, false positives are counted on the other."""
ASTRONAUT_FACE = np.array([[171.0, 80, 279, 188]])
"""The face in the photograph "astronaut", from forehead to chin as in the patches; placed by hand."""
RUNS = tuple((mined, seed) for seed in range(5) for mined in HALVES)
"""Half that is mined, seed."""
ROUNDS = 3

_SHARE = 0.9


@cache
def pyramid(name: str) -> list[PyramidLevel]:
    """Return a photograph at all sizes, see :func:`companion.detection.face_finder_torch.face_pyramid`; made once."""
    return face_pyramid(photo(name))


def other_half(mined: str) -> str:
    """Return the name of the half that is not mined.

    Raises
    ------
    ValueError
        If there is no such half.

    Examples
    --------
    >>> other_half("A")
    'B'
    """
    (other,) = set(HALVES) - {one_of("mined", mined, tuple(HALVES))}
    return other


@torch.no_grad()
def measure(model: FaceNet, mined: str) -> Row:
    """Return how well a face finder does.

    Parameters
    ----------
    model : FaceNet
        In evaluation mode.
    mined : str
        Half of the photographs that gave its hard negatives.

    Returns
    -------
    dict
        "faces_found" and "others_taken": of the 40 patches with a face and the 40 without that no training saw, how
        many have a logit above 0. "false_mined" and "false_new": windows above 0 on the photographs of the half that
        was mined and of the other, "false_faces_new" what suppression leaves of the latter. "threshold_90": the logit
        that 36 of the 40 faces exceed, "false_new_90" and "false_faces_new_90" the same counts with it.
        "astronaut_faces" and "astronaut_faces_90": boxes in "astronaut" with either threshold. "face_place": the place
        among the former, best first and counted from 1, of the first that has an IoU of at least 0.5 with the face;
        "face_iou" and "face_logit" its IoU and logit. All three are nan where there is none.

    Raises
    ------
    ValueError
        If there is no such half.
    """
    faces, others = (model(patches) for patches in face_patches("validation", "test"))
    rest = faces.sort(descending=True).values[round(_SHARE * len(faces)) :]  # the faces that may be missed
    threshold = rest[0].item()
    old = _false_alarms(model, mined, (0.0,))
    new = _false_alarms(model, other_half(mined), (0.0, threshold))
    boxes, logits = find_faces(model, pyramid("astronaut"))
    overlap = box_iou(boxes, ASTRONAUT_FACE)[:, 0]
    right = np.flatnonzero(overlap >= 0.5)
    return {
        "faces_found": int((faces > 0).sum()),
        "others_taken": int((others > 0).sum()),
        "false_mined": old[0][0],
        "false_new": new[0][0],
        "false_faces_new": new[0][1],
        "threshold_90": round(threshold, 2),
        "false_new_90": new[1][0],
        "false_faces_new_90": new[1][1],
        "astronaut_faces": len(boxes),
        "astronaut_faces_90": int((logits > threshold).sum()),
        "face_place": int(right[0]) + 1 if len(right) else float("nan"),
        "face_iou": round(float(overlap[right[0]]), 2) if len(right) else float("nan"),
        "face_logit": round(float(logits[right[0]]), 2) if len(right) else float("nan"),
    }


def _false_alarms(model: FaceNet, half: str, thresholds: tuple[float, ...]) -> list[tuple[int, int]]:
    """Return, for each threshold, the windows above it in half of the photographs, and what suppression leaves."""
    counts = np.zeros((len(thresholds), 2), dtype=int)
    for name in HALVES[half]:
        boxes, logits, _ = windows_above(model, pyramid(name), threshold=min(thresholds))
        for count, threshold in zip(counts, thresholds, strict=True):
            kept = logits > threshold
            count += kept.sum(), len(nms(boxes[kept], logits[kept], iou_threshold=SUPPRESSED_IOU))
    return [(int(windows), int(faces)) for windows, faces in counts]


def run(mined: str, seed: int, *, rounds: int = ROUNDS, steps: int = STEPS) -> list[Row]:
    """Return the rows of the table for one face finder: train it through all rounds, and measure it after each.

    Parameters
    ----------
    mined : str
        "A" or "B": the half of the photographs that is mined.
    seed : int
        Seeds weights and all that is drawn.
    rounds, steps : int
        How often hard negatives are looked for, and updates in each round.

    Returns
    -------
    list of dict
        One row a round: "mined", "seed", "round", "hard_negatives" it was trained on, and what :func:`measure` gives.

    Raises
    ------
    TypeError, ValueError
        If an argument is unknown or out of range.
    """
    other_half(mined)
    integer("seed", seed, minimum=0)
    pyramids = [pyramid(name) for name in HALVES[mined]]
    return [row(found, mined, seed) for found in mining_rounds(pyramids, rounds=rounds, seed=seed, steps=steps)]


def row(found: Round, mined: str, seed: int) -> Row:
    """Return one row of the table, for the net after one round."""
    start: Row = {"mined": mined, "seed": seed, "round": found.number, "hard_negatives": found.negatives}
    return start | measure(found.model, mined)


def notes() -> list[str]:
    """Return what the table says about its making.

    Examples
    --------
    >>> notes()[0]
    'command: python -m companion.detection.face_experiment_torch'
    """
    return classifier_run_torch.notes(COMMAND)


def main() -> None:
    """Run everything and write the table, after every run, so that an interruption loses one run only."""
    rows: list[Row] = []
    for mined, seed in RUNS:
        rows += run(mined, seed)
        TABLE.write_text(table_text(rows, notes()), encoding="utf-8")


if __name__ == "__main__":
    main()
