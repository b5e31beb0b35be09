import pytest

from companion.architectures import googlenet_costs
from companion.architectures.googlenet_costs import TABLE, Cost, convolution, total
from companion.architectures.googlenet_specs import MODULES, Inception


def test_a_convolution_by_hand():  # 2 * 3 * 9 = 54 weights, each used at 4 * 4 = 16 places
    assert convolution(2, 3, 3, 4) == Cost(54, 3, 864)
    assert convolution(2, 3, 3, 4).parameters == 57


def test_a_module_by_hand():  # 2*1 + 2*1 + 9*1*3 + 2*1 + 25*1*2 + 2*4 = 91; naive 2*1 + 9*2*3 + 25*2*2 = 156
    row = Inception(1, 1, 3, 1, 2, 4)
    module, naive = (costs(row, 2, 5) for costs in (googlenet_costs.module_costs, googlenet_costs.naive_module_costs))
    assert (total(module).weights, total(naive).weights) == (91, 156)
    assert (total(module).multiply_adds, total(naive).multiply_adds) == (91 * 25, 156 * 25)
    assert total(googlenet_costs.module_costs(row, 2, 5, wide_kernel=3)).weights == 91 - 16 * 2


def test_the_papers_operations():  # all rows but the first convolution and 5a agree with the widths
    costs = googlenet_costs.table_costs()
    assert list(costs) == list(TABLE)
    wrong = [name for name, cost in costs.items() if abs(cost.multiply_adds / 1e6 - TABLE[name].millions) >= 1]
    assert wrong == ["conv1", "5a"]
    assert sum(row.millions for row in TABLE.values()) == 1502


def test_the_papers_parameters():
    assert sum(row.thousands for row in TABLE.values()) == pytest.approx(6797.7)
    whole = total(googlenet_costs.table_costs())
    assert (whole.weights, whole.biases, whole.parameters) == (6_990_272, 8_280, 6_998_552)


def test_torchvisions_parameters_and_multiply_adds():
    """Two numbers for every map of a convolution in place of one bias; the last layer keeps its 1000."""
    whole = total(googlenet_costs.table_costs(wide_kernel=3))
    assert whole.weights + 2 * (whole.biases - 1000) + 1000 == 6_624_904
    assert round(whole.multiply_adds / 1e9, 3) == 1.498


def test_naive_modules_grow():
    naive, built = googlenet_costs.naive_table_costs(), googlenet_costs.table_costs()
    assert list(naive) == list(MODULES)
    assert naive["3a"].multiply_adds == 303_464_448
    ratios = [naive[name].multiply_adds / built[name].multiply_adds for name in MODULES]
    assert 2.3 < ratios[0] < 2.4
    assert max(ratios) > 15


def test_nothing_costs_nothing():
    assert total({}) == Cost(0, 0, 0)


@pytest.mark.parametrize(("argument", "value"), [(0, "in_channels"), (1, "maps"), (2, "kernel_size"), (3, "size")])
def test_bad_input(argument, value):
    arguments = [1, 1, 1, 1]
    arguments[argument] = 0
    with pytest.raises(ValueError, match=f"{value} must be a whole number of at least 1, got 0"):
        convolution(*arguments)
