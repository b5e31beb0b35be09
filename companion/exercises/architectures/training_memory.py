"""Exercise: the memory that the parameters of ResNet-50 take while Adam trains it."""

KIND = "number"
TITLE = "memory of the parameters in training"
PROMPT = (
    "ResNet-50 has 25,557,032 parameters, each a number of 4 bytes. How many megabytes ($10^6$ bytes) do you need for "
    "everything that exists once for each parameter while Adam trains the net: the parameters, their gradients, and "
    "the two running means that Adam keeps? Leave the feature maps out."
)
stub = None


def solution():
    return 25_557_032 * 4 * 4 / 1e6


HINTS = [
    "How many numbers are there for one parameter? The parameter, its gradient, and Adam's means of the gradient and "
    "of its square.",
    "Multiply the parameters by the numbers for each, then by the bytes of a number, and divide by a million.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    unit = 25_557_032 * 4 / 1e6  # one copy
    for copies, sentence in _COPIES.items():
        if abs(answer - copies * unit) < 0.01 * unit:
            return sentence
    if abs(answer - 4 * unit * 1e6 / 2**20) < 0.01 * unit:
        return "That is in mebibytes, of 1,048,576 bytes each: a megabyte has a million."
    if abs(answer - 8 * 4 * unit) < 0.01 * unit:
        return "A number of 32 bits has 4 bytes: do not multiply by the bits."
    for factor, name in ((1e6, "bytes"), (1e-3, "gigabytes")):
        if abs(answer - factor * solution()) < 0.01 * factor * solution():
            return f"The amount is right, but you gave it in {name}; megabytes are asked for."
    return None if abs(answer - solution()) < 1 else "Count the numbers for one parameter, then the bytes of a number."


_COPIES = {
    1: "That is the memory of the parameters alone, as for prediction: training keeps more for each of them.",
    2: "Two of the four are missing: a parameter, its gradient, and the two means that Adam keeps.",
    3: "One of the four is missing: parameter, gradient, and two means; plain momentum would keep only one mean.",
}

another_solution = 408.9

WRONG_ANSWERS = {
    "parameters_alone": (102.2, "parameters alone"),
    "no_means": (204.5, "Two of the four are missing"),
    "one_mean": (306.7, "One of the four is missing"),
    "mebibytes": (389.96, "mebibytes"),
    "in_bytes": (408_912_512, "you gave it in bytes"),
    "in_gigabytes": (0.409, "you gave it in gigabytes"),
    "bits": (3271.3, "4 bytes"),
    "one_byte": (25.6, "bytes of a number"),
}
