"""The ImageNet challenge by year, and the ladder of nets that this chapter climbs: published figures as data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One entry to the classification task of the ImageNet Large Scale Visual Recognition Challenge (ILSVRC).

    Parameters
    ----------
    year : int
        Year of the challenge.
    team : str
        Name of the team, as in the table of results.
    net : str
        What the method is called today; empty where it has no name.
    error : float
        Top-5 error on the test set, in per cent, trained on the challenge's own pictures only.
    place : int
        Rank in the classification task.
    learnt : bool
        Whether the features were learnt by a convolutional net, or made by hand (SIFT, LBP, colour) and coded.
    source : str
        Entry of the bibliography that reports the figure.
    error_with_more_data : float or None
        Top-5 error of the same team's entry with other pictures too, in per cent.
    """

    year: int
    team: str
    net: str
    error: float
    place: int
    learnt: bool
    source: str
    error_with_more_data: float | None = None


ENTRIES = (
    Entry(2010, "NEC-UIUC", "", 28.2, 1, False, "Russakovsky2015"),
    Entry(2011, "XRCE", "", 25.8, 1, False, "Russakovsky2015"),
    Entry(2012, "SuperVision", "AlexNet", 16.4, 1, True, "Russakovsky2015", 15.3),
    Entry(2013, "Clarifai", "", 11.7, 1, True, "Russakovsky2015", 11.2),
    Entry(2014, "GoogLeNet", "GoogLeNet", 6.67, 1, True, "Szegedy2015"),
    Entry(2014, "VGG", "VGG", 7.3, 2, True, "Simonyan2015"),
    Entry(2015, "MSRA", "ResNet", 3.57, 1, True, "He2016"),
    Entry(2016, "Trimps-Soushen", "", 2.99, 1, True, "Hu2018"),
    Entry(2017, "WMW", "SENet", 2.251, 1, True, "Hu2018"),
)
"""First places of the classification task, 2010 to 2017, and the second of 2014. From 2012 on each is an average of
several nets."""

HUMAN_ERROR, SECOND_HUMAN_ERROR = 5.1, 12.0
"""Top-5 errors of two people who had trained on the classes, per cent: on 1,500 test pictures, and on 258
(Russakovsky et al. 2015, section 6.4)."""


@dataclass(frozen=True)
class Averaging:
    """What averaging does to one architecture.

    Parameters
    ----------
    models, crops : int
        Nets and sections of the picture whose outputs are averaged.
    error : float
        Top-5 error, per cent.
    """

    models: int
    crops: int
    error: float


GOOGLENET_AVERAGING = (
    Averaging(1, 1, 10.07),
    Averaging(1, 10, 9.15),
    Averaging(1, 144, 7.89),
    Averaging(7, 1, 8.09),
    Averaging(7, 10, 7.62),
    Averaging(7, 144, 6.67),
)
"""GoogLeNet on the validation pictures of 2014 (Szegedy et al. 2015, table 3)."""


@dataclass(frozen=True)
class Step:
    """One net of the chapter and what was new in it.

    Parameters
    ----------
    name : str
        Name of the net.
    year : int
        Year in which it was first published or shown.
    builder : str
        Name of its builder.
    module : str
        Module of the builder, without the suffix of a framework.
    idea : str
        What was new, in a few words.
    source : str
        Entry of the bibliography.
    section : str
        Section of the chapter.
    """

    name: str
    year: int
    builder: str
    module: str
    idea: str
    source: str
    section: str


LADDER = (
    Step("LeNet-5", 1998, "lenet5", "lenet", "convolution and pooling, learnt as a whole", "LeCun1998", "lenet"),
    Step("AlexNet", 2012, "alexnet", "alexnet", "large and on GPUs; ReLU, dropout", "Krizhevsky2012", "alexnet"),
    Step("VGG-16", 2014, "vgg16", "vgg", "depth from 3x3 filters alone", "Simonyan2015", "vgg"),
    Step("GoogLeNet", 2014, "googlenet", "googlenet", "parallel branches, 1x1 in front", "Szegedy2015", "googlenet"),
    Step("ResNet-50", 2015, "resnet50", "resnet", "add the input to the output", "He2016", "resnet"),
    Step(
        "DenseNet-121", 2016, "densenet121", "densenet", "hand every map to all later layers", "Huang2017", "densenet"
    ),
    Step("SE-ResNet-50", 2017, "se_resnet50", "senet", "weigh the channels by what is seen", "Hu2018", "senet"),
    Step(
        "MobileNetV2",
        2018,
        "mobilenet_v2",
        "mobilenet",
        "one filter a channel, then 1x1",
        "Sandler2018",
        "mobilenet_efficientnet",
    ),
    Step(
        "EfficientNet-B0",
        2019,
        "efficientnet_b0",
        "efficientnet",
        "searched; scale depth, width and picture at once",
        "Tan2019",
        "mobilenet_efficientnet",
    ),
)
"""The nets of this chapter by year, one of each family."""


def winners() -> tuple[Entry, ...]:
    """Return the first places by year.

    Examples
    --------
    >>> [(entry.year, entry.team) for entry in winners() if entry.year in (2012, 2014)]
    [(2012, 'SuperVision'), (2014, 'GoogLeNet')]
    """
    return tuple(entry for entry in ENTRIES if entry.place == 1)


def relative_reduction(before: float, after: float) -> float:
    """Return which share of the errors is gone.

    Parameters
    ----------
    before, after : float
        Two error rates in the same unit, the first above 0.

    Examples
    --------
    >>> relative_reduction(8.0, 6.0)
    0.25
    """
    return (before - after) / before
