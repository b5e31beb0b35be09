from types import SimpleNamespace

import pytest

from companion.architectures.fitting import check_complete, check_model, check_same_net, without_counters


def net(**attributes):
    return SimpleNamespace(**attributes)


def test_the_same_net_passes_and_so_does_one_that_says_nothing():
    ours = net(name="resnet50", variant="keras")
    assert check_same_net(("source", ours), ("target", net(name="resnet50", variant="keras"))) is None
    assert check_same_net(("source", ours), ("target", net())) is None
    assert check_same_net(("source", net()), ("target", ours)) is None
    assert check_same_net(("source", net(name="lenet5")), ("target", net(name="lenet5"))) is None


def test_another_variant_says_what_to_build():
    ours, theirs = net(name="resnet50", variant="keras"), net(name="resnet50", variant="paper")
    message = "target.variant must be that of source, 'keras', got 'paper'; build it with variant='keras'"
    with pytest.raises(ValueError, match=message):
        check_same_net(("source", ours), ("target", theirs))


def test_another_net():
    with pytest.raises(ValueError, match="target.name must be that of source, 'vgg16', got 'vgg19'; build vgg16"):
        check_same_net(("source", net(name="vgg16")), ("target", net(name="vgg19")))


def test_complete():
    assert check_complete("net", needed=set(), given=set()) is None
    assert check_complete("net", needed={"a"}, given={"a"}) is None


@pytest.mark.parametrize(
    ("needed", "given", "message"),
    [
        ({"a", "b"}, {"b", "c"}, r"weights must fit net: missing \['a'\], unused \['c'\]$"),
        ({"a"}, set(), r"missing \['a'\], unused none$"),
        (set(), set("abcdefghij"), r"missing none, unused \['a', .*, 'h'\] and 2 more$"),
    ],
)
def test_incomplete(needed, given, message):
    with pytest.raises(ValueError, match=message):
        check_complete("net", needed=needed, given=given)
    with pytest.raises(ValueError, match=r"^keras_model must fit net: "):
        check_complete("net", needed=needed, given=given, argument="keras_model")


class Something:
    """Has what it is given."""

    def __init__(self, **attributes):
        vars(self).update(attributes)


def test_models_are_known_by_what_they_have():
    check_model("model", Something(state_dict=dict), "PyTorch")
    check_model("model", Something(layers=[], state_dict=dict), "Keras")
    with pytest.raises(TypeError, match="^keras_model must be a model of Keras, got Something$"):
        check_model("keras_model", Something(state_dict=dict), "Keras")
    with pytest.raises(TypeError, match="^model must be a model of PyTorch, got NoneType$"):
        check_model("model", None, "PyTorch")


def test_counters_are_left_out():
    weights = {"norm.weight": 1, "norm.num_batches_tracked": 2}
    assert without_counters(weights) == {"norm.weight": 1}
    assert len(weights) == 2
