import math

import torch
from torch import nn

import numpy as np
import pytest

from companion.architectures.lenet_torch import classic_convnet
from companion.training import loop_torch


@pytest.fixture
def batches(toy):
    return toy.torch_batches(*toy.images()), toy.torch_batches(*toy.images(30, seed=1))


def linear_model(value=0.0):
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 3))
    for parameter in model.parameters():
        nn.init.constant_(parameter, value)
    return model


def sgd(model, rate=0.05):
    return torch.optim.SGD(model.parameters(), rate)


def test_one_step_by_hand(toy):
    # One white pixel-pair of features (1), three equal logits: the gradient of the bias is softmax - one_hot.
    images, labels = np.zeros((1, 28, 28, 1), np.float32), np.array([2])
    model, data = linear_model(), toy.torch_batches(images, labels)
    history = loop_torch.fit(model, data, data, epochs=1, optimizer=sgd(model, 0.3))
    assert model[1].bias.tolist() == pytest.approx([-0.1, -0.1, 0.2])
    assert history.train_loss == pytest.approx([math.log(3)] * 2)  # both measured before the update
    assert history.validation_loss[0] == pytest.approx(math.log(3))
    assert history.validation_loss[1] == pytest.approx(math.log(1 + 2 * math.exp(-0.3)))


def test_it_learns_and_entry_0_knows_nothing(batches):
    torch.manual_seed(0)
    model = classic_convnet(num_classes=3)
    history = loop_torch.fit(model, *batches, epochs=3, optimizer=torch.optim.Adam(model.parameters(), 3e-3))
    assert history.epoch == [0, 1, 2, 3]
    assert history.validation_loss[0] == pytest.approx(math.log(3), abs=0.4)
    assert history.validation_accuracy[-1] == 1


def test_evaluate_does_not_depend_on_the_batch_size_and_keeps_the_mode(toy):
    images, labels = toy.images(30)
    model = classic_convnet(num_classes=3).train()
    whole, cut = (loop_torch.evaluate(model, toy.torch_batches(images, labels, size)) for size in (30, 7))
    assert whole == pytest.approx(cut, abs=1e-6)
    assert model.training
    logits = loop_torch.predict(model.eval(), toy.torch_batches(images, labels, 7))
    assert logits.shape == (30, 3)
    assert (logits.argmax(axis=1) == labels).mean() == pytest.approx(whole[1])
    assert not model.training


def test_updates_are_made_in_training_mode_whatever_the_mode_was(batches):
    normed = nn.Sequential(nn.BatchNorm2d(1), linear_model()).eval()
    loop_torch.evaluate(normed, batches[0])
    assert not normed[0].running_mean.any()
    loop_torch.fit(normed, *batches, epochs=1, optimizer=sgd(normed))
    assert normed[0].running_mean.all()
    assert normed[0].num_batches_tracked == len(batches[0])


def test_no_epochs_only_measure(batches):
    model = linear_model()
    history = loop_torch.fit(model, *batches, epochs=0, optimizer=sgd(model))
    assert history.epoch == [0]
    assert not model[1].weight.any()


def test_the_schedule_is_asked_before_every_step_and_the_rate_is_given_back(batches):
    asked, model = [], linear_model()
    optimizer = sgd(model)
    history = loop_torch.fit(
        model, *batches, epochs=2, optimizer=optimizer, schedule=lambda progress: asked.append(progress) or 0.5
    )
    assert asked == pytest.approx([0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6])
    assert history.learning_rate == [0.05, 0.025, 0.025]
    assert optimizer.param_groups[0]["lr"] == 0.05


def test_early_stopping_restores_the_best_weights(batches, tmp_path):
    model, path = linear_model(), tmp_path / "best.pt"
    # The rate is fine in the first of ten epochs and far too high after it, so that the loss goes up.
    history = loop_torch.fit(
        model,
        *batches,
        epochs=10,
        optimizer=sgd(model, 0.01),
        schedule=lambda progress: 1.0 if progress < 0.1 else 1e4,
        patience=2,
        checkpoint=path,
    )
    assert history.best_epoch == 1
    assert history.epoch == [0, 1, 2, 3]
    loss, _ = loop_torch.evaluate(model, batches[1])
    assert loss == pytest.approx(history.validation_loss[1])
    saved = torch.load(path, weights_only=True)
    assert torch.equal(saved["1.weight"], model[1].weight)
    assert [file.name for file in tmp_path.iterdir()] == ["best.pt"]


def test_without_patience_the_last_weights_stay(batches):
    model = linear_model()
    history = loop_torch.fit(
        model,
        *batches,
        epochs=3,
        optimizer=sgd(model, 0.01),
        schedule=lambda progress: 1.0 if progress < 0.3 else 1e4,
    )
    assert history.best_epoch == 1
    assert loop_torch.evaluate(model, batches[1])[0] == pytest.approx(history.validation_loss[3])


def test_a_loss_that_is_not_finite_stops_at_once(toy):
    images, labels = toy.images()
    good = toy.torch_batches(images, labels)
    images = images.copy()
    images[30] = np.nan
    model = linear_model()
    with pytest.raises(FloatingPointError, match="training loss became nan in epoch 0"):
        loop_torch.fit(model, toy.torch_batches(images, labels), good, epochs=1, optimizer=sgd(model))
    model = linear_model()
    with pytest.raises(FloatingPointError, match="loss became (nan|inf) in epoch .; lower the learning rate"):
        loop_torch.fit(model, good, good, epochs=9, optimizer=sgd(model, 1e38))


def test_bad_input(batches):
    model, (train, validation) = linear_model(), batches
    empty = torch.utils.data.DataLoader([])
    with pytest.raises(ValueError, match="train must hold at least one batch, got none"):
        loop_torch.fit(model, empty, validation, epochs=1, optimizer=sgd(model))
    with pytest.raises(ValueError, match="validation must hold at least one batch, got none"):
        loop_torch.fit(model, train, empty, epochs=1, optimizer=sgd(model))
    with pytest.raises(ValueError, match="epochs must be a whole number of at least 0, got -1"):
        loop_torch.fit(model, *batches, epochs=-1, optimizer=sgd(model))
    with pytest.raises(ValueError, match="patience must be a whole number of at least 1, got 0"):
        loop_torch.fit(model, *batches, epochs=1, optimizer=sgd(model), patience=0)
    with pytest.raises(TypeError, match="batches must be batches of known number, as batches.* gives, got generator"):
        loop_torch.evaluate(model, (batch for batch in train))
