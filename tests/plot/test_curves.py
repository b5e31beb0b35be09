from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib import pyplot as plt

from companion import plot


def history(**changes):
    return SimpleNamespace(
        **{
            "epoch": [0, 1, 2],
            "train_loss": [2.3, 1.0, 0.5],
            "validation_loss": [2.3, 1.1, 1.2],
            "train_accuracy": [0.1, 0.6, 0.9],
            "validation_accuracy": [0.1, 0.5, 0.6],
            "best_epoch": 1,
            **changes,
        }
    )


def test_curves_draw_the_lists_they_are_given():
    loss, accuracy = plot.curves(history())
    assert [list(line.get_ydata()) for line in loss.lines[:2]] == [[2.3, 1.0, 0.5], [2.3, 1.1, 1.2]]
    assert [list(line.get_ydata()) for line in accuracy.lines[:2]] == [[0.1, 0.6, 0.9], [0.1, 0.5, 0.6]]
    assert list(loss.lines[2].get_xdata()) == [1, 1]
    assert [text.get_text() for text in loss.get_legend().get_texts()] == ["training", "validation", "best epoch, 1"]
    assert (loss.get_xlabel(), loss.get_ylabel(), accuracy.get_ylabel()) == ("epoch", "loss", "accuracy")


def test_curves_without_validation_or_best_epoch_on_given_axes():
    given = plt.subplots(1, 2)[1]
    axes = plot.curves(history(validation_loss=[], validation_accuracy=[], best_epoch=None), axes=given)
    assert list(axes) == list(given)
    assert [len(ax.lines) for ax in axes] == [1, 1]


def test_empty_history():
    nothing = {name: [] for name in ("epoch", "train_loss", "validation_loss", "train_accuracy", "validation_accuracy")}
    assert not plot.curves(history(**nothing, best_epoch=None))[0].lines


def test_lists_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match=r"history.validation_loss must hold one value for each of 3 epochs, got 2"):
        plot.curves(history(validation_loss=[1.0, 2.0]))


def test_confusion_writes_counts_and_colors_shares():
    ax = plot.confusion([[9000, 1000], [0, 5]], ["no", "yes"], title="detector")
    at = {text.get_position(): text.get_text() for text in ax.texts}
    assert at == {(0, 0): "9,000", (1, 0): "1,000", (0, 1): "0", (1, 1): "5"}
    assert ax.images[0].get_array().tolist() == [[0.9, 0.1], [0, 1]]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["no", "yes"]


def test_confusion_of_an_absent_class_and_bad_input():
    assert not plot.confusion(np.zeros((2, 2), int)).images[0].get_array().any()
    with pytest.raises(ValueError, match="class_names must hold 2 names, one for each row of matrix, got 1"):
        plot.confusion(np.eye(2, dtype=int), ["a"])
    with pytest.raises(ValueError, match=r"matrix must have shape \(K, K\), got \(2, 3\)"):
        plot.confusion(np.zeros((2, 3)))


def test_use_style_is_local_to_what_it_touches():
    with plt.rc_context():
        plot.use_style()
        assert plt.rcParams["axes.spines.top"] is False
    assert plt.rcParams["axes.spines.top"] is True
    plot.curves(history())
    assert plt.rcParams["axes.spines.top"] is True
