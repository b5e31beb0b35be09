"""Exercise: how many boxes of a row greedy suppression leaves."""

KIND = "number"
TITLE = "boxes in a row"
PROMPT = (
    "A detector answers a long fence with ten boxes of 100 × 100 pixels in a row, each 20 pixels further right than "
    "the one before. The scores fall from left to right. How many boxes does greedy non-maximum suppression with an "
    "IoU threshold of 0.5 leave?"
)
stub = None


def solution():
    return 5  # shift 20: 80/120 = 0.67 goes; shift 40: 60/140 = 0.43 stays


def another_solution():
    kept = []
    for left in range(0, 200, 20):
        if all((100 - (left - other)) / (100 + (left - other)) <= 0.5 for other in kept):
            kept.append(left)
    return len(kept)


HINTS = [
    "Two boxes 20 pixels apart share a strip 80 pixels wide. How much do they cover together?",
    "The first box stays. Which are the boxes whose IoU with it is above 0.5? They are gone before their turn comes.",
    "The next box that is still there stays too, and may remove others. Go on to the end of the row.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    given = float(answer)
    if given == another_solution():
        return None
    if given != round(given) or not 0 < given <= 10:
        return "The answer is a whole number from 1 to 10."
    if given == 1:
        return "Then every box would have been removed by the one before it; but a removed box removes no other."
    if given == 10:
        return "Neighbours share a strip 80 pixels wide and cover 120 pixels together: that is above the threshold."
    if given == 4:
        return "That is what the shared part of *one* box gives (60 of 100 pixels). IoU divides by what both cover."
    if given == 9:
        return "The best box does remove its neighbour, but the boxes that stay after it remove others as well."
    if given == 3:
        return "With three left, a box removed even the one 60 pixels further right. Work out the IoU of those two."
    if given == 2:
        return "That is what stays if a box removes all that overlap it at all. Here the IoU must be above 0.5."
    return "Go from left to right, and note for each box whether one that stayed overlaps it by more than 0.5."


WRONG_ANSWERS = {
    "removed_boxes_remove": (1, "a removed box removes no other"),
    "none_overlaps_enough": (10, "above the threshold"),
    "share_of_one_box": (4, "IoU divides by what both cover"),
    "one_round": (9, "the boxes that stay after it"),
    "three_neighbours_go": (3, "60 pixels further right"),
    "any_overlap": (2, "overlap it at all"),
    "no_count": (0.5, "whole number"),
    "somewhere": (7, "from left to right"),
}
