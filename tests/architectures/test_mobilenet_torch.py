import torch

import pytest

from companion.architectures.mobilenet_torch import mobilenet_v2


def small(**options):
    return mobilenet_v2(5, stem="cifar", width=0.25, **options).eval()


@pytest.mark.parametrize("variant", ["torchvision", "keras"])
def test_shapes_and_names(variant):
    model = small(variant=variant, in_channels=1)
    assert model(torch.zeros(2, 1, 32, 30)).shape == (2, 5)
    assert model(torch.zeros(0, 1, 32, 32)).shape == (0, 5)
    assert (model.name, model.variant) == ("mobilenet_v2", variant)
    assert model.stage2(model.stage1(model.stem(torch.zeros(1, 1, 32, 32)))).shape == (1, 8, 32, 32)
    assert mobilenet_v2(5, width=0.25).eval()(torch.zeros(1, 3, 1, 1)).shape == (1, 5)


def test_a_shortcut_where_the_shapes_allow_it():
    block = small().stage3.block2
    with torch.no_grad():
        block.project.norm.weight.zero_()
    maps = torch.randn(1, 8, 4, 4)
    assert torch.equal(block(maps), maps)
    assert not small().stage3.block1.has_shortcut


def test_the_end_of_a_block_is_linear():
    torch.manual_seed(0)
    model = small()
    maps = model.stage1(model.stem(torch.randn(2, 3, 16, 16)))
    assert (maps < 0).any()


def test_variants_differ_where_a_stride_meets_an_even_size():
    ours, theirs = small(), small(variant="keras")
    theirs.load_state_dict(ours.state_dict())
    for module in theirs.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eps = 1e-5
    odd, even = torch.randn(1, 3, 33, 33), torch.randn(1, 3, 32, 32)
    assert torch.allclose(ours(odd), theirs(odd), rtol=1e-4, atol=1e-6)
    assert not torch.allclose(ours(even), theirs(even), rtol=1e-2)


def test_traceable_and_dropout():
    model = mobilenet_v2(5, stem="cifar", width=0.25, dropout=0.5, variant="keras")
    traced = torch.fx.symbolic_trace(model.eval())
    pictures = torch.randn(2, 3, 15, 32)
    assert torch.allclose(traced(pictures), model(pictures))
    assert model.dropout.p == 0.5


def test_bad_input():
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        mobilenet_v2(0)
    with pytest.raises(ValueError, match="in_channels must be a whole number of at least 1, got 0"):
        mobilenet_v2(in_channels=0)
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'keras', got 'paper'"):
        mobilenet_v2(variant="paper")
    with pytest.raises(ValueError, match="stem must be one of"):
        mobilenet_v2(stem="small")
    with pytest.raises(ValueError, match="width must be a finite number"):
        mobilenet_v2(width=0)
    with pytest.raises(ValueError, match="dropout must be a finite number from 0 to 1, got 2"):
        mobilenet_v2(dropout=2)
