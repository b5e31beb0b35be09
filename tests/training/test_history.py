import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.training.history import History, Mean, check_loss


def history_of(losses):
    history = History()
    for epoch, loss in enumerate(losses):
        history.record(epoch, train=(1.0, 0.5), validation=(loss, 0.5), learning_rate=0.1)
    return history


def test_a_run_by_hand():
    history = history_of([2.3, 0.9, 0.4, 0.6])
    assert history.epoch == [0, 1, 2, 3]
    assert history.validation_loss == [2.3, 0.9, 0.4, 0.6]
    assert history.best_epoch == 2
    assert history.epochs_since_best == 1


@given(st.lists(st.floats(0, 10), min_size=1, max_size=12))
def test_no_epoch_is_better_than_the_best(losses):
    history = history_of(losses)
    assert losses[history.best_epoch] == min(losses)
    assert all(loss > min(losses) for loss in losses[: history.best_epoch])


def test_of_equal_epochs_the_first_is_best():
    assert history_of([2.0, 1.0, 1.0]).best_epoch == 1


def test_empty_history():
    assert History().epochs_since_best == 0
    with pytest.raises(ValueError, match="history must hold at least one epoch, got an empty one"):
        _ = History().best_epoch


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_not_finite_is_refused(value):
    with pytest.raises(FloatingPointError, match=f"validation loss became {value} in epoch 0; lower the learning rate"):
        history_of([value])
    with pytest.raises(FloatingPointError, match="training loss became nan in epoch 7"):
        check_loss("training loss", math.nan, epoch=7)


@given(st.lists(st.tuples(st.floats(0, 9), st.booleans()), min_size=2, max_size=20), st.data())
def test_the_mean_does_not_depend_on_the_batches(samples, data):
    cut = data.draw(st.integers(1, len(samples) - 1))
    mean = Mean()
    for batch in (samples[:cut], samples[cut:]):
        losses, hits = zip(*batch, strict=True)
        mean.add(sum(losses) / len(batch), sum(hits) / len(batch), count=len(batch))
    losses, hits = zip(*samples, strict=True)
    assert mean.values == pytest.approx((sum(losses) / len(samples), sum(hits) / len(samples)))


def test_the_mean_of_nothing_is_refused():
    with pytest.raises(ValueError, match="batches must hold at least one sample, got none"):
        _ = Mean().values
