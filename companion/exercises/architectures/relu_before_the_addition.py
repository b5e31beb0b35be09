"""Exercise: what happens if the ReLU stands before the addition."""

KIND = "choice"
TITLE = "ReLU before the addition"
PROMPT = (
    "Somebody writes `return x + relu(norm2(conv2(h)))` in place of `return relu(x + norm2(conv2(h)))` in every block "
    "of a ResNet. It runs, and the number of parameters is the same. What is different?"
)
OPTIONS = {
    "a": (
        "Nothing: x is not negative, so the two are the same.",
        "x is not negative, but the branch may be. Take x = 3 and a branch of −2: one gives 3, the other 1.",
    ),
    "b": (
        "From block to block of a stage a number can only grow or stay: no block takes away what an earlier one put "
        "there.",
        "What is added is never negative. He et al. 2016b (the paper on pre-activation) measured this order: 7.8 % "
        "error in place of 6.6 % for ResNet-110 on CIFAR-10.",
    ),
    "c": (
        "The shortcut no longer carries the gradient.",
        "It does, better than before: no ReLU stands in its way. The harm is in what the branch can say.",
    ),
    "d": (
        "The block becomes a linear function of x.",
        "There are still two ReLUs in its branch.",
    ),
    "e": (
        "The block can no longer be the identity.",
        "It can: with a branch of zeros it gives x.",
    ),
}
CORRECT = "b"
HINTS = [
    "Compute both for x = 3 and a branch of −2, then for a branch of +2.",
    "What can be said of the sign of a number behind a ReLU, and of what a long sum of such numbers does?",
]
