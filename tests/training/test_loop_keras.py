import math
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from companion.architectures import lenet_keras
from companion.training import loop_keras
from companion.training.schedules import cosine


@pytest.fixture
def batches(toy):
    return toy.keras_batches(*toy.images()), toy.keras_batches(*toy.images(30, seed=1))


def linear_model():
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(3, kernel_initializer="zeros")]
    return keras.Sequential(layers)


def sgd(rate=0.05):
    return keras.optimizers.SGD(rate)


def test_one_step_by_hand(toy):
    images, labels = np.zeros((1, 28, 28, 1), np.float32), np.array([2])
    model, data = linear_model(), toy.keras_batches(images, labels)
    history = loop_keras.fit(model, data, data, epochs=1, optimizer=sgd(0.3))
    assert model.get_weights()[1].tolist() == pytest.approx([-0.1, -0.1, 0.2])
    assert history.train_loss == pytest.approx([math.log(3)] * 2)
    assert history.validation_loss[1] == pytest.approx(math.log(1 + 2 * math.exp(-0.3)))


@pytest.mark.parametrize(("momentum", "schedule"), [(0.0, cosine), (0.9, None)])
def test_the_same_numbers_as_the_torch_loop(toy, momentum, schedule):
    # Not both at once: Keras puts the learning rate into the velocity, PyTorch multiplies by it afterwards.
    torch = pytest.importorskip("torch")
    from companion.architectures import lenet_torch
    from companion.training import loop_torch

    torch.manual_seed(0)
    ours, theirs = lenet_torch.classic_convnet(3), lenet_keras.classic_convnet(3)
    lenet_keras.copy_from_torch(theirs, {name: value.numpy() for name, value in ours.state_dict().items()})
    train, validation = toy.images(), toy.images(30, seed=1)
    options = {"epochs": 2, "schedule": schedule}
    first = loop_torch.fit(
        ours,
        toy.torch_batches(*train),
        toy.torch_batches(*validation),
        optimizer=torch.optim.SGD(ours.parameters(), 0.05, momentum=momentum),
        **options,
    )
    second = loop_keras.fit(
        theirs,
        toy.keras_batches(*train),
        toy.keras_batches(*validation),
        optimizer=keras.optimizers.SGD(0.05, momentum=momentum),
        **options,
    )
    assert vars(first).keys() == vars(second).keys()
    for name, values in vars(first).items():
        assert getattr(second, name) == pytest.approx(values, abs=1e-4), name
    assert first.train_loss[2] < first.train_loss[0]
    for name, value in lenet_keras.copy_to_torch(theirs).items():
        assert np.abs(value - ours.state_dict()[name].numpy()).max() < 1e-4


def test_evaluate_needs_no_compilation_and_no_batch_size(toy):
    images, labels = toy.images(30)
    model = lenet_keras.classic_convnet(3)
    whole, cut = (loop_keras.evaluate(model, toy.keras_batches(images, labels, size)) for size in (30, 7))
    assert whole == pytest.approx(cut, abs=1e-6)
    logits = loop_keras.predict(model, toy.keras_batches(images, labels, 7))
    assert logits.shape == (30, 3)
    assert (logits.argmax(axis=1) == labels).mean() == pytest.approx(whole[1])


def test_no_epochs_only_measure(batches):
    model = linear_model()
    assert loop_keras.fit(model, *batches, epochs=0, optimizer=sgd()).epoch == [0]
    assert not model.get_weights()[0].any()


def test_the_schedule_is_asked_before_every_step_and_the_rate_is_given_back(batches):
    asked, optimizer = [], sgd()
    history = loop_keras.fit(
        linear_model(),
        *batches,
        epochs=2,
        optimizer=optimizer,
        schedule=lambda progress: asked.append(progress) or 0.5,
    )
    assert asked == pytest.approx([0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6])
    assert history.learning_rate == [0.05, 0.025, 0.025]
    assert float(optimizer.learning_rate) == pytest.approx(0.05)


def test_early_stopping_restores_the_best_weights(batches, tmp_path):
    model, path = linear_model(), tmp_path / "best.weights.h5"
    history = loop_keras.fit(
        model,
        *batches,
        epochs=10,
        optimizer=sgd(0.01),
        schedule=lambda progress: 1.0 if progress < 0.1 else 1e4,
        patience=2,
        checkpoint=path,
    )
    assert history.best_epoch == 1
    assert history.epoch == [0, 1, 2, 3]
    assert loop_keras.evaluate(model, batches[1])[0] == pytest.approx(history.validation_loss[1])
    saved = linear_model()
    saved.load_weights(path)
    assert np.array_equal(saved.get_weights()[0], model.get_weights()[0])
    assert [file.name for file in tmp_path.iterdir()] == ["best.weights.h5"]


def test_without_patience_the_last_weights_stay(batches):
    model = linear_model()
    history = loop_keras.fit(
        model, *batches, epochs=3, optimizer=sgd(0.01), schedule=lambda progress: 1.0 if progress < 0.3 else 1e4
    )
    assert history.best_epoch == 1
    assert loop_keras.evaluate(model, batches[1])[0] == pytest.approx(history.validation_loss[3])


def test_a_data_set_is_told_when_an_epoch_ends(toy, batches):
    train, ends = toy.keras_batches(*toy.images()), []
    train.on_epoch_end = lambda: ends.append(1)
    loop_keras.fit(linear_model(), train, batches[1], epochs=2, optimizer=sgd())
    assert len(ends) == 3  # once when entry 0 was measured


def test_a_loss_that_is_not_finite_stops_at_once(toy, batches):
    images, labels = toy.images()
    images[30] = np.nan
    with pytest.raises(FloatingPointError, match="training loss became nan in epoch 0"):
        loop_keras.fit(linear_model(), toy.keras_batches(images, labels), batches[1], epochs=1, optimizer=sgd())


def test_bad_input(toy, batches):
    train, validation = batches
    with pytest.raises(ValueError, match="train must hold at least one batch, got none"):
        loop_keras.fit(linear_model(), toy.keras_batches(*toy.images(0)), validation, epochs=1, optimizer=sgd())
    with pytest.raises(ValueError, match="epochs must be a whole number of at least 0, got -1"):
        loop_keras.fit(linear_model(), *batches, epochs=-1, optimizer=sgd())
    with pytest.raises(ValueError, match="checkpoint must end in '.weights.h5', got 'best.pt'"):
        loop_keras.fit(linear_model(), *batches, epochs=1, optimizer=sgd(), checkpoint="best.pt")
    with pytest.raises(TypeError, match="epochs must be a whole number"):
        loop_keras.fit(linear_model(), *batches, epochs=1.5, optimizer=sgd())


@pytest.mark.skipif(keras.backend.backend() == "torch", reason="this is the run on the torch backend")
def test_all_of_it_on_the_torch_backend():
    pytest.importorskip("torch")
    here = Path(__file__)
    files = [str(here), str(here.parent.parent / "architectures" / "test_lenet_keras.py")]
    environment = {**os.environ, "KERAS_BACKEND": "torch"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]
