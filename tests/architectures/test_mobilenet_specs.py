import pytest

from companion.architectures import mobilenet_specs as specs


def test_the_table_of_the_paper():
    rows = [(stage.expansion, stage.channels, stage.blocks, stage.stride) for stage in specs.STAGES]
    assert rows == [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ]
    assert len(specs.blocks()) == 17
    assert sum(block.has_shortcut for block in specs.blocks()) == 10


def test_parameters_follow_from_the_table():
    total = 27 * 32 + 2 * 32  # the first convolution and its normalisation
    for block in specs.blocks():
        inside = block.hidden_channels
        total += inside * block.in_channels + 2 * inside if block.expansion > 1 else 0
        total += 9 * inside + 2 * inside + inside * block.out_channels + 2 * block.out_channels
    total += 320 * 1280 + 2 * 1280 + 1280 * 1000 + 1000
    assert total == specs.OFFICIAL["mobilenet_v2"].torchvision_parameters == 3_504_872


def test_width_and_stem():
    assert (specs.scaled_stem(0.35), specs.scaled_head(0.35), specs.scaled_head(1.4)) == (16, 1280, 1792)
    assert [block.out_channels for block in specs.blocks(width=0.35)][::4] == [8, 16, 24, 32, 112]
    strides = [[block.stride for block in specs.blocks(stem=stem)].count(2) for stem in specs.STEMS]
    assert strides == [4, 3]


def test_names_in_the_libraries():
    ours, theirs = specs.torchvision_layers("mobilenet_v2"), specs.keras_layers("mobilenet_v2")
    assert len(ours) == len(theirs) == 2 * 52 + 1
    assert {name.replace(".", "_") for name in ours} == set(theirs)
    assert len(set(ours.values())) == len(set(theirs.values())) == len(ours)
    assert ours["stage2.block1.expand.conv"] == "features.2.conv.0.0"
    assert ours["stage2.block1.project.norm"] == "features.2.conv.3"
    assert theirs["stage7_block1_project_norm"] == "block_16_project_BN"


def test_bad_input():
    for call in (specs.torchvision_layers, specs.keras_layers):
        with pytest.raises(ValueError, match="name must be one of 'mobilenet_v2', got 'mobilenet_v3'"):
            call("mobilenet_v3")
    with pytest.raises(ValueError, match="stem must be one of 'imagenet', 'cifar', got 'small'"):
        specs.blocks(stem="small")
    for call in (lambda: specs.blocks(width=0), lambda: specs.scaled_stem(0), lambda: specs.scaled_head(0)):
        with pytest.raises(ValueError, match=r"width must be a finite number of at least 0\.01, got 0"):
            call()
