"""Exercise: how many anchors does a detector have?"""

KIND = "number"
TITLE = "how many anchors?"
PROMPT = (
    "A detector reads pictures of 240 × 320 pixels (height × width). It has three feature maps of 30 × 40, 15 × 20 and "
    "8 × 10 places. At every place stand anchors of 2 sizes and 5 aspect ratios, combined as in this section. How many "
    "anchors does it have in all?"
)
stub = None


def solution():
    return 9480  # (2 + 5 - 1) * (30 * 40 + 15 * 20 + 8 * 10)


def another_solution():
    places = [30 * 40, 15 * 20, 8 * 10]
    return sum(2 * count for count in places) + sum(4 * count for count in places)


HINTS = [
    "How many anchors stand at one place? Every size with the first ratio, then the first size with the other ratios.",
    "How many places does each map have? Add the maps up, then multiply.",
]

PLACES = 30 * 40 + 15 * 20 + 8 * 10


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    given = float(answer)
    if given == 6 * PLACES:
        return None
    if given == 2 * 5 * PLACES:
        return "That is every size with every ratio. Here only the first ratio meets every size."
    if given == 7 * PLACES:
        return "One anchor a place too many: the first size with the first ratio was counted twice."
    if given == PLACES:
        return "That is the number of places. How many anchors stand at each of them?"
    if given in (2 * PLACES, 5 * PLACES):
        return "That is one anchor for each size, or one for each ratio; together they make more."
    if given == 4 * PLACES:
        return "You left out the anchors of the first ratio: every size has one of those."
    if given == 6 * (PLACES - 30 * 40):
        return "The finest map is missing, the one with the most anchors."
    if given == 6 * 30 * 40:
        return "Those are the anchors of the finest map alone; the other two maps have some as well."
    if given == 6 * (30 + 40 + 15 + 20 + 8 + 10):
        return "The sides of a map were added; the number of its places is their product."
    if given in (6 * (40**2 + 20**2 + 10**2), 6 * (30**2 + 15**2 + 8**2)):
        return "The maps are not square: a map of 30 × 40 has 30 times 40 places."
    if given == 6 * 240 * 320:
        return "That is for anchors at every pixel; here they stand only at the places of the three maps."
    return "Count first the anchors at one place, then the places of all three maps."


WRONG_ANSWERS = {
    "every_pair": (15800, "every size with every ratio"),
    "twice_the_first": (11060, "counted twice"),
    "places": (1580, "number of places"),
    "sizes_only": (3160, "for each size"),
    "other_ratios_only": (6320, "left out the anchors of the first ratio"),
    "without_the_finest": (2280, "finest map is missing"),
    "finest_map": (7200, "finest map alone"),
    "sides_added": (738, "sides of a map were added"),
    "square_maps": (12600, "not square"),
    "every_pixel": (460800, "every pixel"),
    "something_else": (1000, "Count first"),
}
