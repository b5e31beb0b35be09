import pytest

from companion.architectures.compound_scaling import compound_scale, implied_coefficients


def test_one_step_about_doubles_the_work():
    depth, width, resolution = compound_scale(1)
    assert (depth, width, resolution) == (1.2, 1.1, 1.15)
    assert depth * width**2 * resolution**2 == pytest.approx(1.92027)
    assert compound_scale(0) == (1, 1, 1)


def test_two_steps_are_one_step_twice():
    assert compound_scale(2) == pytest.approx([factor**2 for factor in compound_scale(1)])


def test_the_published_factors_follow_no_single_coefficient():
    assert implied_coefficients("efficientnet_b0") == (0, 0, 0)
    assert implied_coefficients("efficientnet_b2") == pytest.approx((1, 1, 1.07), abs=0.01)
    by_depth, by_width, _ = implied_coefficients("efficientnet_b7")
    assert by_width - by_depth > 1


def test_bad_input():
    with pytest.raises(ValueError, match="phi must be a finite number of at least 0, got -1"):
        compound_scale(-1)
    with pytest.raises(ValueError, match="name must be one of"):
        implied_coefficients("efficientnet_b8")
