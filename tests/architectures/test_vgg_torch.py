import torch

import pytest

from companion.architectures import vgg_specs, vgg_torch

NARROW = {"stem": "cifar", "width": 1 / 16}


def test_the_counts_of_narrow_nets_follow_from_the_table():
    from companion.convolution.arithmetic import count_parameters

    for name in vgg_specs.MODELS:
        expected = sum(count_parameters(vgg_specs.vgg_layers(name, 10, **NARROW), (32, 32, 3)))
        model = getattr(vgg_torch, name)(10, **NARROW)
        convolutions = sum(p.numel() for key, p in model.named_parameters() if "norm" not in key)
        assert (convolutions, model.name, model.variant) == (expected, name, "torchvision")
        assert ("block5.norm2.running_mean" in model.state_dict()) == name.endswith("_bn")


@pytest.mark.parametrize(
    ("variant", "size"), [("torchvision", 32), ("torchvision", 70), ("keras", 224), ("paper", 230)]
)
def test_shapes_with_and_without_adaptive_pooling(variant, size):
    model = vgg_torch.vgg11(7, in_channels=1, width=1 / 32, variant=variant).eval()
    assert model(torch.zeros(1, 1, size, size)).shape == (1, 7)
    assert model.block5(torch.zeros(0, 16, 16, 16)).shape == (0, 16, 8, 8)


def test_a_small_picture_needs_adaptive_pooling():
    with pytest.raises(RuntimeError):
        vgg_torch.vgg11(width=1 / 32, variant="keras")(torch.zeros(1, 3, 64, 64))


def test_at_224_the_variants_differ_in_nothing_but_dropout():
    ours, theirs = vgg_torch.vgg11(5, width=1 / 32), vgg_torch.vgg11(5, width=1 / 32, variant="keras")
    theirs.load_state_dict(ours.state_dict())
    images = torch.rand(1, 3, 224, 224)
    assert torch.equal(ours.eval()(images), theirs.eval()(images))
    assert torch.equal(theirs.train()(images), theirs.eval()(images))
    assert not torch.equal(ours.train()(images), ours.eval()(images))


def test_first_weights():
    torch.manual_seed(0)
    he, glorot, small = (vgg_torch.vgg13(width=1 / 4, variant=name) for name in ("torchvision", "keras", "paper"))
    fan_out = 9 * 128
    assert he.block4.conv1.weight.std().item() == pytest.approx((2 / fan_out) ** 0.5, rel=0.02)  # 64 maps to 128
    assert he.fc2.weight.std().item() == pytest.approx(0.01, rel=0.02)
    assert glorot.block5.conv2.weight.std().item() == pytest.approx((1 / fan_out) ** 0.5, rel=0.02)
    assert small.block5.conv2.weight.std().item() == pytest.approx(0.01, rel=0.02)
    for model in (he, glorot, small):
        assert not any(bias.any() for name, bias in model.named_parameters() if name.endswith("bias"))
        assert not torch.equal(model.block5.conv1.weight, model.block5.conv2.weight)


def test_traceable_and_buildable_without_memory():
    traced = torch.fx.symbolic_trace(vgg_torch.vgg16_bn(10, **NARROW).eval())
    assert traced(torch.zeros(2, 3, 32, 32)).shape == (2, 10)
    with torch.device("meta"):
        model = vgg_torch.vgg19()
    assert {weight.device.type for weight in model.parameters()} == {"meta"}


def test_bad_input():
    with pytest.raises(ValueError, match="num_classes must be a whole number of at least 1, got 0"):
        vgg_torch.vgg11(0)
    with pytest.raises(ValueError, match="in_channels must be a whole number of at least 1, got 0"):
        vgg_torch.vgg11(in_channels=0)
    with pytest.raises(ValueError, match="stem must be one of"):
        vgg_torch.vgg11(stem="small")
