"""Exercise: a score under Soft-NMS, by hand."""

import numpy as np

KIND = "number"
TITLE = "Soft-NMS by hand"
PROMPT = (
    "Three boxes M, A and B of one class score 0.9, 0.8 and 0.6. The IoU of M and A is 0.75, of M and B 0.4, of A and "
    "B 0.5. Linear Soft-NMS with an IoU threshold of 0.3 runs until every box has had its turn. What is the final "
    "score of A?"
)
stub = None


def solution():
    return 0.1  # M lowers A to 0.8 · 0.25 = 0.2 and B to 0.6 · 0.6 = 0.36; B is better now and lowers A by 1 − 0.5


def another_solution():
    scores, overlap = np.array([0.9, 0.8, 0.6]), np.array([[1, 0.75, 0.4], [0.75, 1, 0.5], [0.4, 0.5, 1]])
    left, final = [0, 1, 2], {}
    while left:
        best = max(left, key=lambda i: scores[i])
        left.remove(best)
        final[best] = scores[best]
        for i in left:
            scores[i] *= 1 - overlap[best, i]
    return final[1]


HINTS = [
    "M has its turn first. What does it leave of the scores of A and of B?",
    "Whose turn is it next? Compare the scores as they are now.",
    "The box that has its turn second lowers the one that is left, if their IoU is above the threshold.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    given = float(answer)
    if abs(given - another_solution()) < 1e-6:
        return None
    mistakes = {
        0.2: "M lowers A once; but then B has the higher score, has its turn before A, and lowers A as well.",
        0.8: "That is the score A began with: its IoU with M is above the threshold, so its score falls.",
        0: "That is what greedy suppression does. Soft-NMS multiplies the score by 1 − IoU and keeps the box.",
        0.6: "A score is multiplied by 1 − IoU, not by the IoU: the more two boxes overlap, the more is taken away.",
        0.3: "Each factor is 1 − IoU, not the IoU: the more two boxes overlap, the more is taken away.",
        0.4: "That is A lowered by B alone. M comes first, and lowers A too.",
        0.18: "That is the final score of B if A had its turn before it. Asked is A; and compare the scores again.",
        0.05: "The IoU is not subtracted from the score: the score is multiplied by 1 − IoU.",
        0.36: "That is the final score of B. Asked is A.",
    }
    for wrong, sentence in mistakes.items():
        if np.isclose(given, wrong, atol=1e-6):
            return sentence
    if not 0 <= given <= 0.8:
        return "No score ever rises under Soft-NMS, and none becomes negative."
    return "Take the turns one by one: who has the highest score now, and by what does it multiply the others?"


WRONG_ANSWERS = {
    "order_of_the_first_scores": (0.2, "before A"),
    "untouched": (0.8, "began with"),
    "greedy": (0.0, "greedy suppression"),
    "times_iou": (0.6, "not by the IoU"),
    "times_both_iou": (0.3, "not the IoU"),
    "b_alone": (0.4, "B alone"),
    "b_after_a": (0.18, "if A had its turn"),
    "the_other_box": (0.36, "Asked is A"),
    "subtracted": (0.05, "not subtracted"),
    "risen": (1.2, "No score ever rises"),
    "somewhere": (0.55, "turns one by one"),
}
