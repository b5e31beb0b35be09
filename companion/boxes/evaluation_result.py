"""What an evaluation found: numbers by class, the summary, the curves, and a table of them."""

from dataclasses import dataclass, field
from html import escape

import numpy as np
from numpy.typing import NDArray

from companion.boxes.class_curves import Curve, RankedVerdicts
from companion.boxes.protocols import Protocol
from companion.check import integer, real

SHOWN = {"AP50": 0.5, "AP75": 0.75}
"""Thresholds that have a number of their own where there are several."""


@dataclass(frozen=True, eq=False, repr=False)
class Evaluation:
    """What `evaluate_detections` found; shown as a table by class.

    Parameters
    ----------
    protocol : Protocol
        The rules.
    class_names : tuple of str
        Name of class 0, 1, ...
    per_class : ndarray of shape (T, K)
        Average precision by threshold of IoU and class, in the protocol's first area; nan where a class has no ground
        truth.
    summary : dict of str to float
        Under COCO's names: "AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl".
        With VOC's protocols "AP" and "AR". Means over thresholds and classes that skip nan, and are nan where there is
        nothing else.
    ranked : RankedVerdicts
        What became of every detection, in the protocol's first area.
    """

    protocol: Protocol
    class_names: tuple[str, ...]
    per_class: NDArray[np.float64]
    summary: dict[str, float]
    ranked: RankedVerdicts = field(repr=False)

    @property
    def mean_average_precision(self) -> float:
        """Mean of `per_class` over thresholds and classes, of those that have a ground truth; ``summary["AP"]``."""
        return mean_of_known(self.per_class)

    def curve(self, label: int, iou_threshold: float) -> Curve:
        """Return precision, recall and score of the best 1, 2, ... detections of one class.

        Parameters
        ----------
        label : int
            The class.
        iou_threshold : float
            One of the protocol's.

        Returns
        -------
        Curve
            ``precision, recall, scores``, arrays of shape (n,), best first. Detections that are ignored make no point.
            Recall is nan where the class has no ground truth.

        Raises
        ------
        TypeError, ValueError
            If there is no such class or threshold.

        Notes
        -----
        Law: ``average_precision(precision, recall, points=protocol.points)`` is the entry of `per_class`.
        """
        integer("label", label, minimum=0, maximum=len(self.class_names) - 1)
        thresholds = self.protocol.iou_thresholds
        distances = np.abs(np.array(thresholds) - real("iou_threshold", iou_threshold))
        if distances.min() > 1e-6:
            allowed = ", ".join(f"{threshold:g}" for threshold in thresholds)
            raise ValueError(f"iou_threshold must be one of {allowed}, got {iou_threshold}")
        return self.ranked.curve(label, int(distances.argmin()))

    def __repr__(self) -> str:
        table = [self._heads(), *self._rows(), self._foot()]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = [[row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])] for row in table]
        return "\n".join([self._title(), *("  ".join(line).rstrip() for line in lines)])

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(text)}</th>' for text in self._heads())
        body = "".join(f"<tr>{_cells(row)}</tr>" for row in self._rows())
        return (
            f"<table><caption>{escape(self._title())}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody><tfoot><tr>{_cells(self._foot())}</tr></tfoot></table>"
        )

    def _title(self) -> str:
        return f"{self.protocol.name}: " + ", ".join(f"{name} {_text(value)}" for name, value in self.summary.items())

    def _columns(self) -> dict[str, NDArray[np.float64]]:
        """Return the columns of average precision, an entry a class."""
        columns = {"AP": self.per_class.mean(axis=0)}
        for name, threshold in SHOWN.items():
            if name in self.summary:
                columns[name] = self.per_class[self.protocol.iou_thresholds.index(threshold)]
        return columns

    def _heads(self) -> list[str]:
        return ["class", "ground truths", "detections", *self._columns()]

    def _rows(self) -> list[list[str]]:
        counts = zip(self.ranked.positives.tolist(), np.diff(self.ranked.bounds).tolist(), strict=True)
        values = zip(*self._columns().values(), strict=True)
        return [
            [name, f"{truths:,}", f"{found:,}", *map(_text, numbers)]
            for name, (truths, found), numbers in zip(self.class_names, counts, values, strict=True)
        ]

    def _foot(self) -> list[str]:
        return ["mean", "", "", *(_text(mean_of_known(column)) for column in self._columns().values())]


def mean_of_known(values: NDArray[np.float64]) -> float:
    """Return the mean of what is not nan; nan where there is nothing else.

    Examples
    --------
    >>> mean_of_known(np.array([1.0, np.nan, 0.5]))
    0.75
    """
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def _text(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.3f}"


def _cells(row: list[str]) -> str:
    name, *numbers = row
    cells = "".join(f'<td style="text-align: right">{escape(number)}</td>' for number in numbers)
    return f'<th scope="row" style="text-align: left">{escape(name)}</th>{cells}'
