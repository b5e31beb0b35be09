"""Exercise: why the last layer of an inverted residual block is linear."""

KIND = "choice"
TITLE = "a ReLU too many"
PROMPT = (
    "Somebody adds a ReLU6 behind the last 1×1 convolution of every MobileNetV2 block, because every other convolution "
    "has one. Parameters and multiply-adds stay the same. Why did the authors leave it out?"
)
OPTIONS = {
    "a": (
        "The block's output has few maps, and a ReLU sets about half of their numbers to zero: with so few maps, what "
        "is lost in one is seldom kept by another.",
        "Inside the block six times as many maps carry the same content, so a ReLU there loses little; at the narrow "
        "end it does. Sandler et al. 2018 trained nets both ways, and the linear end was better (figure 6a).",
    ),
    "b": (
        "Without it the whole block is a linear function, which is easier to train.",
        "Two ReLU6 are left inside the block, after the expansion and after the depthwise convolution.",
    ),
    "c": (
        "A ReLU behind a batch normalisation has no gradient.",
        "Every other convolution of the net has exactly that order, and learns.",
    ),
    "d": (
        "A ReLU costs as much as a convolution on a telephone.",
        "It costs one comparison for each number of the narrow maps, hardly anything beside a convolution.",
    ),
    "e": (
        "A sum with a shortcut is defined for numbers of both signs only.",
        "Sums of positive numbers exist too; ResNet has a ReLU after every addition. The harm is what the ReLU erases.",
    ),
}
CORRECT = "a"
HINTS = [
    "Compare how many maps the block has inside and at its end.",
    "Look again at the spiral that went through a ReLU in 2 and in 30 dimensions.",
]
