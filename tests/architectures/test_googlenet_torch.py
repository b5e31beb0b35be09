import torch
from torch.fx import symbolic_trace

import pytest

from companion.architectures.googlenet_specs import VARIANTS, smallest_picture
from companion.architectures.googlenet_torch import GoogLeNetOutputs, googlenet

SMALL = {"stem": "cifar", "width": 0.125}


def count(model):
    return sum(value.numel() for value in model.parameters())


@pytest.mark.parametrize(
    ("variant", "auxiliary", "total"),
    [
        ("torchvision", True, 13_004_888),
        ("torchvision", False, 6_624_904),
        ("paper", True, 13_378_280),
        ("paper", False, 6_998_552),
    ],
)
def test_parameters(variant, auxiliary, total):
    with torch.device("meta"):
        assert count(googlenet(variant=variant, auxiliary=auxiliary)) == total


def test_name_and_variant():
    model = googlenet(2, **SMALL, variant="paper")
    assert (model.name, model.variant) == ("googlenet", "paper")


@pytest.mark.parametrize("variant", VARIANTS)
def test_heads_are_for_training_only(variant):
    model, pictures = googlenet(5, in_channels=1, **SMALL, variant=variant), torch.randn(2, 1, 32, 32)
    outputs = model(pictures)
    assert isinstance(outputs, GoogLeNetOutputs)
    assert [tuple(logits.shape) for logits in outputs] == [(2, 5)] * 3
    assert model.eval()(pictures).shape == (2, 5)
    plain = googlenet(5, in_channels=1, **SMALL, variant=variant, auxiliary=False)
    assert plain(pictures).shape == (2, 5)
    assert not [name for name, _ in plain.named_parameters() if "auxiliary" in name]


def test_heads_sit_behind_4a_and_4d():
    """A head's loss reaches the layers before it, and none behind it."""
    model = googlenet(3, **SMALL)
    pictures = torch.randn(2, 3, 32, 32)
    for head, last in (("auxiliary1", "4a"), ("auxiliary2", "4d")):
        model.zero_grad()
        getattr(model(pictures), head).sum().backward()
        reached = {name for name, _ in model.named_children() if name.startswith("inception") and _reached(model, name)}
        names = [f"inception{name}" for name in ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b")]
        assert reached == set(names[: names.index(f"inception{last}") + 1])


def _reached(model, name):
    return all(value.grad is not None for value in getattr(model, name).parameters())


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_weight_learns(variant):
    model = googlenet(3, **SMALL, variant=variant, dropout=0.0)
    sum(logits.square().sum() for logits in model(torch.randn(4, 3, 32, 32))).backward()
    assert all(value.grad is not None for value in model.parameters())
    assert all(value.grad.abs().max() > 0 for name, value in model.named_parameters() if "conv1.conv" in name)


@pytest.mark.parametrize(("size", "places"), [(224, 14), (225, 14), (241, 15), (64, 4)])
def test_poolings_round_up(size, places):
    model, seen = googlenet(2, width=0.125, auxiliary=False).eval(), []
    model.inception4a.register_forward_hook(lambda module, inputs, output: seen.append(output.shape[2:]))
    model(torch.zeros(1, 3, size, size))
    assert seen == [(places, places)]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("stem", ["imagenet", "cifar"])
def test_smallest_picture(stem, variant):
    model, size = googlenet(2, stem=stem, width=0.05, variant=variant).eval(), smallest_picture(stem, VARIANTS[variant])
    assert model(torch.zeros(1, 3, size, size)).shape == (1, 2)
    message = f"images must have a height and width of at least {size}, got {size - 1}x{size}"
    with pytest.raises(ValueError, match=message):
        model(torch.zeros(1, 3, size - 1, size))


@pytest.mark.parametrize(
    ("stem", "sizes", "outside"), [("imagenet", (223, 270), (222, 271)), ("cifar", (32, 43), (31, 44))]
)
def test_pictures_that_the_papers_heads_take(stem, sizes, outside):
    model = googlenet(2, stem=stem, width=0.02, variant="paper")
    for size in sizes:
        assert model(torch.zeros(1, 3, size, size)).auxiliary2.shape == (1, 2)
    for size in outside:
        message = f"of {sizes[0]} to {sizes[1]} to train the auxiliary heads .*, got {sizes[0]}x{size}"
        with pytest.raises(ValueError, match=message):
            model(torch.zeros(1, 3, sizes[0], size))
        assert model.eval()(torch.zeros(1, 3, size, size)).shape == (1, 2)
        model.train()


@pytest.mark.parametrize("training", [True, False])
def test_it_can_be_traced(training):
    model = googlenet(2, **SMALL, dropout=0.0).train(training)
    for layer in (model.auxiliary1, model.auxiliary2):
        layer.dropout.p = 0.0
    pictures = torch.randn(2, 3, 32, 32)
    wanted, got = model(pictures), symbolic_trace(model)(pictures)
    assert torch.equal(got[0], wanted[0])
    assert isinstance(got, GoogLeNetOutputs) == training


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"num_classes": 0}, ValueError, "num_classes must be a whole number of at least 1, got 0"),
        ({"in_channels": 1.5}, TypeError, "in_channels must be a whole number of at least 1, got float 1.5"),
        ({"stem": "mnist"}, ValueError, "stem must be one of 'imagenet', 'cifar', got 'mnist'"),
        ({"width": 0}, ValueError, "width must be above 0, got 0"),
        ({"variant": "keras"}, ValueError, "variant must be one of 'torchvision', 'paper', got 'keras'"),
        ({"auxiliary": 2}, ValueError, "auxiliary must be one of True, False, got 2"),
        ({"dropout": 1.5}, ValueError, "dropout must be a finite number from 0 to 1, got 1.5"),
    ],
)
def test_bad_input(arguments, error, message):
    with pytest.raises(error, match=message):
        googlenet(**arguments)
