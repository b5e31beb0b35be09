import torch
from torch import nn

import pytest

from companion.architectures.alexnet_torch import alexnet


def small(**options):
    torch.manual_seed(0)
    return alexnet(5, stem="cifar", width=0.05, **options)


def test_the_paper_has_its_parameters():
    with torch.device("meta"):
        assert sum(weight.numel() for weight in alexnet(variant="paper").parameters()) == 60_965_224


@pytest.mark.parametrize("variant", ["torchvision", "paper"])
def test_logits(variant):
    model = small(variant=variant, in_channels=1).eval()
    assert (model.name, model.variant) == ("alexnet", variant)
    assert model(torch.zeros(2, 1, 32, 32)).shape == (2, 5)
    assert model(torch.zeros(0, 1, 32, 32)).shape == (0, 5)


def test_the_smallest_pictures():
    assert small().eval()(torch.zeros(1, 3, 15, 15)).shape == (1, 5)
    with pytest.raises(RuntimeError):
        small().eval()(torch.zeros(1, 3, 14, 14))
    with torch.device("meta"):
        assert alexnet(width=0.05).eval()(torch.zeros(1, 3, 63, 63)).shape == (1, 1000)


@pytest.mark.parametrize(("stem", "smallest", "largest"), [("imagenet", 224, 255), ("cifar", 31, 38)])
def test_sizes_that_fit_the_paper(stem, smallest, largest):
    with torch.device("meta"):
        model = alexnet(5, stem=stem, width=0.05, variant="paper").eval()
        for size in (smallest, largest):
            assert model(torch.zeros(1, 3, size, size)).shape == (1, 5)
        for size in (smallest - 1, largest + 1):
            with pytest.raises(RuntimeError):
                model(torch.zeros(1, 3, size, size))


def test_the_last_windows_hang_over_the_edge():
    model = alexnet(5, width=0.05, variant="paper")
    assert model.conv1(model.pad1(torch.zeros(1, 3, 224, 224))).shape[2:] == (55, 55)
    picture = torch.rand(1, 3, 224, 224)
    assert torch.equal(model.pad1(picture)[:, :, :224, :224], picture)


def test_a_tower_does_not_see_the_other_before_layer_three():
    model = small(variant="paper").eval()
    first = model[: list(dict(model.named_children())).index("pool1") + 1](torch.rand(1, 3, 32, 32))
    half = first.shape[1] // 2
    changed = torch.cat([first[:, :half], first[:, half:] + 1], dim=1)
    before, after = model.conv2(first), model.conv2(changed)
    middle = before.shape[1] // 2
    assert torch.equal(before[:, :middle], after[:, :middle])
    assert not torch.allclose(before[:, middle:], after[:, middle:])
    wide = torch.rand(1, model.conv3.in_channels, 3, 3)
    assert model.conv3.groups == 1
    assert model.conv3(wide).shape[1] == model.conv3.out_channels


def test_response_normalisation_is_the_formula_of_the_paper():
    norm = small(variant="paper").norm1
    maps = torch.full((1, 7, 1, 1), 10.0)
    expected = [10 / (2 + 1e-4 * neighbours * 100) ** 0.75 for neighbours in (3, 4, 5, 5, 5, 4, 3)]
    assert torch.allclose(norm(maps).flatten(), torch.tensor(expected))


def test_dropout_stands_where_each_variant_has_it():
    order = [name for name, _ in small().named_children()]
    assert order[-9:] == ["average", "flatten", "drop6", "fc6", "relu6", "drop7", "fc7", "relu7", "fc8"]
    order = [name for name, _ in small(variant="paper").named_children()]
    assert order[-8:] == ["flatten", "fc6", "relu6", "drop6", "fc7", "relu7", "drop7", "fc8"]
    assert small(dropout=0.2).drop7.p == 0.2


def test_initial_weights_of_the_paper():
    model = small(variant="paper")
    for name, layer in model.named_children():
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            assert (layer.bias == (0 if name in ("conv1", "conv3", "fc8") else 1)).all(), name
            assert layer.weight.std().item() == pytest.approx(0.01, rel=0.15), name
    assert small().conv2.bias.abs().max() <= (25 * small().conv2.in_channels) ** -0.5


def test_bad_input():
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'paper', got 'keras'"):
        alexnet(variant="keras")
    with pytest.raises(ValueError, match="dropout must be a finite number from 0 to 1, got 2"):
        alexnet(dropout=2)
    with pytest.raises(TypeError, match="in_channels must be a whole number of at least 1, got str 'RGB'"):
        alexnet(in_channels="RGB")
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        alexnet(0, stem="cifar", width=0.05)
