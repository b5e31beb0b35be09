"""The training loop in Keras, with everything in sight: the same steps and the same `History` as in PyTorch.

It runs on every backend of Keras. `model.fit` would do most of this; the loop is written out so that one can read it
beside the PyTorch loop, and so that both give the same numbers.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from companion.check import require

require("keras")

import keras
import numpy as np
from numpy.typing import NDArray

from companion.training.arguments import check_arguments, check_batches
from companion.training.history import History, Mean, check_loss
from companion.training.probabilities import cross_entropy
from companion.training.progress import progress_bar
from companion.training.schedules import constant


def fit(
    model: keras.Model,
    train: keras.utils.PyDataset,
    validation: keras.utils.PyDataset,
    *,
    epochs: int,
    optimizer: keras.optimizers.Optimizer,
    schedule: Callable[[float], float] | None = None,
    patience: int | None = None,
    checkpoint: str | Path | None = None,
) -> History:
    """Train a classifier with cross-entropy on its logits.

    Parameters
    ----------
    model : keras.Model
        Gives logits (N, K) for images (N, H, W, C). Trained in place, and compiled anew.
    train, validation : keras.utils.PyDataset
        Batches (images, labels), see :func:`companion.data.datasets_keras.batches`.
    epochs : int
        How many times to go through `train`; 0 only measures.
    optimizer : keras.optimizers.Optimizer
        With a fixed learning rate, which is as before when training ends.
    schedule : callable, optional
        From progress in [0, 1] to a factor on the initial learning rate, asked before every update.
    patience : int, optional
        Stop when the validation loss has not reached a new minimum for so many epochs. With a patience the model ends
        with the weights of its best epoch, stopped early or not; without one it keeps its last weights.
    checkpoint : path, optional
        File, its name ending in ".weights.h5", that gets the weights whenever the validation loss reaches a new
        minimum. Read it with ``model.load_weights(path)``.

    Returns
    -------
    History
        Its entry 0 was measured before the first update.

    Raises
    ------
    TypeError, ValueError
        If an argument is out of range, or there is no batch.
    FloatingPointError
        If a loss is not finite.

    Notes
    -----
    With the same weights, batches and optimizer the numbers are those of the PyTorch loop, up to rounding. But
    optimizers of one name may differ: Keras's SGD keeps the learning rate inside its momentum, so that a changing rate
    acts later than in PyTorch, and its `weight_decay` is decoupled from the gradient, as in AdamW.
    Adam's epsilon is 1e-7 by default, 1e-8 in PyTorch. And batch normalisation stores the biased variance here, so that
    measurements in evaluation mode differ slightly.
    """
    check_arguments(train, validation, epochs=epochs, patience=patience)
    _check_checkpoint(checkpoint)
    _compile(model, optimizer)
    schedule, first_rate = schedule or constant, _rate(optimizer)
    history, best = History(), []
    with progress_bar(epochs * len(train)) as bar:
        for epoch in range(epochs + 1):
            if epoch == 0:
                measured = evaluate(model, train)
            else:
                mean = Mean()
                for index, (images, labels) in _enumerate(train):
                    progress = (epoch - 1 + index / len(train)) / epochs
                    optimizer.learning_rate = first_rate * schedule(progress)
                    model.reset_metrics()  # older versions of Keras leave it to us
                    loss, accuracy = model.train_on_batch(images, labels)
                    mean.add(check_loss("training loss", float(loss), epoch=epoch), float(accuracy), count=labels.size)
                    bar.update(1)
                measured = mean.values
            validated = evaluate(model, validation)
            history.record(epoch, train=measured, validation=validated, learning_rate=_rate(optimizer))
            if history.best_epoch == epoch:
                best = model.get_weights()
                _save(model, checkpoint)
            if patience is not None and history.epochs_since_best >= patience:
                break
    if patience is not None:
        model.set_weights(best)
    optimizer.learning_rate = first_rate
    return history


def evaluate(model: keras.Model, batches: keras.utils.PyDataset) -> tuple[float, float]:
    """Return the cross-entropy and the accuracy, in evaluation mode.

    Parameters
    ----------
    model : keras.Model
        Gives logits; it need not be compiled.
    batches : keras.utils.PyDataset
        Batches (images, labels).

    Returns
    -------
    tuple of float
        (loss, accuracy): means over all samples, however they are cut into batches.

    Raises
    ------
    TypeError, ValueError
        If there is no batch.
    """
    check_batches("batches", batches)
    mean = Mean()
    for _, (images, labels) in _enumerate(batches):
        logits, labels = model.predict_on_batch(images), np.asarray(labels)
        accuracy = float((logits.argmax(axis=-1) == labels).mean())
        mean.add(cross_entropy(logits, labels), accuracy, count=labels.size)
    return mean.values


def predict(model: keras.Model, batches: keras.utils.PyDataset) -> NDArray[np.float32]:
    """Return the logits of every sample, in evaluation mode and in the order of the batches.

    Parameters, errors as in :func:`evaluate`.

    Returns
    -------
    ndarray of shape (N, K)
        Row i belongs to sample i if the batches are not shuffled.
    """
    check_batches("batches", batches)
    return np.concatenate([model.predict_on_batch(images) for _, (images, _) in _enumerate(batches)])


def _enumerate(batches: keras.utils.PyDataset) -> Iterator[tuple[int, tuple[NDArray, NDArray]]]:
    """Yield every batch once with its number, then let the data set shuffle itself anew."""
    for index in range(len(batches)):
        yield index, batches[index]
    if hasattr(batches, "on_epoch_end"):
        batches.on_epoch_end()


def _compile(model: keras.Model, optimizer: keras.optimizers.Optimizer) -> None:
    # Without just-in-time compilation: for nets as small as ours it would take longer than the training.
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    accuracy = keras.metrics.SparseCategoricalAccuracy(name="accuracy")
    model.compile(optimizer=optimizer, loss=loss, metrics=[accuracy], jit_compile=False)


def _rate(optimizer: keras.optimizers.Optimizer) -> float:
    return float(f"{float(optimizer.learning_rate):.7g}")  # kept as float32, in which 0.1 is 0.10000000149


def _check_checkpoint(path: str | Path | None) -> None:
    if path is not None and not str(path).endswith(".weights.h5"):
        raise ValueError(f"checkpoint must end in '.weights.h5', got {str(path)!r}")


def _save(model: keras.Model, path: str | Path | None) -> None:
    """Write next to the file first, so that an interruption never leaves half a checkpoint."""
    if path is not None:
        part = Path(path).with_name("part-" + Path(path).name)
        model.save_weights(part)
        part.replace(path)
