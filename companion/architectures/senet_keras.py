"""SE-ResNet in Keras: residual nets whose blocks scale every map by a gate before the addition.

The PyTorch versions in :mod:`companion.architectures.senet_torch` have the same layers under the same names. The layers
of a gate, and a function that adds them to other nets, are in
:mod:`companion.architectures.squeeze_excitation_keras`.
"""

from companion.check import integer, one_of, require

require("keras")

import keras
from keras import KerasTensor

from companion.architectures.resnet_family_keras import resnet
from companion.architectures.senet_specs import MODELS, REDUCTION, VARIANTS
from companion.architectures.squeeze_excitation_keras import add_squeeze_excitation, squeeze_excitation

__all__ = ["add_squeeze_excitation", "se_resnet", "squeeze_excitation", *MODELS]

Shape = tuple[int, int, int]


def se_resnet(
    name: str,
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> keras.Model:
    """Build a residual net with squeeze and excitation in every block.

    Parameters
    ----------
    name : str
        "se_resnet18", "se_resnet34", "se_resnet50", "se_resnet101", "se_resnet152", or one for pictures of 32x32:
        "se_resnet20", "se_resnet32", "se_resnet56".
    num_classes : int
        Number of logits.
    input_shape : (int, int, int)
        Height, width and channels of the picture; None for a height or width that may vary.
    stem : str
        "imagenet" or "cifar", see :func:`companion.architectures.resnet_family_keras.resnet`.
    width : float
        Factor on all numbers of maps, rounded as there.
    variant : str
        "torchvision" or "paper": a row of `companion.architectures.senet_specs.VARIANTS`.
    reduction : int
        How many times fewer units than maps the hidden layer of a gate has, rounded down, at least 1.

    Returns
    -------
    keras.Model
        Takes float images (N, H, W, C), gives logits (N, num_classes). The layers "stage1_block1_scale_gates" and so on
        give the gates.

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range.

    Notes
    -----
    As in :func:`companion.architectures.senet_torch.se_resnet`, with the same layers and the same distributions of the
    first weights.

    References
    ----------
    Hu, Shen, Sun 2018, Squeeze-and-excitation networks, section 3 and figure 3.

    Examples
    --------
    >>> model = se_resnet("se_resnet20", 10, input_shape=(32, 32, 3), stem="cifar", width=0.5)
    >>> model.name, model.get_layer("stage3_block1_scale_fc1").units
    ('se_resnet20', 2)
    """
    plan = MODELS[one_of("name", name, tuple(MODELS))]
    columns = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    integer("reduction", reduction, minimum=1)

    def gate(maps: KerasTensor, place: str) -> KerasTensor:
        return squeeze_excitation(maps, name=place, reduction=reduction, bias=columns.bias)

    model = resnet(
        plan,
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=columns.resnet,
        scale=gate,
        name=name,
    )
    model.variant = variant
    return model


def se_resnet18(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> keras.Model:
    """Build SE-ResNet-18, 11,778,592 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet18",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet34(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> keras.Model:
    """Build SE-ResNet-34, 21,958,868 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet34",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet50(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> keras.Model:
    """Build SE-ResNet-50, 28,088,024 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet50",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet101(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> keras.Model:
    """Build SE-ResNet-101, 49,326,872 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet101",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet152(
    num_classes: int = 1000,
    *,
    input_shape: Shape = (224, 224, 3),
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> keras.Model:
    """Build SE-ResNet-152, 66,821,848 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet152",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet20(
    num_classes: int = 10,
    *,
    input_shape: Shape = (32, 32, 3),
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> keras.Model:
    """Build SE-ResNet-20 for pictures of 32x32, 272,095 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet20",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet32(
    num_classes: int = 10,
    *,
    input_shape: Shape = (32, 32, 3),
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> keras.Model:
    """Build SE-ResNet-32 for pictures of 32x32, 468,109 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet32",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet56(
    num_classes: int = 10,
    *,
    input_shape: Shape = (32, 32, 3),
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> keras.Model:
    """Build SE-ResNet-56 for pictures of 32x32, 860,137 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet56",
        num_classes,
        input_shape=input_shape,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )
