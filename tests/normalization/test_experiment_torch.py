import pytest

torch = pytest.importorskip("torch")

from companion.normalization import small_batches_torch, sweep_torch
from companion.normalization.experiment_torch import accuracy, digits, trained_net
from companion.normalization.nets_torch import convolutional_net, dense_net


def test_parameters_worked_by_hand():
    def count(model):
        return sum(weights.numel() for weights in model.parameters())

    # Every normalized channel trades one bias for a scale and a shift.
    assert count(convolutional_net("batch")) - count(convolutional_net("none")) == 2 * 16 + 4 * 32
    assert count(dense_net("group")) - count(dense_net("none")) == 3 * 64


@pytest.mark.parametrize("net", ["convolutional", "dense"])
@pytest.mark.parametrize("normalization", ["none", "batch", "group"])
def test_nets_take_digits_and_give_logits(net, normalization):
    model = trained_net(net, normalization, learning_rate=0.1, seed=0, epochs=0)
    assert not model.training
    assert model(digits("validation")[0][:3]).shape == (3, 10)


def test_training_learns_and_repeats():
    first, again, other = (trained_net("dense", "batch", learning_rate=0.1, seed=seed, epochs=2) for seed in (0, 0, 1))
    assert accuracy(first) > 0.8
    assert torch.equal(first[1].weight, again[1].weight)
    assert not torch.equal(first[1].weight, other[1].weight)


def test_the_global_generator_is_left_alone():
    torch.manual_seed(3)
    before = torch.get_rng_state()
    trained_net("dense", "none", learning_rate=0.1, seed=0, epochs=1)
    assert torch.equal(torch.get_rng_state(), before)


def test_logits_that_are_not_numbers_count_as_wrong():
    model = trained_net("dense", "none", learning_rate=0.1, seed=0, epochs=0)
    with torch.no_grad():
        model[-1].bias.fill_(float("nan"))
    assert accuracy(model) == 0


def test_rows(monkeypatch):
    for recipe in (sweep_torch, small_batches_torch):
        monkeypatch.setattr(recipe, "trained_net", lambda *names, **options: trained_net(*names, **options, epochs=0))
    row = sweep_torch.run("group", 0.1, 4)
    assert list(row) == ["normalization", "learning_rate", "seed", "accuracy"]
    row = small_batches_torch.run("dense", "batch", 2, 4)
    assert list(row) == ["net", "normalization", "batch_size", "seed", "accuracy"]


def test_bad_input():
    with pytest.raises(ValueError, match="normalization must be one of 'none', 'batch', 'group', got 'layer'"):
        convolutional_net("layer")
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        dense_net(num_classes=0)
    options = {"learning_rate": 0.1, "seed": 0}
    with pytest.raises(ValueError, match="net must be one of 'convolutional', 'dense', got 'wide'"):
        trained_net("wide", "none", **options)
    with pytest.raises(ValueError, match="learning_rate must be greater than 0, got 0"):
        trained_net("dense", "none", learning_rate=0, seed=0)
    with pytest.raises(ValueError, match="batch_size must be a whole number of at least 2, got 1"):
        trained_net("dense", "batch", **options, batch_size=1)
    with pytest.raises(ValueError, match="split must be one of"):
        digits("holdout")
