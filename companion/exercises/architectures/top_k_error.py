"""Exercise: the error with k guesses."""

import numpy as np

KIND = "code"
TITLE = "the error with k guesses"
PROMPT = (
    "Write `top_k_error(scores, labels, k)`. `scores` has shape (N, C), one row of class scores for each of N "
    "pictures, and `labels` has shape (N,), whole numbers from 0 to C − 1. A picture counts as an error if its label "
    "is not among the `k` classes with the highest scores. Return the share of errors, a number between 0 and 1. "
    "No two scores of a picture are equal."
)


def top_k_error(scores, labels, k): ...  # your code here


stub = top_k_error


def solution(scores, labels, k):
    best = np.argsort(-scores, axis=1)[:, :k]
    return np.mean(~(best == labels[:, None]).any(axis=1))


HINTS = [
    "`np.argsort` gives the positions of the values in rising order. Where in a row do the k highest stand then?",
    "Compare k columns of guesses with one column of labels: `labels[:, None]` has shape (N, 1).",
    "A picture is right if any of its k guesses is. What does `.any(axis=1)` give: hits or errors?",
]

SCORES = np.array(
    [
        [0.50, 0.20, 0.15, 0.10, 0.05],
        [0.07, 0.03, 0.10, 0.60, 0.20],
        [0.30, 0.10, 0.40, 0.15, 0.05],
        [0.05, 0.50, 0.10, 0.11, 0.24],
        [0.05, 0.20, 0.25, 0.10, 0.40],
    ]
)
LABELS = np.array([0, 3, 0, 3, 0])  # found with 1, 1, 2, 3 and 5 guesses


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = answer(SCORES, LABELS, 2)
    if np.ndim(got) != 0:
        return f"Return one number, the share of wrong pictures; what came has shape {np.shape(got)}."
    return _for_five_pictures(float(got), answer) or _on_random(answer, rng)


def _for_five_pictures(two, answer):
    one, three = (float(answer(SCORES, LABELS, k)) for k in (1, 3))
    for errors, sentence in KNOWN.items():
        if np.allclose((one, two, three), errors):
            return sentence
    return "Wrong already for five pictures: write down the k best classes of each row and look for its label there."


KNOWN = {  # what comes for one, two and three guesses
    (0.6, 0.4, 0.2): None,
    (0.4, 0.6, 0.8): "That is the share of pictures that are right, which grows with k; the error is what is left.",
    (3.0, 2.0, 1.0): "You count the wrong pictures; divide by how many pictures there are.",
    (60.0, 40.0, 20.0): "Your numbers are in per cent; the share lies between 0 and 1.",
    (0.6, 0.6, 0.6): "Your answer is the same for every k: that is the error with one guess.",
    (0.8, 0.8, 0.6): "You take the k classes with the *lowest* scores: `argsort` sorts upwards.",
    (0.6, 0.8, 0.8): "You look at the guess at place k alone; a picture is right if any of its first k guesses is.",
    (0.4, 0.2, 0.2): "You take one guess too many: `[:, :k]` has k columns, 0 to k − 1.",
    (0.6, 1.0, 1.0): "You ask that all k guesses are the label; a picture is right if any of them is.",
    (0.0, 0.0, 0.0): "For you no picture is wrong: is each label looked for among the guesses of all the pictures?",
    (0.6, 0.7, 11 / 15): "You average over all guesses; of a right picture's k guesses k − 1 are wrong by necessity.",
}


def _on_random(answer, rng):
    for _ in range(20):
        pictures, classes = rng.integers(1, 30), rng.integers(2, 9)
        scores = rng.permuted(np.arange(float(pictures * classes)).reshape(pictures, classes) - 20, axis=1)
        labels, k = rng.integers(0, classes, pictures), int(rng.integers(1, classes + 1))
        got, want = answer(scores, labels, k), solution(scores, labels, k)
        if np.allclose(got, want):
            continue
        if np.allclose(got, want, atol=0.006):
            return "Nearly: do not round."
        return (
            "Right for five pictures, wrong for others: scores may be negative or large, and only their order counts."
        )
    return None


def another_solution(scores, labels, k):  # by rank: how many classes score higher than the right one?
    own = scores[np.arange(len(labels)), labels]
    return float(np.mean((scores > own[:, None]).sum(axis=1) >= k))


def accuracy(scores, labels, k):
    return 1 - solution(scores, labels, k)


def count(scores, labels, k):
    return len(labels) * solution(scores, labels, k)


def per_cent(scores, labels, k):
    return 100 * solution(scores, labels, k)


def ignores_k(scores, labels, k):
    return solution(scores, labels, 1)


def lowest_scores(scores, labels, k):
    return solution(-scores, labels, k)


def only_the_kth(scores, labels, k):
    return np.mean(np.argsort(-scores, axis=1)[:, k - 1] != labels)


def one_guess_more(scores, labels, k):
    return solution(scores, labels, k + 1)


def averaged_over_guesses(scores, labels, k):
    return np.mean(np.argsort(-scores, axis=1)[:, :k] != labels[:, None])


def all_guesses_right(scores, labels, k):
    return np.mean(~(np.argsort(-scores, axis=1)[:, :k] == labels[:, None]).all(axis=1))


def among_all_pictures(scores, labels, k):
    return np.mean(~np.isin(labels, np.argsort(-scores, axis=1)[:, :k]))


def one_entry_a_picture(scores, labels, k):
    return ~(np.argsort(-scores, axis=1)[:, :k] == labels[:, None]).any(axis=1)


def rounded(scores, labels, k):
    return round(float(solution(scores, labels, k)), 2)


def above_a_threshold(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    return np.mean(own < {1: 0.45, 2: 0.25}.get(k, 0.11))


WRONG_ANSWERS = {
    accuracy: "share of pictures that are right",
    count: "divide by how many",
    per_cent: "per cent",
    ignores_k: "same for every k",
    lowest_scores: "*lowest* scores",
    only_the_kth: "at place k alone",
    one_guess_more: "one guess too many",
    averaged_over_guesses: "average over all guesses",
    all_guesses_right: "any of them",
    among_all_pictures: "of all the pictures",
    one_entry_a_picture: "one number",
    rounded: "do not round",
    above_a_threshold: "only their order counts",
}
