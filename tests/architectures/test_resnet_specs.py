import pytest

from companion.architectures.resnet_plans import PLANS, BlockPlan, ResNetPlan, block_plans, cifar_plan, scaled
from companion.architectures.resnet_specs import OFFICIAL, keras_layers, torchvision_layers

TINY = ResNetPlan("bottleneck", (2, 1), (4, 8))


def test_names_say_the_depth():
    assert [plan.name for plan in PLANS.values()] == list(PLANS)
    assert list(OFFICIAL) == list(PLANS)


def test_blocks_worked_by_hand():
    assert block_plans(TINY) == [
        [
            BlockPlan("stage1.block1", 4, 4, 16, 1, "projection"),
            BlockPlan("stage1.block2", 16, 4, 16, 1, "identity"),
        ],
        [BlockPlan("stage2.block1", 16, 8, 32, 2, "projection")],
    ]


@pytest.mark.parametrize(
    ("shortcut", "expected"),
    [
        ("identity", ["identity", "identity", "zeros", "identity"]),
        ("projection", ["identity", "identity", "projection", "identity"]),
        ("all_projection", ["projection"] * 4),
        ("none", ["none"] * 4),
    ],
)
def test_kinds_of_shortcut(shortcut, expected):
    plan = ResNetPlan("basic", (2, 2), (4, 8), shortcut)
    assert [block.shortcut for stage in block_plans(plan) for block in stage] == expected


def test_a_stride_alone_is_no_identity():
    plan = ResNetPlan("basic", (1, 1), (4, 4))
    assert [stage[0].shortcut for stage in block_plans(plan)] == ["identity", "projection"]


@pytest.mark.parametrize("name", PLANS)
def test_every_block_takes_what_the_one_before_it_gives(name):
    blocks = [block for stage in block_plans(PLANS[name]) for block in stage]
    assert [block.in_channels for block in blocks[1:]] == [block.out_channels for block in blocks[:-1]]
    assert sum(block.stride == 2 for block in blocks) == len(PLANS[name].blocks) - 1


def test_width_rounds_and_leaves_one():
    assert scaled(cifar_plan(1), 0.1).channels == (2, 3, 6)
    assert scaled(cifar_plan(1), 0.01).channels == (1, 1, 1)


def test_bad_input():
    with pytest.raises(ValueError, match="block must be one of 'basic', 'bottleneck', got 'plain'"):
        ResNetPlan("plain", (1,), (1,))
    with pytest.raises(ValueError, match="shortcut must be one of 'identity', .* got 'zeros'"):
        ResNetPlan("basic", (1,), (1,), "zeros")
    with pytest.raises(ValueError, match=r"len\(channels\) must be a whole number from 2 to 2, got 1"):
        ResNetPlan("basic", (1, 1), (1,))
    with pytest.raises(ValueError, match=r"len\(blocks\) must be .* at least 1, got 0"):
        ResNetPlan("basic", (), ())
    with pytest.raises(ValueError, match="blocks must be a whole number of at least 1, got 0"):
        cifar_plan(0)
    with pytest.raises(ValueError, match=r"width must be a finite number of at least 0\.01, got 0"):
        scaled(TINY, 0)
    with pytest.raises(ValueError, match="name must be one of 'resnet18', .* got 'resnet20'"):
        torchvision_layers("resnet20")
    with pytest.raises(ValueError, match="name must be one of 'resnet50', .* got 'resnet18'"):
        keras_layers("resnet18")
