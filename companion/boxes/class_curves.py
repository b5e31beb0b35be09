"""Verdicts on detections, sorted by class and score: from here a class is a slice, and its curve one cumulative sum."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from companion.boxes.candidates import FlatDetections
from companion.boxes.claims import Verdicts
from companion.boxes.envelope import mean_height


class Curve(NamedTuple):
    """Precision and recall of the best 1, 2, ... detections of a class, and the score of the last one of them.

    Parameters
    ----------
    precision, recall, scores : ndarray of shape (n,), float
        Best first; ignored detections have no entry.
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    scores: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RankedVerdicts:
    """Verdicts within one range of area, sorted by class, then score.

    Parameters
    ----------
    scores, ranks : ndarray of shape (D,)
        Score; place among the detections of the same picture and class.
    hits, counted : ndarray of shape (T, D), bool
        As in `Verdicts`.
    bounds : ndarray of shape (K + 1,), int
        Class k is ``bounds[k]:bounds[k + 1]``.
    positives : ndarray of shape (K,), int
        Ground truths of each class that are to be found.
    """

    scores: NDArray[np.float64]
    ranks: NDArray[np.int64]
    hits: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    bounds: NDArray[np.int64]
    positives: NDArray[np.int64]

    def average_precisions(self, points: int | None) -> NDArray[np.float64]:
        """Return average precision by threshold and class.

        Parameters
        ----------
        points : int or None
            As for `companion.boxes.average_precision.average_precision`.

        Returns
        -------
        ndarray of shape (T, K)
            nan for classes without a positive.
        """
        result = np.full((len(self.hits), len(self.positives)), np.nan)
        for label in np.flatnonzero(self.positives):
            part = slice(*self.bounds[label : label + 2])
            for row, (hits, counted) in enumerate(zip(self.hits[:, part], self.counted[:, part], strict=True)):
                ends = np.flatnonzero(hits)  # recall only rises there, and precision falls in between
                found = np.arange(1, len(ends) + 1)
                precision = found / np.cumsum(counted)[ends]
                result[row, label] = mean_height(precision, found / self.positives[label], points)
        return result

    def recalls(self, limit: float) -> NDArray[np.float64]:
        """Return the final recall by threshold and class.

        Parameters
        ----------
        limit : float
            How many detections of a picture and class count, best first; may be infinite.

        Returns
        -------
        ndarray of shape (T, K)
            nan for classes without a positive.
        """
        found = np.zeros((len(self.hits), len(self.bounds)), dtype=np.int64)
        for row, hits in enumerate(self.hits):
            places = np.flatnonzero(hits)
            places = places[self.ranks[places] < limit]
            found[row] = np.searchsorted(places, self.bounds)
        return np.diff(found, axis=1) / np.where(self.positives > 0, self.positives, np.nan)

    def curve(self, label: int, row: int) -> Curve:
        """Return the curve of a class.

        Parameters
        ----------
        label, row : int
            The class, and the place of the threshold.

        Returns
        -------
        Curve
            Recall is nan for a class without a positive.
        """
        part = slice(*self.bounds[label : label + 2])
        counted = self.counted[row, part]
        found = np.cumsum(self.hits[row, part][counted])
        positives = self.positives[label] or np.nan
        return Curve(found / np.arange(1, len(found) + 1), found / positives, self.scores[part][counted])


def rank_verdicts(
    found: FlatDetections, verdicts: Verdicts, *, order: NDArray[np.int64], positives: NDArray[np.int64]
) -> RankedVerdicts:
    """Return verdicts sorted by class, then score.

    Parameters
    ----------
    found : FlatDetections
        D of them.
    verdicts : Verdicts
        On the same detections.
    order : ndarray of shape (D,), int
        What sorts them.
    positives : ndarray of shape (K,), int
        Ground truths of each class that are to be found.

    Returns
    -------
    RankedVerdicts
    """
    return RankedVerdicts(
        scores=found.scores[order],
        ranks=found.ranks[order],
        hits=verdicts.hits[:, order],
        counted=verdicts.counted[:, order],
        bounds=np.searchsorted(found.labels[order], np.arange(len(positives) + 1)),
        positives=positives,
    )
