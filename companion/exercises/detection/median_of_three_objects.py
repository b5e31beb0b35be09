"""Exercise: what one box answers for three objects under the absolute difference."""

KIND = "number"
TITLE = "three objects, one box, absolute difference"
PROMPT = (
    "A picture shows three objects; their left edges are at x = 10, 20 and 90 pixels. A net gives one box and is shown "
    "one of the three objects at a time, each equally often. It is trained with the mean *absolute* difference until "
    "nothing more can be gained. At which x is the left edge of its box?"
)
stub = None


def solution():
    return 20.0


def another_solution():
    edges = (10, 20, 90)
    return min(range(101), key=lambda x: sum(abs(x - edge) for edge in edges))


HINTS = [
    "Write down the three differences for a left edge at x, and try some values of x.",
    "Move x one pixel to the right. For how many of the objects does the difference grow, for how many does it shrink?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    x = float(answer)
    if abs(x - 20) < 1e-6:
        return None
    if abs(x - 40) < 1e-6:
        return (
            "That is the mean of the three, which the *squared* difference asks for. Here a far object pulls no harder "
            "than a near one."
        )
    if abs(x - 50) < 1e-6:
        return "That is the middle between the outermost two; there the *largest* difference is smallest, not the mean."
    if x in (10, 90):
        return "That fits one object exactly. But moving towards the other two makes two differences smaller."
    if abs(x - 80 / 3) < 0.4:
        return "That is the smallest mean difference that can be reached. Asked is where the left edge is then."
    if not 10 <= x <= 90:
        return "Outside of all three edges every difference shrinks if you move towards them."
    if x < 20:
        return "From there a step to the right makes one difference larger and two smaller: it still gains."
    return "From there a step to the left makes one difference larger and two smaller: it still gains."


WRONG_ANSWERS = {
    "mean": (40, "*squared* difference"),
    "middle_of_the_outer_two": (50, "outermost two"),
    "first_object": (10, "one object exactly"),
    "last_object": (90, "one object exactly"),
    "the_loss_itself": (26.67, "where the left edge is"),
    "outside": (0, "Outside of all three"),
    "between_the_first_two": (15, "step to the right"),
    "between_the_last_two": (55, "step to the left"),
}
