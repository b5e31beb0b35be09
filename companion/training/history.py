"""What a training run leaves behind: losses, accuracies and learning rates by epoch."""

import math
from dataclasses import dataclass, field


@dataclass
class History:
    """Measurements of one training run; entry 0 of every list was taken before the first update.

    Parameters
    ----------
    epoch : list of int
        0, 1, 2, ...: how many times the training data had been seen.
    train_loss, train_accuracy : list of float
        Entry 0: measured in evaluation mode before the first update. Later entries: the mean over the samples of that
        epoch, each measured in training mode *before* the update it contributed to, so while the model was still
        changing. (That is cheap, because the loss is computed anyway; it makes the training loss look worse than the
        validation loss in the first epochs.)
    validation_loss, validation_accuracy : list of float
        Measured in evaluation mode at the end of the epoch, mean over all samples.
    learning_rate : list of float
        Entry 0: the optimizer's own rate. Later entries: the rate of the epoch's last update.

    Notes
    -----
    Losses are cross-entropies in nats. A model that knows nothing about K balanced classes has a loss of ln K.

    Examples
    --------
    >>> history = History()
    >>> history.record(0, train=(2.3, 0.1), validation=(2.3, 0.1), learning_rate=0.1)
    >>> history.record(1, train=(1.2, 0.6), validation=(0.9, 0.7), learning_rate=0.1)
    >>> history.best_epoch
    1
    """

    epoch: list[int] = field(default_factory=list)
    train_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)

    def record(
        self, epoch: int, *, train: tuple[float, float], validation: tuple[float, float], learning_rate: float
    ) -> None:
        """Append one epoch.

        Parameters
        ----------
        epoch : int
            Its number.
        train, validation : tuple of float
            (loss, accuracy).
        learning_rate : float
            Rate of its last update.

        Raises
        ------
        FloatingPointError
            If a loss is not finite.
        """
        check_loss("training loss", train[0], epoch=epoch)
        check_loss("validation loss", validation[0], epoch=epoch)
        self.epoch.append(epoch)
        self.train_loss.append(float(train[0]))
        self.train_accuracy.append(float(train[1]))
        self.validation_loss.append(float(validation[0]))
        self.validation_accuracy.append(float(validation[1]))
        self.learning_rate.append(float(learning_rate))

    @property
    def best_epoch(self) -> int:
        """Epoch with the lowest validation loss, the first of equals.

        Raises
        ------
        ValueError
            If nothing was recorded.
        """
        if not self.epoch:
            raise ValueError("history must hold at least one epoch, got an empty one")
        return self.epoch[self.validation_loss.index(min(self.validation_loss))]

    @property
    def epochs_since_best(self) -> int:
        """Epochs recorded after the best one; early stopping compares it with its patience."""
        return self.epoch[-1] - self.best_epoch if self.epoch else 0


def check_loss(name: str, value: float, *, epoch: int) -> float:
    """Return `value` if it is finite.

    Parameters
    ----------
    name : str
        What it is, for the message.
    value : float
        A loss.
    epoch : int
        The epoch it belongs to.

    Raises
    ------
    FloatingPointError
        If it is infinite or not a number.

    Examples
    --------
    >>> check_loss("training loss", 0.5, epoch=3)
    0.5
    """
    if not math.isfinite(value):
        raise FloatingPointError(
            f"{name} became {value} in epoch {epoch}; lower the learning rate, and look for inputs that are not finite"
        )
    return value


class Mean:
    """Mean loss and accuracy over samples that come in batches of any size.

    Examples
    --------
    >>> mean = Mean()
    >>> mean.add(1.0, 0.5, count=2)
    >>> mean.add(4.0, 1.0, count=1)
    >>> mean.values
    (2.0, 0.6666666666666666)
    """

    def __init__(self) -> None:
        self._loss, self._accuracy, self._count = 0.0, 0.0, 0

    def add(self, loss: float, accuracy: float, *, count: int) -> None:
        """Take in the means over a batch of `count` samples."""
        self._loss += loss * count
        self._accuracy += accuracy * count
        self._count += count

    @property
    def values(self) -> tuple[float, float]:
        """(loss, accuracy) over all samples so far.

        Raises
        ------
        ValueError
            If there was none.
        """
        if self._count == 0:
            raise ValueError("batches must hold at least one sample, got none")
        return self._loss / self._count, self._accuracy / self._count
