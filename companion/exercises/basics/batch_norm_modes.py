"""Exercise: a test accuracy that depends on the order of the pictures."""

KIND = "choice"
TITLE = "an accuracy that depends on the order"
PROMPT = (
    "A net with batch normalization reads 97 % of the test pictures right when they come shuffled. When the same "
    "pictures come sorted by class, it reads 80 % right; the saved weights are the same both times. What is the most "
    "likely cause?"
)
OPTIONS = {
    "a": (
        "The net is over-fitted to the training pictures.",
        "An over-fitted net is worse on new pictures, but each picture's answer would not depend on its neighbours.",
    ),
    "b": (
        "The net is evaluated in training mode.",
        "In training mode every picture is normalized with the mean of its batch, and a batch of one class has another "
        "mean than a mixed one.",
    ),
    "c": (
        "Epsilon is too small.",
        "Epsilon only matters where a channel hardly varies, and it is the same for every order of the pictures.",
    ),
    "d": (
        "The running statistics come from too few batches.",
        "Poor running statistics hurt every picture in the same way, whatever order they come in.",
    ),
    "e": (
        "The test pictures were shuffled with another seed.",
        "A different order is just what must not matter: something here lets pictures of one batch see each other.",
    ),
}
CORRECT = "b"
HINTS = ["What, in the whole net, lets one picture's output depend on the other pictures of its batch?"]
