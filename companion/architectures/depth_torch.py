"""How deep is a net? The layers with weights that stand one behind the other, on its longest way."""

from companion.check import require

require("torch")

from torch import fx, nn

_WITH_WEIGHTS = (nn.Conv2d, nn.Linear)


def depth(model: nn.Module) -> int:
    """Return how many convolutions and dense layers the longest way from the picture to the logits passes.

    Parameters
    ----------
    model : nn.Module
        One whose `forward` can be traced: all of this package's. Its mode counts: an auxiliary head belongs to a
        GoogLeNet in training mode only.

    Returns
    -------
    int
        The number that the papers give a net its name by, normalisations not counted.

    Notes
    -----
    Branches side by side count once, the longest of them. The two layers of a squeeze-and-excitation block stand
    between the maps and their own scales, so they count, which the name SE-ResNet-50 does not.

    Examples
    --------
    >>> depth(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Conv2d(2, 2, 3), nn.Flatten(), nn.Linear(8, 3)))
    3
    """
    graph, modules = fx.symbolic_trace(model).graph, dict(model.named_modules())
    reached: dict[fx.Node, int] = {}
    for node in graph.nodes:
        before = max((reached[source] for source in node.all_input_nodes), default=0)
        is_layer = node.op == "call_module" and isinstance(modules.get(str(node.target)), _WITH_WEIGHTS)
        reached[node] = before + is_layer
    return max(reached.values(), default=0)
