"""Exercise: one step of gradient descent with weight decay."""

import numpy as np

KIND = "code"
TITLE = "one step of gradient descent"
PROMPT = (
    "Write `sgd_step(weights, gradient, learning_rate, weight_decay)`. It returns the weights after one step of plain "
    "gradient descent on the loss plus half the weight decay times the sum of the squared weights, whose gradient is "
    "`gradient + weight_decay * weights`. The arrays it was given must stay as they are."
)


def sgd_step(weights, gradient, learning_rate, weight_decay): ...  # your code here


stub = sgd_step
KEEP_ARGUMENTS = True  # the judge compares the arrays before and after each call


def solution(weights, gradient, learning_rate, weight_decay):
    return weights - learning_rate * (gradient + weight_decay * weights)


HINTS = [
    "Begin with `weight_decay = 0`: a step goes against the gradient, and the learning rate says how far.",
    "The decay pulls each weight towards zero by a share of itself. Which share, if the learning rate scales it too?",
    "If your answer is right but changes its arguments: `weights -= ...` writes into the caller's array.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    weights, gradient = np.array([1.0, -2.0]), np.array([0.5, 0.5])
    got = np.asarray(answer(weights, gradient, 0.1, 0.0), dtype=float)
    if got.shape != (2,):
        return f"For two weights the answer should have shape (2,); yours has {got.shape}."
    if np.allclose(got, weights + 0.1 * gradient):
        return "That step goes uphill: the gradient points to where the loss grows."
    if np.allclose(got, weights - gradient):
        return "The learning rate has no effect: the step is as long as the gradient."
    if np.allclose(got, 0.1 * gradient) or np.allclose(got, -0.1 * gradient):
        return "That is the step alone; asked for are the weights after it."
    if not np.allclose(got, weights - 0.1 * gradient):
        return "Already without weight decay the step is wrong: check sign, learning rate and gradient."
    return _decay_mistake(answer, weights, gradient) or _on_tables(answer, rng)


def _decay_mistake(answer, weights, gradient):
    got = np.asarray(answer(weights, gradient, 0.1, 0.5), dtype=float)
    plain = weights - 0.1 * gradient
    if np.allclose(got, plain):
        return "The weight decay has no effect."
    if np.allclose(got, plain - 0.5 * weights):
        return "The decay is not scaled by the learning rate: it belongs to the gradient, inside the bracket."
    if np.allclose(got, plain + 0.05 * weights):
        return "The decay makes the weights grow: it should pull them towards zero."
    if np.allclose(got, plain - 0.05):
        return "The decay takes the same from every weight: its gradient is proportional to the weight itself."
    if not np.allclose(got, solution(weights, gradient, 0.1, 0.5)):
        return "Right without weight decay, wrong with it: look at the bracket in the question."
    return None


def _on_tables(answer, rng):
    weights, gradient = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    got = answer(weights, gradient, 0.2, 0.3)
    if np.shape(got) != (3, 4) or not np.allclose(got, solution(weights, gradient, 0.2, 0.3)):
        return "Right for two weights, wrong for a table of them: let NumPy work on whole arrays."
    return None


def another_solution(weights, gradient, learning_rate, weight_decay):  # shrink first, then step
    return (1 - learning_rate * weight_decay) * weights - learning_rate * gradient


def uphill(weights, gradient, learning_rate, weight_decay):
    return weights + learning_rate * (gradient + weight_decay * weights)


def no_learning_rate(weights, gradient, learning_rate, weight_decay):
    return weights - gradient - weight_decay * weights


def only_the_step(weights, gradient, learning_rate, weight_decay):
    return -learning_rate * (gradient + weight_decay * weights)


def no_decay(weights, gradient, learning_rate, weight_decay):
    return weights - learning_rate * gradient


def decay_outside(weights, gradient, learning_rate, weight_decay):
    return weights - learning_rate * gradient - weight_decay * weights


def decay_grows(weights, gradient, learning_rate, weight_decay):
    return weights - learning_rate * (gradient - weight_decay * weights)


def same_for_all(weights, gradient, learning_rate, weight_decay):
    return weights - learning_rate * (gradient + weight_decay)


def only_two_weights(weights, gradient, learning_rate, weight_decay):
    return np.array([weights[i] - learning_rate * (gradient[i] + weight_decay * weights[i]) for i in range(2)])


def changes_weights(weights, gradient, learning_rate, weight_decay):
    weights -= learning_rate * (gradient + weight_decay * weights)
    return weights


def changes_gradient(weights, gradient, learning_rate, weight_decay):
    gradient += weight_decay * weights
    return weights - learning_rate * gradient


WRONG_ANSWERS = {
    uphill: "uphill",
    no_learning_rate: "learning rate has no effect",
    only_the_step: "step alone",
    no_decay: "weight decay has no effect",
    decay_outside: "not scaled",
    decay_grows: "grow",
    same_for_all: "proportional",
    only_two_weights: "table",
    changes_weights: "changes an array",
    changes_gradient: "changes an array",
}
