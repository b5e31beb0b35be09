import pytest

from companion.architectures import senet_specs


def test_the_sum_over_the_stages_by_hand():
    by_hand = 2 * (3 * 256**2 + 4 * 512**2 + 6 * 1024**2 + 3 * 2048**2) // 16
    assert senet_specs.added_parameters("se_resnet50", variant="paper") == by_hand == 2_514_944
    biases = 3 * (256 + 16) + 4 * (512 + 32) + 6 * (1024 + 64) + 3 * (2048 + 128)
    assert senet_specs.added_parameters("se_resnet50") == by_hand + biases


def test_about_ten_per_cent_of_resnet_50_and_most_of_it_in_the_last_stage():
    total = senet_specs.added_parameters("se_resnet50", variant="paper")
    assert 0.095 < total / 25_557_032 < 0.1
    (*_, (count, channels)) = senet_specs.gates_of("se_resnet50")
    assert 0.6 < count * 2 * channels**2 / 16 / total < 0.65


def test_the_reduction_divides_what_is_added():
    sizes = [senet_specs.added_parameters("se_resnet50", variant="paper", reduction=r) for r in (2, 4, 8, 16, 32)]
    assert all(size == 2 * smaller for size, smaller in zip(sizes, sizes[1:], strict=False))
    assert senet_specs.added_parameters("se_resnet20", width=0.25, variant="paper") == 3 * 2 * (4 + 8 + 16)


def test_tables():
    assert list(senet_specs.OFFICIAL) == list(senet_specs.MODELS)
    assert all(row.top5_gated < row.top5 and 0 < row.giga_gated - row.giga < 0.03 for row in senet_specs.PAPER.values())


def test_bad_input():
    with pytest.raises(ValueError, match="name must be one of 'se_resnet18', .* got 'resnet50'"):
        senet_specs.gates_of("resnet50")
    with pytest.raises(ValueError, match="variant must be one of 'torchvision', 'paper', got 'keras'"):
        senet_specs.added_parameters("se_resnet50", variant="keras")
    with pytest.raises(ValueError, match="reduction must be a whole number of at least 1, got 0"):
        senet_specs.added_parameters("se_resnet50", reduction=0)
