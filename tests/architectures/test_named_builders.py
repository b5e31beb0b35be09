"""A builder under a net's own name is its family's builder: same options, same defaults, and nothing lost between."""

import inspect
from importlib import import_module

import torchvision  # noqa: F401  # before keras: in the other order the process crashes

import keras  # noqa: F401
import pytest

from companion.architectures.official import official_models

FAMILY_BUILDERS = {
    "vgg": ("vgg", "vgg"),
    "resnet": ("resnet_family", "resnet"),
    "densenet": ("densenet", "densenet"),
    "senet": ("senet", "se_resnet"),
    "efficientnet": ("efficientnet", "efficientnet"),
}
NAMED = [(name, family) for name, (family, _) in official_models().items() if family in FAMILY_BUILDERS]
FRAMEWORKS = ("torch", "keras")
INSIDE = ("scale", "name")  # of ResNet's family builder, for other families that are built on its blocks
OWN_DEFAULTS = {"num_classes", "stem", "input_shape"}  # a net for CIFAR has 10 classes, EfficientNet-B7 600 pixels


def builders(name, family, framework):
    """Return the builder under a net's own name, and that of its family."""
    module, family_builder = FAMILY_BUILDERS[family]
    return (
        getattr(import_module(f"companion.architectures.{family}_{framework}"), name),
        getattr(import_module(f"companion.architectures.{module}_{framework}"), family_builder),
    )


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(("name", "family"), NAMED)
def test_options_and_defaults_are_the_family_s(name, family, framework):
    named, whole = (inspect.signature(builder).parameters for builder in builders(name, family, framework))
    options = [option for option in list(whole)[1:] if option not in INSIDE]
    assert list(named) == options
    assert [named[option].kind for option in options] == [whole[option].kind for option in options]
    for option in set(options) - OWN_DEFAULTS:
        assert named[option].default == whole[option].default, option


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(("name", "family"), NAMED)
def test_every_option_arrives_at_the_family_s_builder(name, family, framework, monkeypatch):
    named, whole = builders(name, family, framework)
    arrived = {}

    def record(*arguments, **options):
        arrived.update(inspect.signature(whole).bind(*arguments, **options).arguments)

    monkeypatch.setitem(named.__globals__, whole.__name__, record)
    given = {option: object() for option in inspect.signature(named).parameters}
    named(**given)
    row, *_ = arrived.values()
    assert row == name or row is import_module(f"companion.architectures.{family}_specs").PLANS[name]
    assert {option: arrived[option] for option in given} == given
