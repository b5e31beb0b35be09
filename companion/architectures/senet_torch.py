"""SE-ResNet in PyTorch: residual nets whose blocks scale every map by a gate before the addition.

The Keras versions in :mod:`companion.architectures.senet_keras` have the same layers under the same names. The layer,
and a function that adds it to other nets, are in :mod:`companion.architectures.squeeze_excitation_torch`.
"""

from companion.check import integer, one_of, require

require("torch")

from torch import nn

from companion.architectures.resnet_family_torch import ResNet, resnet
from companion.architectures.senet_specs import MODELS, REDUCTION, VARIANTS
from companion.architectures.squeeze_excitation_torch import SqueezeExcitation, add_squeeze_excitation

__all__ = ["SqueezeExcitation", "add_squeeze_excitation", "se_resnet", *MODELS]


def se_resnet(
    name: str,
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> ResNet:
    """Build a residual net with squeeze and excitation in every block.

    Parameters
    ----------
    name : str
        "se_resnet18", "se_resnet34", "se_resnet50", "se_resnet101", "se_resnet152", or one for pictures of 32x32:
        "se_resnet20", "se_resnet32", "se_resnet56".
    num_classes : int
        Number of logits.
    in_channels : int
        Channels of the picture.
    stem : str
        "imagenet" or "cifar", see :func:`companion.architectures.resnet_family_torch.resnet`.
    width : float
        Factor on all numbers of maps, rounded as there.
    variant : str
        "torchvision" or "paper": a row of `companion.architectures.senet_specs.VARIANTS`.
    reduction : int
        How many times fewer units than maps the hidden layer of a gate has, rounded down, at least 1.

    Returns
    -------
    ResNet
        Takes float images (N, C, H, W) of any size, gives logits (N, num_classes). Its gates are the modules
        "stage1.block1.scale" and so on.

    Raises
    ------
    TypeError, ValueError
        If an option is unknown or out of range.

    Notes
    -----
    The gate stands where the paper puts it: behind the last normalisation of the residual branch, before the addition.
    Without a gate the net is :func:`companion.architectures.resnet_family_torch.resnet`, deviations and first weights
    too. The dense layers of the gates start from Glorot's uniform distribution, so at first every gate is near 1/2.

    References
    ----------
    Hu, Shen, Sun 2018, Squeeze-and-excitation networks, section 3 and figure 3.

    Examples
    --------
    >>> model = se_resnet("se_resnet20", 10, stem="cifar", width=0.5)
    >>> model.name, model.stage3.block1.scale.fc1
    ('se_resnet20', Linear(in_features=32, out_features=2, bias=True))
    """
    plan = MODELS[one_of("name", name, tuple(MODELS))]
    columns = VARIANTS[one_of("variant", variant, tuple(VARIANTS))]
    integer("reduction", reduction, minimum=1)

    def gate(channels: int) -> nn.Module:
        return SqueezeExcitation(channels, reduction=reduction, bias=columns.bias)

    model = resnet(
        plan,
        num_classes,
        in_channels=in_channels,
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
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> ResNet:
    """Build SE-ResNet-18, 11,778,592 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet18",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet34(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> ResNet:
    """Build SE-ResNet-34, 21,958,868 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet34",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet50(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> ResNet:
    """Build SE-ResNet-50, 28,088,024 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet50",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet101(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> ResNet:
    """Build SE-ResNet-101, 49,326,872 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet101",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet152(
    num_classes: int = 1000,
    *,
    in_channels: int = 3,
    stem: str = "imagenet",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> ResNet:
    """Build SE-ResNet-152, 66,821,848 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet152",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet20(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> ResNet:
    """Build SE-ResNet-20 for pictures of 32x32, 272,095 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet20",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet32(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> ResNet:
    """Build SE-ResNet-32 for pictures of 32x32, 468,109 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet32",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )


def se_resnet56(
    num_classes: int = 10,
    *,
    in_channels: int = 3,
    stem: str = "cifar",
    width: float = 1.0,
    variant: str = "torchvision",
    reduction: int = REDUCTION,
) -> ResNet:
    """Build SE-ResNet-56 for pictures of 32x32, 860,137 trained parameters; options as in :func:`se_resnet`."""
    return se_resnet(
        "se_resnet56",
        num_classes,
        in_channels=in_channels,
        stem=stem,
        width=width,
        variant=variant,
        reduction=reduction,
    )
