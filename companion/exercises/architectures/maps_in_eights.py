"""Exercise: round a number of maps as MobileNet and EfficientNet do."""

KIND = "code"
TITLE = "maps in eights"
PROMPT = (
    "A net that is made wider or narrower by a factor gets odd numbers of maps, and hardware likes multiples of 8. "
    "Write `rounded(maps)` for a positive number, whole or not: the multiple of 8 that is nearest, the upper one where "
    "both are equally near, and at least 8. But if that loses more than a tenth of the maps, take the next larger "
    "multiple. For example 20 becomes 24, 33 becomes 32, and 10 becomes 16, because 8 would lose a fifth."
)


def rounded(maps): ...  # your code here


stub = rounded


def solution(maps):
    nearest = max(8, int(maps + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * maps else nearest


HINTS = [
    "Adding half of 8 and cutting off below a multiple of 8 rounds to the nearest one, halves up.",
    "What becomes of 10, and of 2?",
    "Compare the rounded number with 0.9 times what was asked for.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake and never the expected number."""
    if answer(3.0) is None:
        return "The function should return a number."
    if answer(3.0) == 0:
        return "A layer without maps is none: for 3 your function returns 0."
    if any(answer(maps) != maps for maps in (8, 64, 320)):
        return "A multiple of 8 should stay as it is."
    if answer(33) > 33:
        return "33 is nearer to the multiple below it, and losing one map of 33 is allowed; you round up."
    if answer(20) < 20 and answer(23) < 23:
        return "You always round down: 23 is nearer to the multiple above it."
    if answer(10) < 10:
        return "Right to the nearest, but 10 loses a fifth of its maps: nothing makes up for it in your function."
    if answer(52) < 52:
        return "52 lies in the middle of two multiples, and yours takes the lower one (Python's own round does that)."
    if answer(10.2) != answer(10) or answer(35.2) != answer(35):
        return "The number need not be whole: 35.2 should become what 35 becomes."
    if answer(35.9) == answer(35):
        return "You cut or round the number first: 35.9 loses more than a tenth where 35 does not."
    for maps in [*range(1, 400), *rng.uniform(1, 2000, 200)]:
        if answer(maps) != solution(maps):
            return f"Not right for {maps:g}: check the middle between two multiples, and the rule of the tenth."
    return None


def another_solution(maps):
    below = int(maps // 8) * 8
    nearest = below + 8 if maps - below >= 4 or below == 0 else below
    while nearest < 0.9 * maps:
        nearest += 8
    return nearest


def no_tenth(maps):
    return max(8, int(maps + 4) // 8 * 8)


def always_up(maps):
    return -(-int(maps) // 8) * 8


def always_down(maps):
    return max(8, int(maps) // 8 * 8)


def python_round(maps):
    nearest = max(8, round(maps / 8) * 8)
    return nearest + 8 if nearest < 0.9 * maps else nearest


def no_minimum(maps):
    return int(maps + 4) // 8 * 8


def always_one_more(maps):
    return (int(maps) // 8 + 1) * 8


def tenth_of_eight(maps):
    nearest = max(8, int(maps + 4) // 8 * 8)
    return nearest + 8 if maps - nearest > 0.8 else nearest


def whole_first(maps):
    return solution(int(maps))


WRONG_ANSWERS = {
    no_tenth: "loses a fifth",
    always_up: "you round up",
    always_down: "always round down",
    python_round: "Python's own round",
    no_minimum: "returns 0",
    always_one_more: "stay as it is",
    tenth_of_eight: "you round up",
    whole_first: "cut or round",
}
