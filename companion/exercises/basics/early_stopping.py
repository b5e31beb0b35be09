"""Exercise: when early stopping stops."""

import numpy as np

KIND = "code"
TITLE = "early stopping"
PROMPT = (
    "Write `stop_epoch(losses, patience)`. `losses` is a list of validation losses, entry 0 measured before the first "
    "update. Training stops after the first epoch at which the best one so far lies `patience` epochs back: with "
    "`patience=3` and epoch 5 the best, after epoch 8, if 6, 7 and 8 bring nothing better. The best is the first with "
    "the lowest loss. Return the number of the last epoch that is trained; if training never stops, that is the last "
    "one in the list."
)


def stop_epoch(losses, patience): ...  # your code here


stub = stop_epoch


def solution(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best >= patience:
            return epoch
    return len(losses) - 1


HINTS = [
    "Walk through the list and remember one thing: which epoch is the best so far.",
    "An epoch that is better than the one before it need not be better than the best. Which of the two counts?",
    "With `patience=2` and the best epoch 3, epochs 4 and 5 bring nothing new. After which of them does training stop?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    clear = [2.3, 1.0, 0.5, 0.6, 0.7, 0.8, 0.9]
    got = answer(clear, 2)
    if not isinstance(got, (int, np.integer)):
        return f"The answer is the number of an epoch, an `int`; yours is of type `{type(got).__name__}`."
    if got == 2:
        return "That is the best epoch; asked for is the one after which training stops, which is later."
    if got in (3, 5):
        return "You are off by one epoch: count the epochs after the best one, 1, 2, ... up to the patience."
    if got != 4:
        return "For a loss that falls for two epochs and then rises, training does not stop where it should."
    return _on_short_lists(answer) or _on_random_lists(answer, rng)


def _on_short_lists(answer):
    if answer([2.3, 1.0, 0.9, 0.8], 2) != 3:
        return "A loss that keeps falling never stops training: then the last epoch in the list is the answer."
    if answer([2.3, 1.0, 1.2, 1.3, 0.5], 2) != 3:
        return "Training cannot know what comes later: a still lower loss after the stop does not count."
    if answer([0.5, 0.6, 0.7, 0.8], 2) != 2:
        return "Entry 0, the loss before training, can be the best one too."
    if answer([2.3, 0.5, 0.9, 0.8, 0.7, 0.6], 3) != 4:
        return "A loss below the one before it is not enough: compare with the best so far, not with the previous one."
    if answer([2.3, 0.5, 0.7, 0.4, 0.6, 0.8], 2) != 5:
        return "Counting has to start again at each new best epoch."
    if answer([1.0, 1.0, 1.0, 0.5], 2) != 2:
        return "An equal loss is no improvement: the first of equal epochs stays the best."
    return None


def _on_random_lists(answer, rng):
    for _ in range(50):
        losses, patience = list(rng.integers(0, 9, 12) / 4), int(rng.integers(1, 5))
        if answer(losses, patience) != solution(losses, patience):
            return "Right for simple lists, wrong for random ones: try a list that falls, rises and falls again."
    return None


def another_solution(losses, patience):  # ask NumPy for the best of every beginning of the list
    for epoch in range(patience, len(losses)):
        if epoch - int(np.argmin(losses[: epoch + 1])) >= patience:
            return epoch
    return len(losses) - 1


def best_epoch(losses, patience):
    return int(np.argmin(losses))


def one_too_late(losses, patience):
    return min(solution(losses, patience + 1), len(losses) - 1)


def compares_with_the_previous(losses, patience):
    worse = 0
    for epoch in range(1, len(losses)):
        worse = worse + 1 if losses[epoch] >= losses[epoch - 1] else 0
        if worse == patience:
            return epoch
    return len(losses) - 1


def never_resets(losses, patience):
    best, worse = losses[0], 0
    for epoch, loss in enumerate(losses[1:], 1):
        if loss < best:
            best = loss
        else:
            worse += 1
        if worse == patience:
            return epoch
    return len(losses) - 1


def forgets_the_end(losses, patience):
    return solution([*losses, *[max(losses)] * patience], patience)


def equal_counts_as_better(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss <= losses[best]:
            best = epoch
        if epoch - best >= patience:
            return epoch
    return len(losses) - 1


def looks_into_the_future(losses, patience):
    return min(int(np.argmin(losses)) + patience, len(losses) - 1)


def ignores_entry_0(losses, patience):
    return solution([max(losses) + 1, *losses[1:]], patience)


def as_float(losses, patience):
    return float(solution(losses, patience))


WRONG_ANSWERS = {
    best_epoch: "best epoch",
    one_too_late: "off by one",
    compares_with_the_previous: "not with the previous",
    never_resets: "start again",
    forgets_the_end: "keeps falling",
    equal_counts_as_better: "no improvement",
    looks_into_the_future: "cannot know what comes later",
    ignores_entry_0: "Entry 0",
    as_float: "type `float`",
}
